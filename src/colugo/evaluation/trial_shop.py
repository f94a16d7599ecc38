"""A shop for one trial, made of a folder of photos. Judges nothing."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from colugo.checkout import PhotoToEnrol, Shop
from colugo.evaluation.photo_sets import read_photos

_PRICE: Final = "1.00"  # of a product without one in products.csv


@contextmanager
def trial_shop(
    folder: Path, photos: Path, each: int, progress: Callable[[int], None]
) -> Iterator[Shop]:
    """Make a shop in `folder` with the first photos of each product, and give it open.

    Args:
        folder: a new one.
        photos: one sub-folder per SKU; `products.csv` beside them may say names and prices.
        each: photos of a product at most.
        progress: told how many photos are enrolled.

    Raises:
        EvaluationInvalid: there is no photo. EnrolmentFailed: one cannot be used.
    """
    taken: dict[str, list[Path]] = {}
    for photo in read_photos(photos):
        taken.setdefault(photo.product, []).append(photo.path)
    prices = _prices(photos / "products.csv")
    with Shop.create(folder) as shop:
        for sku in taken:
            shop.add_product(sku=sku, name=sku, price=prices.get(sku, _PRICE))
        wanted = [PhotoToEnrol(sku, path) for sku, paths in taken.items() for path in paths[:each]]
        shop.enrol_all(wanted, progress=progress)
        yield shop


def _prices(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    return {row["sku"]: row["price"] for row in rows if row.get("sku") and row.get("price")}
