"""Reads photos of single products, each with its name. Knows no network.

Taken are a folder with one sub-folder per product, and a list file of lines `path, label`, as the
Grocery Store photos have them; paths are relative to the list, more columns are passed over.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from colugo.errors import EvaluationInvalid

_PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_LEAST_COLUMNS: Final = 2


@dataclass(frozen=True)
class NamedPhoto:
    """One photo and the product on it."""

    path: Path
    product: str


def read_photos(source: Path) -> list[NamedPhoto]:
    """The photos of a folder or of a list, by product and path.

    Raises:
        EvaluationInvalid: there is none, or a line of the list is not `path, label`.
    """
    found = _of_folder(source) if source.is_dir() else _of_list(source)
    if not found:
        raise EvaluationInvalid(str(source), "one sub-folder of photos per product", "no photo")
    return sorted(found, key=lambda each: (each.product, str(each.path)))


def _of_folder(folder: Path) -> list[NamedPhoto]:
    return [
        NamedPhoto(path, product.name)
        for product in folder.iterdir()
        if product.is_dir()
        for path in product.iterdir()
        if path.suffix.lower() in _PICTURES
    ]


def _of_list(file: Path) -> list[NamedPhoto]:
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EvaluationInvalid(str(file), "lines of `path, label`", reason) from error
    found = []
    for number, row in enumerate(rows, start=1):
        if row and len(row) < _LEAST_COLUMNS:
            raise EvaluationInvalid(f"{file}, line {number}", "`path, label`", ",".join(row))
        if row:
            found.append(NamedPhoto(file.parent / row[0].strip(), row[1].strip()))
    return found
