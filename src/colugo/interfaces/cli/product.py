"""`colugo product ...`: the catalogue on the command line."""

import shlex
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout import ImportReport
from colugo.errors import CatalogueFileNotWritten, CatalogueFileUnreadable
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.shop import Product
from colugo.shop.product_cells import MoreFields, cells_of, more_fields

app = typer.Typer(help="Products: what the shop sells.", no_args_is_help=True)

_MOST_LISTED = 1_000_000


class FileEncoding(Enum):
    """Encodings that a catalogue file may have."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"


Sku = Annotated[str, typer.Argument(metavar="SKU", help="SKU of the product.")]
Barcodes = Annotated[
    list[str] | None,
    typer.Option("--barcode", metavar="DIGITS", help="EAN-8, UPC-A or EAN-13; may be repeated."),
]


NameEn = Annotated[str | None, typer.Option(metavar="NAME", help="English name.")]
Category = Annotated[str | None, typer.Option(metavar="ID", help="Id of its category.")]
Unit = Annotated[
    str | None,
    typer.Option(metavar="UNIT", help="piece, or weight: the price is then of a kilogram."),
]
TaxClass = Annotated[str | None, typer.Option(metavar="CODE", help="Tax class of the store.")]
MinAge = Annotated[
    str | None, typer.Option(metavar="YEARS", help='Age a buyer must have; "" for any.')
]
SoldFrom = Annotated[
    str | None,
    typer.Option(metavar="TIME", help='Sold from then on, as 2026-01-31T08:00+08:00; "" for any.'),
]
SoldUntil = Annotated[
    str | None, typer.Option(metavar="TIME", help='Sold until before then; "" for any.')
]
Plu = Annotated[
    str | None, typer.Option(metavar="DIGITS", help="Item number on the store's own scale.")
]
_MORE_COLUMNS = (
    "name_en", "category", "unit", "tax_class", "min_age", "active_from", "active_until", "plu",
)  # fmt: skip


@app.command()
def add(
    sku: Annotated[
        str, typer.Option(metavar="SKU", help="Names the product, for example its barcode.")
    ],
    name: Annotated[str, typer.Option(metavar="NAME", help="As it stands on the receipt.")],
    price: Annotated[str, typer.Option(metavar="PRICE", help="Of one piece, for example 5.50.")],
    barcode: Barcodes = None,
    name_en: NameEn = None,
    category: Category = None,
    unit: Unit = None,
    tax_class: TaxClass = None,
    min_age: MinAge = None,
    sold_from: SoldFrom = None,
    sold_until: SoldUntil = None,
    plu: Plu = None,
    shop: ShopFolder = None,
) -> None:
    """Add a product."""
    texts = (name_en, category, unit, tax_class, min_age, sold_from, sold_until, plu)
    with open_shop(shop) as opened:
        more = more_fields(_named(texts), opened.currency)
        product = opened.add_product(
            sku=sku, name=name, price=price, barcodes=barcode or (), **more
        )
    out.print(f"added {product.sku}  {product.name}  {product.price}")


@app.command()
def update(
    sku: Sku,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="New name.")] = None,
    price: Annotated[
        str | None, typer.Option(metavar="PRICE", help="New price of one piece.")
    ] = None,
    barcode: Barcodes = None,
    no_barcodes: Annotated[
        bool, typer.Option("--no-barcodes", help="Take all barcodes away.")
    ] = False,
    active: Annotated[
        bool | None, typer.Option("--active/--no-active", help="Whether it is sold.")
    ] = None,
    name_en: NameEn = None,
    category: Category = None,
    unit: Unit = None,
    tax_class: TaxClass = None,
    min_age: MinAge = None,
    sold_from: SoldFrom = None,
    sold_until: SoldUntil = None,
    plu: Plu = None,
    shop: ShopFolder = None,
) -> None:
    """Change a product; what is not named stays. Barcodes are replaced all together."""
    if barcode and no_barcodes:
        raise typer.BadParameter("give either --barcode or --no-barcodes")
    barcodes: Iterable[str] | None = () if no_barcodes else barcode
    texts = (name_en, category, unit, tax_class, min_age, sold_from, sold_until, plu)
    with open_shop(shop) as opened:
        more: MoreFields = more_fields(_named(texts), opened.currency)
        if active is not None:
            more["is_active"] = active
        product = opened.update_product(sku, name=name, price=price, barcodes=barcodes, **more)
    out.print(f"now {product.sku}  {product.name}  {product.price}")


@app.command()
def remove(sku: Sku, shop: ShopFolder = None) -> None:
    """Remove a product and its photos."""
    with open_shop(shop) as opened:
        opened.remove_product(sku)
    out.print(f"removed {sku} with its photos")


@app.command()
def show(sku: Sku, shop: ShopFolder = None) -> None:
    """Show one product and its photos."""
    with open_shop(shop) as opened:
        product, photos = opened.product(sku), opened.photos(sku)
        places = [opened.database.files.path_of(photo.path) for photo in photos]
    print_table(_table([product]))
    cells = cells_of(product)
    for column in _MORE_COLUMNS:
        if cells[column]:
            out.print(f"{column}  {cells[column]}")
    for photo, place in zip(photos, places, strict=True):
        out.print(f"photo {photo.id}  {photo.width_px} x {photo.height_px} px  {place}")
    if not photos:
        out.print(f"no photo yet: colugo enrol {shlex.quote(sku)} PHOTO…")


@app.command("list")
def list_products(
    after: Annotated[str, typer.Option(metavar="SKU", help="Begin after this SKU.")] = "",
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=_MOST_LISTED, help="Products to list.")
    ] = 1000,
    shop: ShopFolder = None,
) -> None:
    """List the products in the order of their SKUs."""
    with open_shop(shop) as opened:
        products = opened.products(after_sku=after, limit=limit + 1)
    print_table(_table(products[:limit]))
    if len(products) > limit:
        out.print(f"there are more: --after {shlex.quote(products[limit - 1].sku)}")


@app.command()
def find(
    query: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="Of a name: Chinese, pinyin, initials, Latin."),
    ],
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=_MOST_LISTED, help="Products to list.")
    ] = 20,
    shop: ShopFolder = None,
) -> None:
    """Find products by their names, the most alike first."""
    with open_shop(shop) as opened:
        products = opened.find_products(query, limit=limit)
    print_table(_table(products))


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with the columns sku, name, price, …")
    ],
    update: Annotated[
        bool, typer.Option("--update", help="Replace products that are there.")
    ] = False,
    encoding: Annotated[
        FileEncoding, typer.Option(metavar="NAME", help="utf-8 or gb18030.")
    ] = FileEncoding.UTF_8,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what each line would do; change nothing.")
    ] = False,
    shop: ShopFolder = None,
) -> None:
    """Add every product of a CSV file, or, when one line is wrong, none.

    Columns in any order: sku, name, price and, where wanted, barcode (several parted by
    ; or a space), active, name_en, category, unit, tax_class, min_age, active_from,
    active_until and plu. Windows line ends and a byte order mark are fine.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CatalogueFileUnreadable(str(file), error.strerror or str(error)) from error
    with open_shop(shop) as opened:
        bring_in = opened.try_import if dry_run else opened.import_products
        report = bring_in(content, update=update, encoding=encoding.value)
    if dry_run:
        print_table(_plan_table(report))
        out.print(f"would add {report.added} products, replace {report.updated}; nothing changed")
    else:
        out.print(f"added {report.added} products, replaced {report.updated}")


