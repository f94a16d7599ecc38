"""Copies every row of a shop from one database to another, of SQLite or of PostgreSQL.

Both have one schema, so a backup of either is a file of SQLite's, and either is restored from it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from colugo.errors import DatabaseExists
from colugo.persistence import access_schema, migrate, sales_schema, schema, search_schema
from colugo.persistence.engine import is_sqlite, open_engine, writing
from colugo.persistence.faults import BUSY_TIMEOUT_S
from colugo.persistence.postgres import name_of, open_postgres, read_url

# every module of tables is imported, so that all of them are in the one list
_METADATA: Final = {each.metadata for each in (access_schema, sales_schema, schema, search_schema)}
T = TypeVar("T")
_ROWS: Final = 1000  # at once, so that a gallery of any size fits into memory


def copy_to_file(source: Connection, path: Path) -> int:
    """Make a database file of all rows of `source`, as it is in one moment; gives their number.

    Args:
        source: reads one moment.
        path: where nothing is yet.
    """
    migrate.create_tables(path)
    engine = open_engine(path, has_foreign_keys=False)
    try:
        with writing(engine) as target:
            return copy_rows(source, target)
    finally:
        engine.dispose()


def copy_to_server(source: Connection, url: str) -> int:
    """Make the tables and all rows of `source` in an empty PostgreSQL database, or nothing.

    Raises:
        DatabaseExists: there is a shop in it already; it is left as it is.
        and as `Database.create_on_server`.
    """
    return fill_server(url, lambda target: copy_rows(source, target))


def fill_server(url: str, fill: Callable[[Connection], T]) -> T:
    """Make the tables in an empty PostgreSQL database and fill them, in one transaction.

    Raises:
        DatabaseUrlInvalid: it is no such address. ExtraMissing: psycopg is not installed.
        DatabaseExists: there is a shop in it already; it is left as it is.
        DatabaseMissing, DatabaseBusy, StorageFailed: by their names.
    """
    address = read_url(url)
    engine = open_postgres(address, busy_timeout_s=BUSY_TIMEOUT_S)
    try:
        with writing(engine) as connection:
            if migrate.find_revision(connection) is not None:
                raise DatabaseExists(name_of(address))
            migrate.upgrade(connection)
            return fill(connection)
    finally:
        engine.dispose()


def copy_rows(source: Connection, target: Connection) -> int:
    """Put every row of `source` into the tables of `target`, which a migration just made.

    Returns:
        Rows that were copied.
    """
    copied = 0
    (metadata,) = _METADATA
    for table in metadata.sorted_tables:
        target.execute(delete(table))  # what a migration put in: the key of the receipts
        for rows in _batches(source, table):
            target.execute(insert(table), rows)
            copied += len(rows)
        if not is_sqlite(target.engine):
            _go_on_counting(target, table)
    return copied


def _batches(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    every = select(table).order_by(*table.primary_key.columns)
    found = source.execute(every, execution_options={"yield_per": _ROWS}).mappings()
    own = [c.name for c in table.columns if any(k.column.table is table for k in c.foreign_keys)]
    if own:  # a tree, and small: categories
        yield from _parents_first([dict(row) for row in found], own[0])
        return
    for rows in found.partitions():
        yield [dict(row) for row in rows]


def _parents_first(rows: list[dict[str, Any]], parent: str) -> Iterator[list[dict[str, Any]]]:
    """The rows level by level, so that each comes after the one it names."""
    level = [row for row in rows if row[parent] is None]
    while level:
        yield level
        ids = {row["id"] for row in level}
        level = [row for row in rows if row[parent] in ids]


def _go_on_counting(target: Connection, table: Table) -> None:
    """Let PostgreSQL give the next number after the largest that was copied."""
    column = table.autoincrement_column
    if column is None:
        return
    names = {"table": table.name, "column": column.name}
    counter = target.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), names)
    largest = target.scalar(select(func.max(column)))
    if counter is not None and largest is not None:
        target.execute(
            text("SELECT setval(:counter, :last)"), {"counter": counter, "last": largest}
        )
