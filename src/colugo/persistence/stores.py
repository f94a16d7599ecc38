"""Stores, counters and what they price by, within one transaction."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table, delete, insert, select

from colugo.errors import CounterUnknown, PromotionUnknown, StoreUnknown
from colugo.persistence import sales_schema as tables
from colugo.persistence.documents import from_document, to_document
from colugo.shop.currency import Currency
from colugo.shop.people import Counter, Store
from colugo.shop.promotions import Promotion
from colugo.shop.tax import UNTAXED, TaxRules


class StoreRepository:
    """The places that sell. One that sold stays, so that its orders name something."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def all(self) -> tuple[Store, ...]:
        """Every store, in the order of their ids."""
        table = tables.stores
        rows = self._connection.scalars(select(table.c.document).order_by(table.c.id))
        return tuple(from_document(Store, text, self._currency) for text in rows)

    def get(self, store_id: str) -> Store:
        """The store of an id.

        Raises:
            StoreUnknown: there is none.
        """
        text = _document_of(self._connection, tables.stores, store_id)
        if text is None:
            raise StoreUnknown(store_id)
        return from_document(Store, text, self._currency)

    def save(self, store: Store) -> None:
        """Keep a store, in place of the one with its id if there is one."""
        _save(self._connection, tables.stores, {"id": store.id, "document": to_document(store)})

    def counters(self, store_id: str | None = None) -> tuple[Counter, ...]:
        """Every counter, or those of one store, in the order of their ids."""
        table = tables.counters
        wanted = select(table.c.document).order_by(table.c.id)
        if store_id is not None:
            wanted = wanted.where(table.c.store_id == store_id)
        rows = self._connection.scalars(wanted)
        return tuple(from_document(Counter, text, self._currency) for text in rows)

    def get_counter(self, counter_id: str) -> Counter:
        """The counter of an id.

        Raises:
            CounterUnknown: there is none.
        """
        text = _document_of(self._connection, tables.counters, counter_id)
        if text is None:
            raise CounterUnknown(counter_id)
        return from_document(Counter, text, self._currency)

    def save_counter(self, counter: Counter) -> None:
        """Keep a counter, in place of the one with its id if there is one.

        Raises:
            StoreUnknown: its store is not there.
        """
        self.get(counter.store_id)
        row = {
            "id": counter.id, "store_id": counter.store_id, "document": to_document(counter),
        }  # fmt: skip
        _save(self._connection, tables.counters, row)


class PricingRepository:
    """The tax rules and the promotions."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def tax_rules(self) -> TaxRules:
        """The rules that hold; none is taxed before any were saved."""
        text = self._connection.scalar(select(tables.tax_rules.c.document))
        return UNTAXED if text is None else from_document(TaxRules, text, self._currency)

    def save_tax_rules(self, rules: TaxRules) -> None:
        """Put these rules in place of those before."""
        _save(self._connection, tables.tax_rules, {"id": 1, "document": to_document(rules)})

    def promotions(self) -> tuple[Promotion, ...]:
        """Every promotion, in the order of their ids."""
        table = tables.promotions
        rows = self._connection.scalars(select(table.c.document).order_by(table.c.id))
        return tuple(from_document(Promotion, text, self._currency) for text in rows)

    def save_promotion(self, promotion: Promotion) -> None:
        """Keep a promotion, in place of the one with its id if there is one."""
        row = {"id": promotion.id, "document": to_document(promotion)}
        _save(self._connection, tables.promotions, row)

    def remove_promotion(self, promotion_id: str) -> None:
        """Remove a promotion; orders keep what it took off.

        Raises:
            PromotionUnknown: there is none of this id.
        """
        table = tables.promotions
        gone = self._connection.execute(delete(table).where(table.c.id == promotion_id))
        if not gone.rowcount:
            raise PromotionUnknown(promotion_id)


def _document_of(connection: Connection, table: Table, row_id: str) -> str | None:
    return connection.scalar(select(table.c.document).where(table.c.id == row_id))


def _save(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    changed = connection.execute(table.update().where(table.c.id == row["id"]).values(dict(row)))
    if not changed.rowcount:
        connection.execute(insert(table), dict(row))
