"""Frame after frame: in order, held back, ended when it is time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
import pytest

from colugo import Shop
from colugo.checkout import Recognition
from colugo.checkout.access import Access
from colugo.interfaces.grpc import ColugoRpc
from colugo.interfaces.rpc_server import THREADS
from colugo.v1.colugo_pb2 import Frame, RecogniseRequest
from colugo.v1.colugo_pb2_grpc import ColugoStub
from tests.checkout.coloured_shop import GREEN, RED, photo_of, picture
from tests.interfaces.rest.conftest import AT_THE_KEYBOARD, token_of

from .conftest import LEFT, RIGHT, bearer, channel_to, refusal

Code = grpc.StatusCode
YELLOW = (250, 250, 10)


def frames(*pictures: bytes) -> Iterator[Frame]:
    for number, content in enumerate(pictures, start=7):
        yield Frame(number=number, picture=content)


class Slow:
    """Recognition that waits for leave; counts what it was asked."""

    def __init__(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.may_end, self.asked = threading.Event(), threading.Event(), 0
        self._recognise = shop.recognise
        monkeypatch.setattr(shop, "recognise", self._slowly)

    def _slowly(self, scene: Any, **more: Any) -> Recognition:
        self.asked += 1
        self.begun.set()
        assert self.may_end.wait(30)
        return self._recognise(scene, **more)


def test_frames_are_answered_in_their_order_and_a_bad_one_by_its_problem(
    shop: Shop, stub: Any
) -> None:
    sent = frames(picture((RED, LEFT)), b"no picture", picture((GREEN, LEFT), (RED, RIGHT)))

    answers = list(stub.RecogniseFrames(sent, metadata=bearer(token_of(shop, "device"))))

    assert [answer.number for answer in answers] == [7, 8, 9]
    assert [answer.WhichOneof("answer") for answer in answers] == ["scene", "problem", "scene"]
    assert [answer.scene.total_minor for answer in answers] == [550, 0, 850]
    assert answers[1].problem.type == "/problems#not-apicture"


def test_a_product_that_is_enrolled_meanwhile_is_known_at_the_next_frame(
    shop: Shop, stub: Any
) -> None:
    enrolled = threading.Event()

    def sent() -> Iterator[Frame]:
        yield Frame(picture=picture((YELLOW, LEFT)))
        assert enrolled.wait(30)
        yield Frame(picture=picture((YELLOW, LEFT)))

    answers = stub.RecogniseFrames(sent(), metadata=bearer(token_of(shop, "device")))
    before = next(answers)
    shop.add_product(sku="Y", name="Yellow", price="2")
    shop.enrol("Y", [photo_of(YELLOW), photo_of(YELLOW, shade=6)])
    enrolled.set()

    assert [line.sku for line in before.scene.lines] == []
    assert [line.sku for line in next(answers).scene.lines] == ["Y"]


def test_a_client_that_sends_as_fast_as_it_can_is_held_back_and_loses_nothing(
    shop: Shop, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, given = Slow(shop, monkeypatch), 0
    heavy = picture((RED, LEFT)) + b"\x00" * 400_000  # a PNG ends before what is behind it

    def sent() -> Iterator[Frame]:
        nonlocal given
        for number in range(200):
            given = number + 1
            yield Frame(number=number, picture=heavy)

    answers = stub.RecogniseFrames(sent(), metadata=bearer(token_of(shop, "device")))
    assert slow.begun.wait(30)
    _until_it_rests(lambda: given)
    held_at = given
    slow.may_end.set()

    assert slow.asked >= 1
    assert held_at < 100
    assert [answer.number for answer in answers] == list(range(200))


def test_a_token_that_is_revoked_ends_a_stream_that_is_open(shop: Shop, stub: Any) -> None:
    access, revoked = Access(shop.database), threading.Event()
    kept, token = access.add("till", "device", AT_THE_KEYBOARD)

    def sent() -> Iterator[Frame]:
        yield Frame(picture=picture())
        assert revoked.wait(30)
        yield Frame(picture=picture())

    answers = stub.RecogniseFrames(sent(), metadata=bearer(token))
    next(answers)
    access.revoke(kept.id, AT_THE_KEYBOARD)
    revoked.set()

    assert refusal(lambda: next(answers))[0] is Code.UNAUTHENTICATED


def test_a_stream_on_which_nothing_comes_gives_its_place_back(shop: Shop) -> None:
    with channel_to(ColugoRpc(shop, idle_s=0.1)) as channel, _never() as nothing:
        answers = ColugoStub(channel).RecogniseFrames(
            nothing, metadata=bearer(token_of(shop, "device"))
        )
        code, problem = refusal(lambda: next(answers))

    assert code is Code.DEADLINE_EXCEEDED
    assert problem is not None
    assert problem.type == "/problems#stream-idle"


def test_streams_leave_threads_to_single_calls(shop: Shop, stub: Any) -> None:
    metadata = bearer(token_of(shop, "device"))
    with _never() as nothing:
        opened = [
            stub.RecogniseFrames(_first(picture(), nothing), metadata=metadata)
            for _ in range(THREADS // 2)
        ]
        for answers in opened:
            next(answers)
        code, problem = refusal(lambda: next(stub.RecogniseFrames(iter(()), metadata=metadata)))
        single = stub.Recognise(RecogniseRequest(picture=picture()), metadata=metadata, timeout=30)
        for answers in opened:
            answers.cancel()

    assert code is Code.RESOURCE_EXHAUSTED
    assert problem is not None
    assert problem.type == "/problems#too-many-streams"
    assert single.is_settled


def test_a_stream_ends_after_its_frame_when_the_server_stops(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rpc, slow = ColugoRpc(shop), Slow(shop, monkeypatch)
    with channel_to(rpc) as channel, _never() as nothing:
        answers = ColugoStub(channel).RecogniseFrames(
            _first(picture((RED, LEFT)), nothing), metadata=bearer(token_of(shop, "device"))
        )
        assert slow.begun.wait(30)
        ended = rpc.stop(30)
        slow.may_end.set()
        answer = next(answers)
        code, problem = refusal(lambda: next(answers))
        ended.wait(30)

    assert answer.scene.total_minor == 550
    assert code is Code.UNAVAILABLE
    assert problem is not None
    assert problem.type == "/problems#server-stopping"


@contextmanager
def _never() -> Iterator[Iterator[Frame]]:
    """Frames that do not come until the block ends."""
    over = threading.Event()

    class Nothing:
        def __iter__(self) -> "Nothing":
            return self

        def __next__(self) -> Frame:
            over.wait()
            raise StopIteration

    try:
        yield Nothing()
    finally:
        over.set()


def _first(content: bytes, then: Iterator[Frame]) -> Iterator[Frame]:
    yield Frame(picture=content)
    yield from then


def _until_it_rests(count: Any) -> None:
    """Wait until a count has not changed for half a second."""
    before = -1
    while before != (before := count()):
        time.sleep(0.5)
