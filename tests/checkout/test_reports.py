"""Reports over kept orders, on both databases: they agree with the money to the cent."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from colugo.checkout.reports import SALES_KEYS, Reports, SalesKey, Span
from colugo.checkout.sales import Baskets, Closing, Paying
from colugo.errors import StoreUnknown
from colugo.persistence import Database
from colugo.shop.orders import By, ReversalRequest
from tests.checkout.sales.selling_shop import NOON
from tests.checkout.sales.selling_shop import database as database
from tests.postgres import postgres_server as postgres_server
from tests.postgres import postgres_shop_url as postgres_shop_url

DAY = timedelta(days=1)


def by(at: datetime) -> By:
    return By("Wang", "manager", at)


def sell(database: Database, number: int, at: datetime, pieces: int) -> int:
    """A paid order; gives what it came to."""
    order_id = UUID(int=number)
    Baskets(database).open(order_id, "east", "c1", by(at))
    Baskets(database).put(order_id, "milk", pieces, source="barcode", by=by(at))
    order = Closing(database).close(order_id, by(at)).order
    payment = Paying(database).create(order_id, order_id, "cash", None, by(at))
    Paying(database).confirm(payment.id, by(at))
    return order.total.minor


def take_back(database: Database, number: int, at: datetime, pieces: int) -> int:
    request = ReversalRequest(UUID(int=1000 + number), "refund", "sour", {1: pieces})
    return Closing(database).reverse(UUID(int=number), request, by(at)).total.minor


@pytest.mark.parametrize("key", SALES_KEYS)
def test_every_way_to_sum_agrees_with_the_orders_to_the_cent(
    database: Database, key: SalesKey
) -> None:
    money = sum(sell(database, n, NOON + n * DAY / 3, n) for n in range(1, 8))
    money -= take_back(database, 3, NOON + 2 * DAY, 2)

    rows = Reports(database).sales(key, Span())

    assert sum(row.total.minor for row in rows) == money
    assert sum(row.pieces for row in rows) == sum(range(1, 8)) - 2


def test_what_is_taken_back_counts_on_the_day_on_which_it_was(database: Database) -> None:
    sold = sell(database, 1, NOON, 3)
    back = take_back(database, 1, NOON + DAY, 1)

    days = Reports(database).sales("day", Span())
    first = Reports(database).sales("day", Span(None, None, NOON + DAY / 2))
    second = Reports(database).sales("day", Span("east", NOON + DAY / 2, None))

    assert [row.total.minor for row in days] == [sold, -back]
    assert [row.total.minor for row in first] == [sold]
    assert [(row.orders, row.pieces, row.total.minor) for row in second] == [(0, -1, -back)]


def test_baskets_and_recognition_are_of_the_orders_in_the_time(database: Database) -> None:
    sell(database, 1, NOON, 3)
    sell(database, 2, NOON + DAY, 1)

    both = Reports(database).baskets(Span())
    later = Reports(database).baskets(Span(start=NOON + DAY / 2))

    assert (both.orders, both.pieces_hundredths) == (2, 200)
    assert (later.orders, later.pieces_hundredths) == (1, 100)
    assert Reports(database).recognition(Span()).seen == 0  # by barcode


def test_a_store_that_is_not_there_is_told(database: Database) -> None:
    reports, nowhere = Reports(database), Span("moon")
    for ask in (
        lambda: reports.sales("day", nowhere), lambda: reports.top(nowhere),
        lambda: reports.baskets(nowhere), lambda: reports.recognition(nowhere),
        lambda: reports.cover("moon", NOON),
    ):  # fmt: skip
        with pytest.raises(StoreUnknown):
            ask()
