"""Reads a catalogue from a CSV file, all lines or none. Knows no database.

Columns in any order: `sku`, `name`, `price`, and if wanted `barcode` (several separated by
`;` or a space), `active` (yes or no, yes when empty), `name_en`, `category` (its id), `unit`
(piece or weight), `tax_class`, `min_age` (years), `active_from` and `active_until` (moments with
their offset) and `plu`. UTF-8, with or without a byte
order mark. Other encodings are never guessed: a wrong guess would put wrong names on
receipts without a word.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from colugo.errors import LineProblem, ProductsFileInvalid
from colugo.shop.barcode import gtin14
from colugo.shop.currency import Currency
from colugo.shop.product import Product
from colugo.shop.product_cells import COLUMNS, product_of

Encoding = Literal["utf-8", "gb18030"]
_REQUIRED: Final = ("sku", "name", "price")
_OPTIONAL: Final = ",".join(name for name in COLUMNS if name not in _REQUIRED)
_EXPECTED: Final = f"expected the columns sku,name,price and if wanted {_OPTIONAL}"


class ProductRow(NamedTuple):
    """A product and the line of the file (the first is 1) that it came from."""

    line: int
    product: Product


class _Cells(NamedTuple):
    line: int
    by_column: Mapping[str, str]


def parse_products(
    content: bytes,
    currency: Currency,
    *,
    encoding: Encoding = "utf-8",
    known: Mapping[str, Product] | None = None,
) -> tuple[ProductRow, ...]:
    """Read every product of a CSV file, or refuse the whole file.

    Args:
        content: the file as it is on disk; lines may end in CRLF or LF.
        currency: of all prices.
        encoding: `gb18030` for a file that is known to be saved so.
        known: products of the catalogue by SKU: what the file has no column for is taken
            from them, so a file of prices changes prices alone.

    Raises:
        ProductsFileInvalid: every problem with its line number.
    """
    problems: list[LineProblem] = []
    rows: list[ProductRow] = []
    for cells in _read_cells(_decode(content, encoding), problems):
        texts = cells.by_column
        product = product_of(texts, currency, (known or {}).get(texts["sku"]))
        if isinstance(product, Product):
            rows.append(ProductRow(cells.line, product))
        else:
            problems += (LineProblem(cells.line, problem) for problem in product)
    problems += _find_duplicates(rows)
    if problems:
        raise ProductsFileInvalid(sorted(problems, key=lambda problem: problem.line))
    return tuple(rows)


def _decode(content: bytes, encoding: Encoding) -> str:
    # zero bytes are UTF-16 or UTF-32: they decode, but never as they were meant
    wrong_at = content.find(b"\0")
    if wrong_at < 0:
        try:
            return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError as error:
            wrong_at = error.start
    problem = (
        f"expected text in {encoding.upper()}, got other bytes: save the file as UTF-8 "
        "(in Excel: Save As, CSV UTF-8), or name its encoding"
    )
    raise ProductsFileInvalid([LineProblem(content.count(b"\n", 0, wrong_at) + 1, problem)])


def _read_cells(text: str, problems: list[LineProblem]) -> Iterator[_Cells]:
    """Yield the lines below the heading by column name; what is wrong goes to `problems`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    line = 1
    try:
        for row in reader:
            if not columns:
                columns = _check_heading(line, row)
            elif any(cell.strip() for cell in row):
                if len(row) == len(columns):
                    cells = (cell.strip() for cell in row)
                    yield _Cells(line, dict(zip(columns, cells, strict=True)))
                else:
                    problem = f"expected {len(columns)} cells as in the heading, got {len(row)}"
                    problems.append(LineProblem(line, problem))
            line = reader.line_num + 1
    except csv.Error as error:
        problem = f'is not readable as CSV ({error}): check the quotes (") from here on'
        problems.append(LineProblem(line, problem))
    if not columns and not problems:
        raise ProductsFileInvalid([LineProblem(1, f"{_EXPECTED}, got an empty file")])


def _check_heading(line: int, row: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in row]
    columns = ["barcode" if name == "barcodes" else name for name in names]
    missing = [name for name in _REQUIRED if name not in columns]
    if missing or not set(columns) <= set(COLUMNS) or len(set(columns)) < len(columns):
        got = ",".join(names)[:200] or "an empty line"
        raise ProductsFileInvalid(
            [LineProblem(line, f"{_EXPECTED}, separated by commas, got {got}")]
        )
    return columns


def _find_duplicates(rows: list[ProductRow]) -> Iterator[LineProblem]:
    line_by_sku: dict[str, int] = {}
    line_by_number: dict[str, int] = {}
    line_by_plu: dict[str, int] = {}
    for line, product in rows:
        first = line_by_sku.setdefault(product.sku, line)
        if first != line:
            yield LineProblem(line, f"SKU {product.sku!r} stands in line {first} already")
        for barcode in product.barcodes:
            first = line_by_number.setdefault(gtin14(barcode), line)
            if first != line:
                yield LineProblem(line, f"barcode {barcode} stands in line {first} already")
        first = line_by_plu.setdefault(product.plu.lstrip("0"), line) if product.plu else line
        if first != line:
            yield LineProblem(line, f"plu {product.plu} stands in line {first} already")
