"""Reads the barcodes in a picture. Knows no product.

zxing-cpp is an extra: where it is not installed nothing is read, and nothing is missed but the
certainty. Source: of zxing-cpp 2 and OpenCV's reader the first took 0.5 ms a crop, the other 2.6.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from colugo.vision.image import Image

_KINDS: Final = ("EAN13", "EAN8", "UPCA", "UPCE")


@dataclass(frozen=True)
class SeenBarcode:
    """A barcode and the middle of it, in pixels of the picture."""

    code: str
    x: float
    y: float


def can_read_barcodes() -> bool:
    """Whether the extra `barcodes` is installed."""
    return _reader() is not None


def read_barcodes(image: Image) -> list[SeenBarcode]:
    """The EAN and UPC codes in a picture whose check digits are right, at any angle."""
    reader = _reader()
    if reader is None:
        return []
    kinds = [getattr(reader.BarcodeFormat, name) for name in _KINDS]
    found = []
    for each in reader.read_barcodes(image.pixels, formats=kinds):
        corners = [getattr(each.position, name) for name in
                   ("top_left", "top_right", "bottom_left", "bottom_right")]  # fmt: skip
        x, y = (sum(getattr(c, axis) for c in corners) / len(corners) for axis in "xy")
        found.append(SeenBarcode(str(each.text), x, y))
    return found


@lru_cache(maxsize=1)
def _reader() -> Any:
    try:
        import zxingcpp  # an extra
    except ModuleNotFoundError:
        return None
    return zxingcpp
