import pytest

from colugo.shop.money import Money
from colugo.shop.quantity import cost

from .samples import CNY


def test_pieces_cost_their_price_each() -> None:
    assert cost(Money(333, CNY), "piece", 3) == Money(999, CNY)


@pytest.mark.parametrize(("grams", "minor"), [(1000, 1990), (500, 995), (1, 2), (250, 498), (0, 0)])
def test_weight_costs_its_share_of_a_kilogram_rounded_half_up(grams: int, minor: int) -> None:
    assert cost(Money(1990, CNY), "weight", grams) == Money(minor, CNY)
