"""Keeps the pictures of the gallery as files, named by what is in them. Knows no database."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from colugo.errors import PhotoFormatUnknown
from colugo.persistence.durable import sync_folder, write_durably
from colugo.persistence.faults import explained

_FOLDER = "photos"
_UNFINISHED = ".part"


class KeptFile(NamedTuple):
    """A picture in the folder.

    Attributes:
        sha256: of the content, 64 hex digits.
        path: relative to the shop folder, with `/`, for example `photos/ab/abcd….jpg`.
        is_new: False when this very picture was there before.
    """

    sha256: str
    path: str
    is_new: bool


class FileCheck(NamedTuple):
    """How the files of the gallery agree with its rows.

    Attributes:
        orphans: files that no photo names, as a crash may leave them; harmless.
        missing: files that a photo names and that are gone.
    """

    orphans: tuple[str, ...]
    missing: tuple[str, ...]


class PhotoFiles:
    """The pictures of one shop, in `photos/` of its folder, each content once.

    A file appears whole or not at all: it is written beside, synced to disk and renamed.
    """

    def __init__(
        self, folder: Path, *, write: Callable[[Path, bytes], None] = write_durably
    ) -> None:
        """Use `folder`, the folder of the shop. Nothing is made before the first photo."""
        self.folder = folder
        self._write = write

    def keep(self, content: bytes) -> KeptFile:
        """Keep a picture as it is, byte by byte.

        Raises:
            PhotoFormatUnknown: neither JPEG nor PNG nor WebP.
            StorageFull, StorageReadOnly, StorageFailed: nothing is left half written.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = f"{_FOLDER}/{sha256[:2]}/{sha256}.{_extension_of(content)}"
        target = self.path_of(path)
        with explained(self.folder):
            if target.exists():
                return KeptFile(sha256, path, is_new=False)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._write_whole(target, content)
        return KeptFile(sha256, path, is_new=True)

    def path_of(self, path: str) -> Path:
        """Where the file of a relative path lies."""
        return self.folder / path

    def remove(self, paths: Iterable[str]) -> None:
        """Delete files; those that are gone already do not matter.

        Raises:
            StorageReadOnly, StorageFailed: a file could not be deleted.
        """
        with explained(self.folder):
            for path in paths:
                self.path_of(path).unlink(missing_ok=True)

    def orphans(self, named_paths: Collection[str]) -> tuple[str, ...]:
        """The files that no row names, unfinished ones among them, in order."""
        named = frozenset(named_paths)
        return tuple(path for path in sorted(self._all_paths()) if path not in named)

    def missing(self, named_paths: Iterable[str]) -> tuple[str, ...]:
        """The paths that rows name but that are not there, in order."""
        return tuple(sorted(p for p in set(named_paths) if not self.path_of(p).is_file()))

    def _all_paths(self) -> Iterator[str]:
        for file in (self.folder / _FOLDER).rglob("*"):
            if file.is_file():
                yield file.relative_to(self.folder).as_posix()

    def _write_whole(self, target: Path, content: bytes) -> None:
        unfinished = target.with_name(f"{target.stem}.{os.getpid()}{_UNFINISHED}")
        try:
            unfinished.unlink(missing_ok=True)
            self._write(unfinished, content)
            unfinished.replace(target)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
        sync_folder(target.parent.parent)


class FileChanges:
    """What one transaction did to the files, so that it can be undone or completed.

    Attributes:
        added: paths of files that were not there before; to remove if the rows fail.
        dropped: paths that a row named; to remove once the rows are gone.
    """

    def __init__(self, files: PhotoFiles) -> None:
        self.added: list[str] = []
        self.dropped: list[str] = []
        self._files = files

    def keep(self, content: bytes) -> KeptFile:
        """Keep a picture; see `PhotoFiles.keep`."""
        file = self._files.keep(content)
        if file.is_new:
            self.added.append(file.path)
        return file

    def drop(self, paths: Iterable[str]) -> None:
        """Note files whose rows are deleted. They stay until the transaction is committed."""
        self.dropped.extend(paths)


def _extension_of(content: bytes) -> str:
    """The extension by the first bytes, whatever the file was called.

    Source: JPEG (ITU T.81 SOI marker), PNG (W3C, signature), WebP (Google, RIFF container).
    """
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    raise PhotoFormatUnknown(content[:8])
