from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from colugo import Shop
from colugo.checkout.sales import Closing
from colugo.shop.orders import By
from tests.checkout.coloured_shop import GREEN, RED, colour_between, picture

Open = Callable[..., Any]
HERE = "west-1"


def till() -> By:
    return By("till", "device", datetime.now(UTC))


def show(shop: Shop, content: bytes) -> None:
    """Let a scene lie still until it is known what the counter makes of it."""
    for _ in range(4):
        shop.visits.frame(HERE, content, datetime.now(UTC), till())


def test_an_attendant_answers_what_a_counter_asks_and_takes_the_money(
    signed_in: Open, shop: Shop
) -> None:
    show(shop, picture((colour_between(RED, GREEN), (20, 20, 60, 70))))
    shop.visits.call_help(HERE, "what is this?", till())
    page = signed_in("li", "/counters")
    card = page.get_by_role("region", name=HERE)

    card.get_by_text("Called: what is this?").wait_for()
    card.get_by_role("button", name="Green tea").click()
    card.get_by_text("list is shown").wait_for()
    card.get_by_role("button", name="Done, end the call").click()
    card.get_by_role("button", name="Done, end the call").wait_for(state="detached")
    shop.visits.confirm(HERE, 300, till())
    shop.visits.pay(HERE, "cash", till())
    card.get_by_role("button", name="3.00 CNY came in").click()
    card.get_by_text("paid", exact=True).wait_for()

    order_id = shop.visits.get(HERE, till()).visit.order_id
    assert order_id is not None
    (line,) = Closing(shop.database).get(order_id).lines
    assert (line.sku, line.quantity) == ("G", 1)


def test_who_called_stands_before_who_only_shops(signed_in: Open, shop: Shop) -> None:
    shop.visits.call_help("east-1", "help", till())
    page = signed_in("wang", "/counters")
    page.get_by_text("1 need help").wait_for()

    places = {
        name: page.get_by_role("region", name=name).evaluate("each => each.style.order")
        for name in ("east-1", HERE)
    }

    assert places == {"east-1": "0", HERE: "1"}
    shop.visits.end_help("east-1", By("li", "attendant", datetime.now(UTC)))


def test_an_attendant_of_one_store_sees_its_counters_alone(signed_in: Open) -> None:
    page = signed_in("east", "/counters")

    page.get_by_role("region", name="east-1").wait_for()

    assert page.get_by_role("region", name=HERE).count() == 0
