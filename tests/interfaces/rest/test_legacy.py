import base64
import json

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.interfaces.rest import create_app
from colugo.interfaces.rest.legacy import LEGACY_ROUTES
from colugo.shop.people import Store
from tests.checkout.coloured_shop import BLUE, RED, photo_of, picture

from .conftest import signed_in

_YELLOW = (250, 250, 10)
_SCENE = picture((RED, (5, 5, 45, 45)), (RED, (60, 5, 99, 45)))


@pytest.fixture
def old(shop: Shop) -> TestClient:
    """An old client that was given the token of a manager."""
    return signed_in(shop, has_legacy=True)


def test_old_paths_are_served_only_when_asked_for_and_never_without_a_token(shop: Shop) -> None:
    closed = signed_in(shop)
    nobody = TestClient(create_app(shop, has_legacy=True))

    guarded = [route.path for route in LEGACY_ROUTES if route.action is not None]
    public = {route.path for route in LEGACY_ROUTES if route.action is None}

    assert public == {"/login_in/", "/gallery/{file}"}
    assert {closed.post(path).status_code for path in (*guarded, "/login_in/")} == {404}
    assert {nobody.post(path, data={"sessionID": "x"}).status_code for path in guarded} == {401}


def test_a_product_is_recorded_found_replaced_and_deleted(shop: Shop, old: TestClient) -> None:
    with shop.database.transaction() as work:
        work.stores.save(Store("main", "Main", shop.currency))
    new = {"container_name": "黄油", "container_price": "9.5", "container_stock": "4"}
    photo = {"productimage": photo_of(_YELLOW)}

    recorded = old.post("/record/", data={**new, "sessionID": "s"}, files=photo).json()
    found = old.post("/find/", data={"searchtarget": "huangyou"}).json()
    changed = {
        "number": "1",
        "container_name": "黄油",
        "container_price": "9",
        "container_stock": "2",
    }
    old.post("/replace/", data=changed)
    listed = old.post("/search/").json()["container_all"]
    deleted = old.post("/delete/", data={"number": "1"}).json()

    photo_id = found["container_all"][0][3]
    assert recorded == {"state": "true", "sessionID": "s"}
    assert found["container_all"] == [[1, "黄油", "9.50", photo_id, 4]]
    assert [1, "黄油", "9.00", photo_id, 6] in listed
    assert deleted["state"] == "true"
    assert "1" not in [product.sku for product in shop.products()]


def test_a_scene_has_an_entry_per_box_and_says_what_is_open(old: TestClient) -> None:
    text = base64.b64encode(_SCENE).decode()

    page = old.post("/reference/", data={"picture": text}).json()
    desk = old.post("/reference_client/", content=json.dumps({"name": "a", "image": text})).json()

    assert page["container"] == [["莫斯利安", "5.50"], ["莫斯利安", "5.50"]]
    assert (page["number"], page["price_all"], page["open"]) == (["R", "R"], 11.0, 0)
    assert desk["container"] == ["莫斯利安", "5.50", "莫斯利安", "5.50"]
    assert desk["picture_test"] == "test_client.jpg"


def test_a_scene_of_nothing_asks_for_the_administrator(old: TestClient) -> None:
    answer = old.post("/reference/", data={"picture": base64.b64encode(picture()).decode()})

    assert answer.json()["state"] == "true"
    assert answer.json()["container"].startswith("Please connect root")


@pytest.mark.parametrize(
    ("path", "data", "files"),
    [
        ("/delete/", {"number": "77"}, None),
        ("/reference/", {"picture": "no base64!"}, None),
        ("/record/", {"container_name": "x", "container_price": "1"}, {"productimage": b"x"}),
        (
            "/record/",
            {"container_name": "x", "container_price": "dear"},
            {"productimage": photo_of(BLUE, 3)},
        ),
        (
            "/record/",
            {"container_name": "x", "container_price": "1", "container_stock": "-3"},
            {"productimage": photo_of(BLUE, 3)},
        ),
    ],
)
def test_what_is_refused_changes_nothing_and_says_why(
    shop: Shop, old: TestClient, path: str, data: dict[str, str], files: dict[str, bytes] | None
) -> None:
    before = shop.products()

    answer = old.post(path, data=data, files=files).json()

    assert answer["state"] == "false"
    assert len(answer["detail"]) > 20
    assert shop.products() == before
