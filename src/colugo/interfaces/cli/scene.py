"""`colugo checkout` and `colugo demo`: a picture of the counter in, the priced list out."""

import shlex
import shutil
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from colugo.checkout import Recognition, Shop
from colugo.errors import (
    PictureFormatUnsupported,
    PictureNotWritten,
    PictureUnwritable,
    ShopMissing,
    ShopNotADemo,
)
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_json, print_table
from colugo.interfaces.cli.receipt import as_table
from colugo.interfaces.scene_facts import as_facts, marks
from colugo.shop import parse_products
from colugo.vision import Image, annotate, decode, write_picture

DEMO_FILES = Path(str(resources.files("colugo") / "demo"))


def checkout(
    scene: Annotated[
        Path,
        typer.Argument(metavar="SCENE", help="Picture of the counter: JPEG, PNG or WebP."),
    ],
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the scene with boxes, names and prices here: .jpg, .png or .webp.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    store: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose price lists count, too.")
    ] = None,
    shop: ShopFolder = None,
) -> None:
    """Recognise every product on a picture and print the list with the total.

    The JSON object holds `lines` (sku, name, quantity, unit_price_minor, total_minor),
    `verdicts` (xyxy in pixels of the photo as taken, score, verdict, sku or null,
    similarity or null, candidates of sku and similarity), total_minor and currency.
    """
    with open_shop(shop) as opened:
        image = decode(scene, opened.limits)
        recognition = opened.recognise(image, store_id=store)
        if picture is not None:
            _refuse_to_overwrite(scene, picture)
            draw(opened, image, recognition, picture)
        if json:
            print_json(as_facts(opened, recognition))
            return
        _show(opened, recognition)
    if picture is not None:
        out.print(f"drawn on {picture}")


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder to make the demo shop in.")
    ] = Path("demo-shop"),
    force: Annotated[
        bool, typer.Option("--force", help="Make it anew where a demo shop is already.")
    ] = False,
) -> None:
    """Make a shop of invented products, and check out one scene of them."""
    catalogue = (DEMO_FILES / "products.csv").read_bytes()
    if force:
        _remove_demo(folder, catalogue)
    with Shop.create(folder) as opened:
        report = opened.import_products(catalogue)
        photo_ids = opened.enrol_folder(DEMO_FILES / "photos")
        out.print(f"made {folder}: {report.added} products, {len(photo_ids)} photos\n")
        image = decode(DEMO_FILES / "scene.jpg", opened.limits)
        recognition = opened.recognise(image)
        draw(opened, image, recognition, folder / "scene.jpg")
        _show(opened, recognition)
    out.print(f"\nthe scene is drawn on {folder / 'scene.jpg'}")
    out.print(f"try it: colugo checkout --shop {shlex.quote(str(folder))} PICTURE")


def draw(shop: Shop, image: Image, recognition: Recognition, picture: Path) -> None:
    """Write the scene with its verdicts drawn on it.

    Raises:
        PictureNotWritten: no such folder, or a name that ends in no picture format.
    """
    drawn = annotate(image, marks(shop, recognition))
    try:
        write_picture(drawn, picture)
    except PictureFormatUnsupported as error:
        reason = f"no picture format is called {picture.suffix!r}"
        raise PictureNotWritten(str(picture), reason) from error
    except PictureUnwritable as error:
        raise PictureNotWritten(str(picture), error.reason) from error


def _show(shop: Shop, recognition: Recognition) -> None:
    if not recognition.verdicts:
        out.print("nothing is on the picture: the list is empty")
        return
    print_table(as_table(shop, recognition))
    if not len(shop.gallery.index):
        out.print("no product is enrolled yet, so none can be known: colugo enrol SKU PHOTO…")
    elif not recognition.is_settled:
        out.print("the total is not final: settle what is unsure or unknown first")


def _refuse_to_overwrite(scene: Path, picture: Path) -> None:
    if picture.exists() and picture.samefile(scene):
        raise PictureNotWritten(str(picture), "it is the scene itself")


def _remove_demo(folder: Path, catalogue: bytes) -> None:
    """Remove the shop in `folder`, but only one that sells nothing beside the demo's products.

    Raises:
        ShopNotADemo: it may be somebody's; it is left as it is.
    """
    try:
        shop = Shop.open(folder)
    except ShopMissing:
        return
    with shop:
        demo_skus = {row.product.sku for row in parse_products(catalogue, shop.currency)}
        sold = shop.products(limit=len(demo_skus) + 1)
    for product in sold:
        if product.sku not in demo_skus:
            raise ShopNotADemo(str(folder), product.sku)
    for path in folder.glob("shop.sqlite3*"):
        path.unlink()
    shutil.rmtree(folder / "photos", ignore_errors=True)
