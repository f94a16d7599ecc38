"""What can be wrong with a backup, and with a database that is looked over."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError

_SHOWN = 10


class BackupExists(ColugoError):
    """There is a file of that name already."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is there already and stays as it is: give another name")
        self.path = path


class BackupUnreadable(ColugoError):
    """A file is no backup of Colugo, or damaged."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path} cannot be restored, {reason}: nothing was made; take another backup"
        )
        self.path = path
        self.reason = reason


class RestorePlaceTaken(ColugoError):
    """A backup is restored into a new folder, never over a shop."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} is there already and is not empty: restore into a new folder, look at it, "
            "then put it in the place of the old one"
        )
        self.folder = folder


class DatabaseUnsound(ColugoError):
    """Looking a database over found faults."""

    def __init__(self, faults: Sequence[str]) -> None:
        shown = "; ".join(faults[:_SHOWN])
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        super().__init__(
            f"the database is not sound: {shown}{more}: restore a backup with `colugo db restore`"
        )
        self.faults = tuple(faults)
