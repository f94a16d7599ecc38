"""Both clients, of REST and of gRPC, keep one contract where they do the same."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest

from colugo import Shop
from colugo.client import Client, GrpcClient, ProblemAnswered, ServerUnreachable
from colugo.interfaces.grpc import ColugoRpc
from tests.checkout.coloured_shop import GREEN, RED, colour_between, photo_of, picture, stocked_shop
from tests.interfaces.rest.conftest import token_of

from .running import running

LEFT, RIGHT = (5, 5, 45, 45), (60, 5, 99, 45)
YELLOW = (250, 250, 10)
Connect = Callable[..., Client | GrpcClient]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


@contextmanager
def running_rpc(shop: Shop) -> Iterator[str]:
    """Serve `shop` over gRPC; gives the address."""
    rpc = ColugoRpc(shop)
    port = rpc.listen("127.0.0.1", 0)
    rpc.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        rpc.stop(None).wait()


@pytest.fixture(params=["rest", "grpc"])
def connect(request: pytest.FixtureRequest, shop: Shop) -> Iterator[Connect]:
    """Connects to a service that runs, with a token."""
    kinds: dict[str, Any] = {"rest": (Client, running), "grpc": (GrpcClient, running_rpc)}
    kind, serving = kinds[request.param]
    with ExitStack() as stack:
        address = stack.enter_context(serving(shop))
        yield lambda token, **options: stack.enter_context(kind(address, token, **options))


@pytest.fixture
def client(shop: Shop, connect: Connect) -> Client | GrpcClient:
    return connect(token_of(shop, "manager"))


def test_a_scene_comes_as_the_same_facts(client: Client | GrpcClient) -> None:
    scene = client.recognise(picture((RED, LEFT), (colour_between(RED, GREEN), RIGHT)))

    known, asked = scene["verdicts"]
    assert scene["lines"] == [
        {"sku": "R", "name": "莫斯利安", "quantity": 1, "unit_price_minor": 550, "total_minor": 550}
    ]
    assert (scene["total_minor"], scene["currency"], scene["is_settled"]) == (550, "CNY", False)
    assert scene["picture_jpeg_base64"] is None
    assert (known["verdict"], known["sku"], known["by"]) == ("known", "R", "look")
    assert known["xyxy"] == [5.0, 5.0, 45.0, 45.0]
    assert (asked["verdict"], asked["sku"]) == ("unsure", None)
    assert {each["sku"] for each in asked["candidates"]} >= {"R", "G"}


def test_a_scene_is_drawn_where_it_is_asked_for(client: Client | GrpcClient) -> None:
    assert client.recognise(picture((RED, LEFT)), draw=True)["picture_jpeg_base64"]


def test_a_product_is_enrolled_and_known_at_once(shop: Shop, client: Client | GrpcClient) -> None:
    shop.add_product(sku="Y 1", name="黄", price="2.00")

    photos = client.enrol("Y 1", [photo_of(YELLOW), photo_of(YELLOW, shade=6)])
    scene = client.recognise(picture((YELLOW, LEFT)))

    assert [(each["sku"], each["width_px"]) for each in photos] == [("Y 1", 40), ("Y 1", 40)]
    assert photos[0]["added_at"].startswith("20")
    assert [line["sku"] for line in scene["lines"]] == ["Y 1"]


def test_products_are_found_by_name_with_all_their_facts(client: Client | GrpcClient) -> None:
    (found,) = client.find_products("mosilian", limit=3)

    assert found == {
        "sku": "R", "name": "莫斯利安", "price": "5.50", "price_minor": 550, "currency": "CNY",
        "barcodes": [], "is_active": True, "name_en": "", "category_id": None, "unit": "piece",
        "tax_class": "standard", "min_age_years": None, "sold_from": None, "sold_until": None,
        "plu": "", "price_now": {"price": "5.50", "price_minor": 550, "price_list": None},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "status", "kind", "fact"),
    [
        (lambda c: c.enrol("X", [photo_of(RED)]), 404, "sku-unknown", ("sku", "X")),
        (lambda c: c.enrol("R", [photo_of(RED)]), 409, "photo-taken", ("sku", "R")),
        (lambda c: c.recognise(b"no picture"), 415, "not-apicture", ("status", 415)),
    ],
)
def test_a_refusal_carries_the_same_facts(
    client: Client | GrpcClient,
    ask: Callable[[Any], object],
    status: int,
    kind: str,
    fact: tuple[str, object],
) -> None:
    with pytest.raises(ProblemAnswered) as raised:
        ask(client)

    assert (raised.value.status, raised.value.type) == (status, f"/problems#{kind}")
    assert raised.value.facts[fact[0]] == fact[1]
    assert raised.value.facts["request_id"]
    assert len(str(raised.value)) > 20


def test_a_token_of_nobody_and_of_a_role_that_may_not_are_refused(
    shop: Shop, connect: Connect
) -> None:
    with pytest.raises(ProblemAnswered) as nobody:
        connect("wrong").recognise(picture())
    with pytest.raises(ProblemAnswered) as device:
        connect(token_of(shop, "device")).enrol("R", [photo_of(RED, shade=9)])

    assert (nobody.value.status, device.value.status) == (401, 403)


@pytest.mark.parametrize(
    "client",
    [Client("http://127.0.0.1:9", "t", repeats=0), GrpcClient("127.0.0.1:9", "t", repeats=1)],
    ids=["rest", "grpc"],
)  # fmt: skip
def test_nobody_there_is_said_in_words(client: Client | GrpcClient) -> None:
    with client, pytest.raises(ServerUnreachable, match="colugo serve"):
        client.recognise(picture())


def test_frames_are_answered_in_their_order_over_grpc(shop: Shop) -> None:
    with running_rpc(shop) as address, GrpcClient(address, token_of(shop, "device")) as client:
        frames = [picture((RED, LEFT)), b"no picture", picture((GREEN, LEFT))]
        first, second, third = client.recognise_frames(frames)

    assert not isinstance(first, ProblemAnswered)
    assert not isinstance(third, ProblemAnswered)
    assert isinstance(second, ProblemAnswered)
    assert [first["total_minor"], third["total_minor"]] == [550, 300]
    assert second.status == 415


def test_a_stream_that_is_refused_says_so_over_grpc(shop: Shop) -> None:
    with running_rpc(shop) as address, GrpcClient(address, "wrong") as client:
        answers = client.recognise_frames([picture()])

        with pytest.raises(ProblemAnswered) as raised:
            next(answers)

    assert raised.value.status == 401


def test_the_products_most_like_a_picture_are_found_over_grpc(shop: Shop) -> None:
    with running_rpc(shop) as address, GrpcClient(address, token_of(shop, "device")) as client:
        found = client.search(photo_of(GREEN), limit=2)

    assert [product["sku"] for product, _ in found][:1] == ["G"]
    assert found[0][1] > 0.99 > found[1][1]


class _Flaky:
    """A stub whose answers are lost at first; keeps the metadata of every call."""

    def __init__(self, stub: Any, lost: int) -> None:
        self._stub, self.lost, self.seen = stub, lost, list[dict[str, str]]()

    def Enrol(self, request: Any, metadata: Any, timeout: float) -> Any:  # noqa: N802
        self.seen.append(dict(metadata))
        answer = self._stub.Enrol(request, metadata=metadata, timeout=timeout)
        if len(self.seen) <= self.lost:
            raise _Lost
        return answer


class _Lost(grpc.RpcError):
    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNAVAILABLE


def test_a_lost_answer_is_asked_for_with_the_same_key_and_enrols_once(shop: Shop) -> None:
    with running_rpc(shop) as address, GrpcClient(address, token_of(shop, "manager")) as client:
        flaky = client._stub = _Flaky(client._stub, lost=1)
        photos = client.enrol("R", [photo_of(RED, shade=9)])

    assert len(photos) == 1
    assert len(shop.photos("R")) == 3
    assert len({each["idempotency-key"] for each in flaky.seen}) == 1
    assert len(flaky.seen) == 2
