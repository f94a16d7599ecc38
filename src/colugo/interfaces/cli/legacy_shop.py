"""`colugo legacy ...`: takes over what the predecessor kept. Decides nothing."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from colugo.checkout import Shop
from colugo.checkout.legacy import LegacyImport, import_shop, pictures_to_read
from colugo.errors import ShopMissing
from colugo.interfaces.cli.context import SHOP_VARIABLE, ShopFolder, out
from colugo.interfaces.cli.progress import progress_bar
from colugo.legacy.shop_folder import read_shop_folder

app = typer.Typer(help="Take over what the predecessor kept.", no_args_is_help=True)


@app.command("import-shop")
def import_legacy_shop(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Holds container.sql, data_update.txt and gallery/."),
    ],
    shop: ShopFolder = None,
) -> None:
    """Bring the predecessor's products, prices and pictures into a shop.

    The shop is made where there is none. A product's SKU is its number. Nothing that the
    shop has is overwritten, so a second run adds what is new and doubles nothing. It ends
    with a report of what disagreed. Stock and sales are reported, not kept.
    """
    legacy = read_shop_folder(folder)
    place = shop or Path(os.environ.get(SHOP_VARIABLE) or ".")
    with (
        _opened_or_made(place) as opened,
        progress_bar("enrolling", pictures_to_read(legacy)) as progress,
    ):
        done = import_shop(opened, legacy, folder / "container.sql", progress)
    _print_report(done, place)


def _opened_or_made(folder: Path) -> Shop:
    try:
        return Shop.open(folder)
    except ShopMissing:
        return Shop.create(folder)


def _print_report(done: LegacyImport, place: Path) -> None:
    legacy = done.folder
    out.print(f"{place}: {len(done.added)} products added, {done.present} were there")
    out.print(f"  {done.photos_added} pictures enrolled, {done.photos_present} were there")
    names = {product.number: product.name for product in legacy.products}
    _print_finding(
        "products were there with another name or price and were left so",
        (f"{each.sku}  {each.name}  {each.price}" for each in done.kept),
    )
    _print_finding(
        "products are not in data_update.txt; their pictures were looked for in gallery/",
        (f"{each.number}  {each.name}" for each in legacy.unlisted),
    )
    _print_finding(
        "picture names were garbled and matched",
        (f"{names[number]}  {file}" for number, file in legacy.repaired.items()),
    )
    _print_finding(
        "products have no picture and cannot be recognised",
        (f"{each.number}  {each.name}" for each in legacy.without_picture),
    )
    _print_finding(
        "pictures are of products that the table does not have: not imported",
        (f"{line.label}  {line.picture}" for line in legacy.without_product),
    )
    _print_finding(
        "listed pictures are not there",
        (f"{line.label}  {line.picture}" for line in legacy.missing_files),
    )
    _print_finding("pictures belong to no product and no line", legacy.unused_files)
    _print_finding("pictures cannot be read", done.unusable.values())
    _print_stock(done)


def _print_stock(done: LegacyImport) -> None:
    unknown = len(done.folder.products) - len(done.stock_known)
    out.print(f"  stock: not known for {unknown} products; not kept, here is what is known:")
    for product in done.stock_known:
        sold = "" if product.sold is None else f", {product.sold} sold"
        out.print(f"    {product.number}  {product.name}: {product.stock} in stock{sold}")


def _print_finding(meaning: str, names: Iterable[str]) -> None:
    shown = list(names)
    if shown:
        out.print(f"  {len(shown)} {meaning}")
    for name in shown:
        out.print(f"    {name}")
