"""Clients of Paddle Serving over gRPC, byte by byte as they were."""

import ast
import base64
from collections.abc import Iterator

import cv2
import grpc
import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colugo import Shop
from colugo.checkout.scene_queue import SceneQueue
from colugo.errors import AddressTaken
from colugo.interfaces.paddle import Pipeline, create_pipeline_app, create_pipeline_rpc
from colugo.interfaces.paddle.answering import LIMIT_BYTES, Rules, Version
from colugo.interfaces.paddle.pipeline_service_pb2 import Request, Response
from colugo.interfaces.rpc_server import listen
from tests.checkout.coloured_shop import GREEN, RED, colour_between, encoded, picture

from .conftest import LEFT, METHOD, RIGHT, channel_to, inference

_GARBAGE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def channel(shop: Shop) -> Iterator[grpc.Channel]:
    with channel_to(Pipeline(shop)) as channel:
        yield channel


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def asked(content: bytes, name: str = "") -> Request:
    return Request(key=["image"], value=[_base64(content)], name=name, clientip="10.0.0.7")


def test_a_client_of_old_gets_what_it_takes_apart(channel: grpc.Channel) -> None:
    told = inference(channel)(asked(picture((RED, LEFT), (GREEN, RIGHT))))

    assert (told.err_no, told.err_msg, list(told.tensors)) == (0, "", [])
    assert list(told.key) == ["result", "open"]
    assert told.value[1] == "0"
    assert [(each["bbox"], each["rec_docs"]) for each in ast.literal_eval(told.value[0])] == [
        ([5, 5, 45, 45], "莫斯利安"), ([60, 5, 99, 45], "Green tea"),
    ]  # fmt: skip


def test_both_protocols_answer_alike(shop: Shop, channel: grpc.Channel) -> None:
    request = asked(picture((RED, LEFT)))
    body = {"key": list(request.key), "value": list(request.value)}

    by_http = TestClient(create_pipeline_app(Pipeline(shop))).post("/recognition/x", json=body)
    by_rpc = inference(channel)(request)

    assert by_http.json()["value"] == list(by_rpc.value)


def test_a_client_of_version_0_6_is_understood(channel: grpc.Channel) -> None:
    value = base64.b64encode(picture((RED, LEFT)))
    told = b"\x0a\x05image" + b"\x12" + _varint(len(value)) + value + b"\x32\x0810.0.0.7"

    answer = _send(channel, told)

    assert isinstance(answer, Response)
    assert ast.literal_eval(answer.value[0])[0]["rec_docs"] == "莫斯利安"


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        (asked(picture(), name="imagenet"), (7, 3002)),
        (Request(), (9, 5000)),
        (Request(key=["image"]), (9, 5000)),
        (Request(key=["image"], value=["data:image/png;base64,AAAA"]), (9, 5000)),
        (asked(b"no picture"), (8, 10000)),
    ],
)
def test_what_cannot_be_done_has_the_code_of_the_version(
    shop: Shop, request_: Request, codes: tuple[int, int]
) -> None:
    answers = []
    for version in ("0.7", "0.8"):
        with channel_to(Pipeline(shop, version=version)) as channel:  # type: ignore[arg-type]
            answers.append(inference(channel)(request_))

    assert tuple(answer.err_no for answer in answers) == codes
    assert all(len(answer.err_msg) > 20 for answer in answers)
    assert [list(answer.value) for answer in answers] == [[], []]


def test_by_the_rules_of_old_nothing_is_asked_about(shop: Shop) -> None:
    scene = asked(picture((colour_between(RED, GREEN), LEFT)))

    with channel_to(Pipeline(shop, rules="paddle")) as channel:
        old = inference(channel)(scene)
    with channel_to(Pipeline(shop)) as channel:
        ours = inference(channel)(scene)

    assert list(old.key) == ["result"]
    assert ast.literal_eval(old.value[0])[0]["bbox"] == list(LEFT)
    assert list(ours.value) == ["[]", "1"]


