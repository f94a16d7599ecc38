"""Orders, payments and reversals as JSON. Checks shapes, no rule of the shop."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from colugo.interfaces.rest.basket_shapes import LineOut
from colugo.interfaces.shapes import Given, Price, UtcMoment, Whole, Why
from colugo.shop.orders import Order, Reversal
from colugo.shop.payments import CashTaken, Payment, PaymentStart


class PaymentOut(BaseModel):
    """A payment and what became of it; in an order without QR and cash."""

    id: UUID
    order_id: UUID
    provider: str
    state: str
    amount_minor: int
    refunded_minor: int
    currency: str
    paid_at: UtcMoment | None
    qr_text: str | None = None
    expires_at: UtcMoment | None = None
    tendered_minor: int | None = None
    change_minor: int | None = None

    @classmethod
    def of(
        cls, payment: Payment, start: PaymentStart | None = None, cash: CashTaken | None = None
    ) -> "PaymentOut":
        """A payment as JSON has it, with the QR to show or the cash that was taken."""
        return cls(
            id=payment.id, order_id=payment.order_id, provider=payment.provider,
            state=payment.state, amount_minor=payment.amount.minor,
            refunded_minor=payment.refunded.minor, currency=payment.amount.currency.code,
            paid_at=payment.paid_at, qr_text=None if start is None else start.qr_text,
            expires_at=None if start is None else start.expires_at,
            tendered_minor=None if cash is None else cash.tendered.minor,
            change_minor=None if cash is None else cash.change.minor,
        )  # fmt: skip


class ProviderList(BaseModel):
    """The ways to pay; what an attendant confirms comes first."""

    providers: list[str]


class ReversalLineOut(BaseModel):
    """What was taken back of one line."""

    line: int
    sku: str
    quantity: int
    total_minor: int


class ReversalOut(BaseModel):
    """A refund or void; `given_back_minor` is what money went back when it was made."""

    id: UUID
    order_id: UUID
    kind: str
    reason: str
    made_by: str
    made_at: UtcMoment
    lines: list[ReversalLineOut]
    total_minor: int
    currency: str
    given_back_minor: int | None = None

    @classmethod
    def of(cls, reversal: Reversal, given_back_minor: int | None = None) -> "ReversalOut":
        """A reversal as JSON has it."""
        return cls(
            id=reversal.id, order_id=reversal.order_id, kind=reversal.kind,
            reason=reversal.reason, made_by=reversal.made_by, made_at=reversal.made_at,
            lines=[
                ReversalLineOut(
                    line=each.line, sku=each.sku, quantity=each.quantity,
                    total_minor=each.total.minor,
                )
                for each in reversal.lines
            ],
            total_minor=reversal.total.minor, currency=reversal.currency.code,
            given_back_minor=given_back_minor,
        )  # fmt: skip


class OrderOut(BaseModel):
    """A closed sale; `low_skus` are products of which the ledger has less than was sold."""

    id: UUID
    store_id: str
    counter_id: str
    closed_at: UtcMoment
    closed_by: str
    lines: list[LineOut]
    discount_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int
    currency: str
    digest: str
    low_skus: list[str] = []

    @classmethod
    def of(cls, order: Order, low_skus: tuple[str, ...] = ()) -> "OrderOut":
        """An order as JSON has it."""
        return cls(
            id=order.id, store_id=order.store_id, counter_id=order.counter_id,
            closed_at=order.closed_at, closed_by=order.closed_by,
            lines=[LineOut.of(line) for line in order.lines],
            discount_minor=order.discount.minor, net_minor=order.net.minor,
            tax_minor=order.tax.minor, total_minor=order.total.minor,
            currency=order.currency.code, digest=order.digest, low_skus=list(low_skus),
        )  # fmt: skip


class WholeOrder(BaseModel):
    """An order with its payments and what was taken back of it."""

    order: OrderOut
    payments: list[PaymentOut]
    reversals: list[ReversalOut]
    left_to_pay_minor: int


class OrderPage(BaseModel):
    """Orders, the oldest first."""

    orders: list[OrderOut]
    next_cursor: str | None


class PaymentIn(Given):
    """How an order is paid; without an amount all that is left."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"order_id": "1d4f8a52-9a7b-4c57-8a6f-2f1f9f4f3c11", "provider": "cash"}]
        }
    )

    order_id: UUID
    provider: Annotated[str, Field(min_length=1, max_length=32)]
    amount: Price | None = None


class ConfirmationIn(Given):
    """What was handed over in cash, where the change is to be on record."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tendered": "100.00"}]})

    tendered: Price | None = None


class ReversalIn(Given):
    """What is taken back; without quantities all that is left. By line number."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "order_id": "1d4f8a52-9a7b-4c57-8a6f-2f1f9f4f3c11", "kind": "refund",
                    "reason": "sour", "quantities": {"1": 1},
                }
            ]
        }
    )  # fmt: skip

    order_id: UUID
    kind: Literal["refund", "void"]
    reason: Why
    quantities: dict[int, Whole] | None = None
