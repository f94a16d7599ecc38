"""Writes products and scenes to disk with many processes, always the same files."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import cv2
import numpy as np
from rich.console import Console
from rich.progress import Progress

from colugo.errors import BadSynthRequest
from colugo.progress_columns import progress_columns
from colugo.synth.product import SynthProduct
from colugo.synth.scene import Answer, SynthScene, make_scene
from colugo.synth.views import Ground, render_view

_BLOCK = 16  # scenes that share a choice of products, so that their labels are printed once
_CHOICE = 40  # products in such a choice
_JPEG_QUALITY = 92
_Job = TypeVar("_Job")
_Done = TypeVar("_Done")


@dataclass(frozen=True)
class _ViewsJob:
    folder: str
    product: SynthProduct
    views: int
    seed: int
    size_px: int
    plain_share: float


@dataclass(frozen=True)
class _ScenesJob:
    folder: str
    products: tuple[SynthProduct, ...]
    numbers: range
    seed: int
    size_wh: tuple[int, int]
    levels: tuple[int, ...]
    products_per_scene: tuple[int, int]


def write_products(
    folder: str | Path, products: Sequence[SynthProduct], views_per_product: int, seed: int = 0, *,
    size_px: int = 224, plain_share: float = 0.2, processes: int = 1,
) -> None:  # fmt: skip
    """Write one sub-folder of photos per SKU and `products.csv` (sku, name, price, barcode).

    Args:
        folder: made when missing; files of the same name are written over.
        products: which.
        views_per_product: photos of each, named `00-scene.jpg`, `01-plain.jpg` and so on.
        seed: another seed gives other photos of the same products.
        size_px: both sides of a photo.
        plain_share: which share of the photos has a plain ground; the others are scenes.
        processes: how many work at once; the files do not depend on it.

    Raises:
        BadSynthRequest: a number is out of bounds.
    """
    _at_least_one(views_per_product, "the views of a product")
    root = Path(folder)
    root.mkdir(parents=True, exist_ok=True)
    jobs = [
        _ViewsJob(str(root), one, views_per_product, seed, size_px, plain_share) for one in products
    ]
    for _ in _all_done(_write_views, jobs, processes, "products"):
        pass
    with (root / "products.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["sku", "name", "price", "barcode"])
        rows.writerows([one.sku, one.name, one.price_text, one.barcode] for one in products)


def write_scenes(
    folder: str | Path, products: Sequence[SynthProduct], count: int, seed: int = 0, *,
    size_wh: tuple[int, int] = (640, 640), levels: Sequence[int] = (0, 1, 2, 3),
    products_per_scene: tuple[int, int] = (1, 20), processes: int = 1,
) -> None:  # fmt: skip
    """Write `images/*.jpg` and `annotations.json` in COCO JSON with one category, `product`.

    `bbox` is the tight box of the visible pixels, `area` its area; `sku`, `visible_fraction`
    and `extent` (the box of the whole product, clipped to the picture) are fields beside it.

    Args:
        folder: made when missing; files of the same name are written over.
        products: what the shop has.
        count: how many scenes.
        seed: another seed gives other scenes.
        size_wh: pixels of the pictures.
        levels: the levels of difficulty, see `make_scene`; each scene draws one.
        products_per_scene: lowest and highest number.
        processes: how many work at once; the files do not depend on it.

    Raises:
        BadSynthRequest: a number is out of bounds or there are no products.
    """
    _at_least_one(count, "the number of scenes")
    _at_least_one(len(products), "the number of products")
    images = Path(folder) / "images"
    images.mkdir(parents=True, exist_ok=True)
    jobs = []
    for start in range(0, count, _BLOCK):
        chosen = np.random.default_rng([seed, start, 71]).permutation(len(products))[:_CHOICE]
        numbers = range(start, min(count, start + _BLOCK))
        few = tuple(products[n] for n in chosen)
        jobs.append(
            _ScenesJob(str(images), few, numbers, seed, size_wh, tuple(levels), products_per_scene)
        )
    rows = [row for block in _all_done(_write_block, jobs, processes, "scenes") for row in block]
    (Path(folder) / "annotations.json").write_text(
        json.dumps(_coco(rows), ensure_ascii=False), encoding="utf-8"
    )


def _at_least_one(number: int, what: str) -> None:
    if number < 1:
        raise BadSynthRequest(what, "1 or more", number)


def _all_done(
    work: Callable[[_Job], _Done], jobs: Sequence[_Job], processes: int, what: str
) -> Iterator[_Done]:
    """Do jobs in one or more processes; results come in the order of the jobs."""
    with Progress(*progress_columns(), console=Console(stderr=True)) as progress:
        task = progress.add_task(f"drawing {what}", total=len(jobs))
        if processes <= 1:
            for job in jobs:
                yield work(job)
                progress.advance(task)
            return
        with ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_one_thread
        ) as pool:
            for done in pool.map(work, jobs):
                yield done
                progress.advance(task)


def _one_thread() -> None:
    cv2.setNumThreads(1)


def _write_views(job: _ViewsJob) -> None:
    folder = Path(job.folder) / job.product.sku
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng([job.product.seed, job.seed, 72])
    for number in range(job.views):
        ground: Ground = "plain" if rng.random() < job.plain_share else "scene"
        pixels = render_view(job.product, job.seed * 1000 + number, job.size_px, ground)
        _save(folder / f"{number:02d}-{ground}.jpg", pixels)


def _write_block(job: _ScenesJob) -> list[tuple[str, tuple[int, int], SynthScene]]:
    rows = []
    for number in job.numbers:
        level = job.levels[np.random.default_rng([job.seed, number, 73]).integers(len(job.levels))]
        scene = make_scene(
            job.products,
            job.seed * 1_000_000 + number,
            job.products_per_scene,
            size_wh=job.size_wh,
            level=level,
        )
        name = f"{job.seed:03d}-{number:06d}.jpg"
        _save(Path(job.folder) / name, scene.pixels)
        rows.append((name, job.size_wh, SynthScene(scene.pixels[:0], scene.answers)))
    return rows


def _save(path: Path, rgb: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
    _, code = cv2.imencode(
        ".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    )
    path.write_bytes(code.tobytes())


def _coco(rows: list[tuple[str, tuple[int, int], SynthScene]]) -> dict[str, Any]:
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for image_id, (name, (width, height), scene) in enumerate(rows, 1):
        row = {"id": image_id, "file_name": f"images/{name}", "width": width, "height": height}
        images.append({**row, "source": f"synth-{Path(name).stem}"})
        for answer in scene.answers:
            key = {"id": len(annotations) + 1, "image_id": image_id, "category_id": 1}
            annotations.append({**key, **_annotation(answer)})
    categories = [{"id": 1, "name": "product"}]
    return {"images": images, "annotations": annotations, "categories": categories}


def _annotation(answer: Answer) -> dict[str, Any]:
    bbox = _xywh(answer.xyxy)
    return {
        "bbox": bbox,
        "area": round(bbox[2] * bbox[3], 2),
        "iscrowd": 0,
        "sku": answer.sku,
        "visible_fraction": answer.visible_fraction,
        "extent": _xywh(answer.extent_xyxy),
    }


def _xywh(xyxy: tuple[float, float, float, float]) -> list[float]:
    x0, y0, x1, y1 = xyxy
    return [x0, y0, round(x1 - x0, 2), round(y1 - y0, 2)]
