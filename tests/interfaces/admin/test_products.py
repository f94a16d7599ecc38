from collections.abc import Callable
from typing import Any

from colugo import Shop
from colugo.shop import parse_price

Open = Callable[..., Any]


def test_one_signs_in_adds_a_product_and_finds_it(new_page: Open, address: str, shop: Shop) -> None:
    page = new_page()
    page.goto(f"{address}/products")
    page.get_by_label("Person").fill("ada")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("button", name="Add product").click()
    for label, text in (("SKU", "6901234567892"), ("Name", "茉莉花茶"), ("Price", "4.20")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Barcodes").fill("6901234567892")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("茉莉花茶 is saved").wait_for()
    page.get_by_label("Search by name").fill("mlhc")
    page.get_by_role("row", name="茉莉花茶").wait_for()
    page.get_by_role("row", name="Water").wait_for(state="detached")

    kept = shop.product("6901234567892")
    assert kept.price == parse_price("4.20", shop.currency)
    assert kept.barcodes == ("6901234567892",)


def test_a_product_is_changed_and_what_is_wrong_is_said(signed_in: Open, shop: Shop) -> None:
    shop.add_product(sku="CHANGE", name="Old name", price="1.00")
    page = signed_in("wang", "/products")

    page.get_by_role("button", name="Edit Old name").click()
    page.get_by_label("Price", exact=True).fill("a lot")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").filter(has_text="a lot").wait_for()
    page.get_by_label("Price", exact=True).fill("2.50")
    page.get_by_label("Name", exact=True).fill("New name")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("New name is saved").wait_for()

    assert shop.product("CHANGE").price.decimal_text() == "2.50"


def test_a_file_is_looked_at_before_it_is_brought_in(signed_in: Open, shop: Shop) -> None:
    page = signed_in("wang", "/products")
    page.get_by_role("button", name="Import CSV").click()
    picker = page.locator("input[type=file]")

    wrong = {"name": "p.csv", "mimeType": "text/csv", "buffer": b"sku,name,price\nF1,File,much\n"}
    picker.set_input_files(wrong)
    page.get_by_text("1 lines cannot be imported").wait_for()
    picker.set_input_files({**wrong, "buffer": b"sku,name,price\nF1,Filed,3.00\n"})
    page.get_by_text("Would add 1 and change 0 products").wait_for()
    before = shop.find_products("Filed")
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("1 added, 0 changed").wait_for()

    assert before == []
    assert shop.product("F1").name == "Filed"


def test_an_attendant_looks_but_changes_nothing(signed_in: Open) -> None:
    page = signed_in("li", "/products")

    page.get_by_role("row", name="Water").wait_for()
    page.get_by_role("link", name="中文").click()
    page.get_by_role("heading", name="商品").wait_for()

    assert page.get_by_role("button", name="新增商品").count() == 0
    assert page.get_by_role("button", name="编辑").count() == 0
