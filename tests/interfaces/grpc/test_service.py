"""Each method of `colugo.v1.Colugo`, by a client that is generated like everybody's."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import grpc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colugo import Shop
from colugo.checkout.access import Access
from colugo.interfaces.grpc import ColugoRpc
from colugo.interfaces.grpc.service import ACTIONS
from colugo.interfaces.observing.requests import Answered
from colugo.shop.people import Role
from colugo.v1.colugo_pb2 import (
    DESCRIPTOR,
    EnrolRequest,
    RecogniseRequest,
    SearchRequest,
    Verdict,
)
from colugo.v1.colugo_pb2_grpc import ColugoStub
from colugo.wire import facts_of
from tests.checkout.coloured_shop import GREEN, RED, colour_between, photo_of, picture
from tests.interfaces.rest.conftest import AT_THE_KEYBOARD, signed_in, token_of

from .conftest import LEFT, RIGHT, bearer, channel_to, refusal

Code = grpc.StatusCode
YELLOW = (250, 250, 10)


@pytest.fixture
def manager(shop: Shop) -> str:
    """The token of one."""
    return token_of(shop, "manager")


def test_a_scene_is_recognised_priced_and_drawn(shop: Shop, stub: Any) -> None:
    content = picture((RED, LEFT), (colour_between(RED, GREEN), RIGHT))

    scene = stub.Recognise(
        RecogniseRequest(picture=content, draw=True), metadata=bearer(token_of(shop, "device"))
    )

    assert [(line.sku, line.quantity, line.total_minor) for line in scene.lines] == [("R", 1, 550)]
    assert [each.verdict for each in scene.verdicts] == [Verdict.KNOWN, Verdict.UNSURE]
    assert list(scene.verdicts[0].xyxy) == [5, 5, 45, 45]
    assert not scene.verdicts[1].HasField("sku")
    assert (scene.total_minor, scene.currency, scene.is_settled) == (550, "CNY", False)
    assert scene.picture_jpeg.startswith(b"\xff\xd8")


def test_rest_and_grpc_see_the_same(shop: Shop, stub: Any) -> None:
    content = picture((RED, LEFT), (colour_between(RED, GREEN), RIGHT))

    by_rest = signed_in(shop).post("/v1/scenes", files={"picture": content}).json()
    by_rpc = facts_of(
        stub.Recognise(
            RecogniseRequest(picture=content), metadata=bearer(token_of(shop, "manager"))
        )
    )

    del by_rest["picture_jpeg_base64"], by_rpc["picture_jpeg"]
    assert by_rpc == by_rest


def test_a_product_is_enrolled_and_known_at_once(shop: Shop, stub: Any) -> None:
    token = bearer(token_of(shop, "manager"))
    shop.add_product(sku="Y", name="Yellow", price="2")
    photos = [photo_of(YELLOW), photo_of(YELLOW, shade=6)]

    made = stub.Enrol(EnrolRequest(sku="Y", photos=photos), metadata=token)
    scene = stub.Recognise(RecogniseRequest(picture=picture((YELLOW, LEFT))), metadata=token)

    assert [(photo.sku, photo.width_px) for photo in made.photos] == [("Y", 40), ("Y", 40)]
    assert len(made.photos[0].sha256) == 64
    assert [line.sku for line in scene.lines] == ["Y"]


def test_a_repeat_with_its_key_gets_the_first_answer_and_enrols_nothing(
    shop: Shop, stub: Any
) -> None:
    keyed = (*bearer(token_of(shop, "manager")), ("idempotency-key", "k1"))
    request = EnrolRequest(sku="R", photos=[photo_of(RED, shade=12)])

    first, again = (stub.Enrol(request, metadata=keyed) for _ in range(2))
    other = refusal(lambda: stub.Enrol(EnrolRequest(sku="G"), metadata=keyed))

    assert first == again
    assert len(shop.photos("R")) == 3
    assert other[0] is Code.FAILED_PRECONDITION
    assert other[1] is not None
    assert other[1].type == "/problems#idempotency-key-reused"


def test_products_are_found_by_name_and_by_picture(shop: Shop, stub: Any) -> None:
    token = bearer(token_of(shop, "device"))

    by_name = stub.Search(SearchRequest(name="msla"), metadata=token).found
    by_picture = stub.Search(SearchRequest(picture=photo_of(GREEN), limit=2), metadata=token).found

    assert [each.product.name for each in by_name] == ["莫斯利安"]
    assert not by_name[0].HasField("similarity")
    assert len(by_picture) == 2
    assert by_picture[0].product.sku == "G"
    assert by_picture[0].similarity == pytest.approx(1, abs=1e-3)
    assert by_picture[0].product.price_now.price_minor == 300


@pytest.mark.parametrize(
    ("call", "code", "kind", "facts"),
    [
        (("Enrol", EnrolRequest(sku="X", photos=[b"x"])), Code.NOT_FOUND, "sku-unknown", {"X"}),
        (("Enrol", EnrolRequest(sku="R")), Code.INVALID_ARGUMENT, "nothing-to-enrol", set()),
        (
            ("Enrol", EnrolRequest(sku="R", photos=[photo_of(RED)])),
            Code.ALREADY_EXISTS, "photo-taken", {"R"},
        ),
        (
            ("Recognise", RecogniseRequest(picture=b"none")),
            Code.INVALID_ARGUMENT, "not-apicture", set(),
        ),
        (
            ("Recognise", RecogniseRequest(picture=picture(), store_id="x")),
            Code.NOT_FOUND, "store-unknown", {"x"},
        ),
        (("Search", SearchRequest()), Code.INVALID_ARGUMENT, "search-invalid", {"neither"}),
        (
            ("Search", SearchRequest(name="a", limit=101)),
            Code.INVALID_ARGUMENT, "search-invalid", {"101"},
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong_as_rest_does(
    shop: Shop, stub: Any, call: tuple[str, Any], code: Code, kind: str, facts: set[str]
) -> None:
    method, request = call
    metadata = (*bearer(token_of(shop, "manager")), ("x-request-id", "till-7"))

    got, problem = refusal(lambda: getattr(stub, method)(request, metadata=metadata))

    assert got is code
    assert problem is not None
    assert (problem.type, problem.request_id) == (f"/problems#{kind}", "till-7")
    assert problem.detail
    assert facts <= {str(value) for value in dict(problem.facts).values()}


@pytest.mark.parametrize("method", ["Recognise", "Enrol", "Search"])
@pytest.mark.parametrize("metadata", [(), bearer("wrong"), (("authorization", "Basic x"),)])
def test_without_a_token_nothing_is_done(
    stub: Any, method: str, metadata: tuple[tuple[str, str], ...]
) -> None:
    kinds: dict[str, Any] = {
        "Recognise": RecogniseRequest, "Enrol": EnrolRequest, "Search": SearchRequest,
    }  # fmt: skip

    code, problem = refusal(lambda: getattr(stub, method)(kinds[method](), metadata=metadata))

    assert code is Code.UNAUTHENTICATED
    assert problem is not None
    assert problem.status == 401


def test_every_call_is_told_of_as_a_request_of_rest(shop: Shop) -> None:
    seen = _Seen()
    metadata = (*bearer(token_of(shop, "device")), ("x-request-id", "till-9"))

    with channel_to(ColugoRpc(shop, observers=[seen])) as channel:
        stub = ColugoStub(channel)
        stub.Recognise(RecogniseRequest(picture=picture()), metadata=metadata)
        refusal(lambda: stub.Enrol(EnrolRequest(sku="R"), metadata=metadata))
        refusal(lambda: stub.Search(SearchRequest(name="a")))

    told = [(each.method, each.route.rsplit("/")[-1], each.status) for each in seen.answers]
    assert told == [("RPC", "Recognise", 200), ("RPC", "Enrol", 403), ("RPC", "Search", 401)]
    assert (seen.answers[0].request_id, seen.begun) == ("till-9", 3)
    assert seen.answers[0].took_s > 0


class _Seen:
    """Keeps what it is told of."""

    def __init__(self) -> None:
        self.begun, self.answers = 0, list[Answered]()

    def request(self, headers: object) -> AbstractContextManager[object]:
        self.begun += 1
        return nullcontext()

    def answered(self, request: Answered) -> None:
        self.answers.append(request)


def test_every_method_has_an_action_and_every_action_a_method() -> None:
    methods = DESCRIPTOR.services_by_name["Colugo"].methods

    assert set(ACTIONS) == {method.name for method in methods}


def test_who_has_no_token_is_refused_before_the_message_is_read(shop: Shop) -> None:
    too_large = RecogniseRequest(picture=b"x" * 10_000)

    with channel_to(ColugoRpc(shop, limit_bytes=5_000)) as channel:
        stub = ColugoStub(channel)
        anybody, _ = refusal(lambda: stub.Recognise(too_large))
        metadata = bearer(token_of(shop, "device"))
        device, _ = refusal(lambda: stub.Recognise(too_large, metadata=metadata))

    assert (anybody, device) == (Code.UNAUTHENTICATED, Code.RESOURCE_EXHAUSTED)


@pytest.mark.parametrize("role", ["device", "manager"])
def test_a_role_does_what_it_may_do_in_rest(shop: Shop, stub: Any, role: Role) -> None:
    request = EnrolRequest(sku="R", photos=[photo_of(RED, shade=12)])
    metadata = bearer(token_of(shop, role))
    may = {"device": False, "manager": True}[role]

    if may:
        assert len(stub.Enrol(request, metadata=metadata).photos) == 1
    else:
        assert refusal(lambda: stub.Enrol(request, metadata=metadata))[0] is Code.PERMISSION_DENIED


def test_a_token_that_is_revoked_counts_no_more(shop: Shop, stub: Any) -> None:
    access = Access(shop.database)
    kept, token = access.add("till", "device", AT_THE_KEYBOARD)
    request = RecogniseRequest(picture=picture())

    stub.Recognise(request, metadata=bearer(token))
    access.revoke(kept.id, AT_THE_KEYBOARD)

    assert refusal(lambda: stub.Recognise(request, metadata=bearer(token)))[0] is (
        Code.UNAUTHENTICATED
    )


def test_a_fault_of_ours_tells_nothing_but_its_number(
    shop: Shop, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop, "recognise", lambda *_, **__: 1 / 0)
    metadata = (*bearer(token_of(shop, "device")), ("x-request-id", "till-8"))

    code, problem = refusal(
        lambda: stub.Recognise(RecogniseRequest(picture=picture()), metadata=metadata)
    )

    assert code is Code.INTERNAL
    assert problem is not None
    assert (problem.type, problem.request_id) == ("/problems#fault", "till-8")
    assert "division" not in problem.detail


def test_a_message_over_the_limit_is_refused(shop: Shop) -> None:
    metadata = bearer(token_of(shop, "device"))

    with channel_to(ColugoRpc(shop, limit_bytes=10_000)) as channel:
        request = RecogniseRequest(picture=b"x" * 10_000)
        code, _ = refusal(lambda: ColugoStub(channel).Recognise(request, metadata=metadata))

    assert code is Code.RESOURCE_EXHAUSTED


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=200), method=st.sampled_from(["Recognise", "Enrol", "Search"]))
def test_whatever_bytes_come_end_one_call_and_not_the_server(
    manager: str, channel: grpc.Channel, content: bytes, method: str
) -> None:
    send = channel.unary_unary(f"/colugo.v1.Colugo/{method}")
    metadata = bearer(manager)

    try:
        answer: object = send(content, metadata=metadata)
    except grpc.RpcError as error:
        answer = error.code()  # type: ignore[attr-defined]

    # INTERNAL is how gRPC says that bytes are no message; a name is found or not
    refusals = {Code.INTERNAL, Code.INVALID_ARGUMENT, Code.NOT_FOUND}
    assert isinstance(answer, bytes) or answer in refusals
