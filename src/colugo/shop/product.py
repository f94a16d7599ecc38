"""What the shop sells. Knows no photos and no database."""

import unicodedata
from dataclasses import dataclass

from colugo.errors import BarcodeInvalid, ProductNameInvalid, SkuInvalid
from colugo.shop.barcode import check_barcode, gtin14
from colugo.shop.money import Money, check_price

_LONGEST_SKU = 64
_LONGEST_NAME = 200
# control, surrogate, line and paragraph separator: they break a line of a receipt
_NOT_ON_ONE_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Product:
    """One SKU with its name and price. Checked when made.

    Attributes:
        sku: names the product and, when photos are enrolled from folders, its folder.
        name: as it stands on the receipt.
        price: of one piece, 0 or more.
        barcodes: EAN-8, UPC-A or EAN-13, each once, the first is the main one.
        is_active: False keeps the product but sells it no more.

    Raises:
        SkuInvalid, ProductNameInvalid, PriceInvalid, BarcodeInvalid: by their rules.
    """

    sku: str
    name: str
    price: Money
    barcodes: tuple[str, ...] = ()
    is_active: bool = True

    def __post_init__(self) -> None:
        check_sku(self.sku)
        check_name(self.name)
        check_price(self.price)
        check_barcodes(self.barcodes)


def check_sku(sku: str) -> None:
    """Refuse a SKU that cannot name a product and a folder.

    Raises:
        SkuInvalid: empty, too long, or with characters that do not belong.
    """
    reason = _what_is_wrong_with_sku(sku)
    if reason is not None:
        raise SkuInvalid(sku, reason)


def check_name(name: str) -> None:
    """Refuse a name that does not fit on one line of a receipt.

    Raises:
        ProductNameInvalid: empty, too long, or with control characters.
    """
    if not name.strip():
        raise ProductNameInvalid(name, "is empty")
    if name != name.strip():
        raise ProductNameInvalid(name, "has spaces at its ends")
    if len(name) > _LONGEST_NAME:
        raise ProductNameInvalid(name, f"has {len(name)} characters")
    if any(unicodedata.category(letter) in _NOT_ON_ONE_LINE for letter in name):
        raise ProductNameInvalid(name, "has a control character or a line end")


def check_barcodes(barcodes: tuple[str, ...]) -> None:
    """Refuse barcodes that are wrong by themselves or the same number twice.

    Raises:
        BarcodeInvalid: names the first wrong one.
    """
    numbers: set[str] = set()
    for barcode in barcodes:
        check_barcode(barcode)
        if gtin14(barcode) in numbers:
            raise BarcodeInvalid(barcode, "stands twice at one product")
        numbers.add(gtin14(barcode))


def _what_is_wrong_with_sku(sku: str) -> str | None:
    if not sku.strip():
        return "is empty"
    if sku != sku.strip():
        return "has spaces at its ends"
    if len(sku) > _LONGEST_SKU:
        return f"has {len(sku)} characters"
    if not sku.isprintable():
        return "has a character that cannot be printed"
    if "/" in sku or "\\" in sku:
        return "has a slash or backslash"
    return "starts with a dot" if sku.startswith(".") else None
