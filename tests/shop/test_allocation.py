import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from colugo.errors import AllocationInvalid
from colugo.shop.allocation import allocate, part_of
from colugo.shop.money import Money

from .samples import CNY

amounts = st.integers(-(10**9), 10**9)
weights_lists = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (5, [0, 3, 7], [0, 2, 3]),
        (1, [1, 2], [0, 1]),
        (0, [0, 0], [0, 0]),
    ],
)
def test_the_largest_remainders_get_what_is_left(
    amount: int, weights: list[int], shares: list[int]
) -> None:
    assert [share.minor for share in allocate(Money(amount, CNY), weights)] == shares


@given(amounts, weights_lists)
def test_shares_add_up_and_lie_within_one_minor_unit_of_the_exact_share(
    amount: int, weights: list[int]
) -> None:
    assume(any(weights))

    shares = [share.minor for share in allocate(Money(amount, CNY), weights)]

    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - amount * weight) < sum(weights)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_an_amount_without_a_weight_is_refused(weights: list[int]) -> None:
    with pytest.raises(AllocationInvalid, match="cannot be shared out"):
        allocate(Money(1, CNY), weights)


@given(amounts, st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_parts_of_any_split_add_up_to_the_whole(amount: int, steps: list[int]) -> None:
    assume(any(steps))
    before, parts = 0, Money.zero(CNY)

    for step in steps:
        parts += part_of(Money(amount, CNY), before, before + step, sum(steps))
        before += step

    assert parts == Money(amount, CNY)


@given(st.integers(0, 10**9), st.integers(1, 50), st.data())
def test_a_part_of_an_amount_is_never_negative(
    amount: int, whole: int, data: st.DataObject
) -> None:
    after = data.draw(st.integers(0, whole))
    before = data.draw(st.integers(0, after))

    assert part_of(Money(amount, CNY), before, after, whole).minor >= 0


@pytest.mark.parametrize(
    ("before", "after", "whole"), [(2, 1, 3), (0, 4, 3), (-1, 1, 3), (0, 0, 0)]
)
def test_more_units_than_there_are_is_refused(before: int, after: int, whole: int) -> None:
    with pytest.raises(AllocationInvalid):
        part_of(Money(100, CNY), before, after, whole)
