"""What can go wrong when photos are put into a gallery, looked up in it, or measured."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError


class GalleryMismatch(ColugoError):
    """Embeddings do not have the size this gallery was built with."""

    def __init__(self, expected_dim: int, got_dim: int) -> None:
        super().__init__(
            f"expected embeddings of size {expected_dim}, got {got_dim}: the gallery was built "
            "with another embedder; embed the photos again with `colugo gallery rebuild`"
        )
        self.expected_dim = expected_dim
        self.got_dim = got_dim


class GalleryEmbeddingInvalid(ColugoError):
    """Embeddings are no table of finite rows of length 1.

    Attributes:
        row: the first row that is wrong; None when the table as a whole is.
    """

    def __init__(self, row: int | None, expected: str, got: str) -> None:
        where = "embeddings" if row is None else f"row {row} of the embeddings"
        super().__init__(
            f"expected {where} to be {expected}, got {got}: nothing is changed; "
            "pass on what the embedder gave, unaltered"
        )
        self.row = row
        self.expected = expected
        self.got = got


class GalleryIdsInvalid(ColugoError):
    """Photo or product ids are not whole numbers from 0, one per embedding."""

    def __init__(self, name: str, expected: str, got: str) -> None:
        super().__init__(
            f"expected {name} to be {expected}, got {got}: nothing is changed; "
            "take the ids from the database"
        )
        self.name = name
        self.expected = expected
        self.got = got


class GalleryPhotoTaken(ColugoError):
    """Photos to be added are in the gallery already, or come twice in one call."""

    def __init__(self, photo_ids: Sequence[int]) -> None:
        shown = ", ".join(map(str, photo_ids[:10])) + (", ..." if len(photo_ids) > 10 else "")
        super().__init__(
            f"expected photos that are new to the gallery, got photo {shown} again: "
            "nothing is changed; remove it first"
        )
        self.photo_ids = tuple(photo_ids)


class GallerySettingInvalid(ColugoError):
    """A number or name that steers search or calibration is out of its limits."""

    def __init__(self, name: str, expected: str, got: object) -> None:
        super().__init__(f"expected {name} to be {expected}, got {got!r}")
        self.name = name
        self.expected = expected
        self.got = got


class MatchesInvalid(ColugoError):
    """The arrays of a search result do not belong together."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(
            f"expected matches with {expected}, got {got}: the index that made them is faulty"
        )
        self.expected = expected
        self.got = got


class CalibrationUnreadable(ColugoError):
    """A kept calibration cannot be read back."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"expected a calibration as JSON, but {reason}: "
            "measure the gallery again with `colugo gallery rebuild`"
        )
        self.reason = reason


class GalleryServerFailed(ColugoError):
    """Milvus, where the gallery is kept, does not answer or refuses."""

    def __init__(self, uri: str, what: str, reason: str) -> None:
        super().__init__(
            f"Milvus at {uri} could not {what} ({reason}): nothing of the shop is lost, the "
            "gallery can be made again from its database; look at that server, or set `index` to "
            "auto"
        )
        self.uri = uri
        self.what = what
        self.reason = reason
