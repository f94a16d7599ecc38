"""A database with a store, a counter and a few products, and people who sell there."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from colugo.persistence import Database
from colugo.shop import Currency, Money, Product
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store
from colugo.shop.promotions import NForM, Promotion, Target
from colugo.shop.tax import TaxClass, TaxRate, TaxRules

CNY = Currency.of("CNY")
NOON = datetime(2026, 11, 25, 12, tzinfo=timezone(timedelta(hours=8)))
SHOPPER = By("counter 1", "device", NOON)
ATTENDANT = By("Li", "attendant", NOON)
MANAGER = By("Wang", "manager", NOON)
VAT = TaxRules(True, (TaxClass("standard", (TaxRate("VAT", "VAT", 130_000),)),))
PRODUCTS = (
    Product("milk", "莫斯利安", Money(550, CNY), ("6901234567892",)),
    Product("beer", "青岛啤酒", Money(680, CNY), min_age_years=18),
    Product("apples", "苹果", Money(1290, CNY), unit="weight", plu="00042"),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The shop in a file, and once more on a server."""
    if request.param == "sqlite":
        opened = Database.create(tmp_path / "shop.sqlite3", CNY)
    else:
        opened = Database.open_on_server(request.getfixturevalue("postgres_shop_url"), tmp_path)
    with opened:
        furnish(opened)
        yield opened


def furnish(database: Database, **store: object) -> None:
    with database.transaction() as work:
        work.stores.save(Store("east", "East", CNY, **store))
        work.stores.save_counter(Counter("c1", "east", "Counter 1"))
        work.pricing.save_tax_rules(VAT)
        for product in PRODUCTS:
            work.products.add(product)


def three_for_two() -> Promotion:
    return Promotion("3for2", "三付二", NForM(3, 2), target=Target(frozenset({"milk"})))
