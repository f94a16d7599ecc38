from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import chain

import pytest

from colugo.errors import BarcodeTaken, CurrencyMismatch, SkuTaken, SkuUnknown
from colugo.persistence import ChangeKind, Database
from colugo.shop import MAX_PRICE_MINOR, Currency, Money, Product
from colugo.shop.barcode import check_digit
from colugo.shop.period import Period

from .samples import CNY, enrol, product

EAN_A, EAN_B, EAN_8 = "4006381333931", "6291041500213", "96385074"
UPC_A = "036000291452"


def test_a_product_comes_back_as_it_went_in(database: Database) -> None:
    milk = Product("690", "莫斯利安 🥛", Money(MAX_PRICE_MINOR, CNY), (EAN_B, UPC_A, EAN_A), False)

    with database.transaction() as work:
        product_id = work.products.add(milk)

    with database.reading() as work:
        assert work.products.find_by_sku("690") == milk
        assert work.products.get_id("690") == product_id
        assert work.products.by_ids([product_id, 999]) == {product_id: milk}


def test_every_field_of_a_product_is_kept(database: Database) -> None:
    start = datetime(2026, 11, 25, 8, tzinfo=timezone(timedelta(hours=8)))
    beer = Product(
        "691", "啤酒", Money(700, CNY), name_en="Beer", category_id="drinks", unit="weight",
        tax_class="alcohol", min_age_years=18, period=Period(start, start + timedelta(days=9)),
        plu="00123",
    )  # fmt: skip

    with database.transaction() as work:
        work.products.add(beer)
        work.products.update(replace(beer, name_en="Lager"))

    with database.reading() as work:
        assert work.products.get_by_sku("691") == replace(beer, name_en="Lager")


def test_a_product_is_found_by_each_of_its_barcodes(database: Database) -> None:
    milk = product("690", 550, EAN_A, UPC_A)
    with database.transaction() as work:
        work.products.add_many([milk, product("691", 300, EAN_8)])

    with database.reading() as work:
        found = [work.products.find_by_barcode(code) for code in (EAN_A, UPC_A, "0" + UPC_A)]
        nothing = work.products.find_by_barcode(EAN_B)

    assert found == [milk] * 3
    assert nothing is None


def test_an_unknown_sku_is_none_to_find_and_an_error_to_get(database: Database) -> None:
    with database.reading() as work:
        assert work.products.find_by_sku("x") is None
        for ask in (work.products.get_by_sku, work.products.get_id, work.photos.of_product):
            with pytest.raises(SkuUnknown, match="colugo product add") as raised:
                ask("x")
            assert raised.value.sku == "x"


@pytest.mark.parametrize("sku", ["a_b", "a%b", "'; DROP TABLE products; --", "Ａ", "a", "A"])
def test_a_sku_is_compared_letter_by_letter(database: Database, sku: str) -> None:
    with database.transaction() as work:
        work.products.add_many([product("aXb"), product(sku)])

    with database.reading() as work:
        found = work.products.find_by_sku(sku)
        other = work.products.find_by_sku(sku.swapcase() + "?")

    assert found == product(sku)
    assert other is None


def test_a_sku_cannot_be_added_twice(database: Database) -> None:
    with database.transaction() as work:
        work.products.add(product("690", 550))

        with pytest.raises(SkuTaken) as raised:
            work.products.add(product("690", 600))

    assert raised.value.sku == "690"
    with database.reading() as work:
        assert work.products.get_by_sku("690").price == Money(550, CNY)


@pytest.mark.parametrize(("first", "second"), [(EAN_A, EAN_A), (UPC_A, "0" + UPC_A)])
def test_a_barcode_of_another_product_is_refused_with_its_owner_named(
    database: Database, first: str, second: str
) -> None:
    with database.transaction() as work:
        work.products.add(product("690", 550, first))

        with pytest.raises(BarcodeTaken, match="belongs to SKU '690'") as raised:
            work.products.add(product("691", 300, EAN_B, second))

    facts = (raised.value.barcode, raised.value.sku, raised.value.owner_sku)
    assert facts == (second, "691", "690")
    with database.reading() as work:
        assert work.products.count() == 1


def test_a_price_in_another_currency_is_refused(database: Database) -> None:
    foreign = Product("690", "tea", Money(550, Currency.of("JPY")))

    with database.transaction() as work:
        with pytest.raises(CurrencyMismatch):
            work.products.add(foreign)
        work.products.add(product("690"))
        with pytest.raises(CurrencyMismatch):
            work.products.update(foreign)


def test_conflicts_of_a_list_are_named_by_their_places(database: Database) -> None:
    with database.transaction() as work:
        work.products.add(product("690", 550, EAN_A))
    wanted = [
        product("690"),
        product("691", 1, EAN_B),
        product("691"),
        product("692", 1, EAN_A),
        product("693", 1, EAN_B),
        product("694"),
    ]

    with database.reading() as work:
        conflicts = work.products.conflicts(wanted)

    assert {place: type(error) for place, error in conflicts.items()} == {
        0: SkuTaken,
        2: SkuTaken,
        3: BarcodeTaken,
        4: BarcodeTaken,
    }


