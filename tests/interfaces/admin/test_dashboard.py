from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from colugo import Shop
from colugo.checkout.reports import Reports
from colugo.checkout.sales import Closing, Stockroom
from colugo.interfaces.admin import charts
from colugo.interfaces.admin.figures import Figures, read_figures, span_of
from colugo.interfaces.admin.words import Words
from colugo.shop.orders import By, ReversalRequest
from colugo.shop.people import Coordinates, Counter, Store
from colugo.shop.stock import ReorderLevel
from tests.checkout.coloured_shop import stocked_shop

from .selling import sell

Open = Callable[..., Any]
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)  # four in the afternoon in both stores
MANAGER = By("wang", "manager", NOW)


def take_back(shop: Shop, order_id: UUID, pieces: int, at: datetime = NOW) -> None:
    request = ReversalRequest(uuid4(), "refund", "dented", {1: pieces})
    Closing(shop.database).reverse(order_id, request, By("wang", "manager", at))


@pytest.fixture
def selling(tmp_path: Path) -> Iterator[Shop]:
    """A shop that sold yesterday and today in two stores, and took one piece back."""
    with stocked_shop(tmp_path / "shop") as shop:
        with shop.database.transaction() as work:
            for store_id in ("east", "west"):
                work.stores.save(Store(store_id, store_id.title(), shop.currency))
                work.stores.save_counter(Counter(f"{store_id}-1", store_id, "1"))
        delivered = {"R": 20, "G": 5, "B": 9}
        Stockroom(shop.database).receive(uuid4(), "east", delivered, MANAGER)
        Stockroom(shop.database).set_level(ReorderLevel("east", "G", 4, 10), MANAGER)
        earlier = sell(shop, {"R": 3}, at=NOW - timedelta(days=1, hours=1))
        sell(shop, {"R": 2, "G": 2}, at=NOW - timedelta(hours=1))
        sell(shop, {"B": 7, "G": 1}, at=NOW - timedelta(hours=5), store_id="west")
        take_back(shop, earlier, 1)
        yield shop


def figures_of(shop: Shop, store_id: str | None = None, days: int = 1) -> Figures:
    with shop.database.reading() as work:
        stores = work.stores.all()
    end = NOW + timedelta(seconds=1)
    span = span_of(stores, store_id, end, days)
    return read_figures(shop, stores, span, end, "en")


def drawn(options: charts.Options) -> Decimal:
    """The sum of what a chart draws."""
    values = [each["value"] if isinstance(each, dict) else each
              for each in options["series"][0]["data"]]  # fmt: skip
    return sum((Decimal(str(value)) for value in values), Decimal(0))


@pytest.mark.parametrize("store_id", [None, "east", "west"])
@pytest.mark.parametrize("days", [1, 7])
def test_every_chart_and_figure_equals_the_reports_to_the_cent(
    selling: Shop, store_id: str | None, days: int
) -> None:
    figures, words = figures_of(selling, store_id, days), Words("en")
    with selling.database.reading() as work:
        span = span_of(work.stores.all(), store_id, NOW + timedelta(seconds=1), days)
    reports = Reports(selling.database)

    charted = {
        key: drawn(draw(figures, words, charts.PAPER))
        for key, draw in (
            ("hour", charts.hours), ("day", charts.days), ("store", charts.stores),
            ("product", charts.ranking),
        )
    }  # fmt: skip

    for key, total in charted.items():
        rows = reports.sales(key, span)  # type: ignore[arg-type]
        assert total == sum(Decimal(row.total.decimal_text()) for row in rows), key
        assert total == Decimal(figures.total.decimal_text()), key
    assert figures.baskets == reports.baskets(span)


def test_what_was_taken_back_today_counts_today_whenever_it_was_sold(selling: Shop) -> None:
    today, before = figures_of(selling).total, figures_of(selling).before

    # 2 red, 3 green, 7 blue; one red of yesterday came back
    assert today.decimal_text() == "20.10"
    assert before.decimal_text() == "16.50"


