from datetime import datetime, timedelta, timezone

import pytest

from colugo.errors import CurrencyMismatch, PriceListUnknown, SkuUnknown
from colugo.persistence import Database
from colugo.shop import Currency, Money
from colugo.shop.period import Period
from colugo.shop.price_list import PriceList, price_in_force

from .samples import CNY, product

START = datetime(2026, 11, 25, 8, tzinfo=timezone(timedelta(hours=8)))
WEEK = Period(START, START + timedelta(days=7))
LIST = PriceList("sale", {"690": Money(450, CNY), "691": Money(0, CNY)}, "east", WEEK)


def save(database: Database, *lists: PriceList) -> None:
    with database.transaction() as work:
        for sku in ("690", "691"):
            if work.products.find_by_sku(sku) is None:
                work.products.add(product(sku))
        for each in lists:
            work.price_lists.save(each)


def test_price_lists_come_back_as_they_went_in(database: Database) -> None:
    always = PriceList("always", {})

    save(database, LIST, always)

    with database.reading() as work:
        assert work.price_lists.all() == (always, LIST)


def test_the_price_of_a_kept_list_is_the_one_that_counts(database: Database) -> None:
    save(database, LIST)

    with database.reading() as work:
        lists, sold = work.price_lists.all(), work.products.get_by_sku("690")

    assert price_in_force(sold, lists, "east", START).price == Money(450, CNY)
    assert price_in_force(sold, lists, "west", START).price == sold.price


def test_a_list_takes_the_place_of_the_one_with_its_id(database: Database) -> None:
    newer = PriceList("sale", {"691": Money(99, CNY)})

    save(database, LIST)
    save(database, newer)

    with database.reading() as work:
        assert work.price_lists.all() == (newer,)


def test_a_product_that_is_removed_leaves_its_lists(database: Database) -> None:
    save(database, LIST)

    with database.transaction() as work:
        work.products.remove("690")

    with database.reading() as work:
        assert [dict(each.prices) for each in work.price_lists.all()] == [{"691": Money(0, CNY)}]


def test_a_list_that_is_removed_is_gone_with_its_prices(database: Database) -> None:
    save(database, LIST)

    with database.transaction() as work:
        work.price_lists.remove("sale")
        work.price_lists.save(PriceList("sale", {}))

    with database.reading() as work:
        assert work.price_lists.all() == (PriceList("sale", {}),)


def test_removing_a_list_that_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(PriceListUnknown, match="'none'"), database.transaction() as work:
        work.price_lists.remove("none")


@pytest.mark.parametrize(
    ("prices", "error"),
    [
        ({"690": Money(1, CNY), "nobody": Money(1, CNY)}, SkuUnknown),
        ({"690": Money(1, Currency.of("EUR"))}, CurrencyMismatch),
    ],
)
def test_a_list_that_does_not_fit_the_shop_changes_nothing(
    database: Database, prices: dict[str, Money], error: type[Exception]
) -> None:
    save(database, LIST)

    with pytest.raises(error), database.transaction() as work:
        work.price_lists.save(PriceList("sale", prices))

    with database.reading() as work:
        assert work.price_lists.all() == (LIST,)
