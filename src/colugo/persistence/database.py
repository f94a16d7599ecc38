"""The database of one shop: makes it, opens it, begins transactions."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, insert, select

from colugo.errors import (
    DatabaseExists,
    DatabaseMissing,
    NotADatabase,
    StorageReadOnly,
)
from colugo.persistence import migrate, schema
from colugo.persistence.copying import fill_server
from colugo.persistence.durable import sync_folder
from colugo.persistence.engine import is_sqlite, open_engine, reading, writing
from colugo.persistence.faults import BUSY_TIMEOUT_S, explained
from colugo.persistence.photo_files import FileCheck, PhotoFiles
from colugo.persistence.postgres import name_of, open_postgres, read_url
from colugo.persistence.transactions import Transactions
from colugo.persistence.work import Work
from colugo.shop.currency import Currency

_SQLITE_HEADER = b"SQLite format 3\0"  # Source: https://www.sqlite.org/fileformat.html


class Database:
    """An open shop database, with the pictures of its gallery beside it.

    One may serve many threads; each transaction belongs to one thread.

    Attributes:
        path: of the SQLite file, or the address of the PostgreSQL database, no password in it.
        currency: of every price in it.
        files: the pictures, in `photos/` next to the file.
        backup: the copy made because an older database was upgraded when opened, or None.
    """

    def __init__(
        self, path: Path | str, engine: Engine, files: PhotoFiles, backup: Path | None = None
    ) -> None:
        """Used by `create` and `open`."""
        self.path = path
        self.files = files
        self.backup = backup
        self._engine = engine
        self.currency = self._read_currency()
        self._transactions = Transactions(engine, self.currency, files)

    @classmethod
    def create(cls, path: str | os.PathLike[str], currency: Currency) -> "Database":
        """Make a new database, and its folder if need be. It appears whole or not at all.

        Raises:
            DatabaseExists: there is a file already; it is left as it is.
            StorageReadOnly, StorageFull, StorageFailed: it cannot be written there.
        """
        path = Path(path)
        with explained(path):
            if path.exists():
                raise DatabaseExists(str(path))
            path.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=path.parent, prefix=".new-") as folder:
                draft = Path(folder, path.name)
                _fill(draft, currency)
                _rename_new(draft, path)
            sync_folder(path.parent)
        return cls.open(path)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
        files: PhotoFiles | None = None,
    ) -> "Database":
        """Open a database; an older one is upgraded, after a backup beside it.

        Args:
            path: of the SQLite file.
            busy_timeout_s: how long to wait for another process that writes.
            files: of its gallery; None for those in `photos/` next to it.

        Raises:
            DatabaseMissing: no file there.
            NotADatabase: another file, or a damaged one.
            DatabaseNewer: a newer Colugo wrote it.
            StorageReadOnly, StorageFull, StorageFailed, DatabaseBusy: by their names.
        """
        path = Path(path)
        with explained(path):
            _check_file(path)
        engine = open_engine(path, busy_timeout_s=busy_timeout_s)
        try:
            backup = migrate.bring_up_to_date(path, engine, busy_timeout_s=busy_timeout_s)
            return cls(path, engine, files or PhotoFiles(path.parent), backup)
        except BaseException:
            engine.dispose()
            raise

    @classmethod
    def create_on_server(cls, url: str, currency: Currency, folder: Path) -> "Database":
        """Make the tables in an empty PostgreSQL database; all of them or none.

        Args:
            url: `postgresql://user:password@host/name`.
            currency: of every price, for good.
            folder: of the shop, where its photos are kept.

        Raises:
            DatabaseUrlInvalid: it is no such address. ExtraMissing: psycopg is not installed.
            DatabaseExists: there is a shop in it already; it is left as it is.
            DatabaseMissing, DatabaseBusy, StorageFailed: by their names.
        """
        fill_server(url, lambda target: target.execute(insert(schema.shop), _shop_row(currency)))
        return cls.open_on_server(url, folder)

    @classmethod
    def open_on_server(
        cls, url: str, folder: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S
    ) -> "Database":
        """Open a PostgreSQL database; an older one is upgraded in one transaction.

        Args:
            url: as `create_on_server` takes it.
            folder: of the shop, where its photos are kept.
            busy_timeout_s: how long to wait for another process that writes.

        Raises:
            NotADatabase: Colugo never wrote it. DatabaseNewer: a newer Colugo did.
            and as `create_on_server`.
        """
        address = read_url(url)
        engine = open_postgres(address, busy_timeout_s=busy_timeout_s)
        try:
            migrate.bring_server_up_to_date(name_of(address), engine)
            return cls(name_of(address), engine, PhotoFiles(folder))
        except BaseException:
            engine.dispose()
            raise

    @property
    def is_file(self) -> bool:
        """Whether it is a file of SQLite's; else it is PostgreSQL."""
        return is_sqlite(self._engine)

    def transaction(self, *lanes: str) -> AbstractContextManager[Work]:
        """Do everything in the block, or by any error nothing, files included.

        Nobody else can write the same until the block ends, so keep it short: decode and
        embed before it.

        Args:
            lanes: of all that is written in the block, `lanes.of_order` and the like; none
                of them for anything. They let PostgreSQL do sales side by side.

        Raises:
            DatabaseBusy: another process or thread wrote for too long.
            StorageFull, StorageReadOnly, StorageFailed: nothing is changed.
        """
        return self._transactions.writing(lanes or None)

    def reading(self) -> AbstractContextManager[Work]:
        """Read one moment of the database. Never waits; what writes is refused by SQLite."""
        return self._transactions.reading()

    def together(
        self, at_start: Callable[[Work], None], *lanes: str
    ) -> AbstractContextManager[None]:
        """Make all transactions of the block, in this thread, one: all of them last or none.

        It begins with the first that writes, so what comes before holds nobody up.

        Args:
            at_start: called when it has begun, before anything is written.
            lanes: taken first.

        Raises: as `transaction`, and what `at_start` raises.
        """
        return self._transactions.together(at_start, lanes)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do something once what was written will last: now, or after `together`."""
        self._transactions.after_commit(call)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection that reads one moment, for looking the tables over."""
        with reading(self._engine) as connection:
            yield connection

    def check_files(self) -> FileCheck:
        """Compare the files of the gallery with its rows."""
        with writing(self._engine) as connection:  # so that no one enrols meanwhile
            named = set(connection.scalars(select(schema.photos.c.path)))
            return FileCheck(self.files.orphans(named), self.files.missing(named))

    def remove_orphans(self) -> tuple[str, ...]:
        """Delete the files that no photo names, and say which."""
        with writing(self._engine) as connection:
            orphans = self.files.orphans(set(connection.scalars(select(schema.photos.c.path))))
            self.files.remove(orphans)
        return orphans

    def close(self) -> None:
        """Give the file back; the write-ahead log is folded into it."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _read_currency(self) -> Currency:
        table = schema.shop
        with reading(self._engine) as connection:
            row = connection.execute(
                select(table.c.currency_code, table.c.currency_exponent)
            ).first()
        if row is None:
            raise NotADatabase(str(self.path), "its table `shop` is empty")
        return Currency(*row)


def _check_file(path: Path) -> None:
    """Refuse early, in words, what SQLite would refuse late."""
    if not path.exists():
        raise DatabaseMissing(str(path))
    if not path.is_file():
        raise NotADatabase(str(path), "it is a folder" if path.is_dir() else "it is no file")
    with path.open("rb") as file:
        header = file.read(len(_SQLITE_HEADER))
    if header != _SQLITE_HEADER:
        raise NotADatabase(str(path), "it is no SQLite file" if header else "it is empty")
    for place in (path, path.parent):  # SQLite writes its log beside the file
        if not os.access(place, os.W_OK):
            raise StorageReadOnly(str(place))


def _fill(path: Path, currency: Currency) -> None:
    migrate.create_tables(path)
    engine = open_engine(path)
    try:
        with writing(engine) as connection:
            connection.execute(insert(schema.shop), _shop_row(currency))
    finally:
        engine.dispose()


def _shop_row(currency: Currency) -> dict[str, object]:
    return {
        "id": 1,
        "currency_code": currency.code,
        "currency_exponent": currency.exponent,
        "created_at": schema.utc_now(),
    }


def _rename_new(draft: Path, path: Path) -> None:
    """Give `draft` its name unless another process was faster."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise DatabaseExists(str(path)) from None
    except OSError:  # a file system without hard links
        draft.rename(path)
