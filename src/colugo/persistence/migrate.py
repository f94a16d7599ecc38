"""Brings a database to the newest revision, after a backup. Knows no rows."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from colugo.errors import DatabaseNewer, NotADatabase
from colugo.persistence.durable import sync_folder
from colugo.persistence.engine import open_engine, reading, writing
from colugo.persistence.faults import error_of, explained

if TYPE_CHECKING:
    from alembic.config import Config

# The newest revision in migrations/versions (a test compares). Written here so that opening
# a database that is up to date need not load Alembic.
HEAD_REVISION = "0013"
# Alembic keeps what it works on in globals of its modules: one thread at a time
_ALEMBIC = threading.Lock()
_MIGRATIONS = Path(__file__).with_name("migrations")


def find_revision(connection: Connection) -> str | None:
    """The revision of the database, or None when Colugo never wrote it."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables or "shop" not in tables:
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)


def create_tables(path: Path) -> None:
    """Make a new database file with every table of the newest revision."""
    engine = open_engine(path, has_foreign_keys=False)
    try:
        with writing(engine) as connection:
            upgrade(connection)
    finally:
        engine.dispose()


def bring_up_to_date(path: Path, engine: Engine, *, busy_timeout_s: float) -> Path | None:
    """Upgrade an older database in one transaction, after a backup beside it.

    Returns:
        The backup file, or None when nothing was to do.

    Raises:
        NotADatabase: Colugo never wrote it.
        DatabaseNewer: a newer Colugo wrote it.
        StorageFull, StorageReadOnly, DatabaseBusy: the database is as it was.
    """
    with reading(engine) as connection:
        if _check_revision(path, connection) == HEAD_REVISION:
            return None
    # rebuilding a table would delete the rows that point to it, so keys are off and checked
    migrating = open_engine(path, busy_timeout_s=busy_timeout_s, has_foreign_keys=False)
    try:
        with writing(migrating) as connection:
            revision = _check_revision(path, connection)
            if revision == HEAD_REVISION:  # another process was faster
                return None
            backup = _back_up(path, revision)
            upgrade(connection)
            _check_foreign_keys(path, connection)
        return backup
    finally:
        migrating.dispose()


def bring_server_up_to_date(name: str, engine: Engine) -> None:
    """Upgrade an older PostgreSQL database in one transaction; it is as it was when that fails.

    Raises:
        NotADatabase, DatabaseNewer, DatabaseBusy: as `bring_up_to_date`.
    """
    with reading(engine) as connection:
        if _check_revision(name, connection) == HEAD_REVISION:
            return
    with writing(engine) as connection:
        if _check_revision(name, connection) != HEAD_REVISION:
            upgrade(connection)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to `revision` in the transaction of `connection`."""
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, revision)


def alembic_config() -> "Config":
    """What Alembic needs to find the migrations; they lie inside the package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _check_revision(path: Path | str, connection: Connection) -> str:
    revision = find_revision(connection)
    if revision is None:
        raise NotADatabase(str(path), "it has no tables of Colugo")
    if revision != HEAD_REVISION and revision not in _known_revisions():
        raise DatabaseNewer(str(path), revision, HEAD_REVISION)
    return revision


def _known_revisions() -> frozenset[str]:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(alembic_config())
    return frozenset(step.revision for step in script.walk_revisions())


def _back_up(path: Path, revision: str) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    backup = path.with_name(f"{path.name}.revision-{revision}.{moment}.backup")
    unfinished = backup.with_name(backup.name + ".part")
    try:
        with explained(path):
            with (
                closing(sqlite3.connect(path)) as source,
                closing(sqlite3.connect(unfinished)) as target,
            ):
                source.backup(target)
            unfinished.replace(backup)
            sync_folder(backup.parent)
    except sqlite3.Error as error:
        raise error_of(error, path) or error from error
    finally:
        unfinished.unlink(missing_ok=True)
    return backup


def _check_foreign_keys(path: Path, connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise NotADatabase(str(path), f"rows of {broken[0]} name rows of {broken[2]} not there")
