"""Makes a product of the cells of one line of a catalogue file. Knows no files."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from colugo.errors import CellInvalid, ColugoError, PeriodInvalid
from colugo.shop.currency import Currency
from colugo.shop.money import Money, parse_price
from colugo.shop.period import Period
from colugo.shop.product import Product, check_barcodes, check_name, check_sku
from colugo.shop.quantity import Unit
from colugo.shop.tax import STANDARD

_IS_ACTIVE: Final = {
    **dict.fromkeys(("", "yes", "true", "1", "是"), True),
    **dict.fromkeys(("no", "false", "0", "否"), False),
}
_UNITS: Final[dict[str, Unit]] = {
    "": "piece",
    "piece": "piece",
    "件": "piece",
    "weight": "weight",
    "重量": "weight",
}


class _Column(NamedTuple):
    field: str
    read: Callable[[str, Currency], Any]
    write: Callable[[Any], str]


def _read_sku(text: str, _: Currency) -> str:
    check_sku(text)
    return text


def _read_name(text: str, _: Currency) -> str:
    check_name(text)
    return text


def _read_name_en(text: str, _: Currency) -> str:
    if text:
        check_name(text)
    return text


def _read_barcodes(text: str, _: Currency) -> tuple[str, ...]:
    barcodes = tuple(text.replace(";", " ").split())
    check_barcodes(barcodes)
    return barcodes


def _read_active(text: str, _: Currency) -> bool:
    if text.lower() not in _IS_ACTIVE:
        raise CellInvalid("active", text.lower(), "yes or no")
    return _IS_ACTIVE[text.lower()]


def _read_unit(text: str, _: Currency) -> Unit:
    if text.lower() not in _UNITS:
        raise CellInvalid("unit", text, "piece or weight")
    return _UNITS[text.lower()]


def _read_age(text: str, _: Currency) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 4):
        raise CellInvalid("min_age", text, "a number of years")
    return int(text) if text else None


def _moment_reader(column: str) -> Callable[[str, Currency], datetime | None]:
    def read(text: str, _: Currency) -> datetime | None:
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            moment = datetime.min  # without a time zone: refused below
        if moment is not None and moment.utcoffset() is None:
            raise CellInvalid(column, text, "a moment such as 2026-01-31T08:00+08:00")
        return moment

    return read


def _write_price(price: Money) -> str:
    return price.decimal_text()


def _write_active(is_active: bool) -> str:
    return "yes" if is_active else "no"


def _write_optional(value: object) -> str:
    return "" if value is None else str(value)


def _write_moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


COLUMNS: Final[Mapping[str, _Column]] = {
    "sku": _Column("sku", _read_sku, str),
    "name": _Column("name", _read_name, str),
    "price": _Column("price", parse_price, _write_price),
    "barcode": _Column("barcodes", _read_barcodes, ";".join),
    "active": _Column("is_active", _read_active, _write_active),
    "name_en": _Column("name_en", _read_name_en, str),
    "category": _Column("category_id", lambda text, _: text or None, _write_optional),
    "unit": _Column("unit", _read_unit, str),
    "tax_class": _Column("tax_class", lambda text, _: text or STANDARD, str),
    "min_age": _Column("min_age_years", _read_age, _write_optional),
    "active_from": _Column("start", _moment_reader("active_from"), _write_moment),
    "active_until": _Column("end", _moment_reader("active_until"), _write_moment),
    "plu": _Column("plu", lambda text, _: text, str),
}


def product_of(
    cells: Mapping[str, str], currency: Currency, known: Product | None
) -> Product | tuple[str, ...]:
    """The product that the cells of one line describe, or all that is wrong with them.

    Args:
        cells: by column; `sku`, `name` and `price` must be among them.
        currency: of the price.
        known: the product of this SKU as it is; what has no column stays as it is there.
    """
    fields: dict[str, Any] = {}
    wrong: list[str] = []
    for column, (field, read, _) in COLUMNS.items():
        if column in cells:
            try:
                fields[field] = read(cells[column], currency)
            except ColugoError as error:
                wrong.append(str(error))
    if wrong:
        return tuple(wrong)
    try:
        return _with_fields(fields, known)
    except ColugoError as error:
        return (str(error),)


def cells_of(product: Product) -> dict[str, str]:
    """The cells of a product, as `product_of` reads them back."""
    fields = {"start": product.period.start, "end": product.period.end}
    return {
        name: column.write(
            fields[column.field] if column.field in fields else getattr(product, column.field)
        )
        for name, column in COLUMNS.items()
    }


def _with_fields(fields: dict[str, Any], known: Product | None) -> Product:
    product = known or Product(fields["sku"], fields["name"], fields["price"])
    start = fields.pop("start", product.period.start)
    end = fields.pop("end", product.period.end)
    if start is not None and end is not None and end <= start:
        raise PeriodInvalid("of active_until is not after that of active_from")
    return replace(product, **fields, period=Period(start, end))
