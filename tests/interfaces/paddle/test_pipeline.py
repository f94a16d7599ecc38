"""Clients of Paddle Serving, byte by byte as they were."""

import ast
import base64
import json

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.interfaces.paddle import Pipeline, create_pipeline_app
from tests.checkout.coloured_shop import (
    BLUE,
    GREEN,
    RED,
    colour_between,
    photo_of,
    picture,
)

from .conftest import LEFT, RIGHT

PATH = "/recognition/prediction"


@pytest.fixture
def client(shop: Shop) -> TestClient:
    return TestClient(create_pipeline_app(Pipeline(shop)), raise_server_exceptions=False)


def body(content: bytes, key: str = "image") -> bytes:
    """What the client of old sends: JSON, and no header that says so."""
    value = base64.b64encode(content).decode("utf8")
    return json.dumps({"key": [key], "value": [value]}).encode()


def test_a_client_of_old_gets_what_it_takes_apart(client: TestClient) -> None:
    answer = client.post(PATH, content=body(picture((RED, LEFT), (GREEN, RIGHT))))

    told = answer.json()
    found = ast.literal_eval(told["value"][0])
    assert answer.status_code == 200
    assert list(told) == ["err_no", "err_msg", "key", "value", "tensors"]
    assert (told["err_no"], told["err_msg"], told["tensors"]) == (0, "", [])
    assert dict(zip(told["key"], told["value"], strict=True))["result"] == told["value"][0]
    assert [(each["bbox"], each["rec_docs"]) for each in found] == [
        ([5, 5, 45, 45], "莫斯利安"), ([60, 5, 99, 45], "Green tea"),
    ]  # fmt: skip
    assert all(isinstance(each["rec_scores"], float) for each in found)


def test_a_scene_of_nothing_is_an_empty_list(client: TestClient) -> None:
    assert client.post(PATH, content=body(picture())).json()["value"] == ["[]", "0"]


def test_what_must_be_asked_about_is_counted_and_not_passed_off_as_known(
    client: TestClient,
) -> None:
    scene = picture((RED, LEFT), (colour_between(RED, GREEN), RIGHT))

    told = client.post(PATH, content=body(scene)).json()

    assert [each["rec_docs"] for each in ast.literal_eval(told["value"][0])] == ["莫斯利安"]
    assert told["value"][1] == "1"


def test_a_new_product_is_known_at_the_next_request(shop: Shop, client: TestClient) -> None:
    yellow = (250, 250, 10)
    before = client.post(PATH, content=body(picture((yellow, LEFT)))).json()
    shop.add_product(sku="Y", name='It\'s "new"', price="2")
    shop.enrol("Y", [photo_of(yellow), photo_of(yellow, shade=6)])

    after = client.post(PATH, content=body(picture((yellow, LEFT)))).json()

    assert before["value"][0] == "[]"
    assert ast.literal_eval(after["value"][0])[0]["rec_docs"] == 'It\'s "new"'


def test_any_method_and_any_key_are_served_as_of_old(client: TestClient) -> None:
    content = body(picture((BLUE, LEFT)), key="picture")

    answer = client.post("/recognition/whatever", content=content).json()

    assert ast.literal_eval(answer["value"][0])[0]["rec_docs"] == "Water"


_NO_PICTURE = base64.b64encode(b"no picture").decode()


@pytest.mark.parametrize(
    ("path", "content", "codes"),
    [
        ("/imagenet/prediction", body(picture()), (7, 3002)),
        (PATH, b'{"key": [], "value": []}', (9, 5000)),
        (PATH, b'{"key": ["image"], "value": []}', (9, 5000)),
        (PATH, b'{"key": ["image"], "value": ["data:image/png;base64,AAAA"]}', (9, 5000)),
        (PATH, b'{"key": ["image"], "value": [7]}', (9, 5000)),
        (PATH, b"[]", (9, 5000)),
        (PATH, json.dumps({"key": ["image"], "value": [_NO_PICTURE]}).encode(), (8, 10000)),
    ],
)
def test_what_cannot_be_done_has_the_code_of_the_version(
    shop: Shop, path: str, content: bytes, codes: tuple[int, int]
) -> None:
    answers = [
        TestClient(create_pipeline_app(Pipeline(shop, version=version))).post(  # type: ignore[arg-type]
            path, content=content
        )
        for version in ("0.7", "0.8")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert tuple(answer.json()["err_no"] for answer in answers) == codes
    for answer in answers:
        assert len(answer.json()["err_msg"]) > 20
        assert (answer.json()["key"], answer.json()["value"]) == ([], [])


def test_what_is_no_json_is_400_as_the_gateway_says_it(client: TestClient) -> None:
    answer = client.post(PATH, content=b"image=1")

    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "code", "message"}


def test_a_body_without_end_is_refused(client: TestClient) -> None:
    assert client.post(PATH, content=b"x" * 32_000_001).status_code == 413
