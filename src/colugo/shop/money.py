"""Exact amounts of money, and prices read from text. No floats anywhere."""

import re
from dataclasses import dataclass

from colugo.errors import AmountInvalid, CurrencyMismatch, PriceInvalid
from colugo.shop.currency import Currency

# The largest price: 12 digits of minor units. Nine thousand of them still add up to less
# than 2**53, the largest whole number that JSON readers (JavaScript) keep exactly.
MAX_PRICE_MINOR = 999_999_999_999
_DIGITS_AND_POINT = re.compile("([0-9]+)(?:[.]([0-9]+))?")
_LONGEST_PRICE_TEXT = 32


@dataclass(frozen=True, slots=True)
class Money:
    """A whole number of minor units (cents) of one currency. May be negative, as a refund is.

    Adds, subtracts and compares within one currency; multiplies by whole numbers.

    Raises:
        AmountInvalid: `minor` or a factor is a float, bool, Decimal or anything but int.
        CurrencyMismatch: two currencies in one calculation.
    """

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        _check_whole("a whole number of minor units (int)", self.minor)

    @classmethod
    def zero(cls, currency: Currency) -> "Money":
        """Nothing, the start of a sum: `sum(amounts, Money.zero(currency))`."""
        return cls(0, currency)

    def format(self) -> str:
        """The amount with the sign of its currency, for people: `¥5.50`, `-$1.00`."""
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{self.currency.symbol}{_decimal_text(abs(self.minor), self.currency)}"

    def decimal_text(self) -> str:
        """The bare amount as `parse_price` reads it: `5.50`."""
        sign = "-" if self.minor < 0 else ""
        return sign + _decimal_text(abs(self.minor), self.currency)

    def __str__(self) -> str:
        return f"{self.decimal_text()} {self.currency.code}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, factor: int) -> "Money":
        _check_whole("a whole factor (int)", factor)
        return Money(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._minor_of(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._minor_of(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._minor_of(other)

    def _minor_of(self, other: object) -> int:
        if not isinstance(other, Money):
            raise AmountInvalid("Money", other)
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency.code, other.currency.code)
        return other.minor


def parse_price(text: str, currency: Currency) -> Money:
    """Read a price as people type it: `5`, `5.5`, `5.50`.

    Only the digits 0 to 9 and one point between digits are taken, with no more decimals
    than the currency has and no more than `MAX_PRICE_MINOR`. Spaces around it are ignored.

    Raises:
        PriceInvalid: anything else, with a sentence that says what is expected.
        AmountInvalid: `text` is not text, for example a float.
    """
    if not isinstance(text, str):
        raise AmountInvalid("a price as text (str)", text)
    match = _DIGITS_AND_POINT.fullmatch(text.strip())
    # the length first: Python refuses to read whole numbers of thousands of digits
    if match is None or len(text.strip()) > _LONGEST_PRICE_TEXT:
        raise PriceInvalid(text, _what_is_wrong(text.strip()), _example(currency))
    whole, decimals = match[1], match[2] or ""
    if len(decimals) > currency.exponent:
        raise PriceInvalid(text, f"has too many decimals ({len(decimals)})", _example(currency))
    minor = int(whole + decimals.ljust(currency.exponent, "0"))
    if minor > MAX_PRICE_MINOR:
        raise PriceInvalid(text, "is too large", _at_most(currency))
    return Money(minor, currency)


def check_price(price: Money) -> None:
    """Refuse an amount that cannot be the price of a product.

    Raises:
        PriceInvalid: below 0 or above `MAX_PRICE_MINOR`.
    """
    if price.minor < 0:
        raise PriceInvalid(str(price), "is below 0", _example(price.currency))
    if price.minor > MAX_PRICE_MINOR:
        raise PriceInvalid(str(price), "is too large", _at_most(price.currency))


def _check_whole(expected: str, number: object) -> None:
    # bool is an int to Python, and True is no amount
    if type(number) is not int:
        raise AmountInvalid(expected, number)


def _decimal_text(minor: int, currency: Currency) -> str:
    if currency.exponent == 0:
        return str(minor)
    whole, rest = divmod(minor, 10**currency.exponent)
    return f"{whole}.{rest:0{currency.exponent}d}"


def _example(currency: Currency) -> str:
    example = _decimal_text(55 * 10**currency.exponent // 10, currency)
    if currency.exponent == 0:
        return f"digits 0 to 9 only, for example {example} ({currency.code} has no decimals)"
    return (
        f"digits 0 to 9 with at most {currency.exponent} decimals after a point, "
        f"for example {example}"
    )


def _at_most(currency: Currency) -> str:
    return f"{_decimal_text(MAX_PRICE_MINOR, currency)} {currency.code} or less"


def _what_is_wrong(text: str) -> str:
    if not text:
        return "is empty"
    if len(text) > _LONGEST_PRICE_TEXT:
        return "is too long"
    if text[0] in "+-":
        return "has a sign"
    if "," in text:
        return "has a comma"
    if any(letter.isdecimal() and not letter.isascii() for letter in text):
        return "has digits that are not 0 to 9 (full-width or of another script)"
    return "is not a plain number"
