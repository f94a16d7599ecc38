"""The audit log, within one transaction. Added to, read, never changed."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, insert, select

from colugo.errors import AuditBroken, DocumentDamaged
from colugo.persistence import lanes
from colugo.persistence import sales_schema as tables
from colugo.persistence.documents import from_document, to_document
from colugo.persistence.postgres import take_lanes
from colugo.shop.audit import AuditEntry, AuditHead, append, find_broken
from colugo.shop.currency import Currency
from colugo.shop.orders import By

_HEAD: Final = (
    select(tables.audit_entries.c.number, tables.audit_entries.c.hash)
    .order_by(tables.audit_entries.c.number.desc())
    .limit(1)
)


class AuditLog:
    """One chain of entries for the whole installation."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def add(
        self, by: By, action: str, subject: str, details: Mapping[str, object] | None = None
    ) -> AuditEntry:
        """Chain an entry to the last one.

        Raises:
            AuditEntryInvalid: no action or subject, or details that have no canonical form.
        """
        take_lanes(self._connection, (lanes.AUDIT,))
        entry = append(self.last(), by, action, subject, details)
        row = {"number": entry.number, "hash": entry.hash, "document": to_document(entry)}
        self._connection.execute(insert(tables.audit_entries), row)
        return entry

    def entries(self, after: int = 0, limit: int | None = None) -> Iterator[AuditEntry]:
        """The entries with a higher number than `after`, in their order.

        Raises:
            DocumentDamaged: a row has another number or hash than its document.
        """
        table = tables.audit_entries
        rows = self._connection.execute(
            select(table).where(table.c.number > after).order_by(table.c.number).limit(limit)
        )
        for row in rows:
            entry = from_document(AuditEntry, row.document, self._currency)
            if (entry.number, entry.hash) != (row.number, row.hash):
                raise DocumentDamaged("AuditEntry", f"row {row.number} holds entry {entry.number}")
            yield entry

    def find_broken(self) -> AuditBroken | None:
        """What is wrong with the first broken entry, None where the chain is whole."""
        return find_broken(self.entries())

    def last(self) -> AuditHead | None:
        """Number and hash of the newest entry, None before the first."""
        row = self._connection.execute(_HEAD).first()
        return None if row is None else AuditHead(row.number, row.hash)
