"""Codes that the store's own scale prints, with a weight or a price in them. Knows no products."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from colugo.errors import BarcodeInvalid, InStorePatternInvalid
from colugo.shop.barcode import check_barcode, check_digit

# Source: GS1 General Specifications, table of GS1 Prefixes: 02, 04 and 20 to 29 are for
# restricted circulation, so no product of a supplier carries them.
_PATTERN = re.compile("(?P<prefix>(?:0[24]|2[0-9])[0-9]*)(?P<item>I+)(?:(?P<weight>W+)|P+)C")
_PLACES = 13


@dataclass(frozen=True, slots=True)
class InStoreCode:
    """What a code of the scale says: the item, and its weight or its price."""

    plu: str
    weight_g: int | None
    price_minor: int | None


@dataclass(frozen=True, slots=True)
class InStorePattern:
    """Where a 13-digit code holds what: `21IIIIIWWWWWC`, `22IIIIIPPPPPC`.

    Digits are the prefix, I the item (the `plu` of a product), W grams, P the price in
    minor units, C the check digit.

    Raises:
        InStorePatternInvalid: anything else.
    """

    pattern: str

    def __post_init__(self) -> None:
        if len(self.pattern) != _PLACES:
            raise InStorePatternInvalid(self.pattern, f"has {len(self.pattern)} places")
        if not _PATTERN.fullmatch(self.pattern):
            raise InStorePatternInvalid(self.pattern, "is not written as it should be")

    @property
    def prefix(self) -> str:
        """The digits that a code of this pattern starts with."""
        return self.pattern[: self.pattern.index("I")]

    def read(self, barcode: str) -> InStoreCode | None:
        """What a code says; None when it is not of this pattern.

        Raises:
            BarcodeInvalid: it is of this pattern, but its check digit is wrong.
        """
        is_ours = len(barcode) == _PLACES and barcode.startswith(self.prefix)
        if not is_ours or not (barcode.isascii() and barcode.isdigit()):
            return None
        check_barcode(barcode)
        number = int(barcode[self._number_at : -1])
        is_weight = "W" in self.pattern
        plu = barcode[len(self.prefix) : self._number_at]
        return InStoreCode(plu, number if is_weight else None, None if is_weight else number)

    def write(self, plu: str, number: int) -> str:
        """The code for an item and its grams or minor units, as a scale prints it.

        Raises:
            BarcodeInvalid: the item or the number has more digits than places.
        """
        item_places = self._number_at - len(self.prefix)
        digits = f"{self.prefix}{plu.zfill(item_places)}"
        digits += str(number).zfill(_PLACES - 1 - self._number_at)
        if len(digits) != _PLACES - 1 or len(plu) > item_places or not digits.isdigit():
            raise BarcodeInvalid(digits, f"does not fit {self.pattern}")
        return f"{digits}{check_digit(digits)}"

    @property
    def _number_at(self) -> int:
        return self.pattern.rindex("I") + 1


def read_in_store(barcode: str, patterns: Iterable[InStorePattern]) -> InStoreCode | None:
    """What the first fitting pattern reads; None when the code is of none of them.

    Raises:
        BarcodeInvalid: it fits a pattern, but its check digit is wrong.
    """
    codes = (pattern.read(barcode) for pattern in patterns)
    return next((code for code in codes if code is not None), None)


def same_plu(one: str, other: str) -> bool:
    """Whether two item numbers are equal; zeros at the left do not count."""
    return one.lstrip("0") == other.lstrip("0")
