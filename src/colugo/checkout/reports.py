"""Reports of a shop: reads what was sold and taken back in a time, and lets the domain sum it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from colugo.persistence import Database, Work
from colugo.shop.orders import Order
from colugo.shop.reports import (
    BasketSize,
    Pair,
    RecognitionQuality,
    SalesRow,
    SoldLine,
    StockCover,
    basket_size,
    bought_together,
    by_category,
    by_day,
    by_hour,
    by_product,
    by_store,
    recognition_quality,
    sales_by,
    sold_lines,
    stock_cover,
    top_products,
)

SalesKey = Literal["hour", "day", "product", "category", "store"]
SALES_KEYS: Final[tuple[SalesKey, ...]] = get_args(SalesKey)


@dataclass(frozen=True, slots=True)
class Span:
    """Of which store, None for all, and from when until before when; None for no end."""

    store_id: str | None = None
    start: datetime | None = None
    end: datetime | None = None


class Reports:
    """The reports of one database. Every sum of a time agrees with the money of that time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sales(self, key: SalesKey, span: Span) -> tuple[SalesRow, ...]:
        """Sales by hour, day, product, category or store; hours and days are those of each store.

        What was taken back counts against the time in which it was, whenever it was sold.

        Raises:
            StoreUnknown: there is no such store.
        """
        with self._database.reading() as work:
            lines, zones = _lines(work, span), _zones(work, span)
        keys = {
            "hour": lambda line: by_hour(zones[line.store_id])(line),
            "day": lambda line: by_day(zones[line.store_id])(line),
            "product": by_product,
            "category": by_category(),
            "store": by_store,
        }
        return sales_by(keys[key], lines, self._database.currency)

    def top(self, span: Span, count: int = 10) -> tuple[SalesRow, ...]:
        """The products that brought in most. Raises as `sales`."""
        with self._database.reading() as work:
            _zones(work, span)
            return top_products(_lines(work, span), self._database.currency, count)

    def baskets(self, span: Span) -> BasketSize:
        """What a sale holds on average. Raises as `sales`."""
        return basket_size(self._orders(span), self._database.currency)

    def together(self, span: Span, count: int = 10) -> tuple[Pair, ...]:
        """The pairs of products that most sales hold. Raises as `sales`."""
        return bought_together(self._orders(span), count)

    def recognition(self, span: Span) -> RecognitionQuality:
        """How well the counters saw. Raises as `sales`."""
        return recognition_quality(self._orders(span))

    def cover(self, store_id: str, at: datetime, days: int = 28) -> tuple[StockCover, ...]:
        """For how long the stock of a store lasts, the shortest first.

        Raises:
            StoreUnknown: there is no such store.
        """
        with self._database.reading() as work:
            work.stores.get(store_id)
            return stock_cover(work.stock.moves(store_id), at, days)

    def _orders(self, span: Span) -> list[Order]:
        with self._database.reading() as work:
            _zones(work, span)
            return list(work.orders.between(span.start, span.end, span.store_id))


def _lines(work: Work, span: Span) -> list[SoldLine]:
    """The lines that were sold or taken back in a time."""
    orders = {each.id: each for each in work.orders.between(span.start, span.end, span.store_id)}
    back = work.orders.reversals_between(span.start, span.end, span.store_id)
    earlier = {each.order_id for each in back} - set(orders)
    sold = sold_lines(orders.values())
    taken = sold_lines([*orders.values(), *(work.orders.get(each) for each in earlier)], back)
    return sold + [line for line in taken if line.quantity < 0]


def _zones(work: Work, span: Span) -> Mapping[str, tzinfo]:
    if span.store_id is not None:
        return {span.store_id: ZoneInfo(work.stores.get(span.store_id).time_zone)}
    return {each.id: ZoneInfo(each.time_zone) for each in work.stores.all()}
