"""`qr`: any service that makes QR codes and calls back, by signed JSON messages of ours.

Every message, in both directions, carries three headers: `Colugo-Timestamp` (seconds since 1970),
`Colugo-Nonce` (random) and `Colugo-Signature`, the hexadecimal HMAC-SHA256 with the shared secret
of the four lines method-and-path, timestamp, nonce and body, joined by newlines. A message whose
time is more than five minutes off is refused. The manual describes the messages.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from colugo.errors import (
    CallbackRefused,
    ColugoError,
    ExtraMissing,
    ProviderRefused,
    ProviderUnreachable,
)
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.payments import Payment, PaymentEvent, PaymentStart

try:
    import httpx
except ModuleNotFoundError as error:
    raise ExtraMissing("the payment provider `qr`", "httpx", "payments") from error

WINDOW_S: Final = 300  # Source: WeChat Pay v3, signature verification: five minutes
_NOTHING_YET: Final = frozenset({"pending", "created"})
_KINDS: Final = frozenset({"paid", "failed", "expired", "refunded"})
_ABSENT: Final = 404
CALLBACK: Final = "CALLBACK"  # stands for method and path where the path is a proxy's to choose


def sign(secret: bytes, what: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The signature of a message.

    Args:
        secret: shared by both sides.
        what: method and path, like `POST /payments`; `CALLBACK` for a callback.
        timestamp: seconds since 1970, as text.
        nonce: random text.
        body: the bytes that are sent.
    """
    signed = "\n".join((what, timestamp, nonce, "")).encode() + body
    return hmac.new(secret, signed, hashlib.sha256).hexdigest()


class SignedQrProvider:
    """A payment service that speaks these messages; see `PaymentProvider`."""

    name = "qr"
    is_confirmed_by_hand = False
    callback_answer = ("application/json", b"{}")

    def __init__(
        self, url: str, secret: str, *, notify_url: str, minutes: int = 10, timeout_s: float = 10
    ) -> None:
        """Speak to the service at `url`.

        Args:
            url: of the service, without a slash at the end.
            secret: shared with it, 32 letters or more.
            notify_url: of ours, that it calls back.
            minutes: how long a QR can be paid.
            timeout_s: how long to wait for an answer.
        """
        self._secret, self._notify_url, self._minutes = secret.encode(), notify_url, minutes
        self._http = httpx.Client(base_url=url, timeout=timeout_s)

    def start(self, payment: Payment) -> PaymentStart:
        """Ask for a QR; a repeat gets the same one."""
        asked = {
            "payment_id": str(payment.id), "amount_minor": payment.amount.minor,
            "currency": payment.amount.currency.code, "order_id": str(payment.order_id),
            "minutes": self._minutes, "notify_url": self._notify_url,
        }  # fmt: skip
        answer = self._send("POST", "/payments", asked)
        try:
            expires_at = datetime.fromtimestamp(int(answer["expires_at"]), UTC)
            return PaymentStart(str(answer["reference"]), str(answer["qr_text"]), expires_at)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ProviderRefused(self.name, f"answered without {error}") from error

    def query(self, payment: Payment, at: datetime) -> PaymentEvent | None:
        """What the service says of a payment now."""
        answer = self._send("GET", f"/payments/{payment.id}", may_be_absent=True)
        return (
            None
            if not answer or answer.get("kind") in _NOTHING_YET
            else _event(self.name, answer, at)
        )

    def close(self, payment: Payment) -> None:
        """Let the QR be paid no more."""
        self._send("POST", f"/payments/{payment.id}/close", {}, may_be_absent=True)

    def read_callback(self, headers: Mapping[str, str], body: bytes, at: datetime) -> PaymentEvent:
        """The message in a callback, after signature and time were checked."""
        self._check(CALLBACK, headers, body, at)
        return _event(self.name, _object(self.name, body), at)

    def refund(
        self, payment: Payment, refund_id: UUID, amount: Money, at: datetime
    ) -> PaymentEvent | None:
        """Ask for money back; a repeat is the same refund."""
        asked = {
            "payment_id": str(payment.id), "refund_id": str(refund_id),
            "amount_minor": amount.minor, "currency": amount.currency.code,
        }  # fmt: skip
        answer = self._send("POST", "/refunds", asked)
        return None if answer.get("kind") in _NOTHING_YET else _event(self.name, answer, at)

    def _send(
        self, method: str, path: str, asked: Mapping[str, Any] | None = None, *,
        may_be_absent: bool = False,
    ) -> Any:  # fmt: skip
        body = b"" if asked is None else json.dumps(asked).encode()
        timestamp, nonce = str(int(datetime.now(UTC).timestamp())), secrets.token_hex(16)
        what = f"{method} {path}"
        headers = {
            "Content-Type": "application/json", "Colugo-Timestamp": timestamp,
            "Colugo-Nonce": nonce,
            "Colugo-Signature": sign(self._secret, what, timestamp, nonce, body),
        }  # fmt: skip
        try:
            answer = self._http.request(method, path, content=body, headers=headers)
        except httpx.TransportError as error:
            raise ProviderUnreachable(self.name, type(error).__name__) from error
        if answer.status_code >= 500:
            raise ProviderUnreachable(self.name, f"status {answer.status_code}")
        if may_be_absent and answer.status_code == _ABSENT:
            return {}
        if not answer.is_success:
            raise ProviderRefused(self.name, f"status {answer.status_code}: {answer.text[:100]}")
        try:
            self._check(what, answer.headers, answer.content, datetime.now(UTC))
            return _object(self.name, answer.content)
        except CallbackRefused as error:
            raise ProviderRefused(self.name, error.reason) from error

    def _check(self, what: str, headers: Mapping[str, str], body: bytes, at: datetime) -> None:
        given = {name.lower(): value for name, value in headers.items()}
        timestamp, nonce = given.get("colugo-timestamp", ""), given.get("colugo-nonce", "")
        wanted = sign(self._secret, what, timestamp, nonce, body)
        if not hmac.compare_digest(wanted, given.get("colugo-signature", "").lower()):
            raise CallbackRefused(self.name, "has a wrong signature")
        if not timestamp.isdecimal() or abs(at.timestamp() - int(timestamp)) > WINDOW_S:
            raise CallbackRefused(self.name, "was signed more than five minutes ago, or ahead")


def _object(name: str, body: bytes) -> Any:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise CallbackRefused(name, "holds no JSON") from error
    if not isinstance(message, dict):
        raise CallbackRefused(name, "holds no JSON object")
    return message


def _event(name: str, message: Mapping[str, Any], at: datetime) -> PaymentEvent:
    kind = message.get("kind")
    if kind not in _KINDS:
        raise CallbackRefused(name, f"has the kind {str(kind)[:20]!r}")
    try:
        payment_id, amount = UUID(str(message["payment_id"])), None
        if kind in ("paid", "refunded"):
            amount = Money(int(message["amount_minor"]), Currency.of(str(message["currency"])))
        reference = str(message["refund_id"] if kind == "refunded" else message["reference"])
    except (KeyError, TypeError, ValueError, ColugoError) as error:
        raise CallbackRefused(name, f"lacks or spoils a field: {error}") from error
    return PaymentEvent(payment_id, kind, at, amount, reference)
