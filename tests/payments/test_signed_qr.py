from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from colugo.errors import CallbackRefused, ProviderRefused, ProviderUnreachable
from colugo.payments.signed_qr import SignedQrProvider
from colugo.shop import Currency, Money
from colugo.shop.payments import Payment

from .local_server import serving
from .qr_service import SECRET, QrService

CNY = Currency.of("CNY")
PAYMENT, ORDER, REFUND = (UUID(int=number) for number in (1, 2, 3))


def now() -> datetime:
    return datetime.now(UTC)


def payment() -> Payment:
    return Payment(PAYMENT, ORDER, "qr", Money(550, CNY), now())


@pytest.fixture
def service() -> QrService:
    return QrService()


@pytest.fixture
def provider(service: QrService) -> Iterator[SignedQrProvider]:
    with serving(service.answer) as url:
        yield SignedQrProvider(url, SECRET, notify_url="https://shop.example", timeout_s=5)


def test_a_payment_is_started_once_however_often_it_is_asked_for(
    service: QrService, provider: SignedQrProvider
) -> None:
    first, again = provider.start(payment()), provider.start(payment())

    assert (first.reference, first.qr_text) == (again.reference, again.qr_text)
    assert first.qr_text == "https://pay.example/R0"
    assert first.expires_at is not None
    assert 590 < (first.expires_at - now()).total_seconds() < 610
    asked = service.payments[str(PAYMENT)]
    assert (asked["amount_minor"], asked["currency"]) == (550, "CNY")


def test_what_became_of_it_is_told_when_asked(
    service: QrService, provider: SignedQrProvider
) -> None:
    provider.start(payment())
    before = provider.query(payment(), now())
    service.pay(str(PAYMENT))
    paid = provider.query(payment(), now())
    provider.close(payment())
    closed = provider.query(payment(), now())

    assert before is None
    assert paid is not None
    assert (paid.kind, paid.amount, paid.reference) == ("paid", Money(550, CNY), "R0")
    assert closed is not None
    assert closed.kind == "expired"


def test_a_callback_is_read_when_it_is_signed_and_fresh(
    service: QrService, provider: SignedQrProvider
) -> None:
    provider.start(payment())

    event = provider.read_callback(*service.pay(str(PAYMENT)), now())

    assert (event.payment_id, event.kind, event.amount) == (PAYMENT, "paid", Money(550, CNY))


PAID = {"payment_id": str(PAYMENT), "kind": "paid", "amount_minor": 550, "currency": "CNY",
        "reference": "R0"}  # fmt: skip


@pytest.mark.parametrize(
    ("message", "options", "reason"),
    [
        (PAID, {"secret": "another secret of 32 letters or so"}, "signature"),
        (PAID, {"late_s": 301}, "five minutes"),
        (PAID, {"late_s": -301}, "five minutes"),
        (PAID | {"kind": "gift"}, {}, "gift"),
        (PAID | {"payment_id": "7"}, {}, "field"),
        (PAID | {"amount_minor": "much"}, {}, "field"),
        (PAID | {"currency": "COWRIES"}, {}, "field"),
        ({"kind": "refunded"}, {}, "field"),
    ],
)
def test_a_callback_that_cannot_be_trusted_or_read_is_refused(
    service: QrService, provider: SignedQrProvider, message: dict[str, object],
    options: dict[str, object], reason: str,
) -> None:  # fmt: skip
    headers, body = service.callback(message, **options)  # type: ignore[arg-type]

    with pytest.raises(CallbackRefused, match=reason):
        provider.read_callback(headers, body, now())


def test_a_callback_whose_body_was_changed_on_the_way_is_refused(
    service: QrService, provider: SignedQrProvider
) -> None:
    headers, body = service.callback(PAID)

    with pytest.raises(CallbackRefused, match="signature"):
        provider.read_callback(headers, body.replace(b"550", b"5"), now())
    with pytest.raises(CallbackRefused, match="signature"):
        provider.read_callback({}, body, now())


def test_a_refund_is_given_once_and_another_amount_under_its_id_refused(
    service: QrService, provider: SignedQrProvider
) -> None:
    events = [provider.refund(payment(), REFUND, Money(200, CNY), now()) for _ in range(2)]

    assert [(e.kind, e.amount, e.reference) for e in events if e is not None] == [
        ("refunded", Money(200, CNY), str(REFUND))
    ] * 2
    assert len(service.refunds) == 1
    with pytest.raises(ProviderRefused, match="409"):
        provider.refund(payment(), REFUND, Money(300, CNY), now())


def test_a_service_that_is_away_or_is_another_is_told_apart(service: QrService) -> None:
    service.down = 1
    with serving(service.answer) as url:
        good = SignedQrProvider(url, SECRET, notify_url="https://x", timeout_s=5)
        bad = SignedQrProvider(url, "x" * 32, notify_url="https://x", timeout_s=5)
        with pytest.raises(ProviderUnreachable, match="try again"):
            good.start(payment())
        with pytest.raises(ProviderRefused, match="wrong signature"):
            bad.start(payment())
    with pytest.raises(ProviderUnreachable):
        good.start(payment())


def test_no_secret_shows_in_the_provider_or_its_errors(service: QrService) -> None:
    with serving(service.answer) as url:
        provider = SignedQrProvider(url, SECRET, notify_url="https://x", timeout_s=5)
    with pytest.raises(ProviderUnreachable) as failed:
        provider.start(payment())

    assert SECRET not in repr(provider) + str(failed.value) + str(vars(failed.value))
