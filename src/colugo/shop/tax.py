"""Tax of one line, included in its price or added to it. Knows no products.

The rule, the same everywhere: tax is calculated once per line, on the amount of the line
after its discounts, by the sum of the rates of its tax class, rounded half up; where a class
has several rates, the rounded tax is shared out among them by `allocate`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from colugo.errors import TaxClassUnknown, TaxRateInvalid
from colugo.shop.allocation import allocate
from colugo.shop.money import Money
from colugo.shop.rounding import divide_half_up

PPM = 1_000_000  # parts per million: rates such as 8.875 % stay whole numbers
STANDARD = "standard"
_LONGEST_CODE = 32


@dataclass(frozen=True, slots=True)
class TaxRate:
    """One tax by its code, the name that is printed, and its rate in parts per million.

    Raises:
        TaxRateInvalid: no code, or a rate outside 0 to 1000000.
    """

    code: str
    name: str
    rate_ppm: int

    def __post_init__(self) -> None:
        _check_code(self.code)
        if type(self.rate_ppm) is not int or not 0 <= self.rate_ppm <= PPM:
            raise TaxRateInvalid(self.code, f"has the rate {self.rate_ppm!r}")


@dataclass(frozen=True, slots=True)
class TaxClass:
    """What products of one kind are taxed with: no rate, one, or several side by side.

    Raises:
        TaxRateInvalid: no code, or two rates of one code.
    """

    code: str
    rates: tuple[TaxRate, ...] = ()

    def __post_init__(self) -> None:
        _check_code(self.code)
        if len({rate.code for rate in self.rates}) < len(self.rates):
            raise TaxRateInvalid(self.code, "has two rates of one code")

    @property
    def rate_ppm(self) -> int:
        """The sum of the rates."""
        return sum(rate.rate_ppm for rate in self.rates)


@dataclass(frozen=True, slots=True)
class TaxRules:
    """The tax classes of a store, and whether its prices include the tax.

    Raises:
        TaxRateInvalid: two classes of one code.
    """

    is_included: bool
    classes: tuple[TaxClass, ...]

    def __post_init__(self) -> None:
        codes = [tax_class.code for tax_class in self.classes]
        for code in codes:
            if codes.count(code) > 1:
                raise TaxRateInvalid(code, "stands twice among the tax classes")

    def get_class(self, code: str) -> TaxClass:
        """The tax class of a code.

        Raises:
            TaxClassUnknown: the rules have none of this code.
        """
        for tax_class in self.classes:
            if tax_class.code == code:
                return tax_class
        raise TaxClassUnknown(code, [tax_class.code for tax_class in self.classes])


@dataclass(frozen=True, slots=True)
class LineTax:
    """What one tax comes to on one line."""

    code: str
    name: str
    rate_ppm: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount taken apart: what is left without tax, and each tax."""

    net: Money
    taxes: tuple[LineTax, ...]

    @property
    def tax(self) -> Money:
        """The sum of the taxes."""
        return sum((tax.amount for tax in self.taxes), Money.zero(self.net.currency))

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return self.net + self.tax


def tax_line(amount: Money, tax_class: TaxClass, *, is_included: bool) -> Taxed:
    """Take the amount of one line apart into net and taxes.

    Args:
        amount: of the line after discounts; with its tax where `is_included`, else without.
        tax_class: of the product.
        is_included: whether `amount` holds the tax.
    """
    parts = PPM + tax_class.rate_ppm if is_included else PPM
    tax = Money(divide_half_up(amount.minor * tax_class.rate_ppm, parts), amount.currency)
    shares = allocate(tax, [rate.rate_ppm for rate in tax_class.rates])
    taxes = tuple(
        LineTax(rate.code, rate.name, rate.rate_ppm, share)
        for rate, share in zip(tax_class.rates, shares, strict=True)
    )
    return Taxed(amount - tax if is_included else amount, taxes)


def sum_taxes(taxes: Iterable[LineTax]) -> tuple[LineTax, ...]:
    """The taxes of many lines, one sum per code and rate, in the order of code and rate."""
    sums: dict[tuple[str, int], LineTax] = {}
    for tax in taxes:
        known = sums.get((tax.code, tax.rate_ppm))
        amount = tax.amount if known is None else known.amount + tax.amount
        sums[tax.code, tax.rate_ppm] = LineTax(tax.code, tax.name, tax.rate_ppm, amount)
    return tuple(sums[key] for key in sorted(sums))


def _check_code(code: str) -> None:
    if not code or len(code) > _LONGEST_CODE or not code.isprintable() or " " in code:
        raise TaxRateInvalid(code, "has no code that can be used")


UNTAXED = TaxRules(is_included=True, classes=(TaxClass(STANDARD),))
