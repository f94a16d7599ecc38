"""`colugo product ...`: the catalogue on the command line."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from colugo.errors import CatalogueFileUnreadable
from colugo.interfaces.cli.context import ShopFolder, open_shop, out
from colugo.shop import Product

app = typer.Typer(help="Products: what the shop sells.", no_args_is_help=True)

Sku = Annotated[str, typer.Argument(help="SKU of the product.")]
Barcodes = Annotated[
    list[str] | None, typer.Option("--barcode", help="EAN-8, UPC-A or EAN-13; may be repeated.")
]


@app.command()
def add(
    sku: Annotated[str, typer.Option(help="Names the product, for example its barcode.")],
    name: Annotated[str, typer.Option(help="As it stands on the receipt.")],
    price: Annotated[str, typer.Option(help="Of one piece, for example 5.50.")],
    barcode: Barcodes = None,
    shop: ShopFolder = None,
) -> None:
    """Add a product."""
    with open_shop(shop) as opened:
        product = opened.add_product(sku=sku, name=name, price=price, barcodes=barcode or ())
    out.print(f"added {product.sku}  {product.name}  {product.price}", highlight=False)


@app.command()
def update(
    sku: Sku,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    price: Annotated[str | None, typer.Option(help="New price of one piece.")] = None,
    barcode: Barcodes = None,
    active: Annotated[bool | None, typer.Option(help="Whether it is sold.")] = None,
    shop: ShopFolder = None,
) -> None:
    """Change a product; what is not named stays. Barcodes are replaced all together."""
    with open_shop(shop) as opened:
        product = opened.update_product(
            sku, name=name, price=price, barcodes=barcode, is_active=active
        )
    out.print(f"now {product.sku}  {product.name}  {product.price}", highlight=False)


@app.command()
def remove(sku: Sku, shop: ShopFolder = None) -> None:
    """Remove a product and its photos."""
    with open_shop(shop) as opened:
        opened.remove_product(sku)
    out.print(f"removed {sku} with its photos", highlight=False)


@app.command()
def show(sku: Sku, shop: ShopFolder = None) -> None:
    """Show one product and its photos."""
    with open_shop(shop) as opened:
        product, photos = opened.product(sku), opened.photos(sku)
        out.print(_table([product]))
        for photo in photos:
            place = opened.database.files.path_of(photo.path)
            out.print(f"photo {photo.id}  {photo.width_px} x {photo.height_px} px  {place}", soft_wrap=True, highlight=False)  # fmt: skip
    if not photos:
        out.print(f"no photo yet: colugo enrol {sku} PHOTO…", highlight=False)


@app.command("list")
def list_products(
    after: Annotated[str, typer.Option(help="Begin after this SKU.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Products to list.")] = 1000,
    shop: ShopFolder = None,
) -> None:
    """List the products in the order of their SKUs."""
    with open_shop(shop) as opened:
        products = opened.products(after_sku=after, limit=limit)
    out.print(_table(products))
    if len(products) == limit:
        out.print(f"there may be more: --after {products[-1].sku}", highlight=False)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV with the columns sku, name, price, …")],
    update: Annotated[bool, typer.Option(help="Replace products that are there.")] = False,
    shop: ShopFolder = None,
) -> None:
    """Add every product of a CSV file, or, when one line is wrong, none.

    Columns in any order: sku, name, price and, where wanted, barcode (several parted by
    ; or a space) and active. UTF-8; Windows line ends and a byte order mark are fine.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CatalogueFileUnreadable(str(file), error.strerror or str(error)) from error
    with open_shop(shop) as opened:
        report = opened.import_products(content, update=update)
    out.print(f"added {report.added} products, replaced {report.updated}")


def _table(products: list[Product]) -> Table:
    table = Table("SKU", "name", "price", "barcodes", "sold")
    table.columns[2].justify = "right"
    for product in products:
        sold = "yes" if product.is_active else "no"
        table.add_row(
            product.sku, product.name, str(product.price), " ".join(product.barcodes), sold
        )
    return table
