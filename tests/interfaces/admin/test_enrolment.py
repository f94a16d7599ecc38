from collections.abc import Callable
from typing import Any

import pytest

from colugo import Shop
from colugo.checkout.gallery_advice import WARNINGS, Advice
from colugo.interfaces.admin.advising import sentence
from colugo.interfaces.admin.words import Language, Words
from tests.checkout.coloured_shop import RED, photo_of

Open = Callable[..., Any]


def test_photos_are_enrolled_and_what_they_are_too_like_is_said(
    signed_in: Open, shop: Shop
) -> None:
    shop.add_product(sku="R2", name="Red too", price="1.00")
    page = signed_in("li", "/enrolment")

    page.get_by_label("Find a product").fill("Red too")
    page.get_by_text("Red too · R2").click()
    page.get_by_role("heading", name="Red too").wait_for()
    files = [
        {"name": f"{shade}.png", "mimeType": "image/png", "buffer": photo_of(RED, shade)}
        for shade in (2, 4)
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_text("2 photos added").wait_for()
    page.get_by_text("莫斯利安 is too like Red too").wait_for()
    page.get_by_role("img", name="Photo").nth(1).wait_for()

    assert len(shop.photos("R2")) == 2
    shop.remove_product("R2")


def test_a_photo_is_taken_by_the_camera_of_the_browser_and_removed_again(
    signed_in: Open, shop: Shop
) -> None:
    shop.add_product(sku="CAM", name="Filmed", price="1.00")
    page = signed_in("wang", "/enrolment?sku=CAM")

    page.get_by_role("button", name="Use the camera").click()
    page.wait_for_function("document.getElementById('camera').videoWidth > 0")
    page.get_by_role("button", name="Take photo").click()
    page.get_by_text("1 photos added").wait_for()
    taken = shop.photos("CAM")
    page.get_by_role("button", name="Remove photo").click()
    page.get_by_role("button", name="Yes, go ahead").click()
    page.get_by_text("0 photos", exact=True).wait_for()

    assert len(taken) == 1
    assert taken[0].width_px > taken[0].height_px
    assert shop.photos("CAM") == []
    shop.remove_product("CAM")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_kinds_of_advice_have_a_sentence_that_names_the_products(language: Language) -> None:
    names = {"A": "Alpha", "B": "Beta"}

    told = {
        kind: sentence(Words(language), Advice(kind, "A", "B", 7, 0.5), names)
        for kind in (*WARNINGS, "take one more")
    }

    assert len(set(told.values())) == 5
    assert all("Alpha" in each and "{" not in each for each in told.values())
    assert "Beta" in told["too alike"]
    assert "7" in told["odd photo"]
