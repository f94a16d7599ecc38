import os
import sqlite3
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from colugo.errors import (
    DatabaseExists,
    DatabaseMissing,
    NotADatabase,
    StorageFailed,
    StorageReadOnly,
)
from colugo.persistence import Database
from colugo.shop import Currency

from .samples import CNY, product


@pytest.fixture
def database(file_database: Database) -> Database:
    """What is tested here is about the file."""
    return file_database


def test_a_new_database_is_empty_and_knows_its_currency(tmp_path: Path) -> None:
    path = tmp_path / "not" / "there" / "colugo.sqlite"

    with Database.create(path, Currency.of("KWD")) as database, database.reading() as work:
        assert database.currency == Currency("KWD", 3)
        assert (work.products.count(), work.photos.count(), work.changes.latest()) == (0, 0, 0)


def test_a_new_database_leaves_no_other_file_when_closed(tmp_path: Path) -> None:
    Database.create(tmp_path / "colugo.sqlite", CNY).close()

    assert [file.name for file in tmp_path.iterdir()] == ["colugo.sqlite"]


def test_what_is_committed_is_there_after_opening_again(database: Database) -> None:
    with database.transaction() as work:
        work.products.add(product())
    database.close()

    with Database.open(str(database.path)) as again, again.reading() as work:
        assert work.products.get_by_sku("690") == product()
        assert again.backup is None


def test_a_currency_of_an_own_code_is_kept(tmp_path: Path) -> None:
    with Database.create(tmp_path / "colugo.sqlite", Currency("XTS", 4)) as database:
        assert database.currency == Currency("XTS", 4)


def test_a_database_that_exists_is_not_made_again(database: Database) -> None:
    with database.transaction() as work:
        work.products.add(product())

    with pytest.raises(DatabaseExists, match="left as it is"):
        Database.create(database.path, CNY)

    with database.reading() as work:
        assert work.products.count() == 1


def test_of_several_that_make_one_database_at_once_one_succeeds(tmp_path: Path) -> None:
    def create(number: int) -> bool:
        try:
            Database.create(tmp_path / "colugo.sqlite", CNY).close()
        except DatabaseExists:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        succeeded = list(pool.map(create, range(4)))

    assert sorted(succeeded) == [False, False, False, True]
    assert [file.name for file in tmp_path.iterdir()] == ["colugo.sqlite"]


def test_a_database_that_is_not_there_is_not_made_by_opening(tmp_path: Path) -> None:
    path = tmp_path / "colugo.sqlite"

    with pytest.raises(DatabaseMissing, match="colugo init") as raised:
        Database.open(path)

    assert raised.value.path == str(path)
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"sku,name,price\n" * 100, "it is no SQLite file"),
        (b"SQLite format 3\0", "SQLite says"),
        (b"SQLite format 3\0" + b"x" * 8192, "SQLite says"),
    ],
)
def test_another_file_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "colugo.sqlite"
    path.write_bytes(content)

    with pytest.raises(NotADatabase, match=reason):
        Database.open(path)

    assert path.read_bytes() == content


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(NotADatabase, match="it is a folder"):
        Database.open(tmp_path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")

    with pytest.raises(NotADatabase, match="no tables of Colugo"):
        Database.open(path)


def test_a_database_cut_short_is_refused(database: Database) -> None:
    database.close()
    content = database.path.read_bytes()
    database.path.write_bytes(content[: len(content) // 2])

    with pytest.raises(NotADatabase):
        Database.open(database.path)


def test_a_database_without_its_row_of_facts_is_refused(database: Database) -> None:
    database.close()
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute("DELETE FROM shop")

    with pytest.raises(NotADatabase, match="`shop` is empty"):
        Database.open(database.path)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageFailed):
        Database.create(tmp_path / "file" / "colugo.sqlite", CNY)


def test_every_connection_has_the_settings_that_keep_the_shop_safe(database: Database) -> None:
    pragmas = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "page_size": 8192}

    with database._engine.connect() as connection:
        got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas}

    assert got == pragmas


def test_a_path_with_signs_of_urls_and_configuration_files_is_only_a_path(tmp_path: Path) -> None:
    path = tmp_path / "50% off?a=1#x 店" / "colugo.sqlite"

    Database.create(path, CNY).close()

    assert path.is_file()


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user needs administrator rights")
def test_a_shop_that_belongs_to_another_user_cannot_be_written(
    database: Database, tmp_path: Path
) -> None:
    database.close()
    _open_to_all(database.path)

    with _as_nobody(), pytest.raises(StorageReadOnly, match="cannot be written"):
        Database.open(database.path)


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user needs administrator rights")
def test_a_shop_cannot_be_made_in_a_folder_of_another_user(tmp_path: Path) -> None:
    _open_to_all(tmp_path / "colugo.sqlite")

    with _as_nobody(), pytest.raises(StorageReadOnly):
        Database.create(tmp_path / "colugo.sqlite", CNY)


def test_a_shop_on_a_disk_mounted_read_only_cannot_be_opened(small_disk: Path) -> None:
    path = small_disk / "colugo.sqlite"
    Database.create(path, CNY).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(StorageReadOnly):
        Database.open(path)


def test_a_disk_that_becomes_read_only_changes_nothing(small_disk: Path) -> None:
    database = Database.create(small_disk / "colugo.sqlite", CNY)
    database.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises((StorageReadOnly, StorageFailed)), database.transaction() as work:
        work.products.add(product())
    database.close()


class _as_nobody:  # noqa: N801 - reads as a verb in a `with`
    """Lets the block run without the rights of an administrator."""

    def __enter__(self) -> None:
        os.seteuid(65534)

    def __exit__(self, *_: object) -> None:
        os.seteuid(0)


def _open_to_all(path: Path) -> None:
    """Let every user read `path` and walk to it, but only its owner write."""
    for folder in path.parents:
        if folder.stat().st_uid == os.geteuid() and folder != Path(folder.anchor):
            folder.chmod(
                folder.stat().st_mode | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH
            )
    if path.exists():
        path.chmod(0o644)
