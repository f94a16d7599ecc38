"""Opens SQLite as Colugo needs it, and begins transactions on either database. Knows no tables."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Transaction, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.url import URL
from sqlalchemy.pool import ConnectionPoolEntry

from colugo.errors import StorageFailed
from colugo.persistence.faults import BUSY_TIMEOUT_S, error_of
from colugo.persistence.postgres import LANES, READS, WHOLE

# 8 KiB keeps three embeddings of 512 numbers on a page instead of one: the file of 100,000
# is a third smaller than with SQLite's 4 KiB. Source: measured by us.
_PAGE_BYTES = 8192


def open_engine(
    path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S, has_foreign_keys: bool = True
) -> Engine:
    """An engine on the SQLite file at `path`, with the write-ahead log.

    `synchronous` is FULL: every commit reaches the disk before it is answered. NORMAL would
    be faster, but may lose the last sales when the power fails.

    Args:
        path: made when it is missing.
        busy_timeout_s: how long a writer waits for another.
        has_foreign_keys: False only while tables are rebuilt by a migration.
    """
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": busy_timeout_s})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # sqlite3 would begin transactions by its own rules; `_begin` does it by ours
        connection.isolation_level = None
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {has_foreign_keys:d}")

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, sqlite3.Error):
            error = error_of(context.original_exception, path, busy_timeout_s)
            if error is not None and not _wrote_while_reading(context):
                raise error from context.original_exception

    event.listen(engine, "begin", _begin)
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Whether the database is a file of SQLite's; else it is PostgreSQL."""
    return engine.dialect.name == "sqlite"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is at the first query, and cannot write."""
    connection, _ = _opened(engine, READS)
    with connection:
        if not is_sqlite(engine):
            yield connection
            return
        connection.exec_driver_sql("PRAGMA query_only = ON")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("PRAGMA query_only = OFF")


@contextmanager
def writing(engine: Engine, lanes: Iterable[str] | None = None) -> Iterator[Connection]:
    """A connection that writes until it commits or rolls back; see `begin`.

    Raises:
        DatabaseBusy: another process held the lock too long.
    """
    connection, transaction = begin(engine, lanes)
    with connection, transaction:
        yield connection


def begin(engine: Engine, lanes: Iterable[str] | None = None) -> tuple[Connection, Transaction]:
    """A connection that may write, and its transaction, not ended yet.

    The lock is taken at the start, so nothing read here changes before it is written, and
    no two writers wait for each other.

    Args:
        engine: of the database.
        lanes: what is written: on PostgreSQL who writes other lanes is not waited for, while
            SQLite has one writer; None for anything.

    Raises:
        DatabaseBusy: another process held the lock too long.
    """
    return _opened(engine, WHOLE if lanes is None else tuple(lanes))


def _opened(engine: Engine, lanes: tuple[str, ...] | None) -> tuple[Connection, Transaction]:
    """A connection in a transaction; one that the server had ended is made anew, once."""
    for is_last in (False, True):
        connection = engine.connect().execution_options(**{LANES: lanes})
        try:
            return connection, connection.begin()
        except StorageFailed:
            was_lost = connection.invalidated
            connection.close()
            if is_last or not was_lost:
                raise
        except BaseException:
            connection.close()
            raise
    raise AssertionError("the loop returns or raises")


def _begin(connection: Connection) -> None:
    is_reading = connection.get_execution_options().get(LANES) is READS
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _wrote_while_reading(context: ExceptionContext) -> bool:
    """Whether the fault is ours: a query that writes, on a connection of `reading`."""
    connection = context.connection
    return (
        context.statement is not None
        and "readonly" in str(context.original_exception)
        and connection is not None
        and connection.get_execution_options().get(LANES) is READS
    )
