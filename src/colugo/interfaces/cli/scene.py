"""`colugo checkout` and `colugo demo`: a picture of the counter in, the priced list out."""

import shutil
from importlib import resources
from pathlib import Path
from typing import Annotated

import cv2
import typer

from colugo.checkout import Recognition, Shop
from colugo.errors import PictureNotWritten
from colugo.interfaces.cli.context import ShopFolder, open_shop, out
from colugo.interfaces.cli.receipt import as_json, as_table, marks
from colugo.vision import annotate, decode

_JPEG_QUALITY = 92


def checkout(
    scene: Annotated[Path, typer.Argument(help="Picture of the counter: JPEG, PNG or WebP.")],
    picture: Annotated[
        Path | None, typer.Option(help="Write the scene with boxes, names and prices here.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    shop: ShopFolder = None,
) -> None:
    """Recognise every product on a picture and print the list with the total."""
    with open_shop(shop) as opened:
        recognition = opened.recognise(scene)
        if picture is not None:
            draw(opened, scene, recognition, picture)
        if json:
            out.print_json(as_json(opened, recognition))
            return
        _show(opened, recognition)
    if picture is not None:
        out.print(f"drawn on {picture}", highlight=False)


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to make the demo shop in.")] = Path(
        "demo-shop"
    ),
    force: Annotated[bool, typer.Option(help="Make it anew where it is already.")] = False,
) -> None:
    """Make a shop of invented products, and check out one scene of them."""
    files = Path(str(resources.files("colugo") / "demo"))
    if force and (folder / "shop.sqlite3").is_file():
        shutil.rmtree(folder)
    with Shop.create(folder) as opened:
        report = opened.import_products((files / "products.csv").read_bytes())
        photo_ids = opened.enrol_folder(files / "photos")
        out.print(f"made {folder}: {report.added} products, {len(photo_ids)} photos\n")
        recognition = opened.recognise(files / "scene.jpg")
        draw(opened, files / "scene.jpg", recognition, folder / "scene.jpg")
        _show(opened, recognition)
    out.print(f"\nthe scene is drawn on {folder / 'scene.jpg'}", highlight=False)
    out.print(f"try it: colugo checkout --shop {folder} PICTURE", highlight=False)


def draw(shop: Shop, scene: Path, recognition: Recognition, picture: Path) -> None:
    """Write the scene with its verdicts drawn on it.

    Raises:
        PictureNotWritten: no such folder, or a name that ends in no picture format.
    """
    drawn = annotate(decode(scene), marks(shop, recognition))
    try:
        is_encoded, content = cv2.imencode(
            picture.suffix.lower() or ".none",
            cv2.cvtColor(drawn.pixels, cv2.COLOR_RGB2BGR),
            [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY],
        )
    except cv2.error:
        is_encoded = False
    if not is_encoded:
        raise PictureNotWritten(str(picture), f"no picture format is called {picture.suffix!r}")
    try:
        picture.write_bytes(content.tobytes())
    except OSError as error:
        raise PictureNotWritten(str(picture), error.strerror or str(error)) from error


def _show(shop: Shop, recognition: Recognition) -> None:
    if not recognition.verdicts:
        out.print("nothing is on the picture: the list is empty")
        return
    out.print(as_table(shop, recognition))
    if not len(shop.gallery.index):
        out.print("no product is enrolled yet, so none can be known: colugo enrol SKU PHOTO…")
    elif not recognition.is_settled:
        out.print("the total is not final: settle what is unsure or unknown first")
