"""Signing in, people, tokens and stores that are somebody else's, over REST."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.access import Access
from colugo.checkout.people import People
from colugo.interfaces.rest import create_app
from colugo.interfaces.rest.place_guard import STORE_ACTIONS
from colugo.interfaces.rest.routes import ROUTES
from colugo.shop.people import Person
from tests.checkout.coloured_shop import RED, picture

from .conftest import AT_THE_KEYBOARD, signed_in

PASSWORD, OTHER = "a long password", "another long one"
LI = {"id": "li", "name": "Li Na", "role": "attendant", "password": PASSWORD}
EAST, WEST = UUID(int=1), UUID(int=2)


@pytest.fixture
def admin(shop: Shop) -> TestClient:
    admin = signed_in(shop, "admin")
    for store in ("east", "west"):
        assert admin.put(f"/v1/stores/{store}", json={"name": store}).status_code == 200
        counter = {"store_id": store, "name": "Counter"}
        assert admin.put(f"/v1/counters/{store}1", json=counter).status_code == 200
    return admin


def client_of(shop: Shop, person_id: str, password: str = PASSWORD) -> TestClient:
    app = create_app(shop)
    asked = {"person_id": person_id, "password": password}
    answer = TestClient(app).post("/v1/sessions", json=asked)
    assert answer.status_code == 201, answer.text
    return TestClient(app, headers={"Authorization": f"Bearer {answer.json()['token']}"})


def test_who_signs_in_may_do_what_the_role_may_until_signing_out(
    shop: Shop, admin: TestClient
) -> None:
    added = admin.post("/v1/people", json=LI)
    li = client_of(shop, "li")

    me, forbidden = li.get("/v1/me").json(), li.get("/v1/people")
    gone = li.delete("/v1/sessions/current")

    assert (added.status_code, added.headers["ETag"]) == (201, '"1"')
    assert (me["who"], me["role"], me["store_ids"]) == ("li", "attendant", [])
    assert "approve_age" in me["actions"]
    assert "edit_people" not in me["actions"]
    assert (forbidden.status_code, gone.status_code) == (403, 204)
    assert li.get("/v1/me").status_code == 401


def test_a_wrong_password_is_401_and_the_sixth_is_told_when_to_come_again(shop: Shop) -> None:
    client = TestClient(create_app(shop))
    asked = {"person_id": "li", "password": "x"}

    answers = [client.post("/v1/sessions", json=asked) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 890 <= int(answers[-1].headers["Retry-After"]) <= 900
    assert "x" not in answers[0].json()["detail"].split()


def test_a_password_never_comes_back_not_even_in_a_refusal(admin: TestClient) -> None:
    short = admin.post("/v1/people", json=LI | {"password": "sesame"})
    odd = admin.post("/v1/people", json=LI | {"password": PASSWORD, "colour": "red"})
    made = admin.post("/v1/people", json=LI)

    assert (short.status_code, odd.status_code, made.status_code) == (422, 422, 201)
    for answer in (short, odd, made):
        assert "sesame" not in answer.text
        assert PASSWORD not in answer.text


def test_people_are_edited_by_who_read_them_last(shop: Shop, admin: TestClient) -> None:
    admin.post("/v1/people", json=LI)
    li = client_of(shop, "li")

    blind = admin.patch("/v1/people/li", json={"role": "manager"})
    edited = admin.patch("/v1/people/li", json={"role": "manager"}, headers={"If-Match": '"1"'})
    late = admin.patch("/v1/people/li", json={"name": "L"}, headers={"If-Match": '"1"'})
    listed = admin.get("/v1/people").json()["people"]

    assert (blind.status_code, edited.status_code, late.status_code) == (428, 200, 412)
    assert [(one["id"], one["role"]) for one in listed] == [("li", "manager")]
    assert li.get("/v1/me").status_code == 401


def test_passwords_are_changed_by_oneself_or_given_by_an_admin(
    shop: Shop, admin: TestClient
) -> None:
    admin.post("/v1/people", json=LI)
    li = client_of(shop, "li")

    wrong = li.put("/v1/me/password", json={"old": OTHER, "new": OTHER})
    changed = li.put("/v1/me/password", json={"old": PASSWORD, "new": OTHER})
    again = client_of(shop, "li", OTHER)
    given = admin.put("/v1/people/li/password", json={"password": PASSWORD})

    assert (wrong.status_code, changed.status_code, given.status_code) == (401, 204, 204)
    assert again.get("/v1/me").status_code == 401
    assert client_of(shop, "li").get("/v1/me").status_code == 200
    assert admin.put("/v1/me/password", json={"old": "a", "new": OTHER}).status_code == 401


def test_a_token_is_told_once_and_kept_nowhere_even_with_an_idempotency_key(
    shop: Shop, admin: TestClient
) -> None:
    new = {"name": "till", "store_id": "east", "counter_id": "east1"}
    key = {"Idempotency-Key": "k"}

    made = admin.post("/v1/tokens", json=new, headers=key)
    again = admin.post("/v1/tokens", json=new, headers=key)

    token = made.json()["token"]
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert again.json()["token"] != token
    with shop.database.connection() as connection:
        kept = str(list(connection.exec_driver_sql("SELECT * FROM idempotency_keys")))
    assert token not in kept
    assert token not in admin.get("/v1/tokens").text
    assert admin.delete(f"/v1/tokens/{made.json()['id']}").status_code == 204
    till = TestClient(create_app(shop), headers={"Authorization": f"Bearer {token}"})
    assert till.get("/v1/me").status_code == 401


def till_of(shop: Shop, store_id: str, counter_id: str | None = None) -> TestClient:
    _, token = Access(shop.database).add(
        f"till {store_id}", "device", AT_THE_KEYBOARD, store_id=store_id, counter_id=counter_id
    )
    return TestClient(create_app(shop), headers={"Authorization": f"Bearer {token}"})


def manager_of(shop: Shop, store_id: str) -> TestClient:
    person = Person(f"manager-{store_id}", "M", "manager", frozenset({store_id}))
    People(shop.database).add(person, PASSWORD, AT_THE_KEYBOARD)
    return client_of(shop, person.id)


def test_a_till_sells_in_its_own_store_and_nowhere_else(shop: Shop, admin: TestClient) -> None:
    till = till_of(shop, "east")
    east = {"store_id": "east", "counter_id": "east1"}
    west = {"store_id": "west", "counter_id": "west1"}
    assert admin.put(f"/v1/baskets/{WEST}", json=west).status_code == 200

    answers = {
        "own": till.put(f"/v1/baskets/{EAST}", json=east),
        "foreign": till.put(f"/v1/baskets/{UUID(int=3)}", json=west),
        "mixed": till.put(f"/v1/baskets/{UUID(int=3)}", json=east | {"counter_id": "west1"}),
        "put": till.post(f"/v1/baskets/{WEST}/entries", json={"sku": "R"}),
        "read": till.get(f"/v1/baskets/{WEST}"),
        "close": till.put(f"/v1/orders/{WEST}"),
    }

    assert answers.pop("own").status_code == 200
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        answers, 403
    )
    assert answers["put"].json()["type"] == "/problems#place-not-yours"
    seen = till.post("/v1/scenes", files={"picture": picture((RED, (10, 10, 50, 50)))})
    assert seen.status_code == 200


def test_a_till_of_one_counter_touches_no_basket_of_another(shop: Shop, admin: TestClient) -> None:
    counter = {"store_id": "east", "name": "Counter 2"}
    admin.put("/v1/counters/east2", json=counter)
    till = till_of(shop, "east", "east2")
    admin.put(f"/v1/baskets/{EAST}", json={"store_id": "east", "counter_id": "east1"})

    assert till.get(f"/v1/baskets/{EAST}").status_code == 403
    own = till.put(f"/v1/baskets/{WEST}", json={"store_id": "east", "counter_id": "east2"})
    assert own.status_code == 200


def test_a_manager_of_one_store_reads_no_figures_of_the_others(
    shop: Shop, admin: TestClient
) -> None:
    east = manager_of(shop, "east")

    assert east.get("/v1/reports/sales").status_code == 403
    assert east.get("/v1/reports/sales", params={"store_id": "west"}).status_code == 403
    assert east.get("/v1/reports/sales", params={"store_id": "east"}).status_code == 200
    assert east.get("/v1/orders").status_code == 403
    assert east.get("/v1/orders", params={"store_id": "east"}).json()["orders"] == []
    assert east.get("/v1/stock/west").status_code == 403
    assert east.get("/v1/audit").status_code == 403


def test_no_route_that_touches_a_store_lets_a_foreign_one_through(
    shop: Shop, admin: TestClient
) -> None:
    """Every route of the table, with ids of the other store in path, query and body."""
    west = {"store_id": "west", "counter_id": "west1"}
    admin.put(f"/v1/baskets/{WEST}", json=west)
    east = manager_of(shop, "east")
    ids = {"store_id": "west", "order_id": str(WEST), "counter_id": "west1"}

    answered = {
        f"{route.method} {route.path}": east.request(
            route.method,
            route.path.replace("{store_id}", "west").replace("{order_id}", str(WEST))
            .replace("{", "").replace("}", ""),
            params=ids,
            json=ids if route.method in ("PUT", "POST", "PATCH") else None,
        ).status_code
        for route in ROUTES
        if route.action in STORE_ACTIONS
    }  # fmt: skip

    assert set(answered.values()) == {403}, answered
    assert len(answered) > 20
