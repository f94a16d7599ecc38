import threading

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.access import Access
from colugo.interfaces.rest import create_app
from colugo.interfaces.rest.legacy import LEGACY_ROUTES
from colugo.interfaces.rest.route import Route
from colugo.interfaces.rest.routes import ROUTES
from colugo.shop.people import PERMISSIONS, ROLES, Role

from .conftest import AT_THE_KEYBOARD, signed_in, token_of

_GUARDED = [route for route in (*ROUTES, *LEGACY_ROUTES) if route.action is not None]
_MILK = {"sku": "M", "name": "Milk", "price": "1.20"}


def test_the_app_has_the_routes_of_the_table_and_its_own_description_only(shop: Shop) -> None:
    app = create_app(shop)

    served = {
        (method, route.path)
        for route in app.routes
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }

    listed = {(route.method, route.path) for route in ROUTES}
    assert served == listed | {("GET", "/openapi.json")}
    assert len(listed) == len(ROUTES)


def test_what_everybody_may_call_tells_nothing_of_the_shop() -> None:
    public = {route.path for route in ROUTES if route.action is None}

    assert public == {
        "/livez", "/readyz", "/docs", "/problems", "/v1/sessions", "/v1/callbacks/{provider}",
        "/r/{order_id}", "/v1/sessions/wechat", "/kiosk", "/kiosk/{name:path}", "/v1/views/{key}",
        "/v1/views/{key}/photos/{photo_id}",
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_every_route_lets_in_the_roles_of_the_table_and_no_other(shop: Shop, role: Role) -> None:
    client = signed_in(shop, role, has_legacy=True)

    answered = {_name(route): client.request(route.method, _path(route)) for route in _GUARDED}

    refused = {name for name, answer in answered.items() if answer.status_code == 403}
    assert refused == {_name(r) for r in _GUARDED if role not in PERMISSIONS[r.action]}
    assert all(answer.status_code not in (401, 500) for answer in answered.values())


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer colugo_guess", "Basic YTpi", "colugo_guess"]
)
def test_no_route_answers_who_shows_no_token(shop: Shop, header: str) -> None:
    client = TestClient(create_app(shop, has_legacy=True), headers={"Authorization": header})

    answers = [client.request(route.method, _path(route)) for route in _GUARDED]

    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_lets_nobody_in_from_the_next_request_on(shop: Shop) -> None:
    access = Access(shop.database)
    kept, token = access.add("till", "device", AT_THE_KEYBOARD)
    client = TestClient(create_app(shop), headers={"Authorization": f"Bearer {token}"})
    before = client.get("/v1/products").status_code

    access.revoke(kept.id, AT_THE_KEYBOARD)

    assert (before, client.get("/v1/products").status_code) == (200, 401)


def test_the_database_holds_no_token(shop: Shop) -> None:
    token = token_of(shop, "admin")

    assert token.encode() not in shop.database.path.read_bytes()
    with shop.database.reading() as work:
        assert [entry.action for entry in work.audit.entries()] == ["add_token"]
        assert work.audit.find_broken() is None


def test_a_repeat_with_its_key_gets_the_first_answer_and_adds_nothing(
    shop: Shop, manager: TestClient
) -> None:
    first = manager.post("/v1/products", json=_MILK, headers={"Idempotency-Key": "k"})
    shop.remove_product("M")

    again = manager.post("/v1/products", json=_MILK, headers={"Idempotency-Key": "k"})

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "M" not in [product.sku for product in shop.products()]


def test_a_key_that_comes_with_another_body_or_of_somebody_else_is_refused(shop: Shop) -> None:
    key = {"Idempotency-Key": "k"}
    one, other = signed_in(shop, "manager"), signed_in(shop, "admin")
    one.post("/v1/products", json=_MILK, headers=key)

    answers = [
        one.post("/v1/products", json=_MILK | {"price": "2"}, headers=key),
        one.post("/v1/categories", json={"id": "c", "name": "C"}, headers=key),
        other.post("/v1/products", json=_MILK, headers=key),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert {a.json()["type"] for a in answers} == {"/problems#idempotency-key-reused"}


def test_a_refused_request_may_come_again_with_its_key(shop: Shop, manager: TestClient) -> None:
    key = {"Idempotency-Key": "k"}
    refused = manager.post("/v1/products", json=_MILK | {"category_id": "dairy"}, headers=key)
    manager.post("/v1/categories", json={"id": "dairy", "name": "乳品"})

    again = manager.post("/v1/products", json=_MILK | {"category_id": "dairy"}, headers=key)

    assert (refused.status_code, again.status_code) == (404, 201)


def test_of_twins_at_the_same_time_one_has_an_effect(shop: Shop) -> None:
    client = signed_in(shop)
    codes: list[int] = []

    def post() -> None:
        answer = client.post("/v1/products", json=_MILK, headers={"Idempotency-Key": "twins"})
        codes.append(answer.status_code)

    threads = [threading.Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [201] * 6
    assert [product.sku for product in shop.products()].count("M") == 1


def test_a_token_is_made_for_a_role_that_is_there(shop: Shop) -> None:
    assert token_of(shop, "device") != token_of(shop, "device")


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def _path(route: Route) -> str:
    """The path with something that is not there in each place."""
    return route.path.replace("{photo_id}", "999999").replace("{", "").replace("}", "")
