"""WeChat Pay against a local server that signs and checks as its documents describe it.

The server has code of its own for it: RSA with SHA-256 over method, path, time, nonce and body of
requests, over time, nonce and body of answers and notices, AES-256-GCM for the resource of notices.
"""

import base64
import json
import re
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from colugo.errors import CallbackRefused, ProviderRefused, ProviderUnreachable
from colugo.shop import Currency, Money
from colugo.shop.payments import Payment

from .local_server import Answered, Asked, serving

pytest.importorskip("wechatpayv3")
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from colugo.payments.wechat import WeChatProvider

CNY = Currency.of("CNY")
PAYMENT, ORDER, REFUND = (UUID(int=number) for number in (1, 2, 3))
API_KEY, SERIAL, KEY_ID = "k" * 32, "5E5C3A", "PUB_KEY_ID_01"
MERCHANT = rsa.generate_private_key(65537, 2048)
WECHAT = rsa.generate_private_key(65537, 2048)


def now() -> datetime:
    return datetime.now(UTC)


def payment() -> Payment:
    return Payment(PAYMENT, ORDER, "wechat", Money(550, CNY), now())


def pem_of(key: rsa.RSAPrivateKey) -> str:
    kind, no = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, kind, no).decode()


def public_pem_of(key: rsa.RSAPrivateKey) -> str:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, kind).decode()


def wechat_headers(
    body: bytes, *, late_s: float = 0, key: rsa.RSAPrivateKey = WECHAT
) -> dict[str, str]:
    stamp, nonce = str(int(time.time() - late_s)), secrets.token_hex(8)
    signed = f"{stamp}\n{nonce}\n".encode() + body + b"\n"
    made = key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return {
        "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce, "Wechatpay-Serial": KEY_ID,
        "Wechatpay-Signature": base64.b64encode(made).decode(),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        "Content-Type": "application/json",
    }  # fmt: skip


class WeChat:
    """What of WeChat Pay v3 a Native payment needs."""

    def __init__(self) -> None:
        self.trades: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.refund_status = "SUCCESS"
        self.key = WECHAT

    def answer(self, asked: Asked) -> Answered:
        self._check(asked)
        status, made = self._do(asked)
        body = b"" if made is None else json.dumps(made).encode()
        return Answered(status, body, wechat_headers(body, key=self.key))

    def _check(self, asked: Asked) -> None:
        """Source: WeChat Pay v3, 构造签名: five lines, RSA with SHA-256."""
        kind, _, fields = asked.headers["authorization"].partition(" ")
        assert kind == "WECHATPAY2-SHA256-RSA2048"
        given = dict(re.findall(r'(\w+)="([^"]*)"', fields))
        assert (given["mchid"], given["serial_no"]) == ("1900000001", SERIAL)
        lines = (asked.method, asked.path, given["timestamp"], given["nonce_str"])
        signed = "".join(f"{line}\n" for line in lines).encode() + asked.body + b"\n"
        signature = base64.b64decode(given["signature"])
        MERCHANT.public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())

    def _do(self, asked: Asked) -> tuple[int, dict[str, Any] | None]:
        given = json.loads(asked.body) if asked.body else {}
        path = asked.path.partition("?")[0]
        if path == "/v3/pay/transactions/native":
            kept = self.trades.setdefault(given["out_trade_no"], {**given, "trade_state": "NOTPAY"})
            if kept["amount"] != given["amount"]:
                return 400, {"code": "INVALID_REQUEST", "message": "订单号重复"}
            return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={given['out_trade_no'][-4:]}"}
        if path == "/v3/refund/domestic/refunds":
            kept = self.refunds.setdefault(given["out_refund_no"], given)
            return 200, {**kept, "status": self.refund_status}
        number = path.split("/")[5]
        if number not in self.trades:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        if path.endswith("/close"):
            self.trades[number]["trade_state"] = "CLOSED"
            return 204, None
        return 200, self.trade(number)

    def trade(self, number: str) -> dict[str, Any]:
        kept = self.trades[number]
        names = ("out_trade_no", "trade_state", "amount")
        return {
            **{name: kept[name] for name in names}, "transaction_id": "4200001",
            "success_time": "2026-11-25T12:00:00+08:00",
        }  # fmt: skip

    def notice(
        self, kind: str, resource: dict[str, Any], *, api_key: str = API_KEY, **options: Any
    ) -> tuple[dict[str, str], bytes]:
        nonce, extra = "0123456789ab", "transaction"
        sealed = AESGCM(api_key.encode()).encrypt(
            nonce.encode(), json.dumps(resource).encode(), extra.encode()
        )
        message = {
            "event_type": kind, "resource_type": "encrypt-resource",
            "resource": {
                "algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": extra,
                "ciphertext": base64.b64encode(sealed).decode(),
            },
        }  # fmt: skip
        body = json.dumps(message).encode()
        return wechat_headers(body, **options), body


@pytest.fixture
def wechat() -> WeChat:
    return WeChat()


@pytest.fixture
def provider(wechat: WeChat) -> Iterator[WeChatProvider]:
    with serving(wechat.answer) as url:
        yield made(url)


def made(url: str, **other: str) -> WeChatProvider:
    given = {
        "app_id": "wx01", "merchant_id": "1900000001", "certificate_serial": SERIAL,
        "private_key": pem_of(MERCHANT), "api_v3_key": API_KEY, "platform_key_id": KEY_ID,
        "platform_key": public_pem_of(WECHAT), "notify_url": "https://shop.example/cb",
        "gateway": url,
    }  # fmt: skip
    return WeChatProvider(**{**given, **other}, timeout_s=5)


