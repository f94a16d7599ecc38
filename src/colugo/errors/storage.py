"""What can go wrong where the shop is kept: database, photo files, embeddings."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError


class StorageError(ColugoError):
    """The place where the shop is kept failed. The root of the errors about files.

    Attributes:
        path: the file or folder, as it was given.
    """

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class DatabaseMissing(StorageError):
    """There is no database where one was to be opened."""

    def __init__(self, path: str) -> None:
        super().__init__(path, f"there is no shop database at {path}: make one with `colugo init`")


class DatabaseExists(StorageError):
    """There is a file already where a database was to be made."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path, f"{path} exists already and is left as it is: open it, or choose another folder"
        )


class NotADatabase(StorageError):
    """The file is not a database of Colugo, or is damaged."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            path,
            f"expected a Colugo database at {path}, but {reason}: "
            "check the path, or put a backup back",
        )
        self.reason = reason


class DatabaseNewer(StorageError):
    """A newer Colugo wrote the database."""

    def __init__(self, path: str, found_revision: str, known_revision: str) -> None:
        super().__init__(
            path,
            f"the database {path} has revision {found_revision}, this Colugo knows revisions "
            f"up to {known_revision}: a newer Colugo wrote it; upgrade Colugo on this machine",
        )
        self.found_revision = found_revision
        self.known_revision = known_revision


class DatabaseBusy(StorageError):
    """Another process holds the database for writing."""

    def __init__(self, path: str, waited_s: float) -> None:
        super().__init__(
            path,
            f"another process has been writing to {path} for more than {waited_s:g} s, "
            "nothing is changed: try again when it is done",
        )
        self.waited_s = waited_s


class StorageReadOnly(StorageError):
    """The shop folder or a file in it cannot be written."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            f"{path} cannot be written, nothing is changed: give this user the right to write "
            "the shop folder and all in it, and check that its disk is not mounted read-only",
        )


class StorageFull(StorageError):
    """The disk has no room left."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            f"the disk is full at {path}, nothing is changed: free some space and try again",
        )


class StorageFailed(StorageError):
    """The disk or the database failed in another way."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            path,
            f"{path} could not be read or written ({reason}), nothing is changed: check the disk",
        )
        self.reason = reason


class PhotoFormatUnknown(ColugoError):
    """A photo to keep is neither JPEG nor PNG nor WebP."""

    def __init__(self, first_bytes: bytes) -> None:
        super().__init__(
            "expected a photo as JPEG, PNG or WebP, got a file that starts with "
            f"{first_bytes[:8]!r}: save the picture as JPEG"
        )
        self.first_bytes = first_bytes[:8]


class PhotoTaken(ColugoError):
    """The product has this very picture already."""

    def __init__(self, sku: str, photo_id: int) -> None:
        super().__init__(
            f"SKU {sku!r} has this very picture already as photo {photo_id}: "
            "take another one, a little turned"
        )
        self.sku = sku
        self.photo_id = photo_id


class PhotoUnknown(ColugoError):
    """The gallery has no such photos."""

    def __init__(self, photo_ids: Sequence[int]) -> None:
        shown = ", ".join(map(str, photo_ids[:10])) + (", ..." if len(photo_ids) > 10 else "")
        super().__init__(
            f"the gallery has no photo {shown}, nothing is changed: see `colugo gallery list`"
        )
        self.photo_ids = tuple(photo_ids)


class EmbeddingInvalid(ColugoError):
    """An embedding cannot be kept: wrong shape, not finite, or not of length 1."""

    def __init__(self, model_id: str, expected: str, got: str) -> None:
        super().__init__(
            f"expected an embedding of model {model_id} {expected}, got {got}: "
            "embed the photo with the model that is named"
        )
        self.model_id = model_id
        self.expected = expected
        self.got = got


class DatabaseUrlInvalid(ColugoError):
    """The address of a database cannot be used. It is not repeated: it may hold a password."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the address of the database cannot be used, {reason}: expected "
            "postgresql://user:password@host/name"
        )
        self.reason = reason
