"""Keeps arrays made of photos as files, named by the photo's content. Knows no database.

A cache beside the photos: it may be deleted at any time, and what cannot be read is made anew.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

_FOLDER: Final = "looks"

Arrays = Mapping[str, NDArray[Any]]


class LookFiles:
    """The files of one shop, in `looks/` of its folder."""

    def __init__(self, folder: Path, version: str) -> None:
        """Use `folder`, the folder of the shop; another `version` of looks finds none of these."""
        self._folder = folder / _FOLDER / version

    def keep(self, sha256: str, arrays: Arrays) -> None:
        """Write the arrays of a photo; where that fails, there is none, which does no harm."""
        target = self._path_of(sha256)
        unfinished = target.with_name(f"{target.stem}.{os.getpid()}.part")
        with suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # its stubs know one keyword
            unfinished.replace(target)

    def find(self, sha256: str) -> dict[str, NDArray[Any]] | None:
        """The arrays of a photo, None where there are none or the file is damaged."""
        try:
            with np.load(self._path_of(sha256), allow_pickle=False) as kept:
                return {name: kept[name] for name in kept.files}
        except (OSError, ValueError, EOFError, KeyError, BadZipFile):
            return None

    def remove(self, sha256: str) -> None:
        """Delete the file of a photo, if there is one."""
        with suppress(OSError):
            self._path_of(sha256).unlink(missing_ok=True)

    def _path_of(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.npz"
