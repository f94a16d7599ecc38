"""Open baskets, closed orders and their reversals, within one transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from colugo.errors import BasketChanged, BasketUnknown, CursorInvalid, DocumentDamaged, OrderUnknown
from colugo.persistence import sales_schema as tables
from colugo.persistence.documents import from_document, to_document
from colugo.shop.currency import Currency
from colugo.shop.orders import OpenBasket, Order, Reversal


class KeptBasket(NamedTuple):
    """An open basket and how often it was written."""

    basket: OpenBasket
    version: int


class OrderKey(NamedTuple):
    """Where an order stands in the list of all: by its moment, then by its id."""

    closed_at: datetime
    order_id: str

    @classmethod
    def of(cls, order: Order) -> "OrderKey":
        """The place of an order."""
        return cls(order.closed_at.astimezone(UTC), str(order.id))

    @classmethod
    def read(cls, text: str) -> "OrderKey | None":
        """What `str` wrote; None for no text.

        Raises:
            CursorInvalid: it is something else.
        """
        if not text:
            return None
        moment, _, order_id = text.partition(" ")
        try:
            return cls(datetime.fromisoformat(moment).astimezone(UTC), str(UUID(order_id)))
        except (ValueError, OverflowError) as error:
            raise CursorInvalid(text) from error

    def __str__(self) -> str:
        """As a cursor carries it."""
        return f"{self.closed_at.isoformat()} {self.order_id}"


class BasketRepository:
    """Baskets that are open."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def find(self, order_id: UUID) -> KeptBasket | None:
        """The basket of an order id, None where none is open."""
        table = tables.baskets
        row = self._connection.execute(
            select(table.c.document, table.c.version).where(table.c.order_id == str(order_id))
        ).first()
        if row is None:
            return None
        return KeptBasket(from_document(OpenBasket, row.document, self._currency), row.version)

    def get(self, order_id: UUID, version: int | None = None) -> KeptBasket:
        """The basket of an order id, at a version where one is given.

        Raises:
            BasketUnknown: none is open. BasketChanged: it is at another version.
        """
        kept = self.find(order_id)
        if kept is None:
            raise BasketUnknown(str(order_id))
        if version is not None and kept.version != version:
            raise BasketChanged(str(order_id), version, kept.version)
        return kept

    def open_at(self, counter_id: str) -> tuple[KeptBasket, ...]:
        """The baskets of a counter, the last changed one first."""
        table = tables.baskets
        rows = self._connection.execute(
            select(table.c.document, table.c.version)
            .where(table.c.counter_id == counter_id)
            .order_by(table.c.changed_at.desc())
        )
        return tuple(
            KeptBasket(from_document(OpenBasket, row.document, self._currency), row.version)
            for row in rows
        )

    def save(self, basket: OpenBasket, at: datetime, *, after: int = 0) -> int:
        """Write a basket that was read at version `after`, 0 for a new one; gives the new one.

        Raises:
            BasketChanged: somebody wrote it meanwhile.
        """
        row = {
            "store_id": basket.store_id, "counter_id": basket.counter_id, "version": after + 1,
            "changed_at": at, "document": to_document(basket),
        }  # fmt: skip
        table, key = tables.baskets, str(basket.order_id)
        if not after:
            self._connection.execute(insert(table), {"order_id": key, **row})
            return 1
        written = self._connection.execute(
            update(table).where(table.c.order_id == key, table.c.version == after).values(row)
        )
        if not written.rowcount:
            raise BasketChanged(key, after, self.get(basket.order_id).version)
        return after + 1

    def remove(self, order_id: UUID) -> None:
        """Forget a basket that was closed or given up."""
        table = tables.baskets
        self._connection.execute(delete(table).where(table.c.order_id == str(order_id)))


