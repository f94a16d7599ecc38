"""Alipay against a local server that signs and checks as its documents describe it.

The server has code of its own for it: RSA with SHA-256 over the sorted `name=value` pairs of
requests and notices, and over the text of the answer's object.
"""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import pytest

from colugo.errors import CallbackRefused, ProviderRefused, ProviderUnreachable
from colugo.shop import Currency, Money
from colugo.shop.payments import Payment

from .local_server import Answered, Asked, serving
from .test_wechat import pem_of, public_pem_of

pytest.importorskip("alipay")
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from colugo.payments.alipay import AlipayProvider

CNY = Currency.of("CNY")
PAYMENT, ORDER, REFUND = (UUID(int=number) for number in (1, 2, 3))
APP = rsa.generate_private_key(65537, 2048)
ALIPAY = rsa.generate_private_key(65537, 2048)
SCHEME = (padding.PKCS1v15(), hashes.SHA256())


def now() -> datetime:
    return datetime.now(UTC)


def payment() -> Payment:
    return Payment(PAYMENT, ORDER, "alipay", Money(550, CNY), now())


def signed(text: str, key: rsa.RSAPrivateKey = ALIPAY) -> str:
    return base64.b64encode(key.sign(text.encode(), *SCHEME)).decode()


class Alipay:
    """What of the open platform a precreated payment needs."""

    def __init__(self) -> None:
        self.trades: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, Any] = {}
        self.refund_status = "REFUND_SUCCESS"
        self.key = ALIPAY

    def answer(self, asked: Asked) -> Answered:
        fields = dict(parse_qsl(urlsplit(asked.path).query))
        signature = base64.b64decode(fields.pop("sign"))
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
        APP.public_key().verify(signature, text.encode(), *SCHEME)
        method = fields["method"]
        made = self._do(method, json.loads(fields["biz_content"]), fields)
        plain = json.dumps(made, ensure_ascii=False)
        name = method.replace(".", "_") + "_response"
        body = f'{{"{name}":{plain},"sign":"{signed(plain, self.key)}"}}'
        return Answered(200, body.encode(), {"Content-Type": "application/json"})

    def _do(self, method: str, given: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
        number = given["out_trade_no"]
        if method == "alipay.trade.precreate":
            self.trades.setdefault(number, {**given, **fields, "trade_status": None})
            return {"code": "10000", "qr_code": f"https://qr.alipay.com/{number[-4:]}"}
        kept = self.trades.get(number)
        if kept is None or kept["trade_status"] is None:
            return {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST", "sub_msg": "交易不存在"}
        if method == "alipay.trade.close":
            kept["trade_status"] = "TRADE_CLOSED"
            return {"code": "10000"}
        if method == "alipay.trade.refund":
            is_new = given["out_request_no"] not in self.refunds
            self.refunds.setdefault(given["out_request_no"], given["refund_amount"])
            is_done = is_new and self.refund_status == "REFUND_SUCCESS"
            return {"code": "10000", "fund_change": "Y" if is_done else "N"}
        if method == "alipay.trade.fastpay.refund.query":
            amount = self.refunds.get(given["out_request_no"])
            state = {"refund_status": self.refund_status, "refund_amount": amount}
            return {"code": "10000", **(state if amount and self.refund_status else {})}
        return {
            "code": "10000", "out_trade_no": number, "trade_no": "2026",
            "trade_status": kept["trade_status"], "total_amount": kept["total_amount"],
            "send_pay_date": "2026-11-25 12:00:00",
        }  # fmt: skip


def notice(key: rsa.RSAPrivateKey = ALIPAY, **other: str) -> bytes:
    """Source: Alipay, 异步通知验签: `sign` and `sign_type` are not signed."""
    fields = {
        "app_id": "2021", "out_trade_no": PAYMENT.hex, "trade_no": "2026",
        "trade_status": "TRADE_SUCCESS", "total_amount": "5.50",
        "gmt_payment": "2026-11-25 12:00:00", "subject": "牛奶 & 面包", **other,
    }  # fmt: skip
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
    return urlencode({**fields, "sign": signed(text, key), "sign_type": "RSA2"}).encode()


@pytest.fixture
def alipay() -> Alipay:
    return Alipay()


@pytest.fixture
def provider(alipay: Alipay) -> Iterator[AlipayProvider]:
    with serving(alipay.answer) as url:
        yield made(url)


def made(url: str) -> AlipayProvider:
    return AlipayProvider(
        app_id="2021", private_key=pem_of(APP), alipay_key=public_pem_of(ALIPAY),
        notify_url="https://shop.example/cb", gateway=url, timeout_s=5,
    )  # fmt: skip


def test_a_payment_is_asked_for_in_yuan_and_answered_with_a_qr(
    alipay: Alipay, provider: AlipayProvider
) -> None:
    started = provider.start(payment())

    asked = alipay.trades[PAYMENT.hex]
    assert (asked["total_amount"], asked["notify_url"]) == ("5.50", "https://shop.example/cb")
    assert (asked["app_id"], asked["timeout_express"]) == ("2021", "10m")
    assert started.qr_text == "https://qr.alipay.com/0001"


def test_nothing_is_known_before_the_qr_is_scanned_then_what_became_of_it(
    alipay: Alipay, provider: AlipayProvider
) -> None:
    provider.start(payment())
    unscanned = provider.query(payment(), now())
    provider.close(payment())
    alipay.trades[PAYMENT.hex]["trade_status"] = "WAIT_BUYER_PAY"
    waiting = provider.query(payment(), now())
    alipay.trades[PAYMENT.hex]["trade_status"] = "TRADE_SUCCESS"
    paid = provider.query(payment(), now())
    provider.close(payment())
    closed = provider.query(payment(), now())

    assert (unscanned, waiting) == (None, None)
    assert paid is not None
    assert (paid.kind, paid.amount, paid.reference) == ("paid", Money(550, CNY), "2026")
    assert paid.at == datetime(2026, 11, 25, 4, tzinfo=UTC)
    assert closed is not None
    assert closed.kind == "expired"


def test_a_notice_is_read_when_it_is_signed_and_for_this_app(provider: AlipayProvider) -> None:
    paid = provider.read_callback({}, notice(), now())

    assert (paid.payment_id, paid.kind, paid.amount) == (PAYMENT, "paid", Money(550, CNY))


def test_a_notice_of_a_second_refund_counts_that_one_and_not_the_sum_that_it_names(
    alipay: Alipay, provider: AlipayProvider
) -> None:
    provider.start(payment())
    alipay.trades[PAYMENT.hex]["trade_status"] = "TRADE_SUCCESS"
    provider.refund(payment(), ORDER, Money(100, CNY), now())
    provider.refund(payment(), REFUND, Money(200, CNY), now())

    body = notice(refund_fee="3.00", out_biz_no=REFUND.hex)
    refunded = provider.read_callback({}, body, now())

    assert (refunded.kind, refunded.amount, refunded.reference) == (
        "refunded", Money(200, CNY), str(REFUND),
    )  # fmt: skip


def test_a_notice_of_a_refund_that_alipay_does_not_know_of_is_refused(
    alipay: Alipay, provider: AlipayProvider
) -> None:
    provider.start(payment())
    alipay.trades[PAYMENT.hex]["trade_status"] = "TRADE_SUCCESS"

    with pytest.raises(CallbackRefused, match="not done"):
        provider.read_callback({}, notice(refund_fee="3.00", out_biz_no=REFUND.hex), now())


@pytest.mark.parametrize(
    "body",
    [
        notice(key=APP),
        notice().replace(b"5.50", b"0.01"),
        notice(app_id="1999"),
        notice(trade_status="WAIT_BUYER_PAY"),
        notice(out_trade_no="SHOP-17"),
        notice(total_amount="5.505"),
        notice(total_amount="much"),
        b"",
        b"\xff\xfe",
    ],
)
def test_a_notice_that_cannot_be_trusted_or_read_is_refused(
    provider: AlipayProvider, body: bytes
) -> None:
    with pytest.raises(CallbackRefused):
        provider.read_callback({}, body, now())


def test_a_refund_is_given_by_its_own_number(alipay: Alipay, provider: AlipayProvider) -> None:
    provider.start(payment())
    with pytest.raises(ProviderRefused, match="TRADE_NOT_EXIST"):
        provider.refund(payment(), REFUND, Money(200, CNY), now())
    alipay.trades[PAYMENT.hex]["trade_status"] = "TRADE_SUCCESS"

    events = [provider.refund(payment(), REFUND, Money(200, CNY), now()) for _ in range(2)]

    for event in events:  # the repeat moves no money, so it is looked up
        assert event is not None
        assert (event.amount, event.reference) == (Money(200, CNY), str(REFUND))
    assert alipay.refunds == {REFUND.hex: "2.00"}


def test_a_refund_that_alipay_works_on_is_not_called_done(
    alipay: Alipay, provider: AlipayProvider
) -> None:
    provider.start(payment())
    alipay.trades[PAYMENT.hex]["trade_status"] = "TRADE_SUCCESS"
    alipay.refund_status = ""
    working = provider.refund(payment(), REFUND, Money(200, CNY), now())
    alipay.refund_status = "REFUND_SUCCESS"
    done = provider.refund(payment(), REFUND, Money(200, CNY), now())

    assert working is None
    assert done is not None
    assert done.amount == Money(200, CNY)


def test_an_answer_that_alipay_did_not_sign_is_not_taken(
    alipay: Alipay, provider: AlipayProvider
) -> None:
    alipay.key = APP

    with pytest.raises(ProviderRefused):
        provider.start(payment())


def test_a_gateway_that_is_away_is_told(alipay: Alipay) -> None:
    with serving(alipay.answer) as url:
        gone = made(url)

    with pytest.raises(ProviderUnreachable, match="try again"):
        gone.start(payment())
