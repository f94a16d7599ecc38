"""WeChat Pay v3, Native: the shopper scans a QR. Signs and verifies by the package wechatpayv3.

Source: WeChat Pay API v3 documents: Native 下单, 查询订单, 关闭订单, 申请退款, 支付与退款结果通知.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from colugo.errors import (
    CallbackRefused,
    ColugoError,
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
    import requests
    from wechatpayv3 import WeChatPay, WeChatPayType
except ModuleNotFoundError as error:
    raise ExtraMissing("WeChat Pay", "wechatpayv3", "payments") from error

_AWAY: Final = (requests.RequestException,)
GATEWAY: Final = "https://api.mch.weixin.qq.com"
_WINDOW_S: Final = 300
_OK: Final = range(200, 300)
_NOT_STARTED: Final = "ORDER_NOT_EXIST"
_REFUNDED: Final = "SUCCESS"


class WeChatProvider:
    """WeChat Pay for one merchant; see `PaymentProvider`."""

    name = "wechat"
    is_confirmed_by_hand = False
    callback_answer = ("application/json", b'{"code": "SUCCESS"}')

    def __init__(
        self, *, app_id: str, merchant_id: str, certificate_serial: str, private_key: str,
        api_v3_key: str, platform_key_id: str, platform_key: str, notify_url: str,
        description: str = "Colugo", minutes: int = 10, gateway: str = GATEWAY,
        timeout_s: float = 10,
    ) -> None:  # fmt: skip
        """Speak to WeChat Pay with the keys of the merchant, all PEM text.

        Raises:
            ProviderRefused: a key cannot be read.
        """
        with speaking(self.name, _AWAY):
            self._client = WeChatPay(
                WeChatPayType.NATIVE, merchant_id, private_key, certificate_serial, app_id,
                api_v3_key, notify_url=notify_url, timeout=(timeout_s, timeout_s),
                public_key=platform_key, public_key_id=platform_key_id,
            )  # fmt: skip
        self._client._core._gate_way = gateway
        self._description, self._minutes = description, minutes

    def start(self, payment: Payment) -> PaymentStart:
        """Ask for a QR; a repeat gets one for the same payment."""
        if payment.amount.currency.code != "CNY":
            raise ProviderRefused(self.name, "takes yuan only")
        expires_at = payment.created_at + timedelta(minutes=self._minutes)
        answer = self._ask(
            self._client.pay,
            description=self._description,
            out_trade_no=trade_number(payment.id),
            amount={"total": payment.amount.minor, "currency": payment.amount.currency.code},
            time_expire=expires_at.isoformat(timespec="seconds"),
        )
        if "code_url" not in answer:
            raise ProviderRefused(self.name, "answered without a code_url")
        return PaymentStart(trade_number(payment.id), str(answer["code_url"]), expires_at)

    def query(self, payment: Payment, at: datetime) -> PaymentEvent | None:
        """What WeChat says of a payment now."""
        number = trade_number(payment.id)
        answer = self._ask(self._client.query, out_trade_no=number, may_be=_NOT_STARTED)
        return None if not answer else _event_of_trade(self.name, answer, at)

    def close(self, payment: Payment) -> None:
        """Let the QR be paid no more."""
        number = trade_number(payment.id)
        self._ask(self._client.close, out_trade_no=number, may_be=_NOT_STARTED)

    def read_callback(self, headers: Mapping[str, str], body: bytes, at: datetime) -> PaymentEvent:
        """The message in a notice, after its signature was checked and it was decrypted."""
        given = {name.lower(): value for name, value in headers.items()}
        timestamp = given.get("wechatpay-timestamp", "")
        if not timestamp.isdecimal() or abs(at.timestamp() - int(timestamp)) > _WINDOW_S:
            raise CallbackRefused(self.name, "was signed more than five minutes ago, or ahead")
        message = self._decrypted(given, body)
        if str(message.get("event_type", "")).startswith("REFUND."):
            return _event_of_refund(self.name, message["resource"], at)
        event = _event_of_trade(self.name, message["resource"], at)
        if event is None:
            raise CallbackRefused(self.name, "decides nothing")
        return event

    def refund(
        self, payment: Payment, refund_id: UUID, amount: Money, at: datetime
    ) -> PaymentEvent | None:
        """Ask for money back; a repeat is the same refund. None while WeChat works on it."""
        amounts = {
            "refund": amount.minor, "total": payment.amount.minor,
            "currency": amount.currency.code,
        }  # fmt: skip
        answer = self._ask(
            self._client.refund, out_refund_no=trade_number(refund_id),
            out_trade_no=trade_number(payment.id), amount=amounts,
        )  # fmt: skip
        if answer.get("status") == "PROCESSING":
            return None
        if answer.get("status") != _REFUNDED:
            raise ProviderRefused(self.name, f"refund is {answer.get('status')}")
        return PaymentEvent(payment.id, "refunded", at, amount, str(refund_id))

    def _ask(self, call: Any, may_be: str = "", **given: Any) -> dict[str, Any]:
        """What it answers; empty where it answers the code `may_be`."""
        with speaking(self.name, _AWAY):
            code, text = call(**given)
            answer = json.loads(text) if text else {}
        if code >= 500:
            raise ProviderUnreachable(self.name, f"status {code}")
        if may_be and answer.get("code") == may_be:
            return {}
        if code not in _OK:
            raise ProviderRefused(self.name, f"{answer.get('code')}: {answer.get('message')}")
        return dict(answer)

    def _decrypted(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        try:
            with speaking(self.name, _AWAY):
                message = self._client.callback(headers, body)
        except (ProviderRefused, ProviderUnreachable) as error:
            raise CallbackRefused(self.name, f"cannot be verified: {error.reason}") from error
        if not message:
            raise CallbackRefused(self.name, "has a wrong signature")
        return dict(message)


def _event_of_trade(name: str, trade: Mapping[str, Any], at: datetime) -> PaymentEvent | None:
    payment_id, state = id_of(name, trade.get("out_trade_no")), trade.get("trade_state")
    if state in ("SUCCESS", "REFUND"):
        moment = _moment(trade.get("success_time"), at)
        reference = str(trade.get("transaction_id", ""))
        return PaymentEvent(payment_id, "paid", moment, _amount(name, trade, "total"), reference)
    if state in ("CLOSED", "REVOKED"):
        return PaymentEvent(payment_id, "expired", at)
    return PaymentEvent(payment_id, "failed", at) if state == "PAYERROR" else None


def _event_of_refund(name: str, refund: Mapping[str, Any], at: datetime) -> PaymentEvent:
    if refund.get("refund_status") != _REFUNDED:
        raise CallbackRefused(name, f"tells of a refund that is {refund.get('refund_status')}")
    payment_id = id_of(name, refund.get("out_trade_no"))
    reference = str(id_of(name, refund.get("out_refund_no")))
    moment = _moment(refund.get("success_time"), at)
    return PaymentEvent(payment_id, "refunded", moment, _amount(name, refund, "refund"), reference)


def _amount(name: str, message: Mapping[str, Any], field: str) -> Money:
    try:
        amount = message["amount"]
        # notices of refunds name no currency: they are of payments in yuan
        return Money(int(amount[field]), Currency.of(str(amount.get("currency", "CNY"))))
    except (KeyError, TypeError, ValueError, ColugoError) as error:
        raise CallbackRefused(name, f"has no amount: {error}") from error


def _moment(text: object, at: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return at
