"""The visits at the counters, within one transaction: one row a counter."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from colugo.errors import VisitChanged
from colugo.persistence import sales_schema as tables
from colugo.persistence.documents import from_document, to_document
from colugo.shop.currency import Currency
from colugo.shop.visit import Visit


class KeptVisit(NamedTuple):
    """A visit and how often it was changed at its counter, 0 where nothing ever was."""

    visit: Visit
    version: int


class VisitRepository:
    """What is going on at the counters."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def get(self, counter_id: str, version: int | None = None) -> KeptVisit:
        """The visit at a counter, an idle one before the first; at a version if one is given.

        Raises:
            VisitChanged: it is at another version.
        """
        table = tables.visits
        row = self._connection.execute(
            select(table.c.document, table.c.version).where(table.c.counter_id == counter_id)
        ).first()
        kept = KeptVisit(Visit(counter_id), 0)
        if row is not None:
            kept = KeptVisit(from_document(Visit, row.document, self._currency), row.version)
        if version is not None and kept.version != version:
            raise VisitChanged(counter_id, version, kept.version)
        return kept

    def all(self) -> tuple[KeptVisit, ...]:
        """The visit of every counter that ever had one, in the order of their ids."""
        table = tables.visits
        rows = self._connection.execute(
            select(table.c.document, table.c.version).order_by(table.c.counter_id)
        )
        return tuple(
            KeptVisit(from_document(Visit, row.document, self._currency), row.version)
            for row in rows
        )

    def save(self, visit: Visit, at: datetime, *, after: KeptVisit, is_news: bool = True) -> int:
        """Keep what became of a visit; gives its version, a new one where that is news.

        Raises:
            VisitChanged: somebody else kept it meanwhile.
        """
        version = after.version + is_news
        row = {
            "visit_id": None if visit.visit_id is None else str(visit.visit_id),
            "state": visit.state, "version": max(version, 1), "changed_at": at,
            "document": to_document(visit),
        }  # fmt: skip
        table = tables.visits
        if not after.version:
            self._connection.execute(insert(table), {"counter_id": visit.counter_id, **row})
            return 1
        written = self._connection.execute(
            update(table)
            .where(table.c.counter_id == visit.counter_id, table.c.version == after.version)
            .values(row)
        )
        if not written.rowcount:
            now = self.get(visit.counter_id).version
            raise VisitChanged(visit.counter_id, after.version, now)
        return version
