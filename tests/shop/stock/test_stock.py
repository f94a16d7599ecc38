from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import StockMoveInvalid, StockTooLow
from colugo.shop.orders import ReversalRequest, reverse
from colugo.shop.stock import (
    Alert,
    ReorderLevel,
    StockMove,
    alerts,
    check_sale,
    count_move,
    moves_of_order,
    moves_of_reversal,
    on_hand,
)
from tests.shop.orders.samples import APPLES, TEA, by, order_of
from tests.shop.samples import MONDAY_8


def move(number: int, kind: Any, quantity: Any, sku: str = "tea") -> StockMove:
    return StockMove(UUID(int=number), "east", sku, kind, quantity, MONDAY_8, "lin")


def test_what_is_on_hand_is_the_sum_of_the_moves() -> None:
    moves = [
        move(1, "delivery", 10),
        move(2, "sale", -3),
        move(3, "waste", -1),
        move(4, "refund", 1),
    ]

    assert on_hand(moves) == {("east", "tea"): 7}


def test_a_move_that_comes_twice_counts_once() -> None:
    assert on_hand([move(1, "delivery", 10), move(1, "delivery", 10)]) == {("east", "tea"): 10}


@given(st.integers(0, 999), st.integers(-50, 999))
def test_a_count_corrects_the_ledger_to_what_was_counted(counted: int, expected: int) -> None:
    correction = count_move(
        UUID(int=9), "east", "tea", counted=counted, expected=expected, by=by(), sheet="week 2"
    )

    assert (correction is None) == (counted == expected)
    assert expected + (correction.quantity if correction else 0) == counted


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(StockMoveInvalid):
        count_move(UUID(int=9), "east", "tea", counted=-1, expected=0, by=by())


@pytest.mark.parametrize(
    ("kind", "quantity"),
    [("sale", 1), ("waste", 1), ("refund", -1), ("delivery", -1), ("count", 0), ("count", 1.5)],
)
def test_a_move_against_its_kind_is_refused(kind: str, quantity: Any) -> None:
    with pytest.raises(StockMoveInvalid, match=kind):
        move(1, kind, quantity)


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(StockMoveInvalid, match="theft"):
        move(1, "theft", -1)


def test_an_order_takes_its_lines_out_and_a_full_refund_brings_them_back() -> None:
    order = order_of((TEA, 3), (APPLES, 450))
    request = ReversalRequest(UUID(int=5), "refund", "broken")
    refund = reverse(order, [], request, is_paid=True, by=by("manager"))

    sold, back = moves_of_order(order), moves_of_reversal(order, refund)

    assert on_hand(sold) == {("east", "apples"): -450, ("east", "tea"): -3}
    assert set(on_hand([*sold, *back]).values()) == {0}


def test_the_moves_of_one_order_are_the_same_every_time() -> None:
    assert moves_of_order(order_of((TEA, 3))) == moves_of_order(order_of((TEA, 3)))


def test_a_store_that_refuses_sells_no_more_than_there_is() -> None:
    assert check_sale({"tea": 3}, {"tea": 3}, "refuse") == ()
    with pytest.raises(StockTooLow, match="2 on hand, 3 wanted"):
        check_sale({"tea": 3}, {"tea": 2}, "refuse")


def test_a_store_that_warns_names_what_is_too_low_and_one_that_allows_does_not() -> None:
    wanted, there = {"tea": 3, "milk": 1, "ale": 1}, {"tea": 2, "milk": 1}

    assert check_sale(wanted, there, "warn") == ("ale", "tea")
    assert check_sale(wanted, there, "allow") == ()


def test_a_product_at_its_level_is_to_be_ordered_up_to_its_target() -> None:
    levels = [ReorderLevel("east", "tea", 5, 20), ReorderLevel("east", "milk", 5, 20)]

    assert alerts({("east", "tea"): 5, ("east", "milk"): 6}, levels) == (
        Alert("east", "tea", 5, 15),
    )


def test_a_level_that_cannot_be_is_refused() -> None:
    for level, target in ((-1, 5), (5, 5)):
        with pytest.raises(StockMoveInvalid):
            ReorderLevel("east", "tea", level, target)
