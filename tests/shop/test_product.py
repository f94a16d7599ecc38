from dataclasses import FrozenInstanceError, replace
from datetime import timedelta
from typing import Any

import pytest

from colugo.errors import (
    BarcodeInvalid,
    PriceInvalid,
    ProductFieldInvalid,
    ProductNameInvalid,
    SkuInvalid,
)
from colugo.shop import MAX_PRICE_MINOR, Money, Product
from colugo.shop.period import Period

from .samples import CNY, MONDAY_8, product


@pytest.mark.parametrize("sku", ["6", "690", "milk 1l", "牛奶-01", "a.b", "x" * 64, "#1:*?"])
def test_a_sku_that_can_name_a_folder_is_taken(sku: str) -> None:
    assert product(sku=sku).sku == sku


@pytest.mark.parametrize(
    ("sku", "reason"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        (" 690", "spaces at its ends"),
        ("690\n", "spaces at its ends"),
        ("x" * 65, "has 65 characters"),
        ("a/b", "slash"),
        ("a\\b", "slash"),
        ("a\tb", "cannot be printed"),
        ("a\0b", "cannot be printed"),
        ("a\u200bb", "cannot be printed"),
        (".", "starts with a dot"),
        ("..", "starts with a dot"),
        (".hidden", "starts with a dot"),
    ],
)
def test_a_sku_that_cannot_name_a_folder_is_refused(sku: str, reason: str) -> None:
    with pytest.raises(SkuInvalid, match=reason) as raised:
        product(sku=sku)

    assert raised.value.sku == sku


@pytest.mark.parametrize(
    "name", ["莫斯利安 原味酸牛奶 200g", "Café crème", "a", "字" * 200, "ＡＢ　Ｃ"]
)
def test_a_name_on_one_line_is_taken(name: str) -> None:
    assert product(name=name).name == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "is empty"),
        ("\u3000", "is empty"),
        ("milk ", "spaces at its ends"),
        ("x" * 201, "has 201 characters"),
        ("two\nlines", "line end"),
        ("two\u2028lines", "line end"),
        ("bell\a", "control character"),
        ("half \ud83d", "control character"),
    ],
)
def test_a_name_that_breaks_a_receipt_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ProductNameInvalid, match=reason):
        product(name=name)


def test_a_product_may_be_free_but_not_cheaper() -> None:
    free = product(price_minor=0)

    assert free.price == Money.zero(CNY)
    with pytest.raises(PriceInvalid, match="below 0"):
        product(price_minor=-1)


def test_a_price_above_the_largest_is_refused() -> None:
    with pytest.raises(PriceInvalid, match="too large"):
        product(price_minor=MAX_PRICE_MINOR + 1)


def test_a_wrong_barcode_is_refused_with_the_right_check_digit() -> None:
    with pytest.raises(BarcodeInvalid, match="is 1"):
        replace(product(), barcodes=("4006381333930",))


def test_one_number_twice_is_refused_even_as_upc_and_ean() -> None:
    with pytest.raises(BarcodeInvalid, match="twice"):
        replace(product(), barcodes=("036000291452", "0036000291452"))


def test_a_product_cannot_be_changed_in_place() -> None:
    milk = Product("690", "milk", Money(550, CNY), ("4006381333931", "96385074"), is_active=False)

    with pytest.raises(FrozenInstanceError):
        milk.name = "cream"  # type: ignore[misc]

    assert milk.barcodes == ("4006381333931", "96385074")


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "litre"},
        {"tax_class": " "},
        {"category_id": ""},
        {"min_age_years": 0},
        {"min_age_years": True},
        {"plu": "12a"},
        {"plu": "1234567890"},
    ],
)
def test_a_field_out_of_its_range_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(ProductFieldInvalid, match=next(iter(wrong))):
        replace(product(), **wrong)


def test_a_product_is_sold_only_while_active_and_in_its_period() -> None:
    coming = replace(product(), period=Period(start=MONDAY_8))

    assert coming.is_sold_at(MONDAY_8)
    assert not coming.is_sold_at(MONDAY_8 - timedelta(seconds=1))
    assert not replace(coming, is_active=False).is_sold_at(MONDAY_8)


def test_the_english_name_is_used_where_there_is_one() -> None:
    milk = replace(product(name="牛奶"), name_en="Milk")

    assert (milk.name_in("en"), milk.name_in("zh")) == ("Milk", "牛奶")
    assert product(name="牛奶").name_in("en") == "牛奶"
