from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import ProductsFileInvalid
from colugo.shop import Product, ProductRow, parse_products
from colugo.shop.category import Category, CategoryTree
from colugo.shop.import_plan import PlannedLine, plan_import
from colugo.shop.money import Money
from colugo.shop.period import Period
from colugo.shop.products_export import write_products
from colugo.shop.tax import UNTAXED

from .samples import CNY, MONDAY_8, ean13, product

TREE = CategoryTree((Category("tea", "茶"),))
letters = st.text(st.sampled_from("aB9茶é \"',;=\u3000"), min_size=1, max_size=12)
names = letters.map(str.strip).filter(bool)
moments = st.datetimes(timezones=st.sampled_from([UTC, MONDAY_8.tzinfo]))
periods = st.one_of(
    st.just(Period()),
    moments.map(lambda at: Period(start=at)),
    moments.map(lambda at: Period(end=at)),
)
products = st.builds(
    Product,
    sku=names.filter(str.isprintable),
    name=names,
    price=st.integers(0, 10**12 - 1).map(lambda minor: Money(minor, CNY)),
    barcodes=st.lists(st.integers(0, 10**12 - 1), max_size=3, unique=True).map(
        lambda numbers: tuple(ean13(number) for number in numbers)
    ),
    is_active=st.booleans(),
    name_en=st.one_of(st.just(""), names),
    category_id=st.sampled_from([None, "tea"]),
    unit=st.sampled_from(["piece", "weight"]),
    tax_class=st.sampled_from(["standard", "food"]),
    min_age_years=st.sampled_from([None, 18]),
    period=periods,
    plu=st.sampled_from(["", "00017"]),
)


@settings(max_examples=60, deadline=None)
@given(products)
def test_what_is_exported_is_imported_again(exported: Product) -> None:
    rows = parse_products(write_products([exported]), CNY)

    assert rows == (ProductRow(2, exported),)


def test_what_a_file_has_no_column_for_stays_as_it_is() -> None:
    before = Product(
        "690", "茶", Money(300, CNY), ("96385074",), name_en="Tea", category_id="tea", plu="7"
    )

    ((_, after),) = parse_products(b"sku,name,price\n690,tea,3.50\n", CNY, known={"690": before})

    assert (after.name, after.price.minor) == ("tea", 350)
    assert (after.barcodes, after.name_en, after.plu) == (("96385074",), "Tea", "7")


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("unit", "litre", "write piece or weight"),
        ("min_age", "adult", "write a number of years"),
        ("min_age", "0", "min_age_years"),
        ("active_from", "2026-01-31", "such as 2026-01-31T08:00"),
        ("active_until", "soon", "such as 2026-01-31T08:00"),
        ("plu", "x", "digits"),
        ("name_en", "a\tb", "control character"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_line(
    column: str, cell: str, sentence: str
) -> None:
    text = f"sku,name,price,{column}\n690,tea,3,\n691,tea,3,{cell}\n"

    with pytest.raises(ProductsFileInvalid, match=sentence) as raised:
        parse_products(text.encode(), CNY)

    assert [problem.line for problem in raised.value.problems] == [3]


def test_a_period_that_ends_before_it_starts_is_refused_with_its_line() -> None:
    text = (
        "sku,name,price,active_from,active_until\n"
        "690,tea,3,2026-02-01T00:00+08:00,2026-01-01T00:00+08:00\n"
    )

    with pytest.raises(ProductsFileInvalid, match="active_until"):
        parse_products(text.encode(), CNY)


def test_one_item_number_of_two_products_is_refused() -> None:
    text = "sku,name,price,plu\n690,tea,3,7\n691,tea,3,007\n692,tea,3,\n693,tea,3,\n"

    with pytest.raises(ProductsFileInvalid, match="plu 007 stands in line 2") as raised:
        parse_products(text.encode(), CNY)

    assert len(raised.value.problems) == 1


def test_a_plan_says_what_each_line_would_do() -> None:
    old, same = product("old", price_minor=100), product("same")
    rows = [ProductRow(2, product("old")), ProductRow(3, same), ProductRow(4, product("new"))]

    plan = plan_import(rows, {"old": old, "same": same}, TREE, UNTAXED)

    assert plan.lines == (
        PlannedLine(2, product("old"), "changed", ("price",)),
        PlannedLine(3, same, "unchanged"),
        PlannedLine(4, product("new"), "added"),
    )
    assert plan.products("added") == (product("new"),)


def test_a_plan_refuses_categories_and_tax_classes_that_are_not_there() -> None:
    content = b"sku,name,price,category,tax_class\n690,tea,3,tea,\n691,ale,3,beer,alcohol\n"

    with pytest.raises(ProductsFileInvalid) as raised:
        plan_import(parse_products(content, CNY), {}, TREE, UNTAXED)

    assert [problem.line for problem in raised.value.problems] == [3, 3]
    assert "'beer'" in str(raised.value)
    assert "'alcohol'" in str(raised.value)


def test_moments_are_compared_with_their_offset() -> None:
    text = "sku,name,price,active_from\n690,tea,3,2026-01-05T00:00+00:00\n"

    ((_, tea),) = parse_products(text.encode(), CNY)

    assert tea.is_sold_at(MONDAY_8)
    assert not tea.is_sold_at(MONDAY_8 - timedelta(seconds=1))
