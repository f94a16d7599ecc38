"""Open baskets as JSON. Checks shapes, no rule of the shop."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from colugo.interfaces.shapes import Given, Id, Quantity, Why
from colugo.persistence import KeptBasket
from colugo.shop.orders import OrderLine
from colugo.shop.orders.settle import Settled


class BasketIn(Given):
    """Where a basket is opened."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"store_id": "east", "counter_id": "c1"}]}
    )

    store_id: Id
    counter_id: Id


class EntryIn(Given):
    """A product and how much of it, or a code that says both."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"sku": "6901234567892"}, {"code": "6901234567892"}]}
    )

    sku: Id | None = None
    quantity: Quantity = 1
    source: Literal["pick", "weight"] = "pick"
    code: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class EntryEdit(Given):
    """The quantity that an entry gets, 0 to take it out, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quantity": 0, "why": "put back"}]})

    quantity: Annotated[StrictInt, Field(ge=0, le=1_000_000_000)]
    why: Why


class AnswerIn(Given):
    """The answer to a question: a product, or null when it was taken off the counter."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"key": "box-1", "sku": None, "why": "a glove"}]}
    )

    key: Id
    sku: Id | None
    why: Why
    quantity: Quantity = 1


class AgeApprovalIn(Given):
    """The age limit up to which an attendant saw that the buyer is old enough."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"min_age_years": 18}]})

    min_age_years: Annotated[StrictInt, Field(ge=1, le=130)]


class DiscountOut(BaseModel):
    """What one promotion took off a line."""

    promotion_id: str
    name: str
    amount_minor: int


class LineOut(BaseModel):
    """A line as it is, or would be, sold."""

    number: int
    sku: str
    name: str
    unit: str
    quantity: int
    unit_price_minor: int
    discounts: list[DiscountOut]
    tax_minor: int
    total_minor: int

    @classmethod
    def of(cls, line: OrderLine) -> "LineOut":
        """A line as JSON has it."""
        return cls(
            number=line.number, sku=line.sku, name=line.name, unit=line.unit,
            quantity=line.quantity, unit_price_minor=line.unit_price.minor,
            discounts=[
                DiscountOut(
                    promotion_id=each.promotion_id, name=each.name, amount_minor=each.amount.minor
                )
                for each in line.discounts
            ],
            tax_minor=line.tax.minor, total_minor=line.total.minor,
        )  # fmt: skip


class BasketEntry(BaseModel):
    """Something put in, with its number in the basket."""

    number: int
    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    source: str


class BasketQuestion(BaseModel):
    """Something on the counter that is not priced yet; `skus` is what it may be."""

    key: str
    kind: str
    skus: list[str]


class BasketOut(BaseModel):
    """An open basket: what is in it, what is open, and its lines as they would be sold now."""

    order_id: UUID
    store_id: str
    counter_id: str
    version: int
    entries: list[BasketEntry]
    questions: list[BasketQuestion]
    ages_to_approve: list[int]
    lines: list[LineOut]
    total_minor: int
    currency: str

    @classmethod
    def of(cls, kept: KeptBasket, settled: Settled) -> "BasketOut":
        """A basket as JSON has it."""
        basket = kept.basket
        return cls(
            order_id=basket.order_id, store_id=basket.store_id, counter_id=basket.counter_id,
            version=kept.version,
            entries=[
                BasketEntry(
                    number=each.number, sku=each.product.sku, name=each.product.name,
                    quantity=each.quantity, unit_price_minor=each.unit_price.minor,
                    source=each.source,
                )
                for each in basket.entries
            ],
            questions=[
                BasketQuestion(key=each.key, kind=each.kind, skus=list(each.skus))
                for each in basket.questions
            ],
            ages_to_approve=sorted({e.product.min_age_years or 0 for e in basket.unapproved}),
            lines=[LineOut.of(line) for line in settled.lines],
            total_minor=sum(line.total.minor for line in settled.lines),
            currency=basket.currency.code,
        )  # fmt: skip
