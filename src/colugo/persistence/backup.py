"""Backups: the whole shop in one archive, made while it is open, restored only when it is whole.

The archive is a zip: `manifest.json` with the SHA-256 of every file, the database as one
moment of it, a file of SQLite's wherever it was, the photos that this moment names, and the
settings. So a shop can also move from a file to a server and back.
"""

import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from colugo.errors import (
    BackupExists,
    BackupUnreadable,
    DatabaseUnsound,
    RestorePlaceTaken,
    StorageFailed,
)
from colugo.persistence.copying import copy_to_file, copy_to_server
from colugo.persistence.database import Database
from colugo.persistence.durable import sync_folder
from colugo.persistence.faults import error_of, explained
from colugo.persistence.soundness import find_faults

Progress = Callable[[int, int], None]  # files done, of how many

_MANIFEST = "manifest.json"
_FORMAT = 1
_OF_SERVER = "shop.sqlite3"  # the name of its copy
_TRIES = 3  # photos may be removed while they are copied; then a newer moment is taken
_CHUNK_BYTES = 1 << 20


def write_backup(
    database: Database, archive: Path, *, more: Iterable[str] = (),
    progress: Progress = lambda *_: None,
) -> int:  # fmt: skip
    """Write the whole shop into `archive`, which appears whole or not at all.

    Args:
        database: open; it may be written to meanwhile.
        archive: the file to make.
        more: other files of the shop's folder, those that are there.
        progress: told how many files are done.

    Returns:
        Files in the archive.

    Raises:
        BackupExists: there is a file already.
        StorageFull, StorageReadOnly, StorageFailed: nothing is left half written.
    """
    if archive.exists():
        raise BackupExists(str(archive))
    folder = database.files.folder
    with (
        explained(archive),
        TemporaryDirectory(dir=archive.parent, prefix=".backup-") as scratch,
    ):
        draft, copy = Path(scratch, "archive.zip"), Path(scratch, _name_of(database))
        for _ in range(_TRIES):
            _copy_database(database, copy)
            files = {copy.name: copy}
            files |= {name: folder / name for name in more if (folder / name).is_file()}
            files |= {path: folder / path for path in _photos_of(copy)}
            try:
                _write_archive(draft, copy.name, files, progress)
            except FileNotFoundError:
                continue
            draft.replace(archive)
            sync_folder(archive.parent)
            return len(files)
    raise StorageFailed(str(archive), "photos were removed while they were copied; try again")


def restore_backup(
    archive: Path, folder: Path, *, url: str | None = None, progress: Progress = lambda *_: None
) -> Database:
    """Make the shop of an archive in a new folder; it appears when all of it is proven sound.

    Args:
        archive: that `write_backup` wrote.
        folder: new, or empty.
        url: an empty PostgreSQL database to keep the shop in; None for a file in the folder.
        progress: told how many files are done.

    Raises:
        RestorePlaceTaken: there is something in the folder.
        DatabaseExists: there is a shop on the server already; it is left as it is.
        BackupUnreadable: it is no backup, damaged, or a file of it is not what it was.
        DatabaseUnsound: what was backed up was unsound already.
        DatabaseNewer: a newer Colugo made it.
        StorageFull, StorageReadOnly, StorageFailed: nothing is left half made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RestorePlaceTaken(str(folder))
    with explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".restore-") as scratch:
            draft = Path(scratch, "shop")
            name = _unpack(archive, draft, progress)
            with Database.open(draft / name) as database:
                faults = find_faults(database)
                if faults:
                    raise DatabaseUnsound(faults)
                if url is not None:
                    with database.connection() as source:
                        copy_to_server(source, url)
            if url is not None:
                with Database.open_on_server(url, draft) as moved:
                    faults = find_faults(moved)
                if faults:
                    raise DatabaseUnsound(faults)
                _remove_database(draft / name)
            if folder.exists():
                folder.rmdir()
            draft.replace(folder)
        sync_folder(folder.parent)
    return Database.open(folder / name) if url is None else Database.open_on_server(url, folder)


def _remove_database(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):  # the log of SQLite's, too
        each.unlink()


def _name_of(database: Database) -> str:
    return database.path.name if isinstance(database.path, Path) else _OF_SERVER


def _copy_database(database: Database, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    path = database.path
    if not isinstance(path, Path):
        with database.connection() as source:
            copy_to_file(source, copy)
        return
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise error_of(error, copy) or error from error


def _photos_of(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute("SELECT DISTINCT path FROM photos ORDER BY path").fetchall()
    return [path for (path,) in rows]


def _write_archive(draft: Path, database: str, files: dict[str, Path], progress: Progress) -> None:
    manifest: dict[str, Any] = {
        "format": _FORMAT, "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": database, "files": {},
    }  # fmt: skip
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for done, (name, path) in enumerate(files.items(), start=1):
            archive.write(path, name)
            manifest["files"][name] = _digest(_chunks_of(path))
            progress(done, len(files))
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))


def _unpack(archive: Path, draft: Path, progress: Progress) -> str:
    """Unpack every file that the manifest names, each checked; gives the database's name."""
    try:
        with zipfile.ZipFile(archive) as packed:
            manifest = _read_manifest(archive, packed)
            names = manifest["files"]
            for done, (name, digest) in enumerate(names.items(), start=1):
                target = draft / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(name) as source, target.open("xb") as file:
                    shutil.copyfileobj(source, file, _CHUNK_BYTES)
                if _digest(_chunks_of(target)) != digest:
                    raise BackupUnreadable(str(archive), f"{name} is not what was backed up")
                progress(done, len(names))
            return str(manifest["database"])
    except FileNotFoundError as error:
        raise BackupUnreadable(str(archive), "there is no such file") from error
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise BackupUnreadable(str(archive), f"it is no whole backup ({error})") from error


def _read_manifest(archive: Path, packed: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(packed.read(_MANIFEST))
        names = [manifest["database"], *manifest["files"]]
        is_right = manifest["format"] == _FORMAT and manifest["database"] in manifest["files"]
    except (ValueError, TypeError, KeyError) as error:
        raise BackupUnreadable(str(archive), "its manifest is missing or damaged") from error
    if not is_right or not all(_is_inside(name) for name in names):
        raise BackupUnreadable(str(archive), "its manifest names what cannot be")
    found: dict[str, Any] = manifest
    return found


def _is_inside(name: object) -> bool:
    """Whether a name stays within the folder it is unpacked into."""
    if not isinstance(name, str) or not name or "\\" in name or ":" in name:
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _digest(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
