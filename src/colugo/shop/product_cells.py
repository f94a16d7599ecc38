"""Makes a product of the cells of one line of a catalogue file. Knows no files."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple, TypedDict, cast

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


class MoreFields(TypedDict, total=False):
    """What a product may have beyond SKU, name, price and barcodes; see `Product`."""

    is_active: bool
    name_en: str
    category_id: str | None
    unit: Unit
    tax_class: str
    min_age_years: int | None
    sold_from: datetime | None
    sold_until: datetime | None
    plu: str


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
    "active_from": _Column("sold_from", _moment_reader("active_from"), _write_moment),
    "active_until": _Column("sold_until", _moment_reader("active_until"), _write_moment),
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
        start = known or Product(fields["sku"], fields["name"], fields["price"])
        return with_fields(start, fields)
    except ColugoError as error:
        return (str(error),)


def more_fields(cells: Mapping[str, str], currency: Currency) -> MoreFields:
    """The fields that these cells spell, by the columns of a catalogue file.

    Raises:
        CellInvalid, ProductNameInvalid: by the first cell that cannot be read.
    """
    read = {COLUMNS[name].field: COLUMNS[name].read(cells[name], currency) for name in cells}
    return cast(MoreFields, read)


def with_fields(product: Product, fields: Mapping[str, Any]) -> Product:
    """The product with other fields; `sold_from` and `sold_until` make its period.

    Raises:
        PeriodInvalid: it would end before it starts.
        ProductFieldInvalid, ProductNameInvalid, PriceInvalid, BarcodeInvalid: by their rules.
    """
    start = fields.get("sold_from", product.period.start)
    end = fields.get("sold_until", product.period.end)
    if start is not None and end is not None and end <= start:
        raise PeriodInvalid("of active_until is not after that of active_from")
    direct = {name: fields[name] for name in fields if name not in ("sold_from", "sold_until")}
    return replace(product, **direct, period=Period(start, end))


def cells_of(product: Product) -> dict[str, str]:
    """The cells of a product, as `product_of` reads them back."""
    fields = {"sold_from": product.period.start, "sold_until": product.period.end}
    return {
        name: column.write(
            fields[column.field] if column.field in fields else getattr(product, column.field)
        )
        for name, column in COLUMNS.items()
    }
