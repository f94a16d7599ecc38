"""A sale over REST: counter, basket, order, payment, refund, stock, report and audit."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.receipts import receipt_of
from colugo.shop.barcode import check_digit
from tests.checkout.coloured_shop import GREEN, GREY, RED, picture, stocked_shop

from .conftest import signed_in

ID, PAYMENT, REFUND, NOTE = (UUID(int=number) for number in (1, 2, 3, 4))
BASKET, ORDER = f"/v1/baskets/{ID}", f"/v1/orders/{ID}"
PLACE = {"store_id": "east", "counter_id": "c1"}


@pytest.fixture
def till(shop: Shop) -> TestClient:
    """The device of a counter in a store that has stock."""
    admin = signed_in(shop, "admin")
    assert admin.put("/v1/stores/east", json={"name": "East"}).status_code == 200
    counter = {"store_id": "east", "name": "Counter 1"}
    assert admin.put("/v1/counters/c1", json=counter).status_code == 200
    delivery = {"store_id": "east", "quantities": {"R": 5}, "note": "D-17"}
    assert len(admin.put(f"/v1/deliveries/{NOTE}", json=delivery).json()["moves"]) == 1
    assert admin.put(f"/v1/deliveries/{NOTE}", json=delivery).json()["moves"] == []
    return signed_in(shop, "device")


def sell(till: TestClient) -> dict[str, object]:
    till.put(BASKET, json=PLACE)
    till.post(f"{BASKET}/entries", json={"sku": "R", "quantity": 2})
    closed: dict[str, object] = till.put(ORDER).json()
    return closed


def test_a_scene_becomes_a_paid_order_that_a_repeat_does_not_double(
    shop: Shop, till: TestClient
) -> None:
    attendant, manager = signed_in(shop, "attendant"), signed_in(shop, "manager")
    scene = picture((RED, (10, 10, 50, 50)), (GREEN, (70, 10, 110, 50)), (GREY, (130, 10, 170, 50)))
    till.put(BASKET, json=PLACE)

    seen = till.post(f"{BASKET}/scenes", files={"picture": scene}).json()
    early = till.put(ORDER)
    (question,) = seen["questions"]
    answer = {"key": question["key"], "sku": None, "why": "a glove"}
    settled = till.post(f"{BASKET}/answers", json=answer)
    closed, again = till.put(ORDER), till.put(ORDER)
    payment = {"order_id": str(ID), "provider": "cash"}
    started = till.put(f"/v1/payments/{PAYMENT}", json=payment)
    alone = till.post(f"/v1/payments/{PAYMENT}/confirmations")
    paid = attendant.post(f"/v1/payments/{PAYMENT}/confirmations")
    whole = manager.get(ORDER).json()

    assert sorted(entry["sku"] for entry in seen["entries"]) == ["G", "R"]
    assert (early.status_code, early.json()["type"]) == (409, "/problems#basket-not-settled")
    assert settled.json()["questions"] == []
    assert closed.json()["digest"] == again.json()["digest"]
    assert closed.json()["low_skus"] == ["G"]
    assert (started.json()["state"], alone.status_code, paid.json()["state"]) == (
        "created", 403, "paid",
    )  # fmt: skip
    assert whole["left_to_pay_minor"] == 0
    assert whole["order"]["total_minor"] == seen["total_minor"]
    assert manager.get("/v1/stock/east").json()["on_hand"] == {"G": -1, "R": 4}
    assert till.get(BASKET).status_code == 404


def test_a_refund_is_on_the_report_and_the_audit_log(shop: Shop, till: TestClient) -> None:
    sell(till)
    manager, attendant = signed_in(shop, "manager"), signed_in(shop, "attendant")
    till.put(f"/v1/payments/{PAYMENT}", json={"order_id": str(ID), "provider": "cash"})
    attendant.post(f"/v1/payments/{PAYMENT}/confirmations")
    wanted = {"order_id": str(ID), "kind": "refund", "reason": "sour", "quantities": {"1": 1}}

    refused = attendant.put(f"/v1/reversals/{REFUND}", json=wanted)
    made = manager.put(f"/v1/reversals/{REFUND}", json=wanted)
    again = manager.put(f"/v1/reversals/{REFUND}", json=wanted)
    more = manager.put(f"/v1/reversals/{uuid4()}", json=wanted | {"quantities": {"1": 2}})
    report = manager.get("/v1/reports/sales?store_id=east&key=product").json()
    log = manager.get("/v1/audit?limit=2").json()
    rest = manager.get("/v1/audit", params={"cursor": log["next_cursor"]}).json()
    check = signed_in(shop, "engineer").get("/v1/audit/check").json()

    assert refused.status_code == 403
    assert made.json() == again.json()
    assert more.status_code == 409
    assert [(row["key"], row["pieces"]) for row in report["rows"]] == [("R", 1)]
    assert report["rows"][0]["total_minor"] == made.json()["total_minor"]
    assert [entry["number"] for entry in log["entries"]] == [1, 2]
    assert rest["entries"][0]["number"] == 3
    assert check["broken_number"] is None


def test_a_basket_is_changed_by_who_read_it_last(till: TestClient) -> None:
    opened = till.put(BASKET, json=PLACE)
    etag = {"If-Match": opened.headers["ETag"]}

    first = till.post(f"{BASKET}/entries", json={"sku": "R"}, headers=etag)
    second = till.post(f"{BASKET}/entries", json={"sku": "R"}, headers=etag)
    edited = till.patch(f"{BASKET}/entries/1", json={"quantity": 0, "why": "put back"})
    none = till.patch(f"{BASKET}/entries/9", json={"quantity": 0, "why": "put back"})
    odd = till.post(f"{BASKET}/entries", json={"sku": "R"}, headers={"If-Match": '"x"'})

    assert (first.status_code, second.status_code) == (200, 409)
    assert edited.json()["entries"] == []
    assert (none.status_code, odd.status_code) == (404, 412)


def test_orders_are_listed_page_by_page_with_their_receipts(shop: Shop, till: TestClient) -> None:
    for number in range(11, 14):
        till.put(f"/v1/baskets/{UUID(int=number)}", json=PLACE)
        till.post(f"/v1/baskets/{UUID(int=number)}/entries", json={"sku": "R"})
        till.put(f"/v1/orders/{UUID(int=number)}")
    manager = signed_in(shop, "manager")

    pages, cursor = [], ""
    for _ in range(2):
        page = manager.get("/v1/orders", params={"limit": 2, "cursor": cursor}).json()
        pages.append([order["id"] for order in page["orders"]])
        cursor = page["next_cursor"]
    receipt = manager.get(f"/v1/orders/{UUID(int=11)}/receipt?language=en")
    html = manager.get(f"/v1/orders/{UUID(int=11)}/receipt?form=html")
    printer = manager.get(f"/v1/orders/{UUID(int=11)}/receipt?form=escpos")
    wrong = manager.get("/v1/orders?cursor=bm90aGluZw")

    assert [each for page in pages for each in page] == [
        str(UUID(int=number)) for number in range(11, 14)
    ]
    assert cursor is None
    assert "East" in receipt.text
    assert html.headers["content-type"].startswith("text/html")
    assert printer.content.startswith(b"\x1b@")
    assert wrong.status_code == 422


def test_what_is_low_is_told(shop: Shop, till: TestClient) -> None:
    manager = signed_in(shop, "manager")

    manager.put("/v1/stock/east/levels/R", json={"level": 5, "target": 12})
    counted = manager.put(
        f"/v1/counts/{uuid4()}", json={"store_id": "east", "quantities": {"R": 3}}
    )
    spoilt = manager.put(f"/v1/waste/{uuid4()}", json={"store_id": "east", "quantities": {"R": 1}})
    alerts = manager.get("/v1/stock/east/alerts").json()["alerts"]

    assert [move["quantity"] for move in counted.json()["moves"]] == [-2]
    assert [move["quantity"] for move in spoilt.json()["moves"]] == [-1]
    assert alerts == [{"sku": "R", "on_hand": 2, "to_order": 10}]


def test_an_entry_posted_again_with_its_key_is_one_entry_and_tells_the_same_version(
    till: TestClient,
) -> None:
    till.put(BASKET, json=PLACE)
    key = {"Idempotency-Key": "one red"}

    first = till.post(f"{BASKET}/entries", json={"sku": "R"}, headers=key)
    till.post(f"{BASKET}/entries", json={"sku": "G"})
    again = till.post(f"{BASKET}/entries", json={"sku": "R"}, headers=key)

    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert len(till.get(BASKET).json()["entries"]) == 2


def test_photos_posted_with_a_key_are_found_when_the_call_returns(shop: Shop) -> None:
    manager = signed_in(shop, "manager")
    manager.post("/v1/products", json={"sku": "B", "name": "Blue", "price": "1.00"})
    photo = picture(((0, 0, 250), (10, 10, 50, 50)))
    sent = {"files": {"photos": photo}, "headers": {"Idempotency-Key": "blue"}}

    first = manager.post("/v1/products/B/photos", **sent)  # type: ignore[arg-type]
    seen = manager.post("/v1/scenes", files={"picture": photo}).json()

    assert first.status_code == 201, first.text
    assert [verdict["candidates"][0]["sku"] for verdict in seen["verdicts"]] == ["B"]


def test_a_scanned_receipt_opens_without_a_token_and_a_guessed_one_does_not(
    shop: Shop, till: TestClient
) -> None:
    sell(till)
    link = receipt_of(shop.database, ID, "https://shop.example").link
    anybody = TestClient(till.app)

    opened = anybody.get(link.removeprefix("https://shop.example"))
    guessed = anybody.get(f"/r/{ID}", params={"d": "0" * 16})
    pdf = signed_in(shop, "manager").get(f"{ORDER}/receipt", params={"form": "pdf"})

    assert (opened.status_code, guessed.status_code) == (200, 404)
    assert opened.headers["Content-Type"].startswith("text/html")
    assert "no-store" in opened.headers["Cache-Control"]
    assert pdf.content.startswith(b"%PDF")


def test_a_code_of_the_scale_puts_in_what_was_weighed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUGO_IN_STORE_CODES", '["21IIIIIWWWWWC"]')
    with stocked_shop(tmp_path / "scale") as shop:
        admin = signed_in(shop, "admin")
        admin.put("/v1/stores/east", json={"name": "East"})
        admin.put("/v1/counters/c1", json={"store_id": "east", "name": "Counter 1"})
        apples = {"sku": "A", "name": "Apples", "price": "12.99", "unit": "weight", "plu": "12345"}
        assert admin.post("/v1/products", json=apples).status_code == 201
        admin.put(BASKET, json=PLACE)
        code = "211234500733"
        code += str(check_digit(code))

        put = admin.post(f"{BASKET}/entries", json={"code": code}).json()
        wrong = admin.post(f"{BASKET}/entries", json={"code": code[:-1] + "x"})

    (entry,) = put["entries"]
    assert (entry["sku"], entry["quantity"], put["total_minor"]) == ("A", 733, 952)
    assert wrong.status_code == 404


def test_the_reports_agree_with_each_other(shop: Shop, till: TestClient) -> None:
    manager = signed_in(shop, "manager")
    total = sell(till)["total_minor"]
    till.put(f"/v1/payments/{PAYMENT}", json={"order_id": str(ID), "provider": "cash"})
    manager.post(f"/v1/payments/{PAYMENT}/confirmations")

    by_day = manager.get("/v1/reports/sales").json()
    top = manager.get("/v1/reports/top", params={"store_id": "east"}).json()
    size = manager.get("/v1/reports/baskets").json()
    cover = manager.get("/v1/reports/cover", params={"store_id": "east"}).json()
    seen = manager.get("/v1/reports/recognition").json()

    assert [row["total_minor"] for row in by_day["rows"]] == [total]
    assert [(row["key"], row["total_minor"]) for row in top["rows"]] == [("R", total)]
    assert (size["orders"], size["pieces_hundredths"], size["total_minor"]) == (1, 200, total)
    assert cover["rows"] == [{"sku": "R", "on_hand": 3, "sold": 2, "days_tenths": 420}]
    assert (seen["seen"], seen["asked_share"]) == (0, 0.0)


def test_a_store_has_the_coordinates_that_it_was_given(shop: Shop) -> None:
    admin = signed_in(shop, "admin")
    where = {"latitude": 31.23, "longitude": 121.47}

    made = admin.put("/v1/stores/west", json={"name": "West", **where})
    half = admin.put("/v1/stores/north", json={"name": "North", "latitude": 1.0})

    assert {name: made.json()[name] for name in where} == where
    assert (half.status_code, half.json()["type"]) == (422, "/problems#coordinates-invalid")
