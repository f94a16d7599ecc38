"""A basket that may still change, with every change on record. Knows no promotions and no tax.

Each method gives a new basket and leaves the old one as it is.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from colugo.errors import EntryInvalid, EntryUnknown, ReasonMissing
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.people.permissions import Role, check_allowed
from colugo.shop.period import check_moment
from colugo.shop.product import Product

Source = Literal["recognition", "barcode", "pick", "weight"]
QuestionKind = Literal["unsure", "unknown", "unweighed"]


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, in which role, and when.

    Raises:
        PeriodInvalid: the moment has no time zone. ReasonMissing: nobody is named.
    """

    who: str
    role: Role
    at: datetime

    def __post_init__(self) -> None:
        check_moment(self.at)
        if not self.who.strip():
            raise ReasonMissing("a change of the basket")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something put into the basket: pieces, or grams when the product is sold by weight."""

    number: int
    product: Product
    quantity: int
    unit_price: Money
    source: Source


@dataclass(frozen=True, slots=True)
class Question:
    """Something on the counter that is not priced yet: it blocks closing.

    Attributes:
        key: names it within the basket, for example the box of the scene.
        kind: `unsure`, `unknown`, or `unweighed` when the product is known but not its weight.
        skus: what it may be, best first.
    """

    key: str
    kind: QuestionKind
    skus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change after something came into the basket: who, when, why, and the quantities."""

    by: By
    why: str
    sku: str
    source: Source | None
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Approval:
    """An attendant saw that the buyer is old enough for products up to this limit."""

    by: By
    min_age_years: int


@dataclass(frozen=True, slots=True)
class OpenBasket:
    """What one customer has on the counter so far.

    Attributes:
        order_id: made by the client; the order will have it.
        store_id: where; counter_id: at which counter.
        asked, unknown: questions that were ever put, for the reports.
    """

    order_id: UUID
    store_id: str
    counter_id: str
    currency: Currency
    entries: tuple[Entry, ...] = ()
    questions: tuple[Question, ...] = ()
    edits: tuple[Edit, ...] = ()
    approvals: tuple[Approval, ...] = ()
    asked: int = 0
    unknown: int = 0
    last_number: int = 0

    def add(
        self,
        product: Product,
        quantity: int,
        *,
        source: Source,
        at: datetime,
        unit_price: Money | None = None,
    ) -> "OpenBasket":
        """Put pieces or grams of a product in.

        Args:
            product: as the catalogue has it now.
            quantity: pieces, or grams when it is sold by weight.
            source: how it was found.
            at: when, with a time zone.
            unit_price: the price in force, of a piece or a kilogram; that of the product
                when None. A code with a price in it is one piece at that price.

        Raises:
            EntryInvalid: it is not sold now, or quantity, price or currency cannot be.
        """
        price = product.price if unit_price is None else unit_price
        reason = _what_is_wrong(self, product, quantity, price, at)
        if reason is not None:
            raise EntryInvalid(product.sku, reason)
        number = self.last_number + 1
        entry = Entry(number, product, quantity, price, source)
        return replace(self, entries=(*self.entries, entry), last_number=number)

    def change(self, number: int, quantity: int, *, by: By, why: str) -> "OpenBasket":
        """Set the quantity of an entry; 0 takes it out.

        Raises:
            EntryUnknown: no entry of this number. EntryInvalid: a quantity that cannot be.
            ReasonMissing: no reason is given.
        """
        entry = next((each for each in self.entries if each.number == number), None)
        if entry is None:
            raise EntryUnknown(number)
        if type(quantity) is not int or quantity < 0:
            raise EntryInvalid(entry.product.sku, f"has the quantity {quantity!r}")
        _check_reason(why, "a change of the basket")
        edit = Edit(by, why, entry.product.sku, entry.source, entry.quantity, quantity)
        changed = replace(entry, quantity=quantity)
        entries = [changed if each is entry else each for each in self.entries]
        kept = tuple(each for each in entries if each.quantity)
        return replace(self, entries=kept, edits=(*self.edits, edit))

    def ask(self, question: Question) -> "OpenBasket":
        """Put a question; one of a key that is open already is put once."""
        if any(each.key == question.key for each in self.questions):
            return self
        return replace(
            self,
            questions=(*self.questions, question),
            asked=self.asked + (question.kind == "unsure"),
            unknown=self.unknown + (question.kind == "unknown"),
        )

    def settle_question(
        self, key: str, *, by: By, why: str, product: Product | None = None, quantity: int = 1,
        unit_price: Money | None = None,
    ) -> "OpenBasket":  # fmt: skip
        """Answer a question with a product, or with None: it was taken off the counter.

        `unit_price` is the price in force; that of the product when None.

        Raises:
            EntryUnknown: no question of this key. ReasonMissing: no reason is given.
            EntryInvalid: the product cannot be put in.
        """
        if all(question.key != key for question in self.questions):
            raise EntryUnknown(key)
        _check_reason(why, "an answer")
        left = tuple(question for question in self.questions if question.key != key)
        sku = "" if product is None else product.sku
        edit = Edit(by, why, sku, None, 0, 0 if product is None else quantity)
        basket = replace(self, questions=left, edits=(*self.edits, edit))
        if product is None:
            return basket
        return basket.add(product, quantity, source="pick", at=by.at, unit_price=unit_price)

    def approve_age(self, min_age_years: int, *, by: By) -> "OpenBasket":
        """Record that an attendant saw the buyer.

        Raises:
            NotAllowed: the role may not approve.
        """
        check_allowed(by.role, "approve_age")
        return replace(self, approvals=(*self.approvals, Approval(by, min_age_years)))

    @property
    def unapproved(self) -> tuple[Entry, ...]:
        """The entries with an age limit above what was approved."""
        approved = max((each.min_age_years for each in self.approvals), default=0)
        return tuple(e for e in self.entries if (e.product.min_age_years or 0) > approved)


def _what_is_wrong(
    basket: OpenBasket, product: Product, quantity: int, price: Money, at: datetime
) -> str | None:
    if not product.is_sold_at(at):
        return "is not sold now"
    if type(quantity) is not int or quantity < 1:
        return f"has the quantity {quantity!r}"
    if price.currency != basket.currency:
        return f"is priced in {price.currency}, the basket in {basket.currency}"
    return "has a price below 0" if price.minor < 0 else None


def _check_reason(why: str, change: str) -> None:
    if not why.strip():
        raise ReasonMissing(change)