class OrderRepository:
    """Orders and reversals: added, read, never changed."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def find(self, order_id: UUID) -> Order | None:
        """The order of an id, None where there is none.

        Raises:
            DocumentDamaged: it is not what was closed.
        """
        table = tables.orders
        row = self._connection.execute(
            select(table.c.document, table.c.digest).where(table.c.id == str(order_id))
        ).first()
        return None if row is None else self._read(row.document, row.digest)

    def get(self, order_id: UUID) -> Order:
        """The order of an id.

        Raises:
            OrderUnknown: there is none. DocumentDamaged: it is not what was closed.
        """
        order = self.find(order_id)
        if order is None:
            raise OrderUnknown(str(order_id))
        return order

    def add(self, order: Order) -> None:
        """Keep a closed order with its lines."""
        key = str(order.id)
        row = {
            "id": key, "store_id": order.store_id, "counter_id": order.counter_id,
            "closed_at": order.closed_at, "total_minor": order.total.minor,
            "digest": order.digest, "document": to_document(order),
        }  # fmt: skip
        self._connection.execute(insert(tables.orders), row)
        lines = [
            {
                "order_id": key, "number": line.number, "sku": line.sku,
                "quantity": line.quantity, "total_minor": line.total.minor,
            }
            for line in order.lines
        ]  # fmt: skip
        self._connection.execute(insert(tables.order_lines), lines)

    def between(
        self, start: datetime | None, end: datetime | None, store_id: str | None = None
    ) -> Iterator[Order]:
        """The orders closed from `start` to before `end`, the oldest first."""
        table = tables.orders
        wanted = select(table.c.document, table.c.digest).order_by(table.c.closed_at, table.c.id)
        if start is not None:
            wanted = wanted.where(table.c.closed_at >= start)
        if end is not None:
            wanted = wanted.where(table.c.closed_at < end)
        if store_id is not None:
            wanted = wanted.where(table.c.store_id == store_id)
        for row in self._connection.execute(wanted):
            yield self._read(row.document, row.digest)

    def page(
        self, *, after: OrderKey | None, limit: int, store_id: str | None = None
    ) -> list[Order]:
        """The first `limit` orders behind a place, the oldest first."""
        table = tables.orders
        wanted = select(table.c.document, table.c.digest).order_by(table.c.closed_at, table.c.id)
        if after is not None:
            is_later = table.c.closed_at > after.closed_at
            is_same = (table.c.closed_at == after.closed_at) & (table.c.id > after.order_id)
            wanted = wanted.where(is_later | is_same)
        if store_id is not None:
            wanted = wanted.where(table.c.store_id == store_id)
        rows = self._connection.execute(wanted.limit(limit))
        return [self._read(row.document, row.digest) for row in rows]

    def reversals_of(self, order_id: UUID) -> tuple[Reversal, ...]:
        """The refunds and voids of an order, the oldest first."""
        table = tables.reversals
        rows = self._connection.scalars(
            select(table.c.document)
            .where(table.c.order_id == str(order_id))
            .order_by(table.c.made_at, table.c.id)
        )
        return tuple(from_document(Reversal, text, self._currency) for text in rows)

    def reversals_between(
        self, start: datetime | None, end: datetime | None, store_id: str | None = None
    ) -> tuple[Reversal, ...]:
        """What was taken back from `start` to before `end`, the oldest first."""
        table, orders = tables.reversals, tables.orders
        wanted = select(table.c.document).order_by(table.c.made_at, table.c.id)
        if start is not None:
            wanted = wanted.where(table.c.made_at >= start)
        if end is not None:
            wanted = wanted.where(table.c.made_at < end)
        if store_id is not None:
            wanted = wanted.join(orders, orders.c.id == table.c.order_id)
            wanted = wanted.where(orders.c.store_id == store_id)
        rows = self._connection.scalars(wanted)
        return tuple(from_document(Reversal, text, self._currency) for text in rows)

    def find_reversal(self, reversal_id: UUID) -> Reversal | None:
        """The refund or void of an id, None where there is none."""
        table = tables.reversals
        text = self._connection.scalar(
            select(table.c.document).where(table.c.id == str(reversal_id))
        )
        return None if text is None else from_document(Reversal, text, self._currency)

    def add_reversal(self, reversal: Reversal) -> None:
        """Keep a refund or void."""
        row = {
            "id": str(reversal.id), "order_id": str(reversal.order_id), "kind": reversal.kind,
            "made_at": reversal.made_at, "total_minor": reversal.total.minor,
            "document": to_document(reversal),
        }  # fmt: skip
        self._connection.execute(insert(tables.reversals), row)

    def _read(self, document: str, digest: str) -> Order:
        order = from_document(Order, document, self._currency)
        if order.digest != digest:
            raise DocumentDamaged("Order", f"its digest is not {digest[:12]}…")
        return order
