"""EAN-13: the check digit and the bars. Knows numbers only."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Number set A, and which digits of the left half are in set B. Source: ISO/IEC 15420.
_SET_A = (
    "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011",
    "0110111", "0001011",
)  # fmt: skip
_PARITY = (
    "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA",
    "ABBABA",
)  # fmt: skip


def check_digit(first_twelve: str) -> int:
    """The last digit of an EAN-13. Source: GS1 General Specifications, section 7.9."""
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(first_twelve))
    return -total % 10


def bars(ean13: str) -> str:
    """The 95 modules of an EAN-13, 1 for a bar. Source: ISO/IEC 15420, sets A, B and C."""
    left = "".join(
        _SET_A[int(digit)] if kind == "A" else _flipped(_SET_A[int(digit)])[::-1]
        for digit, kind in zip(ean13[1:7], _PARITY[int(ean13[0])], strict=True)
    )
    right = "".join(_flipped(_SET_A[int(digit)]) for digit in ean13[7:])
    return f"101{left}01010{right}101"


@lru_cache(maxsize=256)
def barcode(ean13: str) -> NDArray[np.uint8]:
    """The bars with their quiet zones, (60, 113, 4) RGBA. Do not change it: it is shared."""
    picture = np.full((60, 113, 4), 255, np.uint8)
    row = np.array([255 * (bit == "0") for bit in bars(ean13)], np.uint8)
    picture[4:56, 9:104, :3] = row[None, :, None]
    return picture


def _flipped(code: str) -> str:
    return code.translate({48: "1", 49: "0"})
