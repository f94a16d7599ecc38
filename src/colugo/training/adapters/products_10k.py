"""Products-10K: `train.csv` and `test_kaggletest.csv` beside the folders `train` and `test`.

Source: Bai et al., "Products-10K: A Large-scale Product Recognition Dataset" (2020).
"""

import csv
import io
from pathlib import Path

from colugo.errors import PictureSetInvalid
from colugo.legacy.text import read_text
from colugo.training.adapters.picture_set import Labelled, PictureSet, Told, gallery_of, require


def read_products_10k(folder: Path, out: Path, told: Told) -> PictureSet:  # noqa: ARG001
    """Columns `name` and `class` of both files; the others (group, Usage) are left."""
    require(folder, "train.csv", "test_kaggletest.csv", "train", "test")
    train = _rows(folder / "train.csv", "train")
    test = _rows(folder / "test_kaggletest.csv", "test")
    return PictureSet(folder, train, test, gallery_of(train, {}))


def _rows(path: Path, part: str) -> list[Labelled]:
    reader = csv.DictReader(io.StringIO(read_text(path)))
    if not {"name", "class"} <= set(reader.fieldnames or ()):
        raise PictureSetInvalid(
            str(path), f"expected columns name and class, got {reader.fieldnames}"
        )
    return [_row(path, part, reader.line_num, row["name"], row["class"]) for row in reader]


def _row(path: Path, part: str, line: int, name: str | None, label: str | None) -> Labelled:
    shown = (label or "").strip()
    if not name or not (shown.isascii() and shown.isdigit()):
        problem = f"line {line} needs a name and a class of digits, got {name!r} and {label!r}"
        raise PictureSetInvalid(str(path), problem)
    return Labelled(f"{part}/{name.strip()}", int(shown))
