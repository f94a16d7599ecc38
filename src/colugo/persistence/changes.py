"""The change log: what other processes must add to or drop from their gallery."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from colugo.persistence import schema
from colugo.persistence.schema import utc_now


class ChangeKind(StrEnum):
    """What happened."""

    PRODUCT_ADDED = "product_added"
    PRODUCT_UPDATED = "product_updated"
    PRODUCT_REMOVED = "product_removed"
    PHOTO_ADDED = "photo_added"
    PHOTO_REMOVED = "photo_removed"
    PHOTO_EMBEDDED = "photo_embedded"


class ChangeOf(NamedTuple):
    """What a change is about; `photo_id` is None when it is the product itself."""

    product_id: int
    photo_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log. The rows it names may be gone by now."""

    seq: int
    kind: ChangeKind
    product_id: int
    photo_id: int | None
    at: datetime


class ChangeLog:
    """Reads and writes the log within one transaction.

    SQLite has one writer at a time, so a higher `seq` was committed later, and who has
    read up to a number has missed nothing below it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, kind: ChangeKind, about: Iterable[ChangeOf]) -> None:
        """Write one entry for each of `about`."""
        at = utc_now()
        rows = [
            {"kind": kind.value, "product_id": product_id, "photo_id": photo_id, "at": at}
            for product_id, photo_id in about
        ]
        if rows:
            self._connection.execute(insert(schema.changes), rows)

    def since(self, seq: int, *, limit: int = 10_000) -> Sequence[Change]:
        """The first `limit` entries after number `seq`, oldest first; 0 begins the log."""
        table = schema.changes
        found = self._connection.execute(
            select(table.c.seq, table.c.kind, table.c.product_id, table.c.photo_id, table.c.at)
            .where(table.c.seq > seq)
            .order_by(table.c.seq)
            .limit(limit)
        )
        return tuple(
            Change(number, ChangeKind(kind), product_id, photo_id, at)
            for number, kind, product_id, photo_id, at in found
        )

    def latest(self) -> int:
        """The number of the newest entry; 0 when there is none."""
        return self._connection.scalar(select(func.max(schema.changes.c.seq))) or 0
