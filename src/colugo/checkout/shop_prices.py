"""What a shop does with its price lists. Knows no pixel."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from colugo.persistence import Database
from colugo.settings import Settings
from colugo.shop import Product
from colugo.shop.in_store import InStorePattern
from colugo.shop.price_list import PriceInForce, PriceList, price_in_force

_NO_STORE = ""  # no list is of it, so that those of all stores count


class ShopPrices:
    """The price lists of one shop, and the codes of its scale; a part of `Shop`.

    Attributes:
        settings: name the codes.
        database: the truth of the shop.
    """

    settings: Settings
    database: Database

    @property
    def in_store_patterns(self) -> tuple[InStorePattern, ...]:
        """How to read the barcodes of the shop's own scale, by its settings.

        Raises:
            InStorePatternInvalid: the setting `in_store_codes` cannot be used.
        """
        return tuple(InStorePattern(each) for each in self.settings.in_store_codes)

    def prices_in_force(
        self, products: Iterable[Product], store_id: str | None = None, at: datetime | None = None
    ) -> dict[str, PriceInForce]:
        """What products cost, by SKU, and the price list that says so.

        Args:
            products: whose own prices count where no list names them.
            store_id: where; None for the lists that hold in all stores.
            at: when; None for now.

        Raises:
            StoreUnknown: there is no such store.
        """
        moment, given = at or datetime.now(UTC), list(products)
        with self.database.reading() as work:
            where = _NO_STORE if store_id is None else work.stores.get(store_id).id
            lists = work.price_lists.naming(each.sku for each in given)
        return {each.sku: price_in_force(each, lists, where, moment) for each in given}

    def at_prices_in_force(
        self, products: Iterable[Product], store_id: str | None = None
    ) -> list[Product]:
        """Products, each with the price that `prices_in_force` finds now. Raises as it."""
        given = list(products)
        found = self.prices_in_force(given, store_id)
        return [replace(each, price=found[each.sku].price) for each in given]

    def price_list(self, list_id: str) -> PriceList:
        """The list of an id.

        Raises:
            PriceListUnknown: there is none.
        """
        with self.database.reading() as work:
            return work.price_lists.get(list_id)

    def price_lists(self) -> tuple[PriceList, ...]:
        """Every price list, in the order of their ids."""
        with self.database.reading() as work:
            return work.price_lists.all()

    def save_price_list(self, price_list: PriceList) -> None:
        """Keep a list, in place of the one with its id if there is one.

        Raises:
            SkuUnknown: it names a product that is not there.
            StoreUnknown: it is of a store that is not there.
            CurrencyMismatch: its prices are not in the currency of the shop.
        """
        with self.database.transaction() as work:
            if price_list.store_id is not None:
                work.stores.get(price_list.store_id)
            work.price_lists.save(price_list)

    def remove_price_list(self, list_id: str) -> None:
        """Remove a list with its prices.

        Raises:
            PriceListUnknown: there is none of this id.
        """
        with self.database.transaction() as work:
            work.price_lists.remove(list_id)
