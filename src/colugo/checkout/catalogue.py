"""Imports a catalogue file into a shop, all of it or nothing. Knows no pixel."""

from collections.abc import Sequence
from dataclasses import dataclass

from colugo.errors import LineProblem, ProductsFileInvalid
from colugo.persistence import Database, Work
from colugo.shop import ProductRow, parse_products
from colugo.shop.products_csv import Encoding


@dataclass(frozen=True)
class ImportReport:
    """What an import did: products added and products replaced."""

    added: int
    updated: int


def import_products(
    database: Database, content: bytes, *, update: bool = False, encoding: Encoding = "utf-8"
) -> ImportReport:
    """Add every product of a CSV file, or change nothing.

    Args:
        database: of the shop.
        content: the file as it is on disk.
        update: put products in place of those that have their SKU; without it they are
            refused.
        encoding: see `colugo.shop.parse_products`.

    Raises:
        ProductsFileInvalid: names every line that cannot be imported, and why.
    """
    rows = parse_products(content, database.currency, encoding=encoding)
    with database.transaction() as work:
        known = [row for row in rows if update and work.products.find_by_sku(row.product.sku)]
        new = [row for row in rows if row not in set(known)] if known else list(rows)
        _refuse_conflicts(work, new)
        for row in known:
            work.products.update(row.product)
        work.products.add_many([row.product for row in new])
    return ImportReport(len(new), len(known))


def _refuse_conflicts(work: Work, rows: Sequence[ProductRow]) -> None:
    conflicts = work.products.conflicts([row.product for row in rows])
    if conflicts:
        raise ProductsFileInvalid(
            [LineProblem(rows[place].line, str(error)) for place, error in conflicts.items()]
        )
