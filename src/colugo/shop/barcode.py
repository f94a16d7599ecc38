"""EAN-8, UPC-A and EAN-13 numbers and their check digits. Knows no products."""

from colugo.errors import BarcodeInvalid

_NAME_BY_LENGTH = {8: "EAN-8", 12: "UPC-A", 13: "EAN-13"}
_GTIN_DIGITS = 14


def check_barcode(barcode: str) -> None:
    """Refuse anything but the digits of an EAN-8, UPC-A or EAN-13 with its check digit.

    Raises:
        BarcodeInvalid: says what is wrong; when it is the check digit, the right one.
    """
    if not (barcode.isascii() and barcode.isdigit()):
        raise BarcodeInvalid(barcode, "has other characters than the digits 0 to 9")
    if len(barcode) not in _NAME_BY_LENGTH:
        raise BarcodeInvalid(barcode, f"has {len(barcode)} digits")
    expected = check_digit(barcode[:-1])
    if int(barcode[-1]) != expected:
        name = _NAME_BY_LENGTH[len(barcode)]
        reason = f"ends in {barcode[-1]}, but the check digit of this {name} is {expected}"
        raise BarcodeInvalid(barcode, reason, expected)


def check_digit(digits: str) -> int:
    """The check digit, 0 to 9, that follows `digits`.

    Source: GS1 General Specifications, section 7.9 (standard check digit calculation):
    weights 3, 1, 3, ... from the right, then what is missing to a multiple of ten.
    """
    weighted = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    )
    return -weighted % 10


def gtin14(barcode: str) -> str:
    """The one number behind a barcode: a UPC-A and the EAN-13 made of it with a 0 are equal.

    Source: GS1 General Specifications, section 3.3 (a GTIN is kept in a field of 14
    digits, filled with zeros at the left).
    """
    return barcode.zfill(_GTIN_DIGITS)
