"""Alipay, precreate: the shopper scans a QR. Signs and verifies by the package python-alipay-sdk.

Source: Alipay open platform documents: alipay.trade.precreate, query, close, refund, 异步通知.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import parse_qsl
from uuid import UUID

from colugo.errors import (
    CallbackRefused,
    ExtraMissing,
    ProviderRefused,
    ProviderUnreachable,
)
from colugo.payments.speaking import speaking
from colugo.payments.trade_numbers import id_of, trade_number
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.payments import Payment, PaymentEvent, PaymentStart

try:
    from alipay import AliPay
    from alipay.utils import AliPayConfig
except ModuleNotFoundError as error:
    raise ExtraMissing("Alipay", "python-alipay-sdk", "payments") from error

_AWAY: Final = (URLError, TimeoutError, ConnectionError)
GATEWAY: Final = "https://openapi.alipay.com/gateway.do"
_BEIJING: Final = timezone(timedelta(hours=8))  # Source: its documents, all times are of UTC+8
_CNY: Final = Currency.of("CNY")
_OK: Final = "10000"
_NOT_SCANNED: Final = "ACQ.TRADE_NOT_EXIST"
_PAID: Final = frozenset({"TRADE_SUCCESS", "TRADE_FINISHED"})


class AlipayProvider:
    """Alipay for one app; see `PaymentProvider`."""

    name = "alipay"
    is_confirmed_by_hand = False
    callback_answer = ("text/plain", b"success")

    def __init__(
        self, *, app_id: str, private_key: str, alipay_key: str, notify_url: str,
        description: str = "Colugo", minutes: int = 10, gateway: str = GATEWAY,
        timeout_s: float = 10,
    ) -> None:  # fmt: skip
        """Speak to Alipay with the keys of the app, both PEM text.

        Raises:
            ProviderRefused: a key cannot be read.
        """
        with speaking(self.name, _AWAY):
            self._client = AliPay(
                app_id, notify_url, private_key, alipay_key, "RSA2",
                config=AliPayConfig(timeout=timeout_s),
            )  # fmt: skip
        self._client._gateway = gateway
        self._app_id, self._description, self._minutes = app_id, description, minutes

    def start(self, payment: Payment) -> PaymentStart:
        """Ask for a QR; a repeat gets one for the same payment."""
        if payment.amount.currency != _CNY:
            raise ProviderRefused(self.name, "takes yuan only")
        answer = self._ask(
            self._client.api_alipay_trade_precreate,
            subject=self._description,
            out_trade_no=trade_number(payment.id),
            total_amount=payment.amount.decimal_text(),
            timeout_express=f"{self._minutes}m",
        )
        if "qr_code" not in answer:
            raise ProviderRefused(self.name, "answered without a qr_code")
        expires_at = payment.created_at + timedelta(minutes=self._minutes)
        return PaymentStart(trade_number(payment.id), str(answer["qr_code"]), expires_at)

    def query(self, payment: Payment, at: datetime) -> PaymentEvent | None:
        """What Alipay says of a payment now; it knows of none before its QR is scanned."""
        number = trade_number(payment.id)
        answer = self._ask(
            self._client.api_alipay_trade_query, out_trade_no=number, may_be=_NOT_SCANNED
        )
        return None if not answer else _event(self.name, answer, at, "send_pay_date")

    def close(self, payment: Payment) -> None:
        """Let the QR be paid no more."""
        number = trade_number(payment.id)
        self._ask(self._client.api_alipay_trade_close, out_trade_no=number, may_be=_NOT_SCANNED)

    def read_callback(self, headers: Mapping[str, str], body: bytes, at: datetime) -> PaymentEvent:
        """The message in a notice, after its signature was checked."""
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        signature = fields.pop("sign", "")
        try:
            with speaking(self.name, _AWAY):
                is_signed = self._client.verify(dict(fields), signature)
        except (ProviderRefused, ProviderUnreachable) as error:
            raise CallbackRefused(self.name, f"cannot be verified: {error.reason}") from error
        if not is_signed:
            raise CallbackRefused(self.name, "has a wrong signature")
        if fields.get("app_id") != self._app_id:
            raise CallbackRefused(self.name, "is for another app")
        event = self._refund_in(fields, at) or _event(self.name, fields, at, "gmt_payment")
        if event is None:
            raise CallbackRefused(self.name, "decides nothing")
        return event

    def refund(
        self, payment: Payment, refund_id: UUID, amount: Money, at: datetime
    ) -> PaymentEvent | None:
        """Give money back; a repeat is the same refund. None while Alipay works on it."""
        answer = self._ask(
            self._client.api_alipay_trade_refund,
            refund_amount=amount.decimal_text(),
            out_trade_no=trade_number(payment.id),
            out_request_no=trade_number(refund_id),
        )
        if answer.get("fund_change") == "Y":
            return PaymentEvent(payment.id, "refunded", at, amount, str(refund_id))
        return self._refund_of(payment.id, refund_id, at)

    def _refund_in(self, notice: Mapping[str, Any], at: datetime) -> PaymentEvent | None:
        """The refund that a notice tells of; None where it tells of none.

        Its `refund_fee` is the sum of all refunds of the payment, so this one is asked for.
        Source: Alipay, 异步通知: refund_fee 总退款金额.
        """
        if not (notice.get("refund_fee") and notice.get("out_biz_no")):
            return None
        payment_id = id_of(self.name, notice.get("out_trade_no"))
        event = self._refund_of(payment_id, id_of(self.name, notice["out_biz_no"]), at)
        if event is None:
            raise CallbackRefused(self.name, "tells of a refund that is not done")
        return event

    def _refund_of(self, payment_id: UUID, refund_id: UUID, at: datetime) -> PaymentEvent | None:
        """What became of a refund. Source: alipay.trade.fastpay.refund.query: refund_status."""
        answer = self._ask(
            self._client.api_alipay_trade_fastpay_refund_query,
            out_request_no=trade_number(refund_id),
            out_trade_no=trade_number(payment_id),
        )
        if answer.get("refund_status") != "REFUND_SUCCESS":
            return None
        amount = _yuan(self.name, answer.get("refund_amount"))
        return PaymentEvent(payment_id, "refunded", at, amount, str(refund_id))

    def _ask(self, call: Any, may_be: str = "", **given: Any) -> dict[str, Any]:
        """What it answers; empty where it answers the code `may_be`."""
        with speaking(self.name, _AWAY):
            try:
                answer = dict(call(**given))
            except json.JSONDecodeError as error:
                raise ProviderUnreachable(self.name, "answered no JSON") from error
        if may_be and answer.get("sub_code") == may_be:
            return {}
        if answer.get("code") != _OK:
            reason = f"{answer.get('sub_code') or answer.get('code')}: {answer.get('sub_msg')}"
            raise ProviderRefused(self.name, reason)
        return answer


def _event(name: str, trade: Mapping[str, Any], at: datetime, paid_at: str) -> PaymentEvent | None:
    payment_id, state = id_of(name, trade.get("out_trade_no")), trade.get("trade_status")
    if state in _PAID:
        amount, reference = _yuan(name, trade.get("total_amount")), str(trade.get("trade_no", ""))
        return PaymentEvent(payment_id, "paid", _moment(trade.get(paid_at), at), amount, reference)
    return PaymentEvent(payment_id, "expired", at) if state == "TRADE_CLOSED" else None


def _yuan(name: str, text: object) -> Money:
    try:
        fen = Decimal(str(text)) * 100
        if fen != fen.to_integral_value():
            raise CallbackRefused(name, f"has the amount {text}")
        return Money(int(fen), _CNY)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise CallbackRefused(name, f"has no amount: {text}") from error


def _moment(text: object, at: datetime) -> datetime:
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_BEIJING)
    except ValueError:
        return at
