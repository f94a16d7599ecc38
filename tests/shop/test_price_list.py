from datetime import timedelta
from itertools import permutations

import pytest

from colugo.errors import CurrencyMismatch, PeriodInvalid, PriceInvalid, PriceListInvalid
from colugo.shop.money import Money
from colugo.shop.period import Period
from colugo.shop.price_list import PriceInForce, PriceList, price_in_force

from .samples import CNY, JPY, MONDAY_8, product

DAY = timedelta(days=1)
MILK = product("milk", price_minor=550)


def price_list(list_id: str, minor: int, store_id: str | None = None, start: int = 0) -> PriceList:
    period = Period(start=MONDAY_8 + start * DAY)
    return PriceList(list_id, {"milk": Money(minor, CNY)}, store_id, period)


def price(*lists: PriceList, store_id: str = "east") -> PriceInForce:
    found = {price_in_force(MILK, order, store_id, MONDAY_8) for order in permutations(lists)}
    assert len(found) == 1, "the order of the lists changes nothing"
    return found.pop()


def test_without_a_list_the_price_of_the_product_counts() -> None:
    assert price() == PriceInForce(Money(550, CNY), None)
    assert price(PriceList("other", {"tea": Money(1, CNY)})) == PriceInForce(MILK.price, None)


def test_a_list_of_all_stores_counts_before_the_product() -> None:
    assert price(price_list("all", 500)) == PriceInForce(Money(500, CNY), "all")


def test_the_stores_own_list_counts_before_that_of_all_stores() -> None:
    lists = price_list("all", 400, start=0), price_list("east", 500, "east", start=-9)

    assert price(*lists).list_id == "east"
    assert price(*lists, store_id="west").list_id == "all"


def test_the_list_that_started_last_counts() -> None:
    endless = PriceList("zero", {"milk": Money(1, CNY)})

    chosen = price(price_list("a", 400, start=-2), price_list("b", 500, start=-1), endless)

    assert chosen.list_id == "b"


def test_of_two_equal_lists_the_smaller_id_counts() -> None:
    assert price(price_list("b", 400), price_list("a", 500)).list_id == "a"


def test_a_list_that_does_not_hold_yet_does_not_count() -> None:
    assert price(price_list("tomorrow", 1, start=1)).list_id is None


def test_a_list_in_another_currency_is_refused() -> None:
    foreign = PriceList("yen", {"milk": Money(100, JPY)})

    with pytest.raises(CurrencyMismatch):
        price(foreign)
    with pytest.raises(CurrencyMismatch):
        PriceList("mixed", {"milk": Money(100, JPY), "tea": Money(100, CNY)})


def test_a_list_without_id_or_with_a_negative_price_is_refused() -> None:
    with pytest.raises(PriceListInvalid):
        PriceList(" ", {})
    with pytest.raises(PriceInvalid):
        PriceList("a", {"milk": Money(-1, CNY)})


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(PeriodInvalid):
        price_in_force(MILK, [], "east", MONDAY_8.replace(tzinfo=None))
