from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import RoundingStepInvalid
from colugo.shop.money import Money
from colugo.shop.rounding import CashRounding, divide_half_up

from .samples import CNY

numbers = st.integers(-(10**15), 10**15)


@given(numbers, st.integers(1, 10**7))
def test_halves_are_rounded_up_by_size_as_exact_fractions_say(over: int, under: int) -> None:
    size = floor(abs(Fraction(over, under)) + Fraction(1, 2))

    assert divide_half_up(over, under) == (-size if over < 0 else size)


@pytest.mark.parametrize(
    ("total", "payable"), [(102, 100), (103, 105), (1, 0), (-103, -105), (-102, -100), (0, 0)]
)
def test_cash_is_rounded_to_the_smallest_coin(total: int, payable: int) -> None:
    rounding = CashRounding(step_minor=5)

    assert rounding.payable(Money(total, CNY)) == Money(payable, CNY)
    assert rounding.difference(Money(total, CNY)) == Money(payable - total, CNY)


def test_without_a_step_cash_is_exact() -> None:
    assert CashRounding().payable(Money(103, CNY)) == Money(103, CNY)


@given(st.lists(st.integers(0, 999), min_size=1, max_size=6), st.integers(1, 100))
def test_refunds_in_cash_pay_back_what_was_paid_in_cash(parts: list[int], step: int) -> None:
    rounding, refunded, paid_back = CashRounding(step), Money.zero(CNY), Money.zero(CNY)

    for part in parts:
        after = refunded + Money(part, CNY)
        paid_back += rounding.payback(refunded, after)
        refunded = after

    assert paid_back == rounding.payable(Money(sum(parts), CNY))


@pytest.mark.parametrize("step", [0, -5, 0.05, True, None])
def test_a_step_is_a_whole_number_of_one_or_more(step: Any) -> None:
    with pytest.raises(RoundingStepInvalid, match=r"5 rounds to 0\.05"):
        CashRounding(step)
