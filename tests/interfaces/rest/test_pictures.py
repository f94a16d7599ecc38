import base64

from fastapi.testclient import TestClient

from colugo import Shop
from colugo.vision import decode
from tests.checkout.coloured_shop import GREY, RED, photo_of, picture

_NEW = (250, 250, 10)


def test_a_photo_that_was_enrolled_is_known_when_the_call_returns(manager: TestClient) -> None:
    manager.post("/v1/products", json={"sku": "Y", "name": "Yellow", "price": "2"})
    photos = [("photos", photo_of(_NEW)), ("photos", photo_of(_NEW, shade=6))]

    enrolled = manager.post("/v1/products/Y/photos", files=photos)
    scene = manager.post(
        "/v1/scenes", files={"picture": picture((_NEW, (5, 5, 45, 45)), (RED, (60, 5, 99, 45)))}
    ).json()

    assert enrolled.status_code == 201
    assert len(enrolled.json()["photos"]) == 2
    assert enrolled.json()["advice"] == []
    assert {verdict["sku"] for verdict in scene["verdicts"]} == {"Y", "R"}
    assert scene["total_minor"] == 200 + 550
    assert sorted(verdict["xyxy"] for verdict in scene["verdicts"])[0] == [5, 5, 45, 45]


def test_a_scene_is_drawn_when_it_is_asked_for(manager: TestClient) -> None:
    files = {"picture": picture((RED, (5, 5, 45, 45)))}

    plain = manager.post("/v1/scenes", files=files).json()
    drawn = manager.post("/v1/scenes", params={"draw": True}, files=files).json()

    assert plain["picture_jpeg_base64"] is None
    image = decode(base64.b64decode(drawn["picture_jpeg_base64"]))
    assert image.size_wh == (200, 100)


def test_what_is_unknown_keeps_a_scene_open(manager: TestClient) -> None:
    scene = manager.post("/v1/scenes", files={"picture": picture((GREY, (5, 5, 45, 45)))}).json()

    assert [verdict["verdict"] for verdict in scene["verdicts"]] != ["known"]
    assert (scene["is_settled"], scene["lines"]) == (False, [])


def test_a_photo_is_listed_shown_and_removed(shop: Shop, manager: TestClient) -> None:
    first = manager.get("/v1/products/R/photos").json()["photos"][0]

    shown = manager.get(f"/v1/photos/{first['id']}")
    removed = manager.delete(f"/v1/photos/{first['id']}")

    assert (shown.content, shown.headers["Content-Type"]) == (photo_of(RED), "image/png")
    assert removed.status_code == 204
    assert manager.get(f"/v1/photos/{first['id']}").status_code == 404
    assert len(shop.photos("R")) == 1


def test_what_is_no_picture_is_refused_and_nothing_is_enrolled(
    shop: Shop, manager: TestClient
) -> None:
    before = len(shop.photos("R"))

    scene = manager.post("/v1/scenes", files={"picture": b"no picture at all"})
    photo = manager.post("/v1/products/R/photos", files=[("photos", b"no picture at all")])
    nothing = manager.post("/v1/products/R/photos")

    assert (scene.status_code, photo.status_code, nothing.status_code) == (415, 422, 422)
    assert len(shop.photos("R")) == before


def test_what_is_enrolled_under_a_wrong_product_is_said_at_once(manager: TestClient) -> None:
    copies = [("photos", photo_of(RED, shade=2)), ("photos", photo_of(RED, shade=4))]
    manager.post("/v1/products", json={"sku": "R2", "name": "Red again", "price": "2"})

    (advice,) = manager.post("/v1/products/R2/photos", files=copies).json()["advice"]
    looked_at = manager.get("/v1/gallery/advice", params={"sku": "R2"}).json()["advice"]

    assert (advice["kind"], advice["sku"], advice["other_sku"]) == ("too alike", "R", "R2")
    assert "take more photos" in advice["sentence"]
    assert looked_at == [advice]
    assert manager.get("/v1/gallery/advice", params={"sku": "x"}).status_code == 404