def test_adding_a_list_with_one_conflict_adds_none(database: Database) -> None:
    with database.transaction() as work:
        with pytest.raises(SkuTaken):
            work.products.add_many([product("690"), product("691"), product("690")])

        assert work.products.count() == 0
        assert work.products.add_many([]) == []


def test_the_numbers_of_added_products_come_in_their_order(database: Database) -> None:
    products = [product(f"{number:04}") for number in range(2500, 0, -1)]

    with database.transaction() as work:
        product_ids = work.products.add_many(products)

    with database.reading() as work:
        found = work.products.by_ids(product_ids)
    assert [found[product_id] for product_id in product_ids] == products


def test_an_update_replaces_everything_but_the_sku(database: Database) -> None:
    with database.transaction() as work:
        product_id = work.products.add(product("690", 550, EAN_A, EAN_8))
    changed = Product("690", "cream", Money(0, CNY), (EAN_8, EAN_B), is_active=False)

    with database.transaction() as work:
        work.products.update(changed)

    with database.reading() as work:
        assert work.products.get_by_sku("690") == changed
        assert work.products.get_id("690") == product_id
        assert work.products.find_by_barcode(EAN_A) is None


def test_an_update_cannot_take_the_barcode_of_another_product(database: Database) -> None:
    with database.transaction() as work:
        work.products.add_many([product("690", 550, EAN_A), product("691", 300, EAN_B)])

        with pytest.raises(BarcodeTaken) as raised:
            work.products.update(product("691", 300, EAN_A))

    assert raised.value.owner_sku == "690"
    with database.reading() as work:
        assert work.products.get_by_sku("691").barcodes == (EAN_B,)


def test_an_update_or_removal_of_an_unknown_sku_is_refused(database: Database) -> None:
    with database.transaction() as work:
        with pytest.raises(SkuUnknown):
            work.products.update(product("x"))
        with pytest.raises(SkuUnknown):
            work.products.remove("x")


def test_a_removed_product_takes_its_photos_files_and_barcodes_along(
    database: Database,
) -> None:
    enrol(database, "690", 1, 2)
    enrol(database, "691", 3)
    with database.transaction() as work:
        work.products.update(product("690", 550, EAN_A))

    with database.transaction() as work:
        work.products.remove("690")

    with database.transaction() as work:
        assert work.products.find_by_barcode(EAN_A) is None
        assert work.photos.count() == 1
        assert list(work.photos.embedding_models().values()) == [1]
        work.products.add(product("690", 550, EAN_A))
    assert len(list(database.files.folder.glob("photos/*/*"))) == 1


def test_a_number_of_a_removed_product_is_never_given_again(database: Database) -> None:
    with database.transaction() as work:
        before = work.products.add(product("690"))
        work.products.remove("690")

        after = work.products.add(product("690"))

    assert after > before


def test_every_change_of_a_product_is_in_the_log(database: Database) -> None:
    with database.transaction() as work:
        product_id = work.products.add(product("690"))
        work.products.update(product("690", 600))
        work.products.remove("690")

    with database.reading() as work:
        changes = work.changes.since(0)
    assert [change.kind for change in changes] == [
        ChangeKind.PRODUCT_ADDED,
        ChangeKind.PRODUCT_UPDATED,
        ChangeKind.PRODUCT_REMOVED,
    ]
    assert {(change.product_id, change.photo_id) for change in changes} == {(product_id, None)}


def test_pages_put_together_are_all_products_in_order(database: Database) -> None:
    products = [product(f"{number:02}") for number in range(25)]
    with database.transaction() as work:
        work.products.add_many(products[::-1])

    pages, after = [], ""
    with database.reading() as work:
        while page := work.products.page(limit=10, after_sku=after):
            pages.append(page)
            after = page[-1].sku

    assert [len(page) for page in pages] == [10, 10, 5]
    assert list(chain.from_iterable(pages)) == products


def test_products_no_longer_sold_can_be_left_out(database: Database) -> None:
    sold, ended = product("690"), replace(product("691"), is_active=False)
    with database.transaction() as work:
        work.products.add_many([sold, ended])

    with database.reading() as work:
        assert work.products.page() == [sold, ended]
        assert work.products.page(is_active=True) == [sold]
        assert work.products.page(is_active=False) == [ended]
        counts = [work.products.count(is_active=wanted) for wanted in (None, True, False)]
    assert counts == [2, 1, 1]


def test_ten_thousand_products_are_added_in_one_transaction(database: Database) -> None:
    digits = [f"{number:012}" for number in range(10_000)]
    products = [product(f"P{each}", 550, each + str(check_digit(each))) for each in digits]

    with database.transaction() as work:
        work.products.add_many(products)

    with database.reading() as work:
        assert work.products.page(limit=10_001) == products