@pytest.mark.parametrize("rules", ["colugo", "paddle"])
@pytest.mark.parametrize(("version", "code"), [("0.7", 1), ("0.8", 6000)])
def test_who_would_wait_longer_than_the_config_lets_is_told_so(
    shop: Shop, version: Version, code: int, rules: Rules
) -> None:
    shop.scene_queue = SceneQueue(at_once=1, waiting=0)
    pipeline = Pipeline(shop, version=version, rules=rules)

    with channel_to(pipeline) as channel, shop.scene_queue.turn():
        told = inference(channel)(asked(picture()))

    assert told.err_no == code
    assert "again" in told.err_msg


def test_a_fault_of_ours_is_an_answer_too(
    shop: Shop, channel: grpc.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop, "recognise", lambda _: 1 / 0)

    answer = inference(channel)(asked(picture()))

    assert answer.err_no == 8
    assert "division" not in answer.err_msg


def test_pictures_of_12_mb_and_of_20_megapixels_are_answered_by_both(
    shop: Shop, channel: grpc.Channel
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (2000, 2100, 3), np.uint8)
    wide = np.full((3648, 5472, 3), 255, np.uint8)
    wide[100:900, 100:900] = RED
    heavy, large = encoded(noise), cv2.imencode(".jpg", wide[:, :, ::-1])[1].tobytes()
    app = TestClient(create_pipeline_app(Pipeline(shop)))

    by_rpc = [inference(channel)(asked(content)) for content in (heavy, large)]
    by_http = [
        app.post("/recognition/prediction", json={"key": ["image"], "value": [text]}).json()
        for text in map(_base64, (heavy, large))
    ]

    assert len(heavy) > 12_000_000
    assert [answer.err_no for answer in by_rpc] == [0, 0]
    assert [answer["value"] for answer in by_http] == [list(answer.value) for answer in by_rpc]
    assert ast.literal_eval(by_rpc[1].value[0])[0]["rec_docs"] == "莫斯利安"


def test_a_message_without_end_is_refused_and_the_next_is_answered(channel: grpc.Channel) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        inference(channel)(Request(key=["x" * (LIMIT_BYTES + 1)]))

    assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert inference(channel)(asked(picture())).value[0] == "[]"


@_GARBAGE
@given(
    keys=st.lists(st.text(max_size=9) | st.just("image"), max_size=3),
    values=st.lists(st.text(max_size=9) | st.binary(max_size=60).map(_base64), max_size=3),
    name=st.text(max_size=9) | st.just(""),
)
def test_whatever_is_asked_is_answered(
    channel: grpc.Channel, keys: list[str], values: list[str], name: str
) -> None:
    told = inference(channel)(Request(key=keys, value=values, name=name))

    assert told.err_no in {7, 8, 9}
    assert told.err_msg


@_GARBAGE
@given(content=st.binary(max_size=200))
def test_bytes_that_are_no_message_end_one_call_and_not_the_server(
    channel: grpc.Channel, content: bytes
) -> None:
    answer = _send(channel, content)

    if isinstance(answer, Response):
        assert answer.err_no in {7, 8, 9}
    else:
        assert answer is grpc.StatusCode.INTERNAL


def test_a_port_that_is_taken_is_said_in_words(shop: Shop) -> None:
    first, second = (create_pipeline_rpc(Pipeline(shop)) for _ in range(2))
    port = listen(first, "127.0.0.1", 0)

    with pytest.raises(AddressTaken, match=str(port)):
        listen(second, "127.0.0.1", port)


def _send(channel: grpc.Channel, content: bytes) -> Response | grpc.StatusCode:
    """Send bytes as they are; gives the answer, or the status where there is none."""
    call = channel.unary_unary(METHOD, response_deserializer=Response.FromString)
    try:
        return call(content)
    except grpc.RpcError as error:
        return error.code()


def _varint(number: int) -> bytes:
    low = number & 0x7F
    return bytes([low]) if number < 0x80 else bytes([low | 0x80]) + _varint(number >> 7)
