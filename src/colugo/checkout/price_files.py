"""Price lists as CSV files of two columns, sku and price. All of a file or nothing."""

import csv
import io
from pathlib import Path

from colugo.errors import ColugoError, LineProblem, PricesFileInvalid
from colugo.persistence import Database
from colugo.shop import Money, parse_price
from colugo.shop.period import ALWAYS, Period
from colugo.shop.price_list import PriceList

_COLUMNS = ("sku", "price")


def read_price_list(
    database: Database, list_id: str, file: Path, *, store_id: str | None = None,
    period: Period = ALWAYS,
) -> PriceList:  # fmt: skip
    """The list that a CSV file describes, checked against the catalogue; writes nothing.

    Raises:
        PricesFileInvalid: the file cannot be read, lacks a column, or names every line that is
            wrong, and why. StoreUnknown: there is no such store.
    """
    rows = _rows(file)
    problems: list[LineProblem] = []
    prices: dict[str, Money] = {}
    with database.reading() as work:
        if store_id is not None:
            work.stores.get(store_id)
        for number, row in enumerate(rows, start=2):
            try:
                sku = (row.get("sku") or "").strip()
                work.products.get_by_sku(sku)
                price = parse_price((row.get("price") or "").strip(), database.currency)
            except ColugoError as error:
                problems.append(LineProblem(number, str(error)))
                continue
            if sku in prices:
                problems.append(LineProblem(number, f"the SKU {sku!r} stands twice in the file"))
            prices[sku] = price
    if problems:
        raise PricesFileInvalid(str(file), problems)
    return PriceList(list_id, prices, store_id, period)


def write_price_list(price_list: PriceList) -> bytes:
    """The list as a CSV file that `read_price_list` reads back."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows((sku, price.decimal_text()) for sku, price in price_list.prices.items())
    return text.getvalue().encode()


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PricesFileInvalid(str(file), [LineProblem(1, f"cannot be read: {reason}")]) from error
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        wanted = f"the first line must name the columns sku and price, {missing[0]} is missing"
        raise PricesFileInvalid(str(file), [LineProblem(1, wanted)])
    return rows
