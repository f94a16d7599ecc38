"""The Grocery Store data set: `train.txt`, `val.txt` (path, fine, coarse) and `classes.csv`.

Source: Klasson et al., "A Hierarchical Grocery Store Image Dataset" (WACV 2019).
"""

import csv
import io
from pathlib import Path

from colugo.errors import PictureSetInvalid
from colugo.legacy.text import read_text
from colugo.training.adapters.picture_set import Labelled, PictureSet, Told, gallery_of, require


def read_grocery_store(folder: Path, out: Path, told: Told) -> PictureSet:  # noqa: ARG001
    """Fine labels; `val.txt` is what is tested on. Names stand in `classes.csv`, if it is there."""
    require(folder, "train.txt", "val.txt")
    train, val = (_lines(folder / name) for name in ("train.txt", "val.txt"))
    return PictureSet(folder, train, val, gallery_of(train, _names(folder / "classes.csv")))


def _names(path: Path) -> dict[int, str]:
    if not path.is_file():
        return {}
    rows = list(csv.reader(io.StringIO(read_text(path))))[1:]
    return {int(row[1]): row[0] for row in rows if len(row) > 1 and row[1].isdigit()}


def _lines(path: Path) -> list[Labelled]:
    lines = enumerate(read_text(path).splitlines(), start=1)
    return [_line(path, number, line) for number, line in lines if line.strip()]


def _line(path: Path, number: int, line: str) -> Labelled:
    columns = [column.strip() for column in line.split(",")]
    if len(columns) != 3 or not (columns[1].isascii() and columns[1].isdigit()):
        problem = f"line {number} is not `path, fine label, coarse label`: {line.strip()[:80]!r}"
        raise PictureSetInvalid(str(path), problem)
    return Labelled(columns[0], int(columns[1]))
