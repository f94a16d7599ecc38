"""Opens PostgreSQL as Colugo needs it: one writer at a time, as on SQLite. Knows no tables.

A transaction that writes first takes one lock of the database, so nothing it reads changes
before it writes, no two writers wait for each other, none fails and must be repeated, and the
numbers of the change log are committed in their order. Readers never wait.
"""

from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from colugo.errors import (
    ColugoError,
    DatabaseBusy,
    DatabaseMissing,
    DatabaseUrlInvalid,
    ExtraMissing,
    StorageFailed,
    StorageFull,
)

WRITES: Final = "colugo_writes"  # the execution option of a connection that may write
_LOCK: Final = 0x436F6C75676F  # "Colugo": the key of the lock, the same in every process
_DRIVER = "postgresql+psycopg"


def read_url(text_of_url: str) -> URL:
    """The address of a PostgreSQL database.

    Raises:
        DatabaseUrlInvalid: it is no such address.
    """
    try:
        url = make_url(text_of_url)
    except ArgumentError as error:
        raise DatabaseUrlInvalid("it cannot be read") from error
    if url.drivername not in ("postgresql", _DRIVER):
        raise DatabaseUrlInvalid(f"its kind is {url.drivername}")
    return url.set(drivername=_DRIVER)


def name_of(url: URL) -> str:
    """The address without its password, for messages."""
    return url.render_as_string(hide_password=True)


def open_postgres(url: URL, *, busy_timeout_s: float) -> Engine:
    """An engine on a PostgreSQL database.

    Args:
        url: where it is.
        busy_timeout_s: how long a writer waits for another.

    Raises:
        ExtraMissing: psycopg is not installed.
    """
    try:
        # the time-out is a setting of the connection: no words of its own in every transaction
        engine = create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"options": f"-c lock_timeout={round(busy_timeout_s * 1000)}"},
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise ExtraMissing("a database on PostgreSQL", "psycopg", "postgres") from error

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> None:
        error = _error_of(context.original_exception, url, busy_timeout_s)
        if error is not None:
            raise error from context.original_exception

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITES, False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    return engine


def _error_of(error: BaseException | None, url: URL, busy_timeout_s: float) -> ColugoError | None:
    """The error of ours for a fault of PostgreSQL; None for a mistake in a query.

    Source: PostgreSQL documentation, appendix A, error codes.
    """
    state = getattr(error, "sqlstate", None)
    name = name_of(url)
    if state == "55P03":  # lock_not_available
        return DatabaseBusy(name, busy_timeout_s)
    if state in ("53100", "53200"):  # disk_full, out_of_memory
        return StorageFull(name)
    if state == "3D000":  # invalid_catalog_name
        return DatabaseMissing(name)
    if type(error).__name__ == "OperationalError" and (state is None or state.startswith("08")):
        return StorageFailed(name, " ".join(str(error).split())[:200])
    return None
