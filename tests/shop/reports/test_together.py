from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest

from colugo.shop.reports import Pair, bought_together


@dataclass(frozen=True)
class Line:
    sku: str


@dataclass(frozen=True)
class Sale:
    """As much of an order as counts here."""

    lines: tuple[Line, ...]


def sale(*skus: str) -> Sale:
    return Sale(tuple(map(Line, skus)))


def test_pairs_are_counted_by_sale_whatever_the_order_of_the_lines() -> None:
    sales = [sale("tea", "milk"), sale("milk", "tea", "tea"), sale("tea")]

    found = bought_together(sales)  # type: ignore[arg-type]

    assert found == (Pair("milk", "tea", 2),)


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_most_frequent_come_first_as_comparing_every_two_lines_says(count: int) -> None:
    rng = Random(count)
    sales = [sale(*rng.choices("abcdef", k=rng.randint(0, 5))) for _ in range(60)]

    found = bought_together(sales, count)  # type: ignore[arg-type]

    slow: Counter[tuple[str, str]] = Counter()
    for each in sales:
        skus = {line.sku for line in each.lines}
        slow.update((one, other) for one in skus for other in skus if one < other)
    ranked = sorted(slow, key=lambda pair: (-slow[pair], pair))[:count]
    assert [(each.sku, each.other_sku) for each in found] == ranked
    assert all(slow[each.sku, each.other_sku] == each.orders for each in found)
