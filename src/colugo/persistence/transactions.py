"""Transactions of one database, alone or several as one. Knows no table but that of photos."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, Transaction, select

from colugo.errors import ColugoError
from colugo.persistence import schema
from colugo.persistence.engine import begin, reading, writing
from colugo.persistence.lookup import in_batches
from colugo.persistence.photo_files import FileChanges, PhotoFiles
from colugo.persistence.postgres import take_lanes
from colugo.persistence.work import Work
from colugo.shop.currency import Currency

Lanes = Iterable[str]
AtStart = Callable[[Work], None]


class Transactions:
    """Begins transactions on one engine."""

    def __init__(self, engine: Engine, currency: Currency, files: PhotoFiles) -> None:
        self._engine, self._currency, self._files = engine, currency, files
        self._group: ContextVar[_Group | None] = ContextVar("group", default=None)

    @contextmanager
    def writing(self, lanes: Lanes | None) -> Iterator[Work]:
        """See `Database.transaction`."""
        group = self._group.get()
        with self._alone(lanes) if group is None else group.part(lanes) as work:
            yield work

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """See `Database.reading`."""
        group = self._group.get()
        if group is not None and group.has_begun:
            yield group.work()
            return
        with reading(self._engine) as connection:
            yield self.work(connection, FileChanges(self._files))

    @contextmanager
    def together(self, at_start: AtStart, lanes: Lanes) -> Iterator[None]:
        """See `Database.together`."""
        group = _Group(self, at_start, tuple(lanes))
        token = self._group.set(group)
        try:
            yield
            group.commit()
        except BaseException:
            group.roll_back()
            raise
        finally:
            self._group.reset(token)
        group.run_calls()

    def after_commit(self, call: Callable[[], None]) -> None:
        """See `Database.after_commit`."""
        group = self._group.get()
        if group is not None and group.has_begun:
            group.calls.append(call)
        else:
            call()

    def begin(self, lanes: Lanes) -> tuple[Connection, Transaction]:
        """A connection that may write, and the transaction on it."""
        return begin(self._engine, lanes)

    def work(self, connection: Connection, changes: FileChanges) -> Work:
        """The repositories on a connection."""
        return Work(connection, self._currency, changes)

    def file_changes(self) -> FileChanges:
        """A list of files added and dropped, empty."""
        return FileChanges(self._files)

    def sweep(self, paths: Iterable[str]) -> None:
        """Delete those of `paths` that no row names, under the lock of a writer.

        What cannot be deleted now stays an orphan: harmless, and `check_files` finds it.
        """
        wanted = sorted(set(paths))
        if not wanted:
            return
        with suppress(ColugoError), writing(self._engine) as connection:
            self._files.remove(set(wanted) - _named(connection, wanted))

    @contextmanager
    def _alone(self, lanes: Lanes | None) -> Iterator[Work]:
        changes = self.file_changes()
        try:
            with writing(self._engine, lanes) as connection:
                yield self.work(connection, changes)
        except BaseException:
            self.sweep(changes.added)
            raise
        self.sweep(changes.dropped)


class _Group:
    """Transactions that are one: begun by the first that writes, ended all together.

    Each is a savepoint, so one that fails takes back its own part only. Files are deleted
    when all is committed, and photos written in vain when all is taken back.
    """

    def __init__(self, owner: Transactions, at_start: AtStart, lanes: tuple[str, ...]) -> None:
        self._owner, self._at_start, self._lanes = owner, at_start, lanes
        self._open: tuple[Connection, Transaction] | None = None
        self._added: list[str] = []
        self._useless: list[str] = []
        self.calls: list[Callable[[], None]] = []

    @property
    def has_begun(self) -> bool:
        """Whether anything was written, or is about to be."""
        return self._open is not None

    def work(self) -> Work:
        """What was written so far, to be read."""
        return self._owner.work(self._connection(), self._owner.file_changes())

    @contextmanager
    def part(self, lanes: Lanes | None) -> Iterator[Work]:
        """One of the transactions."""
        connection = self._connection()
        take_lanes(connection, lanes)
        changes = self._owner.file_changes()
        try:
            with connection.begin_nested():
                yield self._owner.work(connection, changes)
        except BaseException:
            self._useless += changes.added
            raise
        self._added += changes.added
        self._useless += changes.dropped

    def commit(self) -> None:
        """Make all of it last."""
        if self._open is not None:
            connection, transaction = self._open
            transaction.commit()
            connection.close()
            self._open = None
            self._owner.sweep(self._useless)

    def roll_back(self) -> None:
        """Take all of it back; does nothing after `commit`."""
        if self._open is not None:
            connection, transaction = self._open
            with suppress(ColugoError):  # the fault that brought us here says more
                transaction.rollback()
            connection.close()
            self._open = None
            self._owner.sweep([*self._added, *self._useless])

    def run_calls(self) -> None:
        """Do what waited for the commit."""
        for call in self.calls:
            call()

    def _connection(self) -> Connection:
        if self._open is None:
            self._open = self._owner.begin(self._lanes)
            self._at_start(self._owner.work(self._open[0], self._owner.file_changes()))
        return self._open[0]


def _named(connection: Connection, paths: list[str]) -> set[str]:
    column = schema.photos.c.path
    return {
        path
        for batch in in_batches(paths)
        for path in connection.scalars(select(column).where(column.in_(batch)))
    }
