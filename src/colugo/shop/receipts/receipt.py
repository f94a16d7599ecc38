"""What a receipt says. Knows no paper and no page."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from colugo.shop.money import Money
from colugo.shop.orders import LineDiscount, Order, Reversal
from colugo.shop.payments import CashTaken
from colugo.shop.people.people import Store
from colugo.shop.quantity import Unit
from colugo.shop.tax import LineTax, sum_taxes

_DIGITS = 32  # hexadecimal, 128 bits. Source: NIST SP 800-107, section 5.3.3: truncated HMAC


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line: what, how much, at which price, what was taken off, what it comes to."""

    name: str
    name_en: str
    unit: Unit
    quantity: int
    unit_price: Money
    amount: Money
    discounts: tuple[LineDiscount, ...]

    def name_in(self, language: str) -> str:
        """The English name for `en` where there is one, else the name."""
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Paid:
    """An amount and how it was paid: `cash`, `card`, `wechat`, `alipay` or a provider's name.

    `cash` is what was handed over and the change, where that is on record.
    """

    method: str
    amount: Money
    cash: CashTaken | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything that is printed, in the time of the store.

    Attributes:
        lines: their amounts less all discounts are `total`, before tax where it is added.
        rounding: what cash rounding adds; zero where nothing was paid in cash.
        link: the text of the QR that opens the receipt on a phone; empty for none.
        reason: of a refund or void.
    """

    kind: Literal["sale", "refund", "void"]
    store_name: str
    counter_id: str
    order_id: UUID
    at: datetime
    lines: tuple[ReceiptLine, ...]
    discount: Money
    net: Money
    taxes: tuple[LineTax, ...]
    is_tax_included: bool
    total: Money
    rounding: Money
    paid: tuple[Paid, ...] = ()
    link: str = ""
    reason: str = ""

    @property
    def subtotal(self) -> Money:
        """The sum of the lines before discounts."""
        return sum((line.amount for line in self.lines), Money.zero(self.total.currency))

    @property
    def payable(self) -> Money:
        """The total after cash rounding."""
        return self.total + self.rounding


def receipt_link(base_url: str, order_id: UUID, key: bytes) -> str:
    """The address that the QR holds: the order, and digits that only its receipt knows."""
    return f"{base_url.rstrip('/')}/r/{order_id}?d={receipt_digits(order_id, key)}"


def receipt_digits(order_id: UUID, key: bytes) -> str:
    """Digits that nobody can make without the key of the shop: who holds them may read."""
    return hmac.new(key, f"receipt {order_id}".encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def receipt_of_order(
    order: Order, store: Store, paid: Sequence[Paid] = (), *, link: str = ""
) -> Receipt:
    """The receipt of a sale. Cash rounding shows where all of it was paid in cash."""
    is_cash = bool(paid) and all(each.method == "cash" for each in paid)
    zero = Money.zero(order.currency)
    return Receipt(
        kind="sale",
        store_name=store.name,
        counter_id=order.counter_id,
        order_id=order.id,
        at=order.closed_at.astimezone(ZoneInfo(store.time_zone)),
        lines=tuple(
            ReceiptLine(
                line.name,
                line.name_en,
                line.unit,
                line.quantity,
                line.unit_price,
                line.list_amount,
                line.discounts,
            )
            for line in order.lines
        ),
        discount=order.discount,
        net=order.net,
        taxes=order.taxes,
        is_tax_included=order.is_tax_included,
        total=order.total,
        rounding=store.cash_rounding.difference(order.total) if is_cash else zero,
        paid=tuple(paid),
        link=link,
    )


def receipt_of_reversal(order: Order, reversal: Reversal, store: Store) -> Receipt:
    """The receipt of a refund or void; its amounts are what is given back."""
    sold = {line.number: line for line in order.lines}
    lines = []
    for line in reversal.lines:
        of_order = sold[line.line]
        back = line.total if order.is_tax_included else line.net
        lines.append(
            ReceiptLine(
                of_order.name,
                of_order.name_en,
                line.unit,
                line.quantity,
                of_order.unit_price,
                back,
                (),
            )
        )
    zero = Money.zero(order.currency)
    return Receipt(
        kind=reversal.kind,
        store_name=store.name,
        counter_id=order.counter_id,
        order_id=order.id,
        at=reversal.made_at.astimezone(ZoneInfo(store.time_zone)),
        lines=tuple(lines),
        discount=zero,
        net=sum((line.net for line in reversal.lines), zero),
        taxes=sum_taxes(tax for line in reversal.lines for tax in line.taxes),
        is_tax_included=order.is_tax_included,
        total=reversal.total,
        rounding=zero,
        reason=reversal.reason,
    )
