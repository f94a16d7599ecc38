from pathlib import Path

import pytest
from sqlalchemy import select

from colugo.persistence import Database
from colugo.persistence.name_grams import grams_of_names, grams_of_query
from colugo.persistence.search_schema import product_grams
from colugo.shop import Currency, Money, Product

_CNY = Currency.of("CNY")
_NAMES = {
    "1": ("莫斯利安酸奶", "Momchilovtsi yogurt"),
    "2": ("蒙牛纯牛奶", "Mengniu milk"),
    "3": ("可口可乐 330ml", "Coca-Cola"),
    "4": ("百事可乐", "Pepsi Cola"),
    "5": ("Ｏreo 奥利奥", ""),
}


@pytest.fixture
def stocked(tmp_path: Path) -> Database:
    database = Database.create(tmp_path / "shop.sqlite3", _CNY)
    with database.transaction() as work:
        work.products.add_many([_product(sku, *names) for sku, names in _NAMES.items()])
    return database


@pytest.mark.parametrize(
    ("query", "skus"),
    [
        ("莫斯利安", ["1"]),
        ("奶", ["2", "1"]),
        ("牛奶", ["2"]),
        ("可乐", ["4", "3"]),
        ("mosilian", ["1"]),
        ("MOSILI", ["1"]),
        ("msla", ["1"]),
        ("bskl", ["4"]),
        ("coca", ["3"]),
        ("mengnui", ["2"]),
        ("momchilovsti", ["1"]),
        ("oreo", ["5"]),
        ("me", ["2"]),
        ("zzz", []),
        ("", []),
        ("%_'\"", []),
    ],
)
def test_a_product_is_found_as_people_type_it(
    stocked: Database, query: str, skus: list[str]
) -> None:
    assert _found(stocked, query) == skus


def test_a_new_name_is_found_and_the_old_one_no_more(stocked: Database) -> None:
    with stocked.transaction() as work:
        work.products.update(_product("2", "伊利纯牛奶", "Yili milk"))
        work.products.remove("4")

    assert (_found(stocked, "mengniu"), _found(stocked, "yili")) == ([], ["2"])
    assert _pieces_kept(stocked) == {1, 2, 3, 5}
    assert _found(stocked, "可乐") == ["3"]


def test_a_search_may_be_of_what_is_sold_alone(stocked: Database) -> None:
    with stocked.transaction() as work:
        work.products.update(_product("4", *_NAMES["4"], is_active=False))

    with stocked.reading() as work:
        found = work.products.search("可乐", is_active=True)

    assert [product.sku for product in found] == ["3"]


@pytest.mark.parametrize("name", [name for names in _NAMES.values() for name in names if name])
def test_a_name_has_every_piece_of_itself(name: str) -> None:
    asked = grams_of_query(name)

    assert asked
    assert set(asked) <= grams_of_names(name, "")


def _product(sku: str, name: str, name_en: str, is_active: bool = True) -> Product:
    return Product(sku, name, Money(100, _CNY), name_en=name_en, is_active=is_active)


def _found(database: Database, query: str) -> list[str]:
    with database.reading() as work:
        return [product.sku for product in work.products.search(query)]


def _pieces_kept(database: Database) -> set[int]:
    with database.reading() as work:
        return set(work.products._connection.scalars(select(product_grams.c.product_id)))
