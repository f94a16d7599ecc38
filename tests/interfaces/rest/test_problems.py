import pytest
from fastapi.testclient import TestClient

from colugo import Shop, errors
from colugo.errors import ColugoError
from colugo.interfaces.rest.problems import STATUSES, name_of, status_of

from .conftest import signed_in

_KINDS = sorted(
    (getattr(errors, name) for name in errors.__all__), key=lambda kind: str(kind.__name__)
)
# of the command line and of training, or of one field of a request
_NEVER_OF_A_ROUTE = {
    "AddressTaken", "CurrencyUnknown", "EntryUnknown", "GalleryPhotoTaken", "OfficialNameUnknown",
    "PhotoFormatUnknown", "RestorePlaceTaken", "TaxClassUnknown",
}  # fmt: skip


@pytest.mark.parametrize("kind", STATUSES, ids=lambda kind: kind.__name__)
def test_every_line_of_the_table_is_an_error_with_a_status(kind: type[ColugoError]) -> None:
    assert kind in _KINDS
    assert status_of(kind) in {401, 403, 404, 408, 409, 412, 413, 415, 428, 429, 500, 502, 503, 507}


def test_what_is_unknown_is_not_found_and_what_is_taken_is_a_conflict() -> None:
    ours = [kind for kind in _KINDS if kind.__name__ not in _NEVER_OF_A_ROUTE]

    unknown = {status_of(kind) for kind in ours if kind.__name__.endswith("Unknown")}
    taken = {status_of(kind) for kind in ours if kind.__name__.endswith("Taken")}

    assert (unknown, taken) == ({404}, {409})


def test_a_broken_disk_is_the_servers_fault_and_its_places_stay_secret(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(shop)

    def fail(*_: object, **__: object) -> None:
        raise errors.StorageFailed("/secret/place", "Input/output error")

    monkeypatch.setattr(shop, "products", fail)

    answer = client.get("/v1/products")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["type"] == "/problems#storage-failed"


def test_a_fault_of_ours_is_a_problem_too(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(shop)
    monkeypatch.setattr(shop, "products", lambda **_: 1 / 0)

    answer = client.get("/v1/products", headers={"X-Request-Id": "mine-1"})

    assert (answer.status_code, answer.json()["type"]) == (500, "/problems#fault")
    assert answer.json()["request_id"] == "mine-1"
    assert "division" not in answer.text


def test_every_answer_has_a_request_id_of_harmless_letters(manager: TestClient) -> None:
    given = manager.get("/livez", headers={"X-Request-Id": "till-7.42"})
    made = manager.get("/livez", headers={"X-Request-Id": "a b<script>"})

    assert given.headers["X-Request-Id"] == "till-7.42"
    assert made.headers["X-Request-Id"].isalnum()


def test_a_request_over_the_limit_is_refused_with_and_without_a_length(shop: Shop) -> None:
    client = signed_in(shop, limit_bytes=1000)

    told = client.post("/v1/catalogue", content=b"x" * 1001)
    counted = client.post("/v1/catalogue", content=iter([b"x" * 600, b"x" * 600]))

    assert (told.status_code, counted.status_code) == (413, 413)
    assert "1000 bytes" in told.json()["detail"]
    assert "1000 bytes" in counted.json()["detail"]


def test_no_web_page_may_call_unless_it_is_named(shop: Shop) -> None:
    page = {"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"}

    closed = signed_in(shop).options("/v1/products", headers=page)
    opened = signed_in(shop, allowed_origins=["https://shop.example"]).options(
        "/v1/products", headers=page
    )

    assert "access-control-allow-origin" not in closed.headers
    assert opened.headers["access-control-allow-origin"] == "https://shop.example"


def test_what_is_not_there_is_a_problem(manager: TestClient) -> None:
    answers = [manager.get("/v1/nothing"), manager.put("/livez"), manager.get("/v1/products/")]

    assert [answer.json()["status"] for answer in answers][:2] == [404, 405]
    assert answers[1].headers["Allow"] == "GET"
    assert {a.headers["Content-Type"] for a in answers} == {"application/problem+json"}


def test_the_pages_name_every_route_and_problem_and_load_nothing(manager: TestClient) -> None:
    docs, problems = manager.get("/docs").text, manager.get("/problems").text

    assert "PATCH /v1/products/{sku}" in docs
    assert f'id="{name_of(errors.SkuTaken)}"' in problems
    assert all("<script" not in page and "http" not in page for page in (docs, problems))


def test_the_service_is_ready_when_shop_and_networks_are(shop: Shop) -> None:
    client = signed_in(shop)

    assert client.get("/livez").json()["status"] == "ok"
    assert client.get("/readyz").status_code == 200
