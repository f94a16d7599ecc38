"""Currencies and products for the tests of the domain."""

from datetime import datetime, timedelta, timezone

from colugo.shop import Currency, Money, Product
from colugo.shop.barcode import check_digit

CNY = Currency.of("CNY")
JPY = Currency.of("JPY")
KWD = Currency.of("KWD")


def product(sku: str = "690", name: str = "莫斯利安", price_minor: int = 550) -> Product:
    return Product(sku, name, Money(price_minor, CNY))


def ean13(number: int) -> str:
    digits = f"{number:012d}"
    return f"{digits}{check_digit(digits)}"


# 2026-01-05 is a Monday; China keeps UTC+8 all year
MONDAY_8 = datetime(2026, 1, 5, 8, tzinfo=timezone(timedelta(hours=8)))