def test_a_native_payment_is_asked_for_in_fen_and_answered_with_a_qr(
    wechat: WeChat, provider: WeChatProvider
) -> None:
    first, again = provider.start(payment()), provider.start(payment())

    asked = wechat.trades[PAYMENT.hex]
    assert asked["amount"] == {"total": 550, "currency": "CNY"}
    assert (asked["appid"], asked["notify_url"]) == ("wx01", "https://shop.example/cb")
    assert datetime.fromisoformat(asked["time_expire"]) > now()
    assert first.qr_text == again.qr_text == "weixin://wxpay/bizpayurl?pr=0001"


def test_what_became_of_it_is_told_when_asked(wechat: WeChat, provider: WeChatProvider) -> None:
    provider.start(payment())
    before = provider.query(payment(), now())
    wechat.trades[PAYMENT.hex]["trade_state"] = "SUCCESS"
    paid = provider.query(payment(), now())
    provider.close(payment())
    closed = provider.query(payment(), now())

    assert before is None
    assert paid is not None
    assert (paid.kind, paid.amount, paid.reference) == ("paid", Money(550, CNY), "4200001")
    assert paid.at == datetime(2026, 11, 25, 4, tzinfo=UTC)
    assert closed is not None
    assert closed.kind == "expired"


def test_a_notice_is_verified_and_decrypted(wechat: WeChat, provider: WeChatProvider) -> None:
    provider.start(payment())
    wechat.trades[PAYMENT.hex]["trade_state"] = "SUCCESS"
    paid = wechat.notice("TRANSACTION.SUCCESS", wechat.trade(PAYMENT.hex))
    refund = {
        "out_trade_no": PAYMENT.hex, "out_refund_no": REFUND.hex, "refund_status": "SUCCESS",
        "success_time": "2026-11-25T13:00:00+08:00", "amount": {"total": 550, "refund": 200},
    }  # fmt: skip
    refunded = wechat.notice("REFUND.SUCCESS", refund)

    first, second = (provider.read_callback(*notice, now()) for notice in (paid, refunded))

    assert (first.payment_id, first.kind, first.amount) == (PAYMENT, "paid", Money(550, CNY))
    assert (second.kind, second.amount, second.reference) == (
        "refunded", Money(200, CNY), str(REFUND),
    )  # fmt: skip


TRADE = {"out_trade_no": PAYMENT.hex, "trade_state": "SUCCESS", "transaction_id": "4",
         "amount": {"total": 550, "currency": "CNY"}}  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "options"),
    [
        (TRADE, {"key": MERCHANT}),
        (TRADE, {"late_s": 301}),
        (TRADE, {"api_key": "j" * 32}),
        (TRADE | {"trade_state": "USERPAYING"}, {}),
        (TRADE | {"out_trade_no": "SHOP-17"}, {}),
        (TRADE | {"amount": {}}, {}),
    ],
)
def test_a_notice_that_cannot_be_trusted_or_read_is_refused(
    wechat: WeChat, provider: WeChatProvider, resource: dict[str, Any], options: dict[str, Any]
) -> None:
    notice = wechat.notice("TRANSACTION.SUCCESS", resource, **options)

    with pytest.raises(CallbackRefused):
        provider.read_callback(*notice, now())


def test_a_notice_that_was_changed_on_the_way_is_refused(
    wechat: WeChat, provider: WeChatProvider
) -> None:
    headers, body = wechat.notice("TRANSACTION.SUCCESS", TRADE)

    for bad in ((headers, body + b" "), ({}, body), (headers, b"\xff")):
        with pytest.raises(CallbackRefused):
            provider.read_callback(*bad, now())


def test_a_refund_is_asked_for_once_and_may_take_its_time(
    wechat: WeChat, provider: WeChatProvider
) -> None:
    done = [provider.refund(payment(), REFUND, Money(200, CNY), now()) for _ in range(2)]
    wechat.refund_status = "PROCESSING"
    later = provider.refund(payment(), UUID(int=9), Money(100, CNY), now())
    wechat.refund_status = "ABNORMAL"
    with pytest.raises(ProviderRefused, match="ABNORMAL"):
        provider.refund(payment(), UUID(int=8), Money(100, CNY), now())

    assert [each.amount for each in done if each is not None] == [Money(200, CNY)] * 2
    assert later is None
    assert wechat.refunds[REFUND.hex]["amount"] == {"refund": 200, "total": 550, "currency": "CNY"}


def test_an_answer_that_wechat_did_not_sign_is_not_taken(
    wechat: WeChat, provider: WeChatProvider
) -> None:
    wechat.key = MERCHANT

    with pytest.raises(ProviderRefused, match="signature"):
        provider.start(payment())


def test_a_gateway_that_is_away_is_told(wechat: WeChat) -> None:
    with serving(wechat.answer) as url:
        gone = made(url)

    with pytest.raises(ProviderUnreachable, match="try again"):
        gone.start(payment())


def test_of_a_payment_that_wechat_never_heard_of_nothing_is_known(provider: WeChatProvider) -> None:
    assert provider.query(payment(), now()) is None
    provider.close(payment())


def test_another_currency_is_refused(provider: WeChatProvider) -> None:
    euros = Payment(PAYMENT, ORDER, "wechat", Money(550, Currency.of("EUR")), now())
    with pytest.raises(ProviderRefused, match="yuan"):
        provider.start(euros)


def test_a_key_that_cannot_be_read_is_told_without_showing_it() -> None:
    with pytest.raises(ProviderRefused) as refused:
        made("http://x", private_key="-----BEGIN not a key-----")

    assert "not a key" not in str(refused.value)
