import io
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from colugo.errors import DatabaseBusy, DatabaseNewer, StorageFull
from colugo.persistence import Database, migrate, schema
from colugo.persistence.engine import open_engine, reading, writing

from .samples import CNY, enrol, product


@pytest.fixture
def database(file_database: Database) -> Database:
    """What is tested here is about the file."""
    return file_database


def old_database(path: Path) -> Path:
    """A shop as revision 0001 wrote it, with one product."""
    engine = open_engine(path)
    with writing(engine) as connection:
        migrate.upgrade(connection, "0001")
        connection.exec_driver_sql("INSERT INTO shop VALUES (1, 'CNY', 2, '2025-01-01 00:00:00')")
        connection.exec_driver_sql("INSERT INTO products VALUES (7, '690', 'name of 690', 550, 1)")
    engine.dispose()
    return path


def test_the_newest_revision_is_the_one_the_code_expects() -> None:
    script = ScriptDirectory.from_config(migrate.alembic_config())

    assert script.get_heads() == [migrate.HEAD_REVISION]
    assert script.get_base() == "0001"


def test_the_migrations_make_the_tables_that_the_code_describes(database: Database) -> None:
    with reading(database._engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, schema.metadata) == []


def test_the_migrations_and_the_code_agree_which_numbers_are_never_given_twice(
    database: Database,
) -> None:
    with reading(database._engine) as connection:
        statements = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master").all()

    migrated = {name for name, sql in statements if "AUTOINCREMENT" in (sql or "")}
    tables = schema.metadata.tables.values()
    assert migrated == {t.name for t in tables if t.dialect_options["sqlite"]["autoincrement"]}
    assert migrated == {"products", "photos", "changes", "stock_moves", "access_tokens"}


def test_the_migrations_make_the_checks_that_the_code_describes(
    database: Database, tmp_path: Path
) -> None:
    described = open_engine(tmp_path / "described.sqlite")
    schema.metadata.create_all(described)

    def checks_of(engine: sa.Engine) -> dict[str, list[tuple[str | None, str]]]:
        inspector = sa.inspect(engine)
        tables = schema.metadata.tables
        return {
            table: sorted((c["name"], c["sqltext"]) for c in inspector.get_check_constraints(table))
            for table in tables
        }

    assert checks_of(database._engine) == checks_of(described)


def test_an_older_database_is_upgraded_after_a_backup(tmp_path: Path) -> None:
    path = old_database(tmp_path / "colugo.sqlite")

    with Database.open(path) as database:
        with database.reading() as work:
            assert work.products.get_by_sku("690") == product("690", 550)
        enrol(database, "690", 1)
        backup = database.backup

    assert backup is not None
    assert backup.name.startswith("colugo.sqlite.revision-0001.")
    with closing(sqlite3.connect(backup)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert raw.execute("SELECT sku FROM products").fetchall() == [("690",)]


def test_a_database_that_is_up_to_date_gets_no_backup(database: Database) -> None:
    with Database.open(database.path) as again:
        assert again.backup is None

    assert list(database.path.parent.glob("*.backup*")) == []


def test_two_processes_that_open_an_older_database_upgrade_it_once(tmp_path: Path) -> None:
    path = old_database(tmp_path / "colugo.sqlite")

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(Database.open, [path] * 4))

    assert len([each for each in opened if each.backup is not None]) == 1
    assert len(list(tmp_path.glob("*.backup*"))) == 1
    for database in opened:
        database.close()


def test_a_backup_can_be_put_back_and_opened(tmp_path: Path) -> None:
    path = old_database(tmp_path / "colugo.sqlite")
    with Database.open(path) as database:
        backup = database.backup
    assert backup is not None

    backup.replace(path)

    with Database.open(path) as database, database.reading() as work:
        assert work.products.count() == 1


def test_a_newer_database_is_refused_with_both_revisions_and_left_alone(
    database: Database,
) -> None:
    database.close()
    with closing(sqlite3.connect(database.path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    content = database.path.read_bytes()

    with pytest.raises(DatabaseNewer, match="upgrade Colugo") as raised:
        Database.open(database.path)

    assert raised.value.found_revision == "9999"
    assert raised.value.known_revision == migrate.HEAD_REVISION
    assert database.path.read_bytes() == content


def test_an_upgrade_that_fails_leaves_the_old_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_database(tmp_path / "colugo.sqlite")
    monkeypatch.setattr(migrate, "upgrade", failing_half_way(migrate.upgrade))

    with pytest.raises(RuntimeError, match="half way"):
        Database.open(path)

    with closing(sqlite3.connect(path)) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert "products" in tables
    assert "photos" not in tables


def failing_half_way(upgrade: Callable[[sa.Connection], None]) -> Callable[[sa.Connection], None]:
    def fail(connection: sa.Connection) -> None:
        upgrade(connection)
        raise RuntimeError("half way")

    return fail


def test_an_upgrade_without_room_for_the_backup_is_not_begun(small_disk: Path) -> None:
    path = old_database(small_disk / "colugo.sqlite")
    room = 3 * 1_048_576 - sum(file.stat().st_blocks * 512 for file in small_disk.iterdir())
    (small_disk / "ballast").write_bytes(b"x" * (room - 60_000))

    with pytest.raises(StorageFull):
        Database.open(path)

    assert sorted(file.name for file in small_disk.iterdir()) == ["ballast", "colugo.sqlite"]
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_an_upgrade_waits_for_a_writer_and_says_so(tmp_path: Path) -> None:
    path = old_database(tmp_path / "colugo.sqlite")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(DatabaseBusy):
            Database.open(path, busy_timeout_s=0.05)

    Database.open(path).close()


def test_the_history_can_be_gone_back_and_forth(tmp_path: Path) -> None:
    path = tmp_path / "colugo.sqlite"
    Database.create(path, CNY).close()
    engine = open_engine(path, has_foreign_keys=False)
    config = migrate.alembic_config()

    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        emptied = sa.inspect(connection).get_table_names()
        command.upgrade(config, "head")

        assert emptied == ["alembic_version"]
        assert migrate.find_revision(connection) == migrate.HEAD_REVISION
    engine.dispose()


def test_the_history_is_written_for_postgresql_too() -> None:
    config = migrate.alembic_config()
    config.attributes["dialect_name"] = "postgresql"
    config.output_buffer = io.StringIO()

    command.upgrade(config, "head", sql=True)

    script = config.output_buffer.getvalue()
    assert "CREATE TABLE embeddings" in script
    assert "BYTEA" in script
