from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from colugo import Shop
from colugo.checkout.sales import Closing, Paying

from .selling import sell

Open = Callable[..., Any]


def test_a_part_of_an_order_is_refunded_and_its_money_given_back(
    signed_in: Open, shop: Shop
) -> None:
    order_id = sell(shop, {"R": 2, "G": 1})
    page = signed_in("wang", "/orders")

    page.get_by_role("button", name=f"Open order {str(order_id)[:8]}").click()
    page.get_by_text("莫斯利安").first.wait_for()
    page.get_by_role("button", name="Refund").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("莫斯利安").fill("1")
    dialog.get_by_label("Reason").fill("dented")
    dialog.get_by_role("button", name="Refund").click()
    page.get_by_text("dented · R × 1 · wang").wait_for()

    (made,) = Closing(shop.database).reversals_of(order_id)
    (payment,) = Paying(shop.database).of_order(order_id)
    assert made.total.decimal_text() == "5.50"
    assert payment.refunded == made.total


def test_a_refund_without_a_reason_is_refused_in_words(signed_in: Open, shop: Shop) -> None:
    order_id = sell(shop, {"G": 1})
    page = signed_in("ada", f"/orders?order={order_id}")

    page.get_by_role("button", name="Refund").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Green tea").fill("1")
    dialog.get_by_role("button", name="Refund").click()
    page.get_by_role("alert").filter(has_text="and why").wait_for()

    assert Closing(shop.database).reversals_of(order_id) == ()


def test_an_attendant_sees_the_receipt_voids_what_is_unpaid_and_refunds_nothing(
    signed_in: Open, shop: Shop
) -> None:
    paid, unpaid = sell(shop, {"B": 3}), sell(shop, {"B": 1}, is_paid=False)
    page = signed_in("li", f"/orders?order={paid}")
    page.get_by_text("3 x 0.80").wait_for()
    refunds = page.get_by_role("button", name="Refund").count()

    page.goto(page.url.replace(str(paid), str(unpaid)))
    voids = page.get_by_role("button", name="Void")
    voids.wait_for()

    assert refunds == 0
    assert voids.count() == 1


def test_orders_are_listed_by_day_and_of_ones_own_store_alone(signed_in: Open, shop: Shop) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    ours = sell(shop, {"R": 1}, at=long_ago)
    theirs = sell(shop, {"G": 1}, at=long_ago, store_id="west")
    page = signed_in("east", "/orders")

    page.get_by_label("Day", exact=True).fill((long_ago + timedelta(hours=8)).date().isoformat())
    page.get_by_text("1 orders, 5.50 CNY").wait_for()
    page.get_by_role("button", name=f"Open order {str(ours)[:8]}").wait_for()
    page.goto(page.url + f"?order={theirs}")
    page.get_by_role("alert").filter(has_text="west").wait_for()

    assert page.get_by_text("Green tea").count() == 0


def test_an_order_that_is_not_there_is_said_in_words(signed_in: Open) -> None:
    page = signed_in("ada", "/orders?order=nonsense")

    page.get_by_role("alert").filter(has_text="nonsense").wait_for()
