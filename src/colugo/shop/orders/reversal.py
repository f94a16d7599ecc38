"""Refunds and voids: documents of their own that never take back more than was sold.

Every amount of a line is shared out by `part_of`, so that the reversals of a line add up to
the line exactly, however it is split. A void takes back what was not paid yet, a refund what
was paid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from colugo.errors import ReasonMissing, ReversalInvalid, ReversalTooLarge
from colugo.shop.allocation import part_of
from colugo.shop.canonical import digest
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.orders.open_basket import By
from colugo.shop.orders.order import Order, OrderLine
from colugo.shop.people.permissions import check_allowed
from colugo.shop.quantity import Unit
from colugo.shop.tax import LineTax

ReversalKind = Literal["refund", "void"]


@dataclass(frozen=True, slots=True)
class ReversalLine:
    """What is taken back of one line of the order; amounts are positive."""

    line: int
    sku: str
    unit: Unit
    quantity: int
    discount: Money
    net: Money
    taxes: tuple[LineTax, ...]

    @property
    def tax(self) -> Money:
        """The sum of the taxes taken back."""
        return sum((each.amount for each in self.taxes), Money.zero(self.net.currency))

    @property
    def total(self) -> Money:
        """What is given back for the line."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Reversal:
    """A refund or void of an order, whole or in part."""

    id: UUID
    order_id: UUID
    order_digest: str
    kind: ReversalKind
    currency: Currency
    lines: tuple[ReversalLine, ...]
    reason: str
    made_by: str
    made_at: datetime

    @property
    def total(self) -> Money:
        """What is given back, or no longer to be paid."""
        return sum((line.total for line in self.lines), Money.zero(self.currency))

    @property
    def digest(self) -> str:
        """The SHA-256 of everything the document says, 64 hexadecimal digits."""
        return digest(self)


@dataclass(frozen=True, slots=True)
class ReversalRequest:
    """What is to be taken back.

    Attributes:
        id: made by the client.
        quantities: pieces or grams by line number; None for all that is left.
    """

    id: UUID
    kind: ReversalKind
    reason: str
    quantities: Mapping[int, int] | None = None


def left_of(order: Order, earlier: Sequence[Reversal]) -> dict[int, int]:
    """The pieces or grams of each line that were not taken back yet, by line number.

    Raises:
        ReversalInvalid: one of the earlier documents is of another order.
    """
    left = {line.number: line.quantity for line in order.lines}
    for reversal in earlier:
        if reversal.order_id != order.id or reversal.order_digest != order.digest:
            raise ReversalInvalid("an earlier one is of another order; read both again")
        for line in reversal.lines:
            left[line.line] -= line.quantity
    return left


def reverse(
    order: Order, earlier: Sequence[Reversal], request: ReversalRequest, *, is_paid: bool, by: By
) -> Reversal:
    """Take back all that is left of an order, or a part of it.

    Args:
        order: as it was closed.
        earlier: every refund and void of it so far.
        request: what is wanted, and why.
        is_paid: whether money came in for the order.
        by: who does it, and when.

    Raises:
        ReversalTooLarge: more than is left of a line, or no whole number.
        ReversalInvalid: nothing is left or wanted; a void of a paid order, a refund of an
            unpaid one; a line that is not there.
        ReasonMissing: no reason is given. NotAllowed: the role may not.
    """
    check_allowed(by.role, "refund_order" if request.kind == "refund" else "void_order")
    if not request.reason.strip():
        raise ReasonMissing(f"a {request.kind}")
    _check_kind(request.kind, is_paid)
    left = left_of(order, earlier)
    wanted = request.quantities
    if wanted is None:
        wanted = {number: quantity for number, quantity in left.items() if quantity}
    _check_quantities(wanted, left)
    by_number = {line.number: line for line in order.lines}
    return Reversal(
        id=request.id,
        order_id=order.id,
        order_digest=order.digest,
        kind=request.kind,
        currency=order.currency,
        lines=tuple(
            _part(by_number[number], left[number], wanted[number]) for number in sorted(wanted)
        ),
        reason=request.reason,
        made_by=by.who,
        made_at=by.at,
    )


def _check_kind(kind: ReversalKind, is_paid: bool) -> None:
    if kind == "void" and is_paid:
        raise ReversalInvalid("the order is paid; make a refund")
    if kind == "refund" and not is_paid:
        raise ReversalInvalid("nothing was paid for the order; make a void")


def _check_quantities(wanted: Mapping[int, int], left: Mapping[int, int]) -> None:
    if not wanted:
        raise ReversalInvalid("nothing is wanted, or everything was taken back already")
    for number, quantity in wanted.items():
        if number not in left:
            raise ReversalInvalid(f"the order has no line {number}; read the order again")
        if type(quantity) is not int or not 1 <= quantity <= left[number]:
            raise ReversalTooLarge(number, left[number], quantity)


def _part(line: OrderLine, left: int, quantity: int) -> ReversalLine:
    before = line.quantity - left

    def share(amount: Money) -> Money:
        return part_of(amount, before, before + quantity, line.quantity)

    taxes = tuple(replace(tax, amount=share(tax.amount)) for tax in line.taxes)
    tax = sum((each.amount for each in taxes), Money.zero(line.net.currency))
    return ReversalLine(
        line=line.number,
        sku=line.sku,
        unit=line.unit,
        quantity=quantity,
        discount=share(line.discount),
        net=share(line.total) - tax,  # so that half of two pieces is the price of one
        taxes=taxes,
    )
