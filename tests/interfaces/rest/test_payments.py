"""A sale paid by QR over REST: the service shows a code, the phone pays, the callback comes in."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from tests.checkout.coloured_shop import stocked_shop
from tests.payments.local_server import serving
from tests.payments.qr_service import SECRET, QrService

from .conftest import signed_in

ORDER, PAYMENT, REFUND = (UUID(int=number) for number in (1, 2, 3))
PLACE = {"store_id": "east", "counter_id": "c1"}
CALLBACKS = "/v1/callbacks/qr"


@pytest.fixture
def service() -> QrService:
    return QrService()


@pytest.fixture
def shop(tmp_path: Path, service: QrService, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("COLUGO_PUBLIC_URL", "https://shop.example")
    with serving(service.answer) as url, stocked_shop(tmp_path / "shop") as shop:
        file = shop.folder / "payments.toml"
        file.write_text(f'[qr]\nurl = "{url}"\nsecret = "{SECRET}"\n')
        file.chmod(0o600)
        yield shop


@pytest.fixture
def till(shop: Shop) -> TestClient:
    admin = signed_in(shop, "admin")
    admin.put("/v1/stores/east", json={"name": "East"})
    admin.put("/v1/counters/c1", json={"store_id": "east", "name": "Counter 1"})
    till = signed_in(shop, "device")
    till.put(f"/v1/baskets/{ORDER}", json=PLACE)
    till.post(f"/v1/baskets/{ORDER}/entries", json={"sku": "R", "quantity": 2})
    assert till.put(f"/v1/orders/{ORDER}").status_code == 200
    return till


def start(till: TestClient, provider: str = "qr") -> dict[str, object]:
    asked = {"order_id": str(ORDER), "provider": provider}
    answer = till.put(f"/v1/payments/{PAYMENT}", json=asked)
    assert answer.status_code == 200, answer.text
    made: dict[str, object] = answer.json()
    return made


def test_a_shopper_pays_by_qr_and_the_counter_sees_it(
    shop: Shop, till: TestClient, service: QrService
) -> None:
    anybody = TestClient(till.app)
    started = start(till)
    headers, body = service.pay(str(PAYMENT))

    before = till.get(f"/v1/payments/{PAYMENT}").json()
    told = [anybody.post(CALLBACKS, content=body, headers=headers) for _ in range(2)]
    after = till.get(f"/v1/payments/{PAYMENT}").json()
    order = signed_in(shop, "manager").get(f"/v1/orders/{ORDER}").json()

    assert started["qr_text"] == before["qr_text"] == "https://pay.example/R0"
    assert service.payments[str(PAYMENT)]["notify_url"] == f"https://shop.example{CALLBACKS}"
    assert [(each.status_code, each.content) for each in told] == [(200, b"{}")] * 2
    assert (before["state"], after["state"], order["left_to_pay_minor"]) == ("pending", "paid", 0)


def test_a_forged_callback_is_401_and_one_of_no_provider_404(
    till: TestClient, service: QrService
) -> None:
    anybody = TestClient(till.app)
    start(till)
    headers, body = service.pay(str(PAYMENT))

    forged = anybody.post(CALLBACKS, content=body.replace(b"R0", b"R1"), headers=headers)
    nobody = anybody.post("/v1/callbacks/shells", content=body, headers=headers)

    assert (forged.status_code, forged.json()["type"]) == (401, "/problems#callback-refused")
    assert nobody.status_code == 404
    assert till.get(f"/v1/payments/{PAYMENT}").json()["state"] == "pending"


def test_a_lost_callback_is_made_good_by_a_refresh(till: TestClient, service: QrService) -> None:
    start(till)
    service.pay(str(PAYMENT))

    refreshed = till.post(f"/v1/payments/{PAYMENT}/refreshes")

    assert (refreshed.status_code, refreshed.json()["state"]) == (200, "paid")


def test_a_service_that_is_away_is_503_and_the_next_try_the_same_payment(
    till: TestClient, service: QrService
) -> None:
    service.down = 1
    asked = {"order_id": str(ORDER), "provider": "qr"}

    away = till.put(f"/v1/payments/{PAYMENT}", json=asked)

    assert (away.status_code, away.headers["Retry-After"]) == (503, "1")
    assert "try again" in away.json()["detail"]
    assert start(till)["state"] == "pending"


def test_a_shopper_cancels_the_qr_and_pays_in_cash(
    shop: Shop, till: TestClient, service: QrService
) -> None:
    start(till)
    other = f"/v1/payments/{REFUND}"
    asked = {"order_id": str(ORDER), "provider": "cash"}

    before = till.put(other, json=asked)
    ended = till.post(f"/v1/payments/{PAYMENT}/cancellations")
    started = till.put(other, json=asked)
    confirmed = signed_in(shop, "attendant").post(f"{other}/confirmations")
    late = till.post(f"{other}/cancellations")

    assert (before.status_code, before.json()["type"]) == (409, "/problems#payment-too-large")
    assert (ended.status_code, ended.json()["state"]) == (200, "expired")
    assert (started.status_code, confirmed.json()["state"]) == (200, "paid")
    assert (late.status_code, late.json()["type"]) == (409, "/problems#payment-not-possible")


def test_an_attendant_takes_cash_and_is_told_the_change(shop: Shop, till: TestClient) -> None:
    start(till, "cash")
    confirmations = f"/v1/payments/{PAYMENT}/confirmations"
    attendant = signed_in(shop, "attendant")

    little = attendant.post(confirmations, json={"tendered": "0.01"})
    taken = attendant.post(confirmations, json={"tendered": "100"}).json()

    assert (little.status_code, little.json()["type"]) == (422, "/problems#cash-too-little")
    assert taken["state"] == "paid"
    assert taken["tendered_minor"] == 10_000
    assert taken["change_minor"] == 10_000 - taken["amount_minor"] > 0
    assert till.get(f"/v1/payments/{PAYMENT}").json() == taken


def test_a_refund_sends_the_money_back_and_says_how_much(
    shop: Shop, till: TestClient, service: QrService
) -> None:
    manager = signed_in(shop, "manager")
    start(till)
    headers, body = service.pay(str(PAYMENT))
    till.post(CALLBACKS, content=body, headers=headers)
    asked = {"order_id": str(ORDER), "kind": "refund", "reason": "sour", "quantities": {"1": 1}}

    made = [manager.put(f"/v1/reversals/{REFUND}", json=asked).json() for _ in range(2)]

    assert made[0]["given_back_minor"] == made[0]["total_minor"] > 0
    assert made[1] == made[0]
    assert [each["amount_minor"] for each in service.refunds.values()] == [made[0]["total_minor"]]


def test_ways_to_pay_are_listed_and_an_attendant_confirms_only_cash(
    shop: Shop, till: TestClient
) -> None:
    start(till)
    attendant = signed_in(shop, "attendant")

    listed = till.get("/v1/payment-providers").json()["providers"]
    by_hand = attendant.post(f"/v1/payments/{PAYMENT}/confirmations")

    assert listed == ["counter", "cash", "card", "qr"]
    assert (by_hand.status_code, by_hand.json()["type"]) == (409, "/problems#not-confirmed-by-hand")
