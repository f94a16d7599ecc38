from collections.abc import Callable
from typing import Any

from colugo import Shop
from colugo.checkout.sales import Stockroom

Open = Callable[..., Any]


def test_a_delivery_comes_in_a_count_corrects_it_and_a_level_raises_the_alarm(
    signed_in: Open, shop: Shop
) -> None:
    shop.add_product(sku="STOCKED", name="Stocked", price="1.00")
    page = signed_in("wang", "/stock")

    for button, number in (("Delivery", "12"), ("Count", "9")):
        page.get_by_role("button", name=button, exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Find a product").fill("STOCKED")
        dialog.get_by_text("Stocked · STOCKED").click()
        dialog.get_by_label("Pieces").fill(number)
        dialog.get_by_role("button", name="Save").click()
        dialog.wait_for(state="detached")
    page.get_by_role("button", name="Reorder level of Stocked").click()
    page.get_by_label("Order at").fill("10")
    page.get_by_label("Order up to").fill("30")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("row", name="Stocked STOCKED 9 10 30 low").wait_for()

    room = Stockroom(shop.database)
    assert room.on_hand("east")["STOCKED"] == 9
    assert [each.quantity for each in room.moves("east", "STOCKED")] == [12, -3]
    assert [each.to_order for each in room.alerts("east") if each.sku == "STOCKED"] == [21]


def test_an_attendant_takes_in_but_sets_no_levels(signed_in: Open) -> None:
    page = signed_in("li", "/stock")

    page.get_by_role("button", name="Delivery").wait_for()

    assert page.get_by_role("button", name="Reorder level").count() == 0


def test_an_engineer_looks_at_the_stock_and_changes_nothing(signed_in: Open) -> None:
    page = signed_in("eng", "/stock")

    page.get_by_role("heading", name="Stock", exact=True).wait_for()

    for name in ("Delivery", "Count", "Waste"):
        assert page.get_by_role("button", name=name, exact=True).count() == 0
