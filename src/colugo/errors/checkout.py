"""What can go wrong when a shop is opened, its gallery filled, or a scene recognised."""

from collections.abc import Mapping

from colugo.errors.base import ColugoError


class ShopExists(ColugoError):
    """There is a shop already where a new one was to be made."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"there is a shop in {folder} already; it was left as it is: "
            "name another folder, or open this one"
        )
        self.folder = folder


class ShopMissing(ColugoError):
    """There is no shop where one was to be opened."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"there is no shop in {folder}: make one with `colugo init {folder}`, "
            "or name another folder with --shop or COLUGO_SHOP"
        )
        self.folder = folder


class ShopNotADemo(ColugoError):
    """A shop that was to be replaced by the demo sells other products than the demo's."""

    def __init__(self, folder: str, sku: str) -> None:
        super().__init__(
            f"the shop in {folder} sells {sku!r}, which is no product of the demo; it was left "
            "as it is: name another folder"
        )
        self.folder = folder
        self.sku = sku


class GalleryOfOtherModel(ColugoError):
    """Photos of the gallery are not embedded by the model that is in use."""

    def __init__(self, model_id: str, missing: int, embedded_by: Mapping[str, int]) -> None:
        others = ", ".join(f"{count} by {name}" for name, count in embedded_by.items())
        super().__init__(
            f"{missing} photos of the gallery are not embedded by the model in use, {model_id} "
            f"(embedded are: {others or 'none'}): embed them again with `colugo gallery rebuild`, "
            "or name the former model in colugo.toml"
        )
        self.model_id = model_id
        self.missing = missing
        self.embedded_by = dict(embedded_by)


class EnrolmentFailed(ColugoError):
    """Some of the photos to enrol cannot be used, so none was enrolled."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        listed = "; ".join(f"{photo}: {reason}" for photo, reason in problems.items())
        super().__init__(
            f"no photo was enrolled, because {len(problems)} cannot be used ({listed}): "
            "mend or leave out those photos, and enrol again"
        )
        self.problems = dict(problems)


class NothingToEnrol(ColugoError):
    """No photo was named, or a folder holds none."""

    def __init__(self, place: str, expected: str) -> None:
        super().__init__(f"found no photo in {place}: expected {expected}")
        self.place = place
        self.expected = expected


class CatalogueFileUnreadable(ColugoError):
    """The file of products to import cannot be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot read the catalogue file {path} ({reason}): check its path")
        self.path = path
        self.reason = reason


class CatalogueFileNotWritten(ColugoError):
    """The file of exported products cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"cannot write the catalogue file {path} ({reason}): name a file in a folder that is "
            "there and may be written"
        )
        self.path = path
        self.reason = reason


class PictureNotWritten(ColugoError):
    """The drawn picture of a scene cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"cannot write the picture {path} ({reason}): name a file that ends in "
            ".jpg, .png or .webp, in a folder that is there"
        )
        self.path = path
        self.reason = reason


class RecognitionBusy(ColugoError):
    """More scenes wait to be recognised than can be served in time; this one was not looked at."""

    def __init__(self, running: int, waiting: int, retry_after_s: float) -> None:
        super().__init__(
            f"{running} scenes are being recognised and {waiting} wait: nothing was done, send the "
            f"scene again in {retry_after_s:.1f} s; if it goes on, more cores are needed, or "
            "another service on the same database"
        )
        self.running = running
        self.waiting = waiting
        self.retry_after_s = retry_after_s
