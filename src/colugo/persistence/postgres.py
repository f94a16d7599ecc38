"""Opens PostgreSQL as Colugo needs it: one writer at a time in each lane. Knows no tables.

A transaction that writes first takes locks: one of the whole database, as on SQLite, or, where
it says what it writes, one for each of these lanes. So nothing it reads in them changes before
it writes, none fails and must be repeated, and the numbers of the change log are committed in
their order. Readers never wait. Lanes are taken in one order everywhere: the key of a request,
the order and its payment, the stock of a store, the audit log; so no two wait for each other.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from colugo.errors import (
    ColugoError,
    DatabaseBusy,
    DatabaseMissing,
    DatabaseUrlInvalid,
    ExtraMissing,
    StorageFailed,
    StorageFull,
)

LANES: Final = "colugo_lanes"  # the execution option: what the transaction may write
READS: Final = None  # nothing
WHOLE: Final = ("",)  # anything: the lane of those who name none
_LOST: Final = ("08", "57P")  # connection exceptions, and the server shuts down
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
            connect_args={"options": f"-c lock_timeout={round(busy_timeout_s * 1000)}"},
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise ExtraMissing("a database on PostgreSQL", "psycopg", "postgres") from error

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> None:
        error = _error_of(context.original_exception, url, busy_timeout_s)
        if error is not None:
            raise error from context.original_exception

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: ConnectionPoolEntry) -> None:
        # psycopg would begin transactions with a message of its own; `begin` does it with the lock
        connection.autocommit = True

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        lanes = connection.get_execution_options().get(LANES)
        if lanes is READS:
            connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        else:
            _in_one_trip(connection, f"BEGIN; {_taking(lanes)}")

    return engine


def take_lanes(
    connection: Connection, lanes: Iterable[str] | None, *, shared: bool = False
) -> None:
    """Wait until nobody else writes these lanes; held until the transaction ends.

    On SQLite, whose one writer has the whole file, there is nothing to wait for.

    Args:
        connection: in a transaction that writes.
        lanes: their names; None for the whole database.
        shared: beside others who take them shared.

    Raises:
        DatabaseBusy: another process held one too long.
    """
    if connection.dialect.name != "sqlite":
        _in_one_trip(connection, _taking(WHOLE if lanes is None else lanes, shared=shared))


def _taking(lanes: Iterable[str], *, shared: bool = False) -> str:
    lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    return "".join(f"SELECT {lock}({_key_of(lane)});" for lane in lanes)


def _in_one_trip(connection: Connection, statements: str) -> None:
    """Send several statements as one message; without parameters PostgreSQL takes them so."""
    if statements:
        connection.exec_driver_sql(statements, execution_options={"no_parameters": True})


def _key_of(lane: str) -> int:
    """The number of a lock, 64 bits: the same in every process."""
    digest = hashlib.sha256(f"colugo {lane}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _error_of(error: BaseException | None, url: URL, busy_timeout_s: float) -> ColugoError | None:
    """The error of ours for a fault of PostgreSQL; None for a mistake in a query.

    Source: PostgreSQL documentation, appendix A, error codes.
    """
    state = getattr(error, "sqlstate", None)
    name = name_of(url)
    if state in ("55P03", "40P01", "40001"):  # lock_not_available, deadlock, serialization
        return DatabaseBusy(name, busy_timeout_s)
    if state in ("53100", "53200"):  # disk_full, out_of_memory
        return StorageFull(name)
    if state == "3D000":  # invalid_catalog_name
        return DatabaseMissing(name)
    is_lost = state is None or state.startswith(_LOST)
    if is_lost and "OperationalError" in (kind.__name__ for kind in type(error).__mro__):
        return StorageFailed(name, " ".join(str(error).split())[:200])
    return None
