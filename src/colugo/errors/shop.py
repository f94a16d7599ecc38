"""What can go wrong with money, products, baskets and the catalogue file."""

from collections.abc import Sequence
from typing import NamedTuple

from colugo.errors.base import ColugoError

_SHOWN_LETTERS = 40
_SHOWN_PROBLEMS = 10


class CurrencyUnknown(ColugoError):
    """A currency code is not one Colugo knows."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(
            f"currency {_quoted(code)} is not known: give one of {', '.join(sorted(known))}"
        )
        self.code = code
        self.known = tuple(known)


class CurrencyInvalid(ColugoError):
    """A currency is not three capital letters with an exponent of 0 to 4."""

    def __init__(self, code: str, exponent: object) -> None:
        super().__init__(
            "expected a currency of three capital letters with an exponent of 0 to 4, "
            f"got {_quoted(str(code))} with {exponent!r}: use Currency.of, for example "
            "Currency.of('CNY')"
        )
        self.code = code
        self.exponent = exponent


class CurrencyMismatch(ColugoError):
    """Amounts of two currencies were put together."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(
            f"expected an amount in {expected}, got one in {got}: "
            "amounts of two currencies cannot be added or compared; convert one first"
        )
        self.expected = expected
        self.got = got


class AmountInvalid(ColugoError, TypeError):
    """An amount of money or its factor is not a whole number."""

    def __init__(self, expected: str, got: object) -> None:
        super().__init__(
            f"expected {expected}, got {type(got).__name__} {_quoted(repr(got))}: "
            "money is counted in whole minor units (5.50 CNY is 550); "
            "read text with parse_price('5.50', currency)"
        )
        self.expected = expected
        self.got = got


class PriceInvalid(ColugoError):
    """A price is not written as Colugo reads prices, or is out of range."""

    def __init__(self, text: str, reason: str, expected: str) -> None:
        super().__init__(f"price {_quoted(text)} {reason}: write {expected}")
        self.text = text
        self.reason = reason
        self.expected = expected


class SkuInvalid(ColugoError):
    """A SKU cannot name a product."""

    def __init__(self, sku: str, reason: str) -> None:
        super().__init__(
            f"SKU {_quoted(sku)} {reason}: expected 1 to 64 printable characters "
            "without / or \\, not starting with a dot, without spaces at its ends"
        )
        self.sku = sku
        self.reason = reason


class ProductNameInvalid(ColugoError):
    """A name cannot be printed on a receipt."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"product name {_quoted(name)} {reason}: expected 1 to 200 characters on one line, "
            "without spaces at its ends"
        )
        self.name = name
        self.reason = reason


class BarcodeInvalid(ColugoError):
    """A barcode is not EAN-8, UPC-E, UPC-A or EAN-13, or its check digit is wrong.

    Attributes:
        expected_check_digit: the right last digit when only that is wrong, else None.
    """

    def __init__(self, barcode: str, reason: str, expected_check_digit: int | None = None) -> None:
        super().__init__(
            f"barcode {_quoted(barcode)} {reason}: "
            "expected 8 (EAN-8, UPC-E), 12 (UPC-A) or 13 (EAN-13) digits, the last a check digit"
        )
        self.barcode = barcode
        self.reason = reason
        self.expected_check_digit = expected_check_digit


class QuantityInvalid(ColugoError):
    """A line needs a whole number of 1 or more."""

    def __init__(self, sku: str, got: object) -> None:
        super().__init__(
            f"expected a whole quantity of 1 or more of SKU {_quoted(sku)}, got {got!r}: "
            "leave the product out of the basket when there is none"
        )
        self.sku = sku
        self.got = got


class ProductMismatch(ColugoError):
    """Two different products came with one SKU."""

    def __init__(self, sku: str) -> None:
        super().__init__(
            f"expected one product for SKU {_quoted(sku)}, got two that differ: "
            "read the products of one basket at one moment"
        )
        self.sku = sku


class SkuUnknown(ColugoError):
    """The shop has no product of this SKU."""

    def __init__(self, sku: str) -> None:
        super().__init__(
            f"no product has SKU {_quoted(sku)}: see `colugo product list`, "
            "or add it with `colugo product add`"
        )
        self.sku = sku


class SkuTaken(ColugoError):
    """The shop has a product of this SKU already."""

    def __init__(self, sku: str) -> None:
        super().__init__(
            f"a product with SKU {_quoted(sku)} exists already: "
            "change it with `colugo product update`, or choose another SKU"
        )
        self.sku = sku


class BarcodeTaken(ColugoError):
    """Another product has this barcode already."""

    def __init__(self, barcode: str, sku: str, owner_sku: str) -> None:
        super().__init__(
            f"barcode {_quoted(barcode)} of SKU {_quoted(sku)} belongs to "
            f"SKU {_quoted(owner_sku)} already: remove it there first, or correct it here"
        )
        self.barcode = barcode
        self.sku = sku
        self.owner_sku = owner_sku


class LineProblem(NamedTuple):
    """One thing wrong in a catalogue file: its line (the first is 1) and a sentence."""

    line: int
    problem: str


class ProductsFileInvalid(ColugoError):
    """A catalogue file has lines that cannot be imported, so none was."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        shown = [f"line {line}: {problem}" for line, problem in problems[:_SHOWN_PROBLEMS]]
        if len(problems) > _SHOWN_PROBLEMS:
            shown.append(f"... and {len(problems) - _SHOWN_PROBLEMS} more")
        super().__init__(
            "the catalogue file was not imported, nothing is changed; correct it and try again\n"
            + "\n".join(shown)
        )
        self.problems = tuple(problems)


def _quoted(text: str) -> str:
    shown = text if len(text) <= _SHOWN_LETTERS else text[:_SHOWN_LETTERS] + "..."
    return repr(shown)
