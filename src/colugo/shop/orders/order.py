"""A closed sale. Made once, never changed; corrected only by reversals."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from colugo.shop.canonical import digest
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.orders.open_basket import Approval, Edit
from colugo.shop.quantity import Unit
from colugo.shop.tax import LineTax, sum_taxes


@dataclass(frozen=True, slots=True)
class LineDiscount:
    """What one promotion took off a line, and for how many of its pieces or grams."""

    promotion_id: str
    name: str
    name_en: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderLine:
    """All of one product at one price, as it was when sold.

    Attributes:
        number: 1, 2, 3 in the order.
        quantity: pieces, or grams when sold by weight.
        list_amount: before discounts, as priced (with tax where prices include it).
        net: to be paid without tax; `net` and the taxes are the `total`.
    """

    number: int
    sku: str
    name: str
    name_en: str
    category_path: tuple[str, ...]
    unit: Unit
    unit_price: Money
    quantity: int
    list_amount: Money
    discounts: tuple[LineDiscount, ...]
    net: Money
    taxes: tuple[LineTax, ...]

    @property
    def discount(self) -> Money:
        """The sum of the discounts."""
        return sum((each.amount for each in self.discounts), Money.zero(self.net.currency))

    @property
    def tax(self) -> Money:
        """The sum of the taxes."""
        return sum((each.amount for each in self.taxes), Money.zero(self.net.currency))

    @property
    def total(self) -> Money:
        """What is to be paid for the line."""
        return self.net + self.tax

    def name_in(self, language: str) -> str:
        """The English name for `en` where there is one, else the name."""
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Recognised:
    """How well the counter saw: entries found by it, asked about, unknown, corrected."""

    found: int
    asked: int
    unknown: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Order:
    """A sale that was closed.

    Attributes:
        id: made by the client; every effect of the sale is keyed by it.
        is_tax_included: whether `list_amount` and discounts hold the tax.
        best_was_proven: whether the search for promotions looked at every combination.
    """

    id: UUID
    store_id: str
    counter_id: str
    currency: Currency
    closed_at: datetime
    closed_by: str
    is_tax_included: bool
    best_was_proven: bool
    lines: tuple[OrderLine, ...]
    edits: tuple[Edit, ...]
    approvals: tuple[Approval, ...]
    recognised: Recognised

    @property
    def list_amount(self) -> Money:
        """The sum of the lines before discounts."""
        return self._sum([line.list_amount for line in self.lines])

    @property
    def discount(self) -> Money:
        """The sum of all discounts."""
        return self._sum([line.discount for line in self.lines])

    @property
    def net(self) -> Money:
        """The sum of the lines without tax."""
        return self._sum([line.net for line in self.lines])

    @property
    def taxes(self) -> tuple[LineTax, ...]:
        """Each tax with its sum."""
        return sum_taxes(tax for line in self.lines for tax in line.taxes)

    @property
    def tax(self) -> Money:
        """The sum of all taxes."""
        return self._sum([line.tax for line in self.lines])

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return self._sum([line.total for line in self.lines])

    @property
    def digest(self) -> str:
        """The SHA-256 of everything the order says, 64 hexadecimal digits."""
        return digest(self)

    def _sum(self, amounts: list[Money]) -> Money:
        return sum(amounts, Money.zero(self.currency))
