"""Price lists and which price counts when. Knows no promotions and no tax.

The rule: among the lists that hold at the moment, that are of this store or of all stores,
and that name the SKU, the store's own lists go before those of all stores; then the one that
started last (a list without a start began before all others); then the smaller id. Where no
list names the SKU, the price of the product counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from colugo.errors import CurrencyMismatch, PriceListInvalid
from colugo.shop.money import Money, check_price
from colugo.shop.period import ALWAYS, Period, check_moment
from colugo.shop.product import Product

_LONGEST_ID = 64
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class PriceList:
    """Prices by SKU that hold for a period, in one store or in all.

    Attributes:
        id: names the list; decides between two lists that are otherwise equal.
        prices: of one piece or one kilogram, by SKU.
        store_id: of the store; None for all stores.
        period: when the prices hold.

    Raises:
        PriceListInvalid: no id. PriceInvalid: a price below 0 or too large.
        CurrencyMismatch: prices in two currencies.
    """

    id: str
    prices: Mapping[str, Money]
    store_id: str | None = None
    period: Period = ALWAYS

    def __post_init__(self) -> None:
        if not self.id.strip() or len(self.id) > _LONGEST_ID:
            raise PriceListInvalid(self.id, "has no usable id")
        for price in self.prices.values():
            check_price(price)
        _check_one_currency([price.currency.code for price in self.prices.values()])


@dataclass(frozen=True, slots=True)
class PriceInForce:
    """A price and the list it comes from; None where it is that of the product."""

    price: Money
    list_id: str | None


def price_in_force(
    product: Product, lists: Iterable[PriceList], store_id: str, at: datetime
) -> PriceInForce:
    """The price that counts for a product, by the rule at the head of this module.

    Args:
        product: whose own price counts where no list names it.
        lists: in any order; the order changes nothing.
        store_id: where it is sold.
        at: when, with a time zone.

    Raises:
        PeriodInvalid: `at` has no time zone.
        CurrencyMismatch: the list is in another currency than the product.
    """
    check_moment(at)
    fitting = [
        each
        for each in lists
        if product.sku in each.prices
        and each.store_id in (None, store_id)
        and each.period.holds(at)
    ]
    if not fitting:
        return PriceInForce(product.price, None)
    newest_first = sorted(sorted(fitting, key=lambda each: each.id), key=_start, reverse=True)
    chosen = min(newest_first, key=lambda each: each.store_id is None)
    price = chosen.prices[product.sku]
    _check_one_currency([product.price.currency.code, price.currency.code])
    return PriceInForce(price, chosen.id)


def _start(price_list: PriceList) -> datetime:
    return price_list.period.start or _BEFORE_ALL


def _check_one_currency(codes: list[str]) -> None:
    for code in codes:
        if code != codes[0]:
            raise CurrencyMismatch(codes[0], code)
