"""Sales by hour, day, product, category and store; top products; basket size.

Refunds and voids count against the day and hour on which they were made, with quantities and
amounts below 0, so that the sums of any period agree with the money of that period.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from colugo.errors import ReversalInvalid
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.orders import Order, Reversal
from colugo.shop.quantity import Unit
from colugo.shop.rounding import divide_half_up


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line that was sold, or taken back when its quantity and amounts are below 0."""

    order_id: UUID
    store_id: str
    at: datetime
    sku: str
    category_path: tuple[str, ...]
    unit: Unit
    quantity: int
    discount: Money
    net: Money
    tax: Money

    @property
    def total(self) -> Money:
        """What was paid for it."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class SalesRow:
    """The sales of one hour, day, product, category or store.

    Attributes:
        orders: sales with a line of it; those that were refunded count all the same.
        pieces, grams: sold less taken back.
    """

    key: str
    orders: int
    pieces: int
    grams: int
    discount: Money
    net: Money
    tax: Money

    @property
    def total(self) -> Money:
        """Net and tax."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class BasketSize:
    """What a sale holds on average; hundredths, rounded half up, and 0 without sales."""

    orders: int
    lines_hundredths: int
    pieces_hundredths: int
    total: Money


Key = Callable[[SoldLine], str]


def sold_lines(orders: Iterable[Order], reversals: Iterable[Reversal] = ()) -> list[SoldLine]:
    """The lines of orders, and of their reversals as what they take back.

    Raises:
        ReversalInvalid: the order of a reversal is not among `orders`.
    """
    by_id = {order.id: order for order in orders}
    lines = [
        SoldLine(
            order.id,
            order.store_id,
            order.closed_at,
            line.sku,
            line.category_path,
            line.unit,
            line.quantity,
            line.discount,
            line.net,
            line.tax,
        )
        for order in by_id.values()
        for line in order.lines
    ]
    for reversal in reversals:
        if reversal.order_id not in by_id:
            raise ReversalInvalid(f"order {reversal.order_id} is missing; read it too")
        lines += _taken_back(by_id[reversal.order_id], reversal)
    return lines


def by_store(line: SoldLine) -> str:
    """The id of the store."""
    return line.store_id


def by_product(line: SoldLine) -> str:
    """The SKU."""
    return line.sku


def by_category(depth: int = 1) -> Key:
    """The category at a depth of the tree, 1 at the top; empty for products without one."""
    return lambda line: line.category_path[:depth][-1] if line.category_path else ""


def by_day(time_zone: tzinfo) -> Key:
    """The day in the time of the store: 2026-01-05."""
    return lambda line: line.at.astimezone(time_zone).strftime("%Y-%m-%d")


def by_hour(time_zone: tzinfo) -> Key:
    """The hour of the day in the time of the store, all days together: 08."""
    return lambda line: line.at.astimezone(time_zone).strftime("%H")


def sales_by(key: Key, lines: Iterable[SoldLine], currency: Currency) -> tuple[SalesRow, ...]:
    """A row for each value of the key, in its order.

    Raises:
        CurrencyMismatch: a line is in another currency.
    """
    groups: dict[str, list[SoldLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return tuple(_row(name, groups[name], currency) for name in sorted(groups))


def top_products(
    lines: Iterable[SoldLine], currency: Currency, count: int = 10
) -> tuple[SalesRow, ...]:
    """The products that brought in most; equal ones in the order of their SKU."""
    rows = sales_by(by_product, lines, currency)
    return tuple(sorted(rows, key=lambda row: -row.total.minor)[:count])


def basket_size(orders: Sequence[Order], currency: Currency) -> BasketSize:
    """Lines, pieces and amount of an average sale; what is weighed counts as one piece.

    Raises:
        CurrencyMismatch: an order is in another currency.
    """
    lines = [line for order in orders for line in order.lines]
    pieces = sum(line.quantity if line.unit == "piece" else 1 for line in lines)
    total = sum((order.total for order in orders), Money.zero(currency))
    count = max(1, len(orders))
    return BasketSize(
        orders=len(orders),
        lines_hundredths=divide_half_up(100 * len(lines), count),
        pieces_hundredths=divide_half_up(100 * pieces, count),
        total=Money(divide_half_up(total.minor, count), currency),
    )


def _row(key: str, lines: Sequence[SoldLine], currency: Currency) -> SalesRow:
    zero = Money.zero(currency)
    return SalesRow(
        key=key,
        orders=len({line.order_id for line in lines if line.quantity > 0}),
        pieces=sum(line.quantity for line in lines if line.unit == "piece"),
        grams=sum(line.quantity for line in lines if line.unit == "weight"),
        discount=sum((line.discount for line in lines), zero),
        net=sum((line.net for line in lines), zero),
        tax=sum((line.tax for line in lines), zero),
    )


def _taken_back(order: Order, reversal: Reversal) -> list[SoldLine]:
    sold = {line.number: line for line in order.lines}
    return [
        SoldLine(
            order.id,
            order.store_id,
            reversal.made_at,
            line.sku,
            sold[line.line].category_path,
            line.unit,
            -line.quantity,
            -line.discount,
            -line.net,
            -line.tax,
        )
        for line in reversal.lines
    ]
