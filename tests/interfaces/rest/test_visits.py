"""A page at the counter, over REST, with the networks of plain colours."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.access import Access
from colugo.interfaces.rest import create_app
from tests.checkout.coloured_shop import (
    BLUE,
    GREEN,
    GREY,
    RED,
    colour_between,
    picture,
    stocked_shop,
)

from .conftest import AT_THE_KEYBOARD, signed_in
from .visiting import HERE, LEFT, MIDDLE, RIGHT, Screen, furnish


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop of three colours that has patience with a slow machine."""
    options = {"visit_frame_max_age_s": 60, "visit_camera_lost_s": 0}
    with stocked_shop(tmp_path / "shop", **options) as shop:
        yield shop


@pytest.fixture
def screen(shop: Shop) -> Screen:
    furnish(shop)
    return Screen(signed_in(shop, "device"))


@pytest.fixture
def attendant(shop: Shop, screen: Screen) -> Screen:
    return Screen(signed_in(shop, "attendant"))


def test_a_page_shows_a_visit_from_empty_to_empty(screen: Screen, attendant: Screen) -> None:
    states = [screen.now()["state"], screen.frame()["state"]]
    states += [screen.frame((RED, LEFT), (GREEN, RIGHT))["state"]]
    review = screen.show((RED, LEFT), (GREEN, RIGHT))
    states += [review["state"], screen.step("confirm", total_minor=850)["state"]]
    paying = screen.step("pay", provider="cash")
    attendant.client.post(f"/v1/payments/{paying['payment']['id']}/confirmations", json={})
    paid = screen.now()
    states += [paying["state"], paid["state"], screen.frame()["state"], screen.show()["state"]]

    assert states == [
        "idle", "idle", "settling", "review", "paying", "paying", "paid", "leaving", "idle",
    ]  # fmt: skip
    assert [line["sku"] for line in review["basket"]["lines"]] == ["G", "R"]
    assert review["basket"]["total_minor"] == paying["order"]["total_minor"] == 850
    assert review["basket"]["order_id"] == paying["order"]["id"]
    assert paid["payment"]["state"] == "paid"
    assert screen.client.get(paid["receipt"]).status_code == 200


def test_boxes_are_told_in_pixels_with_products_and_their_pictures(screen: Screen) -> None:
    answer = screen.show((RED, LEFT))

    assert (answer["scene"]["width"], answer["scene"]["height"]) == (200, 100)
    (box,) = answer["scene"]["boxes"]
    assert (box["number"], box["xyxy"], box["verdict"], box["sku"]) == (1, [*LEFT], "known", "R")
    product = answer["products"]["R"]
    assert (product["name"], product["price_minor"]) == ("莫斯利安", 550)
    assert screen.client.get(product["picture"]).headers["content-type"] == "image/png"


def test_every_side_state_that_a_scene_causes_is_told_with_its_boxes(screen: Screen) -> None:
    told = {}
    for name, patches in (
        ("unknown", [(RED, LEFT), (GREY, RIGHT)]),
        ("question", [(colour_between(RED, GREEN), LEFT)]),
        ("rearrange", [(RED, (0, 20, 40, 70))]),
    ):
        told[name] = screen.show(*patches)["side"]
        screen.show()

    assert {name: side["kind"] for name, side in told.items()} == {name: name for name in told}
    assert [len(side["boxes"]) for side in told.values()] == [1, 1, 1]
    assert all(side["reason"] for side in told.values())


def test_a_question_is_answered_and_the_list_is_final(screen: Screen) -> None:
    asked = screen.show((colour_between(RED, GREEN), LEFT), (BLUE, RIGHT))
    (number,) = asked["side"]["boxes"]
    box = next(each for each in asked["scene"]["boxes"] if each["number"] == number)

    answered = screen.step("answers", number=number, sku="G")

    assert set(box["candidates"]) >= {"R", "G"}
    assert (asked["state"], answered["state"]) == ("recognised", "review")
    assert answered["basket"]["total_minor"] == 380


def test_only_an_attendant_approves_an_age_or_calls_a_box_nothing(
    shop: Shop, screen: Screen, attendant: Screen
) -> None:
    shop.update_product("R", min_age_years=18)
    asked = screen.show((RED, LEFT), (GREY, RIGHT))
    refused = screen.refused("age", min_age_years=18)
    screen.step("answers", number=2, sku=None)
    still_open = screen.now()
    attendant.step("answers", number=2, sku=None, why="a glove")
    waiting = screen.now()
    approved = attendant.step("age", min_age_years=18)

    assert asked["side"]["kind"] == "unknown"
    assert refused == (403, "not-allowed")
    assert still_open["side"] == {
        "kind": "take_off", "reason": "take it off the counter", "boxes": [2],
    }  # fmt: skip
    assert waiting["side"]["kind"] == "age_check"
    assert waiting["basket"]["ages_to_approve"] == [18]
    assert approved["state"] == "review"


