"""One payment and what the messages of a provider do to it. Speaks to no provider.

Messages come late, twice and out of order. `apply_event` is a function of payment and message
alone: a repeated message changes nothing, a late one only where money has really moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from colugo.errors import PaymentMismatch, PaymentNotPossible, RefundTooLarge
from colugo.shop.money import Money
from colugo.shop.period import check_moment

PaymentState = Literal["created", "pending", "paid", "failed", "expired", "refunded"]
EventKind = Literal["started", "paid", "failed", "expired", "refunded"]
Effect = Literal["changed", "repeated", "late"]

# State after an event. What is not in the table is late and changes nothing. Money that comes
# in after a payment failed or expired has come in all the same: it counts, and is given back
# by a refund. After `paid` only a refund moves money.
TRANSITIONS: Final[Mapping[tuple[PaymentState, EventKind], PaymentState]] = MappingProxyType(
    {
        ("created", "started"): "pending",
        ("created", "paid"): "paid",
        ("created", "failed"): "failed",
        ("created", "expired"): "expired",
        ("pending", "paid"): "paid",
        ("pending", "failed"): "failed",
        ("pending", "expired"): "expired",
        ("failed", "paid"): "paid",
        ("expired", "paid"): "paid",
        ("paid", "refunded"): "paid",  # `refunded` once everything is given back
    }
)


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """What a provider says about a payment.

    Attributes:
        payment_id: of ours, as the provider was given it.
        amount: paid or given back; None where the kind moves no money.
        reference: of the provider; for `refunded` the id of the refund, ours.
        at: when, with a time zone.
    """

    payment_id: UUID
    kind: EventKind
    at: datetime
    amount: Money | None = None
    reference: str = ""

    def __post_init__(self) -> None:
        check_moment(self.at)
        if (self.amount is None) == (self.kind in ("paid", "refunded")):
            needs = "an amount" if self.amount is None else "no amount"
            raise PaymentMismatch(str(self.payment_id), "message with", needs, self.kind)


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount of an order on its way through one provider.

    Attributes:
        id: made by us before the provider is asked, so that a repeat is the same payment.
        amount: to be paid. reference: what the provider calls it.
        refunds: given back so far, by the id of each refund.
    """

    id: UUID
    order_id: UUID
    provider: str
    amount: Money
    created_at: datetime
    state: PaymentState = "created"
    reference: str = ""
    paid_at: datetime | None = None
    refunds: tuple[tuple[str, Money], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it may still come in, so that nothing else is to be taken for its amount."""
        return self.state in ("created", "pending")

    @property
    def refunded(self) -> Money:
        """The sum given back."""
        return sum((amount for _, amount in self.refunds), Money.zero(self.amount.currency))

    @property
    def left(self) -> Money:
        """What can still be given back: nothing unless it was paid."""
        is_paid = self.paid_at is not None
        return self.amount - self.refunded if is_paid else Money.zero(self.amount.currency)


@dataclass(frozen=True, slots=True)
class Applied:
    """The payment after a message, and what the message did."""

    payment: Payment
    effect: Effect


def apply_event(payment: Payment, event: PaymentEvent) -> Applied:
    """What a message makes of a payment.

    Raises:
        PaymentMismatch: it is of another payment or amount: nothing is taken from it.
        RefundTooLarge: it says that more was given back than was paid.
    """
    if event.payment_id != payment.id:
        raise PaymentMismatch(str(payment.id), "id", payment.id, event.payment_id)
    if event.kind == "refunded":
        return _refund(payment, event)
    if event.kind == "paid" and event.amount != payment.amount:
        raise PaymentMismatch(str(payment.id), "amount", payment.amount, event.amount)
    after = TRANSITIONS.get((payment.state, event.kind))
    if after is None:
        return Applied(payment, "repeated" if _has_been(payment, event.kind) else "late")
    paid_at = event.at if event.kind == "paid" else payment.paid_at
    reference = event.reference or payment.reference
    changed = replace(payment, state=after, paid_at=paid_at, reference=reference)
    return Applied(changed, "changed")


def check_refund(payment: Payment, amount: Money) -> None:
    """Refuse to ask a provider for a refund that cannot be.

    Raises:
        PaymentNotPossible: it is not paid. RefundTooLarge: more than is left, or not above 0.
    """
    if payment.state != "paid":
        raise PaymentNotPossible(str(payment.id), payment.state, "refunded")
    if amount.minor <= 0 or amount > payment.left:
        raise RefundTooLarge(str(payment.id), str(payment.left), str(amount))


def _refund(payment: Payment, event: PaymentEvent) -> Applied:
    if event.amount is None:
        raise PaymentMismatch(str(payment.id), "amount", "an amount", None)
    known = dict(payment.refunds).get(event.reference)
    if known is not None:
        if known != event.amount:
            raise PaymentMismatch(str(payment.id), "refund", known, event.amount)
        return Applied(payment, "repeated")
    check_refund(payment, event.amount)
    refunds = (*payment.refunds, (event.reference, event.amount))
    state: PaymentState = "refunded" if event.amount == payment.left else "paid"
    return Applied(replace(payment, refunds=refunds, state=state), "changed")


def _has_been(payment: Payment, kind: EventKind) -> bool:
    """Whether the payment has taken a message of this kind before."""
    if kind == "paid":
        return payment.paid_at is not None
    return payment.state == kind or (kind == "started" and payment.state != "created")
