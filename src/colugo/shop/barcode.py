"""EAN-8, UPC-E, UPC-A and EAN-13 numbers and their check digits. Knows no products.

A UPC-E has 8 digits as an EAN-8 has. Numbers that start with 0 are read as UPC-E where its
check digit agrees, those that start with 1 only where that of an EAN-8 does not: EAN-8 numbers
from 0 are in-store numbers, those from 1 are given to products.
Source: GS1 General Specifications, GS1-8 Prefixes (000 to 099 restricted circulation).
"""

from colugo.errors import BarcodeInvalid

_NAME_BY_LENGTH = {8: "EAN-8", 12: "UPC-A", 13: "EAN-13"}
_GTIN_DIGITS = 14
_UPC_E_DIGITS = 8


def check_barcode(barcode: str) -> None:
    """Refuse anything but the digits of an EAN-8, UPC-E, UPC-A or EAN-13 with check digit.

    Raises:
        BarcodeInvalid: says what is wrong; when it is the check digit, the right one.
    """
    if not (barcode.isascii() and barcode.isdigit()):
        raise BarcodeInvalid(barcode, "has other characters than the digits 0 to 9")
    if len(barcode) not in _NAME_BY_LENGTH:
        raise BarcodeInvalid(barcode, f"has {len(barcode)} digits")
    if _upc_a_of_upc_e(barcode) is not None:
        return
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
    """The one number behind a barcode: a UPC-A, its UPC-E and its EAN-13 with a 0 are equal.

    Source: GS1 General Specifications, section 3.3 (a GTIN is kept in a field of 14
    digits, filled with zeros at the left).
    """
    return (_upc_a_of_upc_e(barcode) or barcode).zfill(_GTIN_DIGITS)


def _upc_a_of_upc_e(barcode: str) -> str | None:
    """The UPC-A that an 8-digit UPC-E stands for; None when it is not to be read as one.

    Source: GS1 General Specifications, section 5.2.2.4 (zero suppression of UPC-E).
    """
    if len(barcode) != _UPC_E_DIGITS or barcode[0] not in "01":
        return None
    if barcode[0] == "1" and check_digit(barcode[:-1]) == int(barcode[-1]):
        return None
    head, last = barcode[1:6], barcode[6]
    if last in "012":
        body = f"{head[:2]}{last}0000{head[2:]}"
    elif last == "3":
        body = f"{head[:3]}00000{head[3:]}"
    elif last == "4":
        body = f"{head[:4]}00000{head[4:]}"
    else:
        body = f"{head}0000{last}"
    digits = f"{barcode[0]}{body}"
    return f"{digits}{barcode[-1]}" if check_digit(digits) == int(barcode[-1]) else None