def test_the_time_before_is_as_long_and_ends_at_the_same_hour(selling: Shop) -> None:
    sell(selling, {"G": 1}, at=NOW - timedelta(days=1) + timedelta(hours=2))

    before = figures_of(selling).before

    assert before.decimal_text() == "16.50"  # the green one was sold after this hour


def test_stock_alarms_and_cover_are_those_of_the_stores_that_are_looked_at(
    selling: Shop,
) -> None:
    east, west = figures_of(selling, "east"), figures_of(selling, "west")

    assert [(each.sku, each.on_hand, each.to_order) for each in east.alerts] == [("G", 3, 7)]
    assert west.alerts == ()
    assert {each.store_id for each in west.covers} == {"west"}
    assert east.covers == Reports(selling.database).cover("east", NOW + timedelta(seconds=1))


def test_a_shop_that_sold_nothing_has_charts_that_say_so(tmp_path: Path) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        figures, words = figures_of(shop), Words("en")

    ring = charts.recognition(figures, words, charts.WALL)

    assert ring["title"]["text"] == "Nothing yet"
    assert charts.cover_days(figures.covers) is None
    assert figures.total.minor == 0


def test_the_page_shows_the_figures_of_the_reports_and_follows_a_sale(
    signed_in: Open, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colugo.interfaces.admin.pages.dashboard._SOON_S", 0.5)
    sell(shop, {"R": 1, "G": 4})
    page = signed_in("wang", "/wall")
    total = page.locator("#figure-total")

    page.get_by_role("heading", name="Dashboard").wait_for()
    first = total.inner_text()
    sell(shop, {"B": 1}, store_id="west")
    page.wait_for_function(f"document.getElementById('figure-total').innerText != {first!r}")
    chart = page.evaluate("document.querySelectorAll('canvas').length")

    now = datetime.now(UTC)
    with shop.database.reading() as work:
        span = span_of(work.stores.all(), None, now, 1)
    rows = Reports(shop.database).sales("store", span)
    expected = sum(Decimal(row.total.decimal_text()) for row in rows)
    assert Decimal(total.inner_text()) == expected
    assert Decimal(total.inner_text()) - Decimal(first) == Decimal("0.80")
    assert chart >= 4


def test_a_role_that_reads_no_reports_has_no_dashboard(signed_in: Open) -> None:
    page = signed_in("li", "/products")
    page.get_by_role("row", name="Water").wait_for()
    ways = page.get_by_role("link", name="Dashboard").count()
    english = {"accept-language": "en"}

    answer = page.request.get(page.url.replace("/products", "/dashboard"), headers=english)

    assert ways == 0
    assert answer.status == 403
    assert "The role attendant has no access" in answer.text()


def test_who_works_in_one_store_sees_its_figures_alone(signed_in: Open, shop: Shop) -> None:
    sell(shop, {"G": 1}, store_id="west")
    page = signed_in("east", "/dashboard")
    page.get_by_role("heading", name="Sales by hour").wait_for()

    shown = Decimal(page.locator("#figure-total").inner_text())

    now = datetime.now(UTC)
    with shop.database.reading() as work:
        span = span_of(work.stores.all(), "east", now, 1)
    rows = Reports(shop.database).sales("store", span)
    assert shown == sum(Decimal(row.total.decimal_text()) for row in rows)


def test_stores_stand_where_they_are_once_all_have_a_place(selling: Shop) -> None:
    bars = charts.stores(figures_of(selling), Words("en"), charts.PAPER)
    with selling.database.transaction() as work:
        for number, store in enumerate(work.stores.all()):
            work.stores.save(replace(store, place=Coordinates.of(31.2 + number, 121.5)))
    figures = figures_of(selling)

    plane = charts.stores(figures, Words("en"), charts.PAPER)

    discs = {each["name"]: each["value"] for each in plane["series"][0]["data"]}
    assert bars["series"][0]["type"] == "bar"
    assert {name: value[:2] for name, value in discs.items()} == {
        "East": [121.5, 31.2], "West": [121.5, 32.2],
    }  # fmt: skip
    total = sum(Decimal(str(value[2])) for value in discs.values())
    assert total == Decimal(figures.total.decimal_text())
