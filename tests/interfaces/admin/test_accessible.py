from collections.abc import Callable
from typing import Any

import pytest

from colugo import Shop
from colugo.interfaces.admin.pages import ALL_PAGES

from .selling import sell

Open = Callable[..., Any]
PHONE = {"width": 390, "height": 844}


def violations(page: Any) -> list[str]:
    """What axe finds wrong with a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not there")
    found = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


def test_axe_finds_nothing_wrong_with_any_page(signed_in: Open, shop: Shop, address: str) -> None:
    sell(shop, {"R": 1, "B": 2})
    page = signed_in("ada", "/sign-in", bypass_csp=True)
    found = {"sign in": violations(page)}

    for each in ALL_PAGES:
        page.goto(address + each.path)
        page.locator("#main").get_by_role("heading").first.wait_for()
        found[each.path] = violations(page)
    page.goto(f"{address}/enrolment?sku=R")
    page.get_by_role("button", name="Remove photo").first.wait_for()
    found["enrolment of a product"] = violations(page)

    assert found == {name: [] for name in found}


def test_no_page_is_wider_than_a_phone(signed_in: Open, address: str) -> None:
    page = signed_in("ada", "/products", viewport=PHONE)
    over = {}

    for each in ALL_PAGES:
        page.goto(address + each.path)
        page.locator("#main").get_by_role("heading").first.wait_for()
        over[each.path] = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert over == {each.path: 0 for each in ALL_PAGES}


def test_a_product_is_changed_by_the_keyboard_alone(signed_in: Open, shop: Shop) -> None:
    shop.add_product(sku="KEYS", name="Typed", price="1.00")
    page = signed_in("wang", "/products")
    page.get_by_role("row", name="Typed").wait_for()

    page.get_by_label("Search by name").focus()
    page.keyboard.type("KEYS")
    page.get_by_role("row", name="Water").wait_for(state="detached")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel") == "Edit Typed":
            break
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.get_by_label("Price", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2.75")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Typed is saved").wait_for()

    assert shop.product("KEYS").price.decimal_text() == "2.75"
    shop.remove_product("KEYS")
