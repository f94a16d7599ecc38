"""Imports and exports catalogue files, all of one or nothing. Knows no pixel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from colugo.errors import LineProblem, ProductsFileInvalid
from colugo.persistence import Database, Work
from colugo.shop import Product, ProductRow, parse_products
from colugo.shop.import_plan import ImportPlan, plan_import
from colugo.shop.products_csv import Encoding
from colugo.shop.products_export import write_products

_ALL = 2**31 - 1  # more rows than a page is ever asked for


@dataclass(frozen=True)
class ImportReport:
    """What an import did: products added, products changed, and each line's part."""

    added: int
    updated: int
    plan: ImportPlan


def import_products(
    database: Database, content: bytes, *, update: bool = False, encoding: Encoding = "utf-8"
) -> ImportReport:
    """Add every product of a CSV file, or change nothing.

    Args:
        database: of the shop.
        content: the file as it is on disk.
        update: change the products that have a SKU of the file, in the columns that it has;
            without it they are refused.
        encoding: see `colugo.shop.parse_products`.

    Raises:
        ProductsFileInvalid: names every line that cannot be imported, and why.
    """
    with database.transaction() as work:
        known = _known(work) if update else {}
        rows = parse_products(content, database.currency, encoding=encoding, known=known)
        return _write(work, rows, known)


def try_import(
    database: Database, content: bytes, *, update: bool = False, encoding: Encoding = "utf-8"
) -> ImportReport:
    """Say what `import_products` would do: it is done and taken back.

    Raises:
        ProductsFileInvalid, BarcodeTaken: as the import itself would.
    """
    try:
        with database.transaction() as work:
            known = _known(work) if update else {}
            rows = parse_products(content, database.currency, encoding=encoding, known=known)
            raise _TakenBack(_write(work, rows, known))
    except _TakenBack as end:
        return end.report


def export_products(database: Database) -> bytes:
    """The catalogue as a CSV file with every column, which an import reads back."""
    with database.reading() as work:
        return write_products(work.products.page(limit=_ALL))


class _TakenBack(Exception):
    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def _write(work: Work, rows: Sequence[ProductRow], known: Mapping[str, Product]) -> ImportReport:
    new = [row for row in rows if row.product.sku not in known]
    _refuse_conflicts(work, new)
    plan = plan_import(rows, known, work.categories.tree())
    changed = plan.products("changed")
    for product in changed:
        work.products.update(product)
    work.products.add_many([row.product for row in new])
    return ImportReport(len(new), len(changed), plan)


def _known(work: Work) -> dict[str, Product]:
    """Every product by its SKU: what a file has no column for stays as it is there."""
    return {product.sku: product for product in work.products.page(limit=_ALL)}


def _refuse_conflicts(work: Work, rows: Sequence[ProductRow]) -> None:
    conflicts = work.products.conflicts([row.product for row in rows])
    if conflicts:
        raise ProductsFileInvalid(
            [LineProblem(rows[place].line, str(error)) for place, error in conflicts.items()]
        )
