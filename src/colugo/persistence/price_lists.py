"""Price lists in the database, within one transaction. Which price counts, the shop decides."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from colugo.errors import CurrencyMismatch, PriceListUnknown, SkuUnknown
from colugo.persistence import schema
from colugo.persistence.lookup import in_batches
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.period import Period
from colugo.shop.price_list import PriceList


class PriceListRepository:
    """Every price list; a product that is removed leaves all of them."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection = connection
        self._currency = currency

    def all(self) -> tuple[PriceList, ...]:
        """Every price list, in the order of their ids."""
        prices = self._read_prices()
        table = schema.price_lists
        rows = self._connection.execute(select(table).order_by(table.c.id))
        return tuple(_list_of(row, prices.get(row.id, {})) for row in rows)

    def get(self, list_id: str) -> PriceList:
        """The list of an id with its prices.

        Raises:
            PriceListUnknown: there is none.
        """
        table = schema.price_lists
        row = self._connection.execute(select(table).where(table.c.id == list_id)).first()
        if row is None:
            raise PriceListUnknown(list_id)
        return _list_of(row, self._read_prices(list_id).get(list_id, {}))

    def naming(self, skus: Iterable[str]) -> tuple[PriceList, ...]:
        """The lists that have prices for some products, and of their prices just those."""
        table, lists, products = schema.list_prices, schema.price_lists, schema.products
        heads: dict[str, Row[Any]] = {}
        prices: dict[str, dict[str, Money]] = {}
        for batch in in_batches(sorted(set(skus))):
            rows = self._connection.execute(
                select(lists, table.c.price_minor, products.c.sku)
                .join(table, table.c.list_id == lists.c.id)
                .join(products, products.c.id == table.c.product_id)
                .where(products.c.sku.in_(batch))
            )
            for row in rows:
                heads[row.id] = row
                price = Money(row.price_minor, self._currency)
                prices.setdefault(row.id, {})[row.sku] = price
        return tuple(_list_of(heads[each], prices[each]) for each in sorted(heads))

    def save(self, price_list: PriceList) -> None:
        """Keep a list, in place of the one with its id if there is one.

        Raises:
            SkuUnknown: it names a product that is not there.
            CurrencyMismatch: its prices are not in the currency of the shop.
        """
        for price in price_list.prices.values():
            if price.currency != self._currency:
                raise CurrencyMismatch(self._currency.code, price.currency.code)
        ids = self._product_ids(price_list.prices)
        self._delete(price_list.id)
        self._connection.execute(insert(schema.price_lists), _columns_of(price_list))
        rows = [
            {"list_id": price_list.id, "product_id": ids[sku], "price_minor": price.minor}
            for sku, price in price_list.prices.items()
        ]
        if rows:
            self._connection.execute(insert(schema.list_prices), rows)

    def remove(self, list_id: str) -> None:
        """Remove a list with its prices.

        Raises:
            PriceListUnknown: there is none of this id.
        """
        if not self._delete(list_id):
            raise PriceListUnknown(list_id)

    def _delete(self, list_id: str) -> bool:
        table = schema.price_lists
        return self._connection.execute(delete(table).where(table.c.id == list_id)).rowcount > 0

    def _read_prices(self, list_id: str | None = None) -> dict[str, dict[str, Money]]:
        table, products = schema.list_prices, schema.products
        wanted = (
            select(table.c.list_id, products.c.sku, table.c.price_minor)
            .join(products, products.c.id == table.c.product_id)
            .order_by(table.c.list_id, products.c.sku)
        )
        if list_id is not None:
            wanted = wanted.where(table.c.list_id == list_id)
        rows = self._connection.execute(wanted)
        found: dict[str, dict[str, Money]] = {}
        for list_id, sku, price_minor in rows:
            found.setdefault(list_id, {})[sku] = Money(price_minor, self._currency)
        return found

    def _product_ids(self, skus: Iterable[str]) -> dict[str, int]:
        wanted = sorted(skus)
        table = schema.products
        ids: dict[str, int] = {}
        for batch in in_batches(wanted):
            rows = self._connection.execute(
                select(table.c.sku, table.c.id).where(table.c.sku.in_(batch))
            )
            for sku, product_id in rows:
                ids[sku] = product_id
        for sku in wanted:
            if sku not in ids:
                raise SkuUnknown(sku)
        return ids


def _list_of(row: Row[Any], prices: Mapping[str, Money]) -> PriceList:
    return PriceList(row.id, prices, row.store_id, Period(row.starts_at, row.ends_at))


def _columns_of(price_list: PriceList) -> dict[str, object]:
    return {
        "id": price_list.id,
        "store_id": price_list.store_id,
        "starts_at": price_list.period.start,
        "ends_at": price_list.period.end,
    }