def test_without_a_camera_goods_are_scanned_or_picked(shop: Shop, screen: Screen) -> None:
    shop.update_product("G", barcodes=["6901234567892"])

    scanned = screen.step("products", code="6901234567892")
    picked = screen.step("products", sku="B", quantity=2)

    assert (scanned["state"], scanned["watched_by"]) == ("review", "nobody")
    assert picked["basket"]["total_minor"] == 460
    assert [each["source"] for each in picked["added"]] == ["barcode", "pick"]
    assert screen.refused("products", code="4006381333931") == (404, "barcode-unknown")
    assert screen.refused("products", sku="none") == (404, "sku-unknown")


def test_an_uploaded_picture_is_recognised_by_itself(screen: Screen) -> None:
    answer = screen.frame((RED, LEFT), kind="picture")

    assert (answer["state"], answer["watched_by"]) == ("review", "picture")
    assert answer["frame"] == {"number": 1, "use": "recognised"}


def test_a_step_that_cannot_be_says_which_can(screen: Screen) -> None:
    screen.show((GREY, LEFT))

    answer = screen.client.post(f"{HERE}/confirm", json={"total_minor": 0})

    told = answer.json()
    assert answer.status_code == 409
    assert told["type"] == "/problems#visit-step-wrong"
    assert (told["state"], told["steps"]) == (
        "recognised", ["answers", "products", "cancel", "help"],
    )  # fmt: skip


def test_a_step_with_a_key_is_done_once_and_one_on_an_old_version_not(screen: Screen) -> None:
    key, body = {"Idempotency-Key": "k-1"}, {"sku": "B"}

    first = screen.client.post(f"{HERE}/products", json=body, headers=key)
    again = screen.client.post(f"{HERE}/products", json=body, headers=key)
    old = screen.client.post(f"{HERE}/products", json=body, headers={"If-Match": '"0"'})

    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(screen.now()["added"]) == 1
    assert (old.status_code, old.json()["version"]) == (409, first.json()["version"])


def test_a_page_that_waits_is_answered_when_another_changes_the_visit(
    shop: Shop, screen: Screen
) -> None:
    known = screen.show((RED, LEFT))
    other = Screen(signed_in(shop, "device"))
    call = threading.Timer(0.5, lambda: other.step("help", reason="a bag"))
    call.start()
    since = {"since": known["version"], "wait_s": 20}

    began = time.monotonic()
    answer = screen.client.get(HERE, params=since).json()
    waited_s = time.monotonic() - began
    call.join()

    assert answer["help"]["reason"] == "a bag"
    assert answer["version"] == known["version"] + 1
    assert waited_s < 15


def test_a_page_that_waits_in_vain_gets_the_visit_as_it_is(screen: Screen) -> None:
    known = screen.now()

    answer = screen.client.get(HERE, params={"since": known["version"], "wait_s": 0.3}).json()

    assert answer["version"] == known["version"]


def test_a_restarted_server_shows_the_same_basket(shop: Shop, screen: Screen) -> None:
    before = screen.show((RED, LEFT), (BLUE, MIDDLE))
    del shop.visits  # what a new process does not have: the last frames

    client = TestClient(create_app(shop), headers=screen.client.headers)
    after = Screen(client).now()

    assert after["basket"] == before["basket"]
    assert (after["state"], after["visit_id"]) == ("review", before["visit_id"])


def test_a_device_of_another_counter_is_kept_out(shop: Shop, screen: Screen) -> None:
    token = Access(shop.database).add(
        "c2", "device", AT_THE_KEYBOARD, store_id="east", counter_id="c2"
    )[1]
    elsewhere = {"Authorization": f"Bearer {token}"}

    answers = [
        screen.client.get(HERE, headers=elsewhere),
        screen.client.post(f"{HERE}/help", json={}, headers=elsewhere),
        screen.client.post(
            f"{HERE}/frames", headers=elsewhere, files={"picture": picture()},
            data={"number": 1, "taken_at": datetime.now(UTC).isoformat()},
        ),
    ]  # fmt: skip

    assert [each.status_code for each in answers] == [403, 403, 403]


def test_frames_that_are_no_pictures_or_of_the_future_are_refused(screen: Screen) -> None:
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    files = {"picture": ("frame.png", b"no picture", "image/png")}
    data = {"number": 1, "taken_at": datetime.now(UTC).isoformat()}

    no_picture = screen.client.post(f"{HERE}/frames", files=files, data=data)
    future = screen.client.post(f"{HERE}/frames", files=files, data=data | {"taken_at": soon})
    nowhere = screen.client.get("/v1/counters/nowhere/visit")

    assert [no_picture.status_code, future.status_code] == [415, 422]
    assert future.json()["type"] == "/problems#frame-invalid"
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "/problems#counter-unknown")
