"""Where fetched files and converted models are kept, and whether a file is still the same.

Source: XDG Base Directory Specification; the known folders of Windows and macOS.
"""

import hashlib
import os
import sys
from pathlib import Path

from colugo.errors import WeightsDamaged

CACHE_VARIABLE = "COLUGO_MODELS"
_CHUNK = 1024**2


def cache_folder(chosen: Path | None = None) -> Path:
    """Give the folder: the one that was chosen, else COLUGO_MODELS, else the user's cache."""
    if chosen is not None:
        return chosen
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else _user_cache() / "colugo" / "models"


def digest(path: Path) -> str:
    """SHA-256 of a file in hex."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def remember_digest(path: Path) -> str:
    """Write the digest beside the file, as `sha256sum -c` reads it; gives it.

    The file of digests appears whole or not at all.
    """
    value = digest(path)
    partial = _digest_file(path).with_suffix(".partial")
    partial.write_text(f"{value}  {path.name}\n", encoding="utf-8")
    partial.replace(_digest_file(path))
    return value


def remembered_digest(path: Path) -> str | None:
    """The digest written when the file came, None where there is none."""
    if not _digest_file(path).is_file():
        return None
    words = _digest_file(path).read_text(encoding="utf-8", errors="replace").split()
    return words[0] if words else None


def check_digest(path: Path) -> None:
    """Compare a file with its remembered digest; one without is left alone.

    Raises:
        WeightsDamaged: the file has changed since it came.
    """
    remembered = remembered_digest(path)
    if remembered is not None and digest(path) != remembered:
        raise WeightsDamaged(
            str(path), "it has changed since it came here: take it away to have it fetched anew"
        )


def _digest_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
