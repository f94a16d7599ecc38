"""The Grocery Store photos and the protocols an embedder is judged by. Knows no network.

Source: Klasson et al., "A Hierarchical Grocery Store Image Dataset" (WACV 2019).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from colugo.errors import DatasetUnreadable

# The 20 of 81 fine labels that a model judged on "unseen" products never trains on.
UNSEEN_LABELS = frozenset(
    [1, 3, 6, 13, 14, 17, 20, 26, 27, 31, 32, 45, 47, 48, 59, 60, 67, 68, 74, 79]
)
PHOTOS_PER_UNSEEN_PRODUCT = 5


@dataclass(frozen=True)
class LabelledPhoto:
    """One photo file and the number of the product on it."""

    path: Path
    label: int


@dataclass(frozen=True)
class Protocol:
    """A gallery and the queries that are looked up in it; no photo is in both."""

    name: str
    gallery: tuple[LabelledPhoto, ...]
    queries: tuple[LabelledPhoto, ...]


def read_list(folder: Path, name: str) -> list[LabelledPhoto]:
    """Read `train.txt` or `val.txt`: lines of `path, fine label, coarse label`.

    Raises:
        DatasetUnreadable: the list is missing or empty, or a line of it is not of that form.
    """
    path = folder / name
    return [_read_line(folder, path, number, line) for number, line in _lines(path)]


def read_iconic(folder: Path) -> list[LabelledPhoto]:
    """Read the studio picture of each of the 81 products, from `classes.csv`.

    Raises:
        DatasetUnreadable: the file is missing or empty, or a line of it is not of its form.
    """
    path = folder / "classes.csv"
    return [_read_row(folder, path, number, line) for number, line in _lines(path)[1:]]


def protocols(folder: Path) -> list[Protocol]:
    """The protocols of the default models, all on photos that are not in their gallery."""
    train, val = read_list(folder, "train.txt"), read_list(folder, "val.txt")
    few = first_photos(train, PHOTOS_PER_UNSEEN_PRODUCT)
    unseen_few = [photo for photo in few if photo.label in UNSEEN_LABELS]
    seen_all = [photo for photo in train if photo.label not in UNSEEN_LABELS]
    enrolled = set(few)
    rest = [photo for photo in (*train, *val) if photo not in enrolled]
    unseen_queries = tuple(photo for photo in rest if photo.label in UNSEEN_LABELS)
    seen_val = tuple(photo for photo in val if photo.label not in UNSEEN_LABELS)
    crowd = (*seen_all, *unseen_few)
    return [
        Protocol("unseen, 5 photos of every product", tuple(few), unseen_queries),
        Protocol("unseen, all photos of the seen products", crowd, unseen_queries),
        Protocol("seen, all photos of the seen products", crowd, seen_val),
        Protocol("validation, all train photos", tuple(train), tuple(val)),
        Protocol("iconic one-shot", tuple(read_iconic(folder)), tuple(val)),
    ]


def first_photos(photos: Iterable[LabelledPhoto], count: int) -> list[LabelledPhoto]:
    """The first `count` photos of each label, in the order of the list."""
    by_label: dict[int, list[LabelledPhoto]] = defaultdict(list)
    for photo in photos:
        by_label[photo.label].append(photo)
    return [photo for label in sorted(by_label) for photo in by_label[label][:count]]


def read_photo(path: Path) -> bytes:
    """The bytes of a photo file.

    Raises:
        DatasetUnreadable: it is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DatasetUnreadable(str(path), error.strerror or str(error)) from error


def fingerprint(photos: Iterable[LabelledPhoto]) -> str:
    """A short name for exactly these pictures and labels: sha256 over both.

    Raises:
        DatasetUnreadable: a photo is missing or cannot be read.
    """
    digest = hashlib.sha256()
    for photo in photos:
        digest.update(f"{photo.label}|".encode())
        digest.update(hashlib.sha256(read_photo(photo.path)).digest())
    return digest.hexdigest()[:12]


def _lines(path: Path) -> list[tuple[int, str]]:
    if not path.is_file():
        raise DatasetUnreadable(str(path), "there is no such list")
    text = path.read_text(encoding="utf-8-sig")
    lines = [(row, line) for row, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise DatasetUnreadable(str(path), "the list is empty")
    return lines


def _read_line(folder: Path, path: Path, number: int, line: str) -> LabelledPhoto:
    columns = [column.strip() for column in line.split(",")]
    if len(columns) != 3 or not columns[1].isdigit():
        raise DatasetUnreadable(
            str(path), f"line {number} is not `path, fine label, coarse label`: {line!r}"
        )
    return LabelledPhoto(folder / columns[0], int(columns[1]))


def _read_row(folder: Path, path: Path, number: int, line: str) -> LabelledPhoto:
    columns = [column.strip() for column in line.split(",")]
    if len(columns) != 6 or not columns[1].isdigit():
        raise DatasetUnreadable(
            str(path), f"line {number} is not name, label, coarse name, coarse label, "
            f"picture, description: {line!r}"
        )  # fmt: skip
    return LabelledPhoto(folder / columns[4].lstrip("/"), int(columns[1]))
