"""What is bought together: pairs of products, by the sales that hold both."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from colugo.shop.orders import Order


@dataclass(frozen=True, slots=True)
class Pair:
    """Two products, the SKUs in order, and in how many sales both were."""

    sku: str
    other_sku: str
    orders: int


def bought_together(orders: Iterable[Order], count: int = 10) -> tuple[Pair, ...]:
    """The pairs of products that most sales hold, at most `count`; equal ones by their SKUs.

    What was taken back later was bought together all the same.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for order in orders:
        pairs.update(combinations(sorted({line.sku for line in order.lines}), 2))
    most = sorted(pairs.items(), key=lambda each: (-each[1], each[0]))[:count]
    return tuple(Pair(sku, other, number) for (sku, other), number in most)
