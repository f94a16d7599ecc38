"""Writes photos of invented products and scenes of them, always the same files. Knows blocks."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from colugo.errors import BadSynthRequest
from colugo.synth.checks import check_within
from colugo.synth.dataset import (
    Progress,
    Row,
    Written,
    box_row,
    no_progress,
    save,
    save_picture,
    write_dataset,
)
from colugo.synth.fonts import chinese_faces
from colugo.synth.levels import ANY, Level
from colugo.synth.product import SynthProduct
from colugo.synth.scene import make_scene
from colugo.synth.views import Ground, take_view

_BLOCK = 16  # scenes that share a choice of products, so that their labels are printed once
_CHOICE = 40  # products in such a choice
_BLOCK_PRODUCTS = 8


@dataclass(frozen=True)
class _Views:
    folder: str
    products: tuple[SynthProduct, ...]
    numbers: range  # of the photos
    seed: int
    size_px: int
    plain_share: float


@dataclass(frozen=True)
class _Scenes:
    folder: str
    products: tuple[SynthProduct, ...]
    numbers: range
    seed: int
    size_wh: tuple[int, int]
    levels: tuple[Level, ...]


def write_products(
    folder: str | Path, products: Sequence[SynthProduct], views_per_product: int, seed: int = 0, *,
    size_px: int = 224, plain_share: float = 0.2, processes: int = 1,
    progress: Progress = no_progress,
) -> Written:  # fmt: skip
    """Write one sub-folder of photos per SKU, `products.csv` and `annotations.json` in COCO JSON.

    `products.csv` has sku, name, price and barcode. The boxes are those of `write_scenes`; a
    photo has one, of its product.

    Args:
        folder: a new or empty one, or one that the same request began.
        products: which.
        views_per_product: photos of each, named `00-scene.jpg`, `01-plain.jpg` and so on.
        seed: another seed gives other photos of the same products.
        size_px: both sides of a photo.
        plain_share: which share of the photos has a plain ground; the others are scenes.
        processes: how many work at once; the files do not depend on it.
        progress: told how many photos are there.

    Raises:
        BadSynthRequest: a number is out of bounds. NoChineseFont: labels cannot be printed.
        SynthFolderInUse, SynthNotWritten: see `write_dataset`.
    """
    _at_least_one(views_per_product, "the views of a product")
    _at_least_one(len(products), "the number of products")
    check_within(size_px, (16, 2048), "the side of a view in pixels")
    chinese_faces()
    root = Path(folder)
    request = {
        "pictures": "products", "views": views_per_product, "seed": seed, "size_px": size_px,
        "plain_share": plain_share, "products": _digest(products),
    }  # fmt: skip
    blocks = [
        _Views(
            str(root), tuple(products[at : at + _BLOCK_PRODUCTS]),
            range(at * views_per_product,
                  min(at + _BLOCK_PRODUCTS, len(products)) * views_per_product),
            seed, size_px, plain_share,
        )
        for at in range(0, len(products), _BLOCK_PRODUCTS)
    ]  # fmt: skip
    written = write_dataset(
        root, request, _categories(products), blocks, _draw_views,
        processes=processes, progress=progress,
    )  # fmt: skip
    save(root / "products.csv", _catalogue(products))
    return written


def write_scenes(
    folder: str | Path, products: Sequence[SynthProduct], count: int, seed: int = 0, *,
    size_wh: tuple[int, int] = (640, 640), levels: Sequence[Level] = (ANY,), processes: int = 1,
    progress: Progress = no_progress,
) -> Written:  # fmt: skip
    """Write `images/*.jpg` and `annotations.json` in COCO JSON whose categories are the products.

    `bbox` and `segmentation` are of the visible pixels, `area` is their number; `sku`,
    `visible_fraction` and `extent` (the box of the whole product, clipped to the picture) are
    fields beside it, `level` and `source` beside a picture.

    Args:
        folder: a new or empty one, or one that the same request began.
        products: what the shop has.
        count: how many scenes.
        seed: another seed gives other scenes.
        size_wh: pixels of the pictures.
        levels: of difficulty; the scenes take them in turn.
        processes: how many work at once; the files do not depend on it.
        progress: told how many scenes are there.

    Raises:
        BadSynthRequest: a number is out of bounds or there are no products. NoChineseFont: labels
            cannot be printed. SynthFolderInUse, SynthNotWritten: see `write_dataset`.
    """
    _at_least_one(count, "the number of scenes")
    _at_least_one(len(products), "the number of products")
    _at_least_one(len(levels), "the number of levels")
    for side in size_wh:
        check_within(side, (64, 4096), "the sides of a scene in pixels")
    chinese_faces()
    request = {
        "pictures": "scenes", "count": count, "seed": seed, "size_wh": list(size_wh),
        "levels": [[level.name, *level.pieces, *level.crowds] for level in levels],
        "products": _digest(products),
    }  # fmt: skip
    blocks = []
    for start in range(0, count, _BLOCK):
        chosen = np.random.default_rng([seed, start, 71]).permutation(len(products))[:_CHOICE]
        numbers = range(start, min(count, start + _BLOCK))
        few = tuple(products[n] for n in chosen)
        blocks.append(_Scenes(str(folder), few, numbers, seed, size_wh, tuple(levels)))
    return write_dataset(
        Path(folder), request, _categories(products), blocks, _draw_scenes,
        processes=processes, progress=progress,
    )  # fmt: skip


def _at_least_one(number: int, what: str) -> None:
    if number < 1:
        raise BadSynthRequest(what, "1 or more", number)


def _digest(products: Sequence[SynthProduct]) -> str:
    skus = "\n".join(one.sku for one in products)
    return hashlib.sha256(skus.encode()).hexdigest()


def _categories(products: Sequence[SynthProduct]) -> list[tuple[str, str]]:
    return [(one.sku, one.name) for one in products]


def _catalogue(products: Sequence[SynthProduct]) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["sku", "name", "price", "barcode"])
    rows.writerows([one.sku, one.name, one.price_text, one.barcode] for one in products)
    return text.getvalue().encode()


def _draw_views(block: _Views) -> list[Row]:
    rows: list[Row] = []
    for product in block.products:
        rng = np.random.default_rng([product.seed, block.seed, 72])
        for number in range(len(block.numbers) // len(block.products)):
            ground: Ground = "plain" if rng.random() < block.plain_share else "scene"
            pixels, seen = take_view(product, block.seed * 1000 + number, block.size_px, ground)
            name = f"{product.sku}/{number:02d}-{ground}.jpg"
            save_picture(Path(block.folder, name), pixels)
            boxes = [] if seen is None else [box_row(product.sku, seen, 1.0, seen.xyxy)]
            row = {"file_name": name, "width": block.size_px, "height": block.size_px}
            rows.append({**row, "source": product.sku, "boxes": boxes})
    return rows


def _draw_scenes(block: _Scenes) -> list[Row]:
    rows: list[Row] = []
    for number in block.numbers:
        level = block.levels[number % len(block.levels)]
        draw = np.random.default_rng([block.seed, number, 73]).integers(len(level.crowds))
        scene = make_scene(
            block.products, block.seed * 1_000_000 + number, level.pieces,
            size_wh=block.size_wh, level=level.crowds[draw],
        )  # fmt: skip
        stem = f"{block.seed:03d}-{number:06d}"
        name, (width, height) = f"images/{stem}.jpg", block.size_wh
        save_picture(Path(block.folder, name), scene.pixels)
        boxes = [
            box_row(each.sku, each.seen, each.visible_fraction, each.extent_xyxy)
            for each in scene.answers
        ]
        row = {"file_name": name, "width": width, "height": height, "level": level.name}
        rows.append({**row, "source": f"synth-{stem}", "boxes": boxes})
    return rows
