"""What can be wrong with the predecessor's gallery files and with the configs that name them."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError

_SHOWN_PROBLEMS = 10


class DataFileInvalid(ColugoError):
    """A list of gallery pictures has lines that cannot be used, so none was."""

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        shown = "; ".join(problems[:_SHOWN_PROBLEMS])
        more = len(problems) - _SHOWN_PROBLEMS
        super().__init__(
            f"{path}: expected one picture a line as `path<delimiter>label`, but {shown}"
            + (f"; and {more} more" if more > 0 else "")
            + ": correct the list or IndexProcess.delimiter; nothing is changed"
        )
        self.path = path
        self.problems = tuple(problems)


class IdMapUnreadable(ColugoError):
    """An `id_map.pkl` is not the plain table that it should be, or wants to run something."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path}: expected a pickled dict of ids and texts, but {reason}: nothing of it was "
            "run; build the gallery again with `colugo build-gallery`"
        )
        self.path = path
        self.reason = reason


class VectorIndexUnreadable(ColugoError):
    """A `vector.index` is missing, damaged, or of a kind that the predecessor never wrote."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path}: expected a Faiss index with ids, but {reason}: check IndexProcess.index_dir, "
            "or build the gallery again with `colugo build-gallery`"
        )
        self.path = path
        self.reason = reason


class GalleryFilesDisagree(ColugoError):
    """`vector.index` and `id_map.pkl` are not of one gallery."""

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            f"{folder}: vector.index and id_map.pkl do not belong together ({reason}): copy both "
            "from one place, or build the gallery again with `colugo build-gallery`"
        )
        self.folder = folder
        self.reason = reason


class IndexMismatch(ColugoError):
    """A gallery file is of another size, measure or model than what is to be put in or asked."""

    def __init__(self, folder: str, what: str, in_index: object, wanted: object) -> None:
        super().__init__(
            f"{folder}: the gallery has {what} {in_index}, but {wanted} is wanted: use the model "
            "and the IndexProcess settings that the gallery was built with, or build it again "
            "with IndexProcess.index_operation=new; nothing is changed"
        )
        self.folder = folder
        self.what = what
        self.in_index = in_index
        self.wanted = wanted


class GalleryFilesUnwritable(ColugoError):
    """The gallery files cannot be written; the old ones, if any, are as they were."""

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            f"{folder}: the gallery cannot be written ({reason}); what was there is as it was: "
            "check the folder and the disk"
        )
        self.folder = folder
        self.reason = reason


class LegacyLabelMissing(ColugoError):
    """A line of `id_map.pkl` does not hold a label where the rules look for it."""

    def __init__(self, folder: str, document: str, rule: str) -> None:
        super().__init__(
            f"{folder}: the gallery line {document[:60]!r} has no label ({rule}): set "
            "IndexProcess.delimiter to the one that the gallery was built with"
        )
        self.folder = folder
        self.document = document


class LegacyModelNotFound(ColugoError):
    """A config names a model that is not there, or that Colugo cannot run as it is."""

    def __init__(self, key: str, path: str, reason: str) -> None:
        super().__init__(
            f"{key} is {path}, but {reason}: convert Paddle files with `colugo models import`, "
            f"name the .onnx that it writes, or leave {key} empty for Colugo's own model "
            f"(-o {key}=null)"
        )
        self.key = key
        self.path = path
        self.reason = reason


class ModelNotConverted(ColugoError):
    """A folder of Paddle files, named by a config, did not become a model of Colugo."""

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            f"{folder}: the model is not converted: {reason}; or leave model_config out of the "
            "config for Colugo's own model"
        )
        self.folder = folder
        self.reason = reason


class PicturesNotRead(ColugoError):
    """Some of the pictures asked about cannot be used; the others were answered."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"{len(problems)} pictures could not be used: {'; '.join(problems)}")
        self.problems = tuple(problems)
