"""Draws the demo shop that comes with Colugo: `python -m colugo.synth.demo_shop FOLDER`.

Its pictures are files of the repository, because drawing needs fonts and the demo must not.
"""

import csv
import sys
from pathlib import Path

from colugo.synth.product import SynthProduct, make_family, make_product
from colugo.synth.scene import make_scene
from colugo.synth.views import Ground, render_view
from colugo.vision import Image, write_picture

_SEEDS = (11, 25, 38, 57, 60, 72)
_FAMILY_SEED, _FAMILY_MEMBERS = 41, 2  # two look-alikes among the products
_STRANGER_SEED = 210  # lies in the scene and is not enrolled: an unknown product
_GROUNDS: tuple[Ground, ...] = ("plain", "scene", "plain", "scene")
_PHOTO_PX = 256
_SCENE_SEED = 5


def write_demo_shop(folder: Path) -> None:
    """Write products.csv, photos/SKU/N.jpg and scene.jpg into `folder`."""
    products = [
        *(make_product(seed) for seed in _SEEDS),
        *make_family(_FAMILY_SEED, _FAMILY_MEMBERS),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    _write_catalogue(products, folder / "products.csv")
    for product in products:
        _write_photos(product, folder / "photos" / product.sku)
    on_the_counter = [*products[:6], *products[6:], make_product(_STRANGER_SEED)]
    scene = make_scene(on_the_counter, _SCENE_SEED, 9, size_wh=(1280, 720), level=0)
    write_picture(Image(scene.pixels), folder / "scene.jpg")


def _write_catalogue(products: list[SynthProduct], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["sku", "name", "price", "barcode"])
        rows.writerows([p.sku, p.name, p.price_text, p.barcode] for p in products)


def _write_photos(product: SynthProduct, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, ground in enumerate(_GROUNDS, start=1):
        view = render_view(product, number, _PHOTO_PX, ground)
        write_picture(Image(view), folder / f"{number}.jpg")


if __name__ == "__main__":
    write_demo_shop(Path(sys.argv[1]))
