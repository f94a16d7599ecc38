"""What a shop does with its price lists. Knows no pixel."""

from colugo.persistence import Database
from colugo.settings import Settings
from colugo.shop.in_store import InStorePattern
from colugo.shop.price_list import PriceList


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

    def price_lists(self) -> tuple[PriceList, ...]:
        """Every price list, in the order of their ids."""
        with self.database.reading() as work:
            return work.price_lists.all()

    def save_price_list(self, price_list: PriceList) -> None:
        """Keep a list, in place of the one with its id if there is one.

        Raises:
            SkuUnknown: it names a product that is not there.
            CurrencyMismatch: its prices are not in the currency of the shop.
        """
        with self.database.transaction() as work:
            work.price_lists.save(price_list)

    def remove_price_list(self, list_id: str) -> None:
        """Remove a list with its prices.

        Raises:
            PriceListUnknown: there is none of this id.
        """
        with self.database.transaction() as work:
            work.price_lists.remove(list_id)
