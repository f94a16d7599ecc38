import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.interfaces.rest import create_app
from tests.checkout.coloured_shop import RED
from tests.interfaces.rest.conftest import shop as shop
from tests.interfaces.rest.conftest import signed_in
from tests.interfaces.rest.visiting import LEFT, RIGHT, Screen, furnish


@pytest.fixture
def counter(shop: Shop) -> Screen:
    """The screen of a counter on which red lies."""
    furnish(shop)
    return Screen(signed_in(shop, "device"))


def test_a_phone_sees_the_visit_of_its_key_and_can_change_nothing(
    shop: Shop, counter: Screen
) -> None:
    visit = counter.show((RED, LEFT), (RED, RIGHT))

    seen = _phone(shop).get(f"/v1/views/{_key(visit)}").json()

    assert seen["basket"]["total_minor"] == visit["basket"]["total_minor"] == 1100
    assert (seen["steps"], seen["ways_to_pay"], seen["scene"]) == ([], [], None)
    assert visit["view"].startswith("/kiosk/#v=")  # behind #, so that no log of a server has it


def test_a_phone_sees_pictures_of_what_is_bought_and_no_others(shop: Shop, counter: Screen) -> None:
    visit = counter.show((RED, LEFT))
    phone, place = _phone(shop), f"/v1/views/{_key(visit)}"
    other = shop.photos("B")[1].id

    picture = phone.get(phone.get(place).json()["products"]["R"]["picture"])
    refused = phone.get(f"{place}/photos/{other}")

    assert picture.headers["Content-Type"] == "image/png"
    assert refused.status_code == 404


def test_a_key_ends_with_its_visit_and_none_is_guessed(shop: Shop, counter: Screen) -> None:
    visit = counter.show((RED, LEFT))
    key = _key(visit)
    forged = [key[:-1] + ("0" if key[-1] != "0" else "1"), "c1", "c1..", "x" * 200, "", f"{key}é"]
    before = [_phone(shop).get(f"/v1/views/{each}").status_code for each in (key, *forged)]

    counter.step("cancel")
    counter.show()

    assert before == [200, *[404] * len(forged)]
    assert _phone(shop).get(f"/v1/views/{key}").status_code == 404


def test_a_screen_without_a_camera_gets_the_last_picture_of_its_counter(
    shop: Shop, counter: Screen
) -> None:
    before = counter.client.get("/v1/counters/c1/visit/picture")

    counter.frame((RED, LEFT))

    assert (before.status_code, before.json()["type"]) == (404, "/problems#frame-unknown")
    after = counter.client.get("/v1/counters/c1/visit/picture")
    assert (after.headers["Content-Type"], after.content[1:4]) == ("image/png", b"PNG")


def _phone(shop: Shop) -> TestClient:
    return TestClient(create_app(shop))


def _key(visit: dict[str, str]) -> str:
    return visit["view"].partition("#v=")[2]
