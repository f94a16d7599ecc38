from collections.abc import Callable
from typing import Any

from colugo import Shop

Open = Callable[..., Any]


def test_a_price_list_comes_in_holds_where_it_says_and_goes(signed_in: Open, shop: Shop) -> None:
    page = signed_in("wang", "/pricing")
    page.get_by_role("button", name="Bring in a price list").click()
    dialog = page.get_by_role("dialog")

    dialog.get_by_label("Price list").fill("autumn")
    content = b"sku,price\nB,0.70\n"
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    dialog.get_by_text("a.csv").wait_for()
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("row", name="autumn All stores always 1 holds now").wait_for()
    price = shop.prices_in_force([shop.product("B")])["B"]
    page.get_by_role("button", name="Remove autumn").click()
    page.get_by_role("button", name="Yes, go ahead").click()
    page.get_by_role("row", name="autumn").wait_for(state="detached")

    assert (price.price.decimal_text(), price.list_id) == ("0.70", "autumn")
    assert shop.prices_in_force([shop.product("B")])["B"].list_id is None


def test_a_category_is_added_below_another_and_one_in_use_stays(
    signed_in: Open, shop: Shop
) -> None:
    page = signed_in("wang", "/pricing")

    page.get_by_role("button", name="Add category").click()
    dialog = page.get_by_role("dialog")
    for label, text in (("Id", "tea"), ("Name", "茶"), ("English name", "Tea")):
        dialog.get_by_label(label, exact=True).fill(text)
    dialog.get_by_label("Below").click()
    page.get_by_role("option", name="饮料").click()
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("row", name="饮料 / 茶").wait_for()
    shop.update_product("G", category_id="tea")
    page.get_by_role("button", name="Remove 茶").click()
    page.get_by_role("button", name="Yes, go ahead").click()
    page.get_by_role("alert").filter(has_text="tea").wait_for()

    assert shop.categories().path("tea") == ("drinks", "tea")
    shop.update_product("G", category_id=None)
    shop.remove_category("tea")


def test_an_attendant_sees_prices_and_changes_none(signed_in: Open) -> None:
    page = signed_in("li", "/pricing")

    page.get_by_role("heading", name="Promotions").wait_for()

    assert page.get_by_role("button", name="Bring in").count() == 0
    assert page.get_by_role("button", name="Add category").count() == 0
