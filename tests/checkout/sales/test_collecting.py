"""Money in and back through a payment service on a real socket, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from colugo.checkout.sales import Baskets, Closing, Collecting, Paying
from colugo.errors import (
    CallbackRefused,
    NotConfirmedByHand,
    PaymentMismatch,
    PaymentUnknown,
    ProviderUnknown,
    ProviderUnreachable,
)
from colugo.payments.counter import CounterProvider
from colugo.payments.signed_qr import SignedQrProvider
from colugo.persistence import Database
from colugo.shop import Money
from colugo.shop.orders import By, Order, ReversalRequest
from tests.payments.local_server import serving
from tests.payments.qr_service import SECRET, QrService

from .selling_shop import CNY
from .selling_shop import database as database

ORDER, PAYMENT, OTHER, REFUND = (UUID(int=number) for number in (1, 2, 3, 4))


def now() -> datetime:
    return datetime.now(UTC)


def by(role: str = "manager", at: datetime | None = None) -> By:
    return By("Wang", role, at or now())  # type: ignore[arg-type]


@pytest.fixture
def service() -> QrService:
    return QrService()


@pytest.fixture
def collecting(database: Database, service: QrService) -> Iterator[Collecting]:
    with serving(service.answer) as url:
        qr = SignedQrProvider(url, SECRET, notify_url="https://shop.example", timeout_s=5)
        yield Collecting(database, {"cash": CounterProvider("cash"), "qr": qr})


@pytest.fixture
def order(database: Database) -> Order:
    baskets = Baskets(database)
    baskets.open(ORDER, "east", "c1", by())
    baskets.put(ORDER, "milk", 2, source="barcode", by=by())
    return Closing(database).close(ORDER, by()).order


def test_a_shown_qr_is_paid_and_told_by_a_callback_that_may_come_again(
    database: Database, service: QrService, collecting: Collecting, order: Order
) -> None:
    started = collecting.start(PAYMENT, ORDER, "qr", None, by())
    again = collecting.start(PAYMENT, ORDER, "qr", None, by())
    callback = service.pay(str(PAYMENT))
    answers = [collecting.take_callback("qr", *callback, now()) for _ in range(3)]

    assert started.payment.state == "pending"
    assert started.start == again.start == collecting.get(PAYMENT).start
    assert answers == [("application/json", b"{}")] * 3
    assert collecting.get(PAYMENT).payment.state == "paid"
    assert Paying(database).left_to_pay(ORDER).minor == 0
    with database.reading() as work:
        acts = [(e.who, e.action) for e in work.audit.entries() if "provider" in e.who]
    assert acts == [("provider qr", "payment_event")]


def test_a_service_that_was_away_is_asked_again_for_the_same_payment(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    service.down = 1
    with pytest.raises(ProviderUnreachable):
        collecting.start(PAYMENT, ORDER, "qr", None, by())
    assert collecting.get(PAYMENT).payment.state == "created"

    started = collecting.start(PAYMENT, ORDER, "qr", None, by())

    assert started.start is not None
    assert list(service.payments) == [str(PAYMENT)]


def test_a_callback_that_was_lost_is_made_good_by_asking(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    waiting = collecting.refresh(PAYMENT, by()).payment.state
    service.pay(str(PAYMENT))

    assert (waiting, collecting.refresh(PAYMENT, by()).payment.state) == ("pending", "paid")


def test_a_qr_that_has_ended_is_closed_at_the_service_and_expires(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())

    just = collecting.refresh(PAYMENT, by(at=now() + timedelta(minutes=10, seconds=20)))
    late = collecting.refresh(PAYMENT, by(at=now() + timedelta(minutes=11)))

    assert (just.payment.state, late.payment.state) == ("pending", "expired")
    assert service.payments[str(PAYMENT)]["kind"] == "expired"


def test_money_that_comes_late_pays_an_order_that_nobody_paid(
    database: Database, service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    callback = service.pay(str(PAYMENT))
    service.payments[str(PAYMENT)]["kind"] = "pending"
    collecting.refresh(PAYMENT, by(at=now() + timedelta(minutes=11)))

    collecting.take_callback("qr", *callback, now())

    assert collecting.get(PAYMENT).payment.state == "paid"
    assert service.refunds == {}


def test_money_that_comes_late_after_another_way_was_taken_is_given_back_once(
    database: Database, service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    callback = service.pay(str(PAYMENT))
    service.payments[str(PAYMENT)]["kind"] = "pending"
    collecting.refresh(PAYMENT, by(at=now() + timedelta(minutes=11)))
    collecting.start(OTHER, ORDER, "cash", None, by())
    collecting.confirm(OTHER, by())

    for _ in range(2):
        collecting.take_callback("qr", *callback, now())

    given = [refund["amount_minor"] for refund in service.refunds.values()]
    assert given == [order.total.minor]
    assert collecting.get(PAYMENT).payment.state == "refunded"
    assert collecting.get(OTHER).payment.state == "paid"
    assert Paying(database).overpaid(ORDER).minor == 0


def test_late_money_is_given_back_by_the_next_callback_when_the_service_was_away(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    callback = service.pay(str(PAYMENT))
    service.payments[str(PAYMENT)]["kind"] = "pending"
    collecting.refresh(PAYMENT, by(at=now() + timedelta(minutes=11)))
    collecting.start(OTHER, ORDER, "cash", None, by())
    collecting.confirm(OTHER, by())
    service.down = 1

    with pytest.raises(ProviderUnreachable):
        collecting.take_callback("qr", *callback, now())
    collecting.take_callback("qr", *callback, now())

    assert len(service.refunds) == 1


def test_a_forged_callback_and_one_of_another_amount_change_nothing(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    message = {
        "payment_id": str(PAYMENT), "kind": "paid", "amount_minor": 1, "currency": "CNY",
        "reference": "R0",
    }  # fmt: skip

    with pytest.raises(CallbackRefused):
        collecting.take_callback("qr", *service.callback(message, secret="x" * 32), now())
    with pytest.raises(PaymentMismatch):
        collecting.take_callback("qr", *service.callback(message), now())
    other = message | {"payment_id": str(UUID(int=99))}
    with pytest.raises(PaymentUnknown):
        collecting.take_callback("qr", *service.callback(other), now())

    assert collecting.get(PAYMENT).payment.state == "pending"


def test_an_attendant_confirms_cash_and_not_what_a_provider_tells(
    collecting: Collecting, order: Order
) -> None:
    half = Money(order.total.minor // 2, CNY)
    collecting.start(PAYMENT, ORDER, "qr", half, by())
    collecting.start(OTHER, ORDER, "cash", None, by())

    with pytest.raises(NotConfirmedByHand, match="qr"):
        collecting.confirm(PAYMENT, by())
    assert collecting.confirm(OTHER, by()).payment.state == "paid"
    with pytest.raises(ProviderUnknown, match="cash, qr"):
        collecting.start(UUID(int=9), ORDER, "shells", None, by())


def test_a_refund_goes_back_the_way_the_money_came_the_last_way_first(
    database: Database, service: QrService, collecting: Collecting, order: Order
) -> None:
    cash = Money(200, CNY)
    collecting.start(OTHER, ORDER, "cash", cash, by())
    collecting.confirm(OTHER, by())
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    collecting.take_callback("qr", *service.pay(str(PAYMENT)), now())
    reversal = Closing(database).reverse(ORDER, ReversalRequest(REFUND, "refund", "sour"), by())
    service.down = 1

    with pytest.raises(ProviderUnreachable):
        collecting.give_back(reversal, by())
    left = [collecting.give_back(reversal, by()).minor for _ in range(2)]

    assert left == [0, 0]
    assert [r["amount_minor"] for r in service.refunds.values()] == [order.total.minor - 200]
    assert collecting.get(OTHER).payment.refunded == cash
    assert collecting.get(PAYMENT).payment.state == "refunded"


def test_no_more_is_given_back_than_was_paid(
    database: Database, collecting: Collecting, order: Order
) -> None:
    collecting.start(OTHER, ORDER, "cash", Money(200, CNY), by())
    collecting.confirm(OTHER, by())
    reversal = Closing(database).reverse(ORDER, ReversalRequest(REFUND, "refund", "sour"), by())

    left = collecting.give_back(reversal, by())

    assert left == order.total - Money(200, CNY)
