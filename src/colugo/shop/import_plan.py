"""Says line by line what importing a catalogue file would do. Changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal

from colugo.errors import CategoryUnknown, ColugoError, LineProblem, ProductsFileInvalid
from colugo.shop.category import CategoryTree
from colugo.shop.product import Product
from colugo.shop.products_csv import ProductRow
from colugo.shop.tax import TaxRules

Effect = Literal["added", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What one line of the file does: to a product, and which of its fields change."""

    line: int
    product: Product
    effect: Effect
    changed_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The report of a dry run, and what an import then writes."""

    lines: tuple[PlannedLine, ...]

    def products(self, effect: Effect) -> tuple[Product, ...]:
        """The products that the import adds, changes or leaves as they are."""
        return tuple(line.product for line in self.lines if line.effect == effect)


def plan_import(
    rows: Iterable[ProductRow],
    known: Mapping[str, Product],
    categories: CategoryTree | None = None,
    tax_rules: TaxRules | None = None,
) -> ImportPlan:
    """Compare the lines of a file with the catalogue, or refuse the whole file.

    Args:
        rows: of `parse_products`.
        known: the products of the catalogue by SKU.
        categories: those that products may name; None leaves them unchecked.
        tax_rules: with the tax classes that products may name; None leaves them unchecked.

    Raises:
        ProductsFileInvalid: every line with a category or tax class that is not there.
    """
    rows = tuple(rows)
    problems = [
        LineProblem(row.line, problem)
        for row in rows
        for problem in _references_missing(row.product, categories, tax_rules)
    ]
    if problems:
        raise ProductsFileInvalid(problems)
    return ImportPlan(tuple(_plan(row, known.get(row.product.sku)) for row in rows))


def _plan(row: ProductRow, before: Product | None) -> PlannedLine:
    if before is None:
        return PlannedLine(row.line, row.product, "added")
    names = (field.name for field in fields(Product))
    changed = tuple(name for name in names if getattr(before, name) != getattr(row.product, name))
    return PlannedLine(row.line, row.product, "changed" if changed else "unchanged", changed)


def _references_missing(
    product: Product, categories: CategoryTree | None, tax_rules: TaxRules | None
) -> Iterator[str]:
    if categories is not None:
        known = {None, *(each.id for each in categories.categories)}
        if product.category_id not in known:
            yield str(CategoryUnknown(str(product.category_id)))
    if tax_rules is None:
        return
    try:
        tax_rules.get_class(product.tax_class)
    except ColugoError as error:
        yield str(error)
