"""Reads a data set of one folder per product. Knows no picture's contents."""

from pathlib import Path

from colugo.errors import DatasetUnreadable
from colugo.training.data.grocery import LabelledPhoto

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


def read_product_folders(folder: Path, first_label: int = 0) -> list[LabelledPhoto]:
    """Photos of every sub-folder in the order of the names, labels from `first_label` on.

    Raises:
        DatasetUnreadable: there is no such folder, or no photo in it.
    """
    if not folder.is_dir():
        raise DatasetUnreadable(str(folder), "there is no such folder")
    products = sorted(path for path in folder.iterdir() if path.is_dir())
    photos = [
        LabelledPhoto(path, label)
        for label, product in enumerate(products, start=first_label)
        for path in sorted(product.iterdir())
        if path.suffix.lower() in _SUFFIXES
    ]
    if not photos:
        raise DatasetUnreadable(str(folder), "no sub-folder of it holds a photo")
    return photos
