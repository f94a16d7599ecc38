from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from colugo import Shop
from colugo.client import Client, ProblemAnswered, ServerUnreachable
from colugo.client.transport import Transport
from tests.checkout.coloured_shop import RED, photo_of, picture, stocked_shop
from tests.interfaces.rest.conftest import token_of

from .running import running


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


@pytest.fixture
def client(shop: Shop) -> Iterator[Client]:
    """A client of a service that runs."""
    with running(shop) as address, Client(address, token_of(shop, "manager")) as client:
        yield client


def test_a_product_is_added_enrolled_sold_edited_and_removed(client: Client) -> None:
    yellow = (250, 250, 10)
    client.add_product("Y 1", "黄", "2.00", name_en="Yellow")

    photos = client.enrol("Y 1", [photo_of(yellow), photo_of(yellow, shade=6)])
    scene = client.recognise(picture((yellow, (5, 5, 45, 45)), (RED, (60, 5, 99, 45))), draw=True)
    product, version = client.product("Y 1")
    edited, _ = client.edit_product("Y 1", version, price="2.50")
    client.remove_product("Y 1")

    assert [photo["sku"] for photo in photos] == ["Y 1", "Y 1"]
    assert scene["total_minor"] == 200 + 550
    assert scene["picture_jpeg_base64"]
    assert (product["price"], edited["price"]) == ("2.00", "2.50")
    assert [each["sku"] for each in client.products(limit=2)] == ["B", "G", "R"]


def test_a_scene_is_sold_paid_and_refunded(shop: Shop) -> None:
    order, payment, refund = uuid4(), uuid4(), uuid4()
    with running(shop) as address, Client(address, token_of(shop, "admin")) as client:
        till = client.selling
        till.save_store("east", "East")
        till.save_counter("c1", "east", "Counter 1")
        till.receive(uuid4(), "east", {"R": 5})
        till.open_basket(order, "east", "c1")
        till.put(order, "G", 2)
        basket = till.put_scene(order, picture((RED, (5, 5, 45, 45))))
        closed, again = till.close_order(order), till.close_order(order)
        till.start_payment(payment, order, "cash")
        till.confirm_payment(payment)
        till.reverse(refund, order, "refund", "sour", {2: 1})
        whole, there = till.order(order), till.on_hand("east")
        with pytest.raises(ProblemAnswered, match="is closed and never changes"):
            till.scan(order, "6901234567892")

    assert closed == again | {"low_skus": closed["low_skus"]}
    assert closed["total_minor"] == basket["total_minor"]
    assert [each["state"] for each in whole["payments"]] == ["paid"]
    assert [each["kind"] for each in whole["reversals"]] == ["refund"]
    assert there == {"G": -2, "R": 5}


def test_a_catalogue_file_goes_out_and_in(client: Client) -> None:
    content = client.export_products()

    tried = client.import_products(content, dry_run=True, update=True)

    assert (tried["added"], tried["updated"], tried["is_dry_run"]) == (0, 0, True)


def test_a_refusal_carries_its_facts(client: Client) -> None:
    with pytest.raises(ProblemAnswered, match="exists already") as raised:
        client.add_product("R", "Red", "1.00")

    assert (raised.value.status, raised.value.type) == (409, "/problems#sku-taken")
    assert raised.value.facts["sku"] == "R"


def test_an_edit_of_an_old_version_is_refused(client: Client) -> None:
    _, version = client.product("R")
    client.edit_product("R", version, price="6.00")

    with pytest.raises(ProblemAnswered) as raised:
        client.edit_product("R", version, price="7.00")

    assert raised.value.status == 412


def test_nobody_there_is_said_in_words() -> None:
    client = Client("http://127.0.0.1:9", "t", repeats=0)

    with client, pytest.raises(ServerUnreachable, match="colugo serve"):
        client.product("R")


class _Flaky(httpx.BaseTransport):
    """Loses the answers it is told to, and keeps every request."""

    def __init__(self, answers: list[httpx.Response | None]) -> None:
        self.answers, self.seen = answers, []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append((request.headers.get("idempotency-key"), request.read()))
        answer = self.answers.pop(0)
        if answer is None:
            raise httpx.ReadError("cut off", request=request)
        return answer


def _problem(status: int, name: str) -> httpx.Response:
    headers = {"Content-Type": "application/problem+json"}
    return httpx.Response(status, headers=headers, json={"type": f"/problems#{name}"})


def test_a_lost_post_comes_again_with_the_same_key_and_the_same_bytes() -> None:
    busy = _problem(503, "database-busy")
    flaky = _Flaky([None, busy, busy, httpx.Response(201)])
    waits: list[float] = []
    transport = Transport(httpx.Client(transport=flaky, base_url="http://x"), 4, waits.append)

    answer = transport.send("POST", "/v1/scenes", files={"picture": b"bytes"})

    assert answer.status_code == 201
    assert len(flaky.seen) == 4
    assert len(set(flaky.seen)) == 1
    assert flaky.seen[0][0]
    assert [0.1 * 2**n <= wait <= 0.2 * 2**n for n, wait in enumerate(waits)] == [True] * 3


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_what_would_say_gone_the_second_time_is_sent_once(method: str) -> None:
    flaky = _Flaky([None, httpx.Response(204)])
    transport = Transport(httpx.Client(transport=flaky, base_url="http://x"), 4, lambda _: None)

    with pytest.raises(ServerUnreachable):
        transport.send(method, "/v1/products/R")

    assert len(flaky.seen) == 1


def test_a_refusal_is_not_sent_again() -> None:
    flaky = _Flaky([_problem(422, "sku-invalid")])
    transport = Transport(httpx.Client(transport=flaky, base_url="http://x"), 4)

    with pytest.raises(ProblemAnswered):
        transport.send("POST", "/v1/products", json={})
