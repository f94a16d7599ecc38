from dataclasses import replace
from datetime import UTC, timedelta, timezone
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from colugo.errors import CurrencyMismatch, ReversalInvalid
from colugo.shop.money import Money
from colugo.shop.orders import Order, Recognised, Reversal, ReversalRequest, reverse
from colugo.shop.reports import (
    basket_size,
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
from colugo.shop.stock import StockMove
from tests.shop.orders.samples import APPLES, MILK, TEA, by, order_of
from tests.shop.samples import CNY, JPY, MONDAY_8

CHINA = timezone(timedelta(hours=8))
DAY = timedelta(days=1)


def order(number: int, *pairs: Any, days: int = 0, hours: int = 0, store: str = "east") -> Order:
    at = MONDAY_8 + days * DAY + timedelta(hours=hours)
    return replace(order_of(*pairs), id=UUID(int=number), closed_at=at, store_id=store)


def refund_of(sold: Order, days: int = 0) -> Reversal:
    request = ReversalRequest(UUID(int=99), "refund", "broken")
    return reverse(sold, [], request, is_paid=True, by=by("manager", at=MONDAY_8 + days * DAY))


ORDERS = [
    order(1, (TEA, 2), (APPLES, 500)),
    order(2, (TEA, 1), (MILK, 1), hours=3),
    order(3, (MILK, 2), days=1, store="west"),
]


@pytest.mark.parametrize(
    "key", [by_store, by_product, by_category(), by_day(CHINA), by_hour(CHINA)]
)
def test_the_rows_of_every_report_add_up_to_the_orders(key: Any) -> None:
    rows = sales_by(key, sold_lines(ORDERS), CNY)

    zero = Money.zero(CNY)
    assert sum((row.total for row in rows), zero) == sum((each.total for each in ORDERS), zero)
    assert sum((row.tax for row in rows), zero) == sum((each.tax for each in ORDERS), zero)
    assert sum(row.pieces for row in rows) == 6
    assert sum(row.grams for row in rows) == 500


def test_sales_are_counted_by_hour_and_day_of_the_store() -> None:
    lines = sold_lines(ORDERS)

    hours = [(row.key, row.orders) for row in sales_by(by_hour(CHINA), lines, CNY)]
    days = [(row.key, row.orders) for row in sales_by(by_day(CHINA), lines, CNY)]

    assert hours == [("08", 2), ("11", 1)]
    assert days == [("2026-01-05", 2), ("2026-01-06", 1)]
    assert sales_by(by_hour(UTC), lines, CNY)[0].key == "00"


def test_sales_are_counted_by_category_at_the_depth_that_is_asked_for() -> None:
    (line,) = sold_lines([order(1, (TEA, 1))])
    green = replace(line, category_path=("drinks", "tea", "green"))

    assert [by_category(depth)(green) for depth in (1, 2, 3, 9)] == [
        "drinks",
        "tea",
        "green",
        "green",
    ]
    assert by_category()(line) == ""


def test_a_refund_counts_on_the_day_it_was_made() -> None:
    sold = order(1, (TEA, 2))

    before, after = sales_by(by_day(CHINA), sold_lines([sold], [refund_of(sold, days=2)]), CNY)

    assert (before.key, before.total, before.pieces) == ("2026-01-05", sold.total, 2)
    assert (after.key, after.total, after.pieces) == ("2026-01-07", -sold.total, -2)
    assert after.orders == 0


def test_a_refund_without_its_order_is_refused() -> None:
    with pytest.raises(ReversalInvalid, match="read it too"):
        sold_lines([], [refund_of(order(1, (TEA, 2)))])


def test_the_top_products_are_those_that_brought_in_most() -> None:
    rows = top_products(sold_lines(ORDERS), CNY, count=2)

    assert [row.key for row in rows] == ["milk", "tea"]
    assert rows[0].total >= rows[1].total


def test_a_report_in_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        sales_by(by_store, sold_lines(ORDERS), JPY)


def test_a_basket_holds_so_many_lines_and_pieces_on_average() -> None:
    size = basket_size(ORDERS, CNY)

    assert (size.orders, size.lines_hundredths, size.pieces_hundredths) == (3, 167, 233)
    assert size.total.minor == round(sum(each.total.minor for each in ORDERS) / 3)


def test_without_sales_an_average_basket_is_empty() -> None:
    size = basket_size([], CNY)

    assert (size.orders, size.lines_hundredths, size.total) == (0, 0, Money.zero(CNY))


def move(number: int, kind: Any, quantity: int, days: int, sku: str = "tea") -> StockMove:
    return StockMove(UUID(int=number), "east", sku, kind, quantity, MONDAY_8 - days * DAY, "lin")


def test_stock_lasts_as_long_as_it_did_at_the_rate_of_the_last_days() -> None:
    moves = [
        move(1, "delivery", 50, 90),
        move(2, "sale", -20, 60),
        move(3, "sale", -12, 10),
        move(4, "refund", 2, 5),
        move(5, "delivery", 5, 90, sku="ale"),
    ]

    tea, ale = stock_cover(moves, MONDAY_8, days=28)

    assert (tea.sku, tea.on_hand, tea.sold, tea.days_tenths) == ("tea", 20, 10, 560)
    assert (ale.sku, ale.days_tenths) == ("ale", None)
    assert stock_cover([*moves, moves[2]], MONDAY_8, days=28) == (tea, ale)


def test_the_shortest_cover_comes_first() -> None:
    moves = [
        move(1, "delivery", 9, 9),
        move(2, "sale", -3, 1),
        move(3, "delivery", 4, 9, sku="milk"),
        move(4, "sale", -3, 1, sku="milk"),
    ]

    assert [cover.sku for cover in stock_cover(moves, MONDAY_8)] == ["milk", "tea"]


def test_recognition_is_judged_by_what_people_had_to_do() -> None:
    orders = [
        replace(ORDERS[0], recognised=Recognised(found=6, asked=1, unknown=1, corrected=1)),
        replace(ORDERS[1], recognised=Recognised(found=2, asked=0, unknown=0, corrected=1)),
    ]

    quality = recognition_quality(orders)

    assert (quality.seen, quality.asked_share) == (10, Fraction(1, 10))
    assert (quality.unknown_share, quality.corrected_share) == (Fraction(1, 10), Fraction(1, 5))
    assert recognition_quality([]).asked_share == 0
