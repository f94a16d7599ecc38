"""Writes a catalogue as a CSV file that `parse_products` reads back. Knows no database."""

import csv
import io
from collections.abc import Iterable

from colugo.shop.product import Product
from colugo.shop.product_cells import COLUMNS, cells_of


def write_products(products: Iterable[Product]) -> bytes:
    """The file of these products, in their order, with every column.

    UTF-8 with a byte order mark, which spreadsheets need to read Chinese names right.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(cells_of(product) for product in products)
    return text.getvalue().encode("utf-8-sig")