@app.command("export")
def export_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV to write; one that is there is replaced.")
    ],
    shop: ShopFolder = None,
) -> None:
    """Write every product with every column into a CSV file that `import` reads back."""
    with open_shop(shop) as opened:
        content = opened.export_products()
    try:
        with TemporaryDirectory(dir=file.parent, prefix=".export-") as folder:
            draft = Path(folder, "products.csv")
            draft.write_bytes(content)
            draft.replace(file)
    except OSError as error:
        raise CatalogueFileNotWritten(str(file), error.strerror or str(error)) from error
    out.print(f"wrote {file}")


def _named(texts: Iterable[str | None]) -> Mapping[str, str]:
    """Those of the options that were given, by their column in a catalogue file."""
    pairs = zip(_MORE_COLUMNS, texts, strict=True)
    return {column: text.strip() for column, text in pairs if text is not None}


def _plan_table(report: ImportReport) -> Table:
    table = Table("line", "SKU", "effect", "fields that change")
    for line in report.plan.lines:
        changed = ", ".join(line.changed_fields)
        table.add_row(str(line.line), line.product.sku, line.effect, changed)
    return table


def _table(products: Iterable[Product]) -> Table:
    table = Table("SKU", "name", "price", "barcodes", "sold")
    table.columns[2].justify = "right"
    for product in products:
        sold = "yes" if product.is_active else "no"
        table.add_row(
            product.sku, product.name, str(product.price), " ".join(product.barcodes), sold
        )
    return table
