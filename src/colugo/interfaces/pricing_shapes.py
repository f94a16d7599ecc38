"""Taxes and promotions as JSON. Checks shapes, no rule of the shop."""

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt

from colugo.interfaces.shapes import Given, Id, Name, Price, in_utc
from colugo.shop import Currency, parse_price
from colugo.shop.period import Period
from colugo.shop.promotions import (
    AmountOff,
    BundlePart,
    BundlePrice,
    NForM,
    PercentOff,
    Promotion,
    Target,
    WeeklyHours,
)
from colugo.shop.tax import TaxClass, TaxRate, TaxRules

Code = Annotated[str, Field(min_length=1, max_length=32)]
Ids = Annotated[frozenset[Id], Field(max_length=10_000)]
# of the store; until 00:00 is until the end of the day
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Pieces = Annotated[StrictInt, Field(ge=1, le=100)]


class RateShape(Given):
    """One tax in parts per million: 13 % is 130000."""

    code: Code
    name: Name
    rate_ppm: Annotated[StrictInt, Field(ge=0, le=1_000_000)]


class ClassShape(Given):
    """What products of one kind are taxed with."""

    code: Code
    rates: Annotated[list[RateShape], Field(max_length=20)]


class TaxRulesShape(Given):
    """The tax classes, and whether prices include the tax."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "is_included": True,
                    "classes": [
                        {
                            "code": "standard",
                            "rates": [{"code": "VAT", "name": "VAT", "rate_ppm": 130_000}],
                        }
                    ],
                }
            ]
        }
    )

    is_included: StrictBool
    classes: Annotated[list[ClassShape], Field(max_length=100)]

    @classmethod
    def of(cls, rules: TaxRules) -> "TaxRulesShape":
        """Tax rules as JSON has them."""
        classes = [
            ClassShape(
                code=each.code,
                rates=[
                    RateShape(code=rate.code, name=rate.name, rate_ppm=rate.rate_ppm)
                    for rate in each.rates
                ],
            )
            for each in rules.classes
        ]
        return cls(is_included=rules.is_included, classes=classes)

    def rules(self) -> TaxRules:
        """The same for the shop."""
        classes = (
            TaxClass(each.code, tuple(TaxRate(r.code, r.name, r.rate_ppm) for r in each.rates))
            for each in self.classes
        )
        return TaxRules(self.is_included, tuple(classes))


class PercentShape(Given):
    """A share of the price: 10 % is 100000."""

    kind: Literal["percent"]
    share_ppm: Annotated[StrictInt, Field(ge=1, le=1_000_000)]


class AmountShape(Given):
    """An amount off each piece."""

    kind: Literal["amount"]
    amount: Price


class NForMShape(Given):
    """Of every n pieces only the m most expensive are paid."""

    kind: Literal["n_for_m"]
    n: Pieces
    m: Pieces


class PartShape(Given):
    """So many pieces of these products."""

    skus: Ids = frozenset()
    category_ids: Ids = frozenset()
    quantity: Pieces = 1


class BundleShape(Given):
    """Pieces of several kinds together at one price."""

    kind: Literal["bundle"]
    parts: Annotated[list[PartShape], Field(min_length=1, max_length=20)]
    price: Price


OfferShape = Annotated[
    PercentShape | AmountShape | NForMShape | BundleShape, Field(discriminator="kind")
]
_EXAMPLE: dict[str, Any] = {
    "name": "三付二", "offer": {"kind": "n_for_m", "n": 3, "m": 2}, "skus": ["6901234567892"],
}  # fmt: skip


class PromotionIn(Given):
    """An offer, what it is for and when it holds; days are 0 (Monday) to 6."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Name
    name_en: Name = ""
    offer: OfferShape
    skus: Ids = frozenset()
    category_ids: Ids = frozenset()
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    days: frozenset[Annotated[StrictInt, Field(ge=0, le=6)]] = frozenset(range(7))
    from_time: Clock = "00:00"
    until_time: Clock = "00:00"
    store_id: Id | None = None

    def promotion(self, promotion_id: str, currency: Currency) -> Promotion:
        """The same for the shop."""
        return Promotion(
            promotion_id, self.name, _offer(self.offer, currency), self.name_en,
            Target(self.skus, self.category_ids), Period(self.starts_at, self.ends_at),
            WeeklyHours(self.days, _read(self.from_time), _read(self.until_time)),
            self.store_id,
        )  # fmt: skip


class PromotionGiven(PromotionIn):
    """A promotion with its id."""

    id: Id


class PromotionOut(PromotionGiven):
    """A promotion as it is kept."""

    @classmethod
    def of(cls, kept: Promotion) -> "PromotionOut":
        """A promotion as JSON has it."""
        return cls(
            id=kept.id, name=kept.name, name_en=kept.name_en, offer=_shape(kept.offer),
            skus=kept.target.skus, category_ids=kept.target.category_ids,
            starts_at=in_utc(kept.period.start), ends_at=in_utc(kept.period.end),
            days=kept.hours.days, from_time=_write(kept.hours.start),
            until_time=_write(kept.hours.end),
            store_id=kept.store_id,
        )  # fmt: skip


class PromotionList(BaseModel):
    """Every promotion, in the order of their ids."""

    promotions: list[PromotionOut]


def _offer(
    shape: PercentShape | AmountShape | NForMShape | BundleShape, currency: Currency
) -> PercentOff | AmountOff | NForM | BundlePrice:
    match shape:
        case PercentShape():
            return PercentOff(shape.share_ppm)
        case AmountShape():
            return AmountOff(parse_price(shape.amount, currency))
        case NForMShape():
            return NForM(shape.n, shape.m)
        case BundleShape():
            parts = (
                BundlePart(Target(part.skus, part.category_ids), part.quantity)
                for part in shape.parts
            )
            return BundlePrice(tuple(parts), parse_price(shape.price, currency))


def _shape(
    offer: PercentOff | AmountOff | NForM | BundlePrice,
) -> PercentShape | AmountShape | NForMShape | BundleShape:
    match offer:
        case PercentOff():
            return PercentShape(kind="percent", share_ppm=offer.share_ppm)
        case AmountOff():
            return AmountShape(kind="amount", amount=offer.amount.decimal_text())
        case NForM():
            return NForMShape(kind="n_for_m", n=offer.n, m=offer.m)
        case BundlePrice():
            parts = [
                PartShape(
                    skus=part.target.skus, category_ids=part.target.category_ids,
                    quantity=part.quantity,
                )
                for part in offer.parts
            ]  # fmt: skip
            return BundleShape(kind="bundle", parts=parts, price=offer.price.decimal_text())


def _read(clock: str) -> time:
    return time.fromisoformat(clock)


def _write(clock: time) -> str:
    return clock.strftime("%H:%M")
