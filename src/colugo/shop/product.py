"""What the shop sells. Knows no photos and no database."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from colugo.errors import BarcodeInvalid, ProductFieldInvalid, ProductNameInvalid, SkuInvalid
from colugo.shop.barcode import check_barcode, gtin14
from colugo.shop.canonical import digest
from colugo.shop.money import Money, check_price
from colugo.shop.period import ALWAYS, Period
from colugo.shop.quantity import UNITS, Unit
from colugo.shop.tax import STANDARD

_LONGEST_SKU = 64
_LONGEST_NAME = 200
_LONGEST_PLU = 9  # places an in-store code of 13 digits can have for the item, see in_store
_OLDEST_AGE_YEARS = 130
_VERSION_DIGITS = 32  # 128 bits: two states are never confused
# control, surrogate, line and paragraph separator: they break a line of a receipt
_NOT_ON_ONE_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Product:
    """One SKU with its name and price. Checked when made.

    Attributes:
        sku: names the product and, when photos are enrolled from folders, its folder.
        name: as it stands on the receipt.
        price: of one piece, or of one kilogram when sold by weight; 0 or more.
        barcodes: EAN-8, UPC-E, UPC-A or EAN-13, each once, the first is the main one.
        is_active: False keeps the product but sells it no more.
        name_en: the English name; empty where there is none.
        category_id: of the category tree; None for no category.
        unit: `piece`, or `weight` when quantities are grams.
        tax_class: a code of the store's tax rules.
        min_age_years: the age a buyer must have; None for any.
        period: when it is sold; at any time unless limited.
        plu: the item number in codes of the store's own scale; empty where there is none.

    Raises:
        SkuInvalid, ProductNameInvalid, PriceInvalid, BarcodeInvalid: by their rules.
        ProductFieldInvalid: one of the other fields is out of its range.
    """

    sku: str
    name: str
    price: Money
    barcodes: tuple[str, ...] = ()
    is_active: bool = True
    name_en: str = ""
    category_id: str | None = None
    unit: Unit = "piece"
    tax_class: str = STANDARD
    min_age_years: int | None = None
    period: Period = ALWAYS
    plu: str = ""

    def __post_init__(self) -> None:
        check_sku(self.sku)
        check_name(self.name)
        check_price(self.price)
        check_barcodes(self.barcodes)
        if self.name_en:
            check_name(self.name_en)
        _check_fields(self)

    def is_sold_at(self, at: datetime) -> bool:
        """Whether it may be sold at this moment."""
        return self.is_active and self.period.holds(at)

    def name_in(self, language: str) -> str:
        """The English name for `en` where there is one, else the name."""
        return self.name_en if language == "en" and self.name_en else self.name


def version_of(product: Product) -> str:
    """What names this state of a product: equal products have equal versions."""
    return digest(product)[:_VERSION_DIGITS]


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


def _check_fields(product: Product) -> None:
    age, plu = product.min_age_years, product.plu
    is_age = age is None or (type(age) is int and 1 <= age <= _OLDEST_AGE_YEARS)
    is_plu = not plu or (plu.isascii() and plu.isdigit() and len(plu) <= _LONGEST_PLU)
    checks = (
        ("unit", product.unit, product.unit in UNITS, "piece or weight"),
        ("tax_class", product.tax_class, bool(product.tax_class.strip()), "a tax class"),
        ("category_id", product.category_id, product.category_id != "", "a category or None"),
        ("min_age_years", age, is_age, f"1 to {_OLDEST_AGE_YEARS} years or None"),
        ("plu", plu, is_plu, f"1 to {_LONGEST_PLU} digits or nothing"),
    )
    for field, got, is_right, expected in checks:
        if not is_right:
            raise ProductFieldInvalid(product.sku, field, got, expected)


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
