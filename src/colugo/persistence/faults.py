"""Turns the faults of SQLite and of the operating system into errors of ours."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from colugo.errors import (
    ColugoError,
    DatabaseBusy,
    NotADatabase,
    StorageFailed,
    StorageFull,
    StorageReadOnly,
)

BUSY_TIMEOUT_S = 5.0
_SHARED_MEMORY_BYTES = 32768  # Source: https://www.sqlite.org/walformat.html, section 2


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the operating system says about `path` into an error of ours.

    Raises:
        StorageFull, StorageReadOnly, StorageFailed: for an OSError in the block.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(str(path)) from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise StorageReadOnly(str(path)) from error
        raise StorageFailed(str(path), error.strerror or str(error)) from error


def error_of(
    error: sqlite3.Error, path: Path, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> ColugoError | None:
    """The error of ours for a fault of SQLite; None for a mistake in a query.

    Source: https://www.sqlite.org/rescode.html
    """
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    match code:
        case sqlite3.SQLITE_FULL:
            return StorageFull(str(path))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseBusy(str(path), busy_timeout_s)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StorageReadOnly(str(path))
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return NotADatabase(str(path), f"SQLite says: {error}")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            # without room for its shared memory SQLite speaks of an I/O error only
            return (
                StorageFull(str(path)) if _is_full(path) else StorageFailed(str(path), str(error))
            )
        case _:
            return None


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _SHARED_MEMORY_BYTES
    except OSError:
        return False
