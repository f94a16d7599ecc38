import hmac
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.shop.money import Money
from colugo.shop.orders import ReversalRequest, reverse
from colugo.shop.people import Store
from colugo.shop.receipts import (
    Paid,
    as_escpos,
    as_html,
    as_text,
    receipt_link,
    receipt_of_order,
    receipt_of_reversal,
)
from colugo.shop.receipts.width import spread, width, wrap
from colugo.shop.rounding import CashRounding
from tests.shop.orders.samples import ADDED, APPLES, MILK, TEA, by, order_of
from tests.shop.samples import CNY

TEXT_ZH = """\
              东店
            购物小票
订单 00000000-0000-0000-0000-000
000000001
收银台 1        2026-01-05 08:00
--------------------------------
苹果
  0.733 kg x 12.99          9.52
  九折                     -0.95
牛奶
  1 x 5.50                  5.50
  九折                     -0.55
茶
  3 x 2.99                  8.97
  三件付二                 -2.99
--------------------------------
小计                       23.99
优惠                       -4.49
不含税                     17.64
内含 city                   0.06
内含 增值税13%              0.69
内含 增值税9%               1.11
合计                   19.50 CNY
微信支付                   19.50
"""

KEY = bytes(range(32))
STORE = Store("east", "东店", CNY, cash_rounding=CashRounding(10))
ORDER = order_of((TEA, 3), (MILK, 1), (APPLES, 733))
RECEIPT = receipt_of_order(ORDER, STORE, [Paid("wechat", ORDER.total)])


def test_a_receipt_of_32_columns_reads_like_this() -> None:
    assert as_text(RECEIPT, "zh", 32) == TEXT_ZH


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [32, 48])
def test_no_line_is_wider_than_the_paper(language: Any, columns: Any) -> None:
    long = replace(RECEIPT.lines[0], name="长" * 30 + "a" * 31)
    receipt = replace(RECEIPT, lines=(long, *RECEIPT.lines), store_name="店" * 40)

    assert max(width(line) for line in as_text(receipt, language, columns).splitlines()) <= columns


def test_english_names_are_used_where_there_are_some() -> None:
    text = as_text(RECEIPT, "en", 48)

    assert "Tea\n" in text
    assert "牛奶\n" in text
    assert "10 % off" in text
    assert "WeChat Pay" in text


def test_tax_that_is_added_is_named_without_the_mark_of_included() -> None:
    receipt = receipt_of_order(order_of((TEA, 1), rules=ADDED), STORE)

    assert "incl. 增值税13%" in as_text(RECEIPT, "en")
    assert "incl." not in as_text(receipt, "en")
    assert receipt.subtotal - receipt.discount == receipt.net


def test_cash_shows_what_was_rounded() -> None:
    order = order_of((MILK, 1))
    receipt = receipt_of_order(order, STORE, [Paid("cash", Money(500, CNY))])

    assert (receipt.total.minor, receipt.rounding.minor, receipt.payable.minor) == (495, 5, 500)
    assert "抹零" in as_text(receipt)
    assert "抹零" not in as_text(RECEIPT)


def test_a_refund_has_a_receipt_of_its_own_with_the_reason() -> None:
    request = ReversalRequest(UUID(int=7), "refund", "杯子碎了", {3: 1})
    refund = reverse(ORDER, [], request, is_paid=True, by=by("manager"))

    receipt = receipt_of_reversal(ORDER, refund, STORE)

    assert receipt.total == receipt.subtotal == refund.total
    assert "退款单" in as_text(receipt)
    assert "原因: 杯子碎了" in as_text(receipt)


def test_the_time_is_that_of_the_store() -> None:
    abroad = replace(STORE, time_zone="Europe/Berlin")

    assert "2026-01-05 01:00" in as_text(receipt_of_order(ORDER, abroad))


def test_a_page_escapes_every_text_from_outside() -> None:
    evil = "<script>alert('&')</script>"
    line = replace(RECEIPT.lines[0], name=evil)
    page = as_html(replace(RECEIPT, lines=(line,), store_name=evil, reason=evil, counter_id=evil))

    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_is_well_formed_and_holds_the_total(language: Any) -> None:
    page = as_html(replace(RECEIPT, reason="杯子碎了"), language)
    open_tags: list[str] = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            assert (tag, "p") not in [("p", each) for each in open_tags]
            if tag not in ("meta", "br"):
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Balance().feed(page)
    assert open_tags == []
    assert str(ORDER.total) in page


def test_what_is_to_be_paid_stands_out_on_the_page() -> None:
    cash = receipt_of_order(order_of((MILK, 1)), STORE, [Paid("cash", Money(500, CNY))])

    for receipt, label in ((RECEIPT, "合计"), (cash, "应付")):
        (marked,) = [line for line in as_html(receipt).splitlines() if 'class="sum"' in line]
        assert f">{label}<" in marked


def test_a_printer_gets_gb18030_text_a_qr_and_a_cut() -> None:
    link = receipt_link("https://shop.example/", ORDER.id, KEY)

    data = as_escpos(replace(RECEIPT, link=link))

    assert data.startswith(b"\x1b@\x1c&")
    assert data.endswith(b"\x1dV\x42\x00")
    assert as_text(RECEIPT).encode("gb18030") in data
    at = data.index(b"1P0" + link.encode())
    assert int.from_bytes(data[at - 2 : at], "little") == len(link) + 3
    assert b"(k" not in as_escpos(RECEIPT)


def test_the_link_names_the_order_and_digits_that_need_the_key_of_the_shop() -> None:
    link = receipt_link("https://shop.example/", ORDER.id, KEY)
    address, _, digits = link.partition("?d=")

    assert address == f"https://shop.example/r/{ORDER.id}"
    twin = hmac.digest(KEY, b"receipt " + str(ORDER.id).encode(), "sha256").hex()
    assert digits == twin[:32]
    assert digits not in receipt_link("https://shop.example/", ORDER.id, b"1" * 32)
    assert digits not in receipt_link("https://shop.example/", UUID(int=77), KEY)


def test_no_name_can_command_the_printer() -> None:
    line = replace(RECEIPT.lines[0], name="tea\x1bp\x00\n\x1dV")

    data = as_escpos(replace(RECEIPT, lines=(line,), store_name="a\x1b@", reason="\x10\x14"))

    body = data[len(b"\x1b@\x1c&\x1ba\x00") : -len(b"\x1bd\x03\x1dV\x42\x00")]
    assert not set(body) & ({*range(32)} - {ord("\n")})


texts = st.text(st.sampled_from("a茶é\u0301，ｗ"), max_size=30)


@given(texts, st.integers(2, 20))
def test_wrapping_loses_no_letter_and_is_never_too_wide(text: str, columns: int) -> None:
    lines = wrap(text, columns)

    assert "".join(lines) == text
    assert all(width(line) <= columns for line in lines)


@given(texts, st.integers(0, 99999))
def test_two_ends_fill_the_line_exactly(left: str, amount: int) -> None:
    assert width(spread(left, str(amount), 32)[-1]) == 32


def test_wide_and_full_width_letters_take_two_columns() -> None:
    assert [width(letter) for letter in ("a", "茶", "ｗ", "，", "\u0301")] == [1, 2, 2, 2, 0]
