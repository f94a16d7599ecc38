"""Reads a text file of the predecessor: UTF-8, with or without a byte order mark."""

from pathlib import Path

from colugo.errors import LegacyFileUnreadable


def read_text(path: Path) -> str:
    """The text of a file; line ends are as they are in it.

    Raises:
        LegacyFileUnreadable: there is none, or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise LegacyFileUnreadable(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise LegacyFileUnreadable(str(path), reason) from error
