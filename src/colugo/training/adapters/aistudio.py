"""The set of the predecessor (AIStudio 113685): `train_list.txt`, `test_list.txt`, a data_file.

Lines of the lists are `path label`, further columns are left; a line with a tab is split by
tabs, another by spaces. The data_file, `path<TAB>name`, is the first of `DATA_FILES` there is.
All paths are below the folder.
"""

from pathlib import Path

from colugo.errors import PictureSetInvalid
from colugo.legacy.data_file import read_data_file
from colugo.legacy.text import read_text
from colugo.training.adapters.picture_set import (
    Labelled,
    Named,
    PictureSet,
    Told,
    gallery_of,
    require,
)

DATA_FILES = ("data_file.txt", "data_update.txt", "gallery.txt")


def read_aistudio(folder: Path, out: Path, told: Told) -> PictureSet:  # noqa: ARG001
    """Both lists, and the data_file; without one, what is trained on is the gallery."""
    require(folder, "train_list.txt", "test_list.txt")
    train, test = (_lines(folder / f"{part}_list.txt") for part in ("train", "test"))
    found = next((folder / name for name in DATA_FILES if (folder / name).is_file()), None)
    if found is None:
        return PictureSet(folder, train, test, gallery_of(train, {}))
    gallery = [Named(each.picture, each.label) for each in read_data_file(found)]
    return PictureSet(folder, train, test, gallery)


def _lines(path: Path) -> list[Labelled]:
    lines = enumerate(read_text(path).splitlines(), start=1)
    return [_line(path, number, line) for number, line in lines if line.strip()]


def _line(path: Path, number: int, line: str) -> Labelled:
    parts = line.split("\t") if "\t" in line else line.split()
    label = parts[1].strip() if len(parts) > 1 else ""
    if not (label.isascii() and label.isdigit()):
        problem = f"line {number} needs a path and a label of digits, got {line.strip()[:80]!r}"
        raise PictureSetInvalid(str(path), problem)
    return Labelled(parts[0].strip(), int(label))
