"""Reads lists of pictures and labels as PaddleClas has them. Opens no picture.

Source: ../shared/spec/predecessor-interfaces.md 2.6.
"""

import re
from pathlib import Path
from typing import NamedTuple

from colugo.errors import PictureListInvalid
from colugo.legacy.text import read_text
from colugo.legacy.train_config import DatasetSection


class Listed(NamedTuple):
    """One picture of a list; only a `VeriWild` list has a `unique_id`."""

    path: Path
    label: int
    unique_id: str | None


def read_pictures(section: DatasetSection) -> list[Listed]:
    """The pictures of a dataset, in the order of its list.

    `ImageNetDataset` splits on the delimiter (one space when none is given) and takes two
    columns or more; `VeriWild` splits on white space and needs three. Other columns are left.

    Raises:
        LegacyFileUnreadable: the list is missing or not UTF-8.
        PictureListInvalid: it is empty, or names its first wrong line.
    """
    # str.splitlines would also split at characters that file names may have
    lines = re.split(r"\r\n|\r|\n", read_text(Path(section.cls_label_path)))
    listed = [
        _listed(section, number, line) for number, line in enumerate(lines, 1) if line.strip()
    ]
    if not listed:
        raise PictureListInvalid(section.cls_label_path, None, "expected pictures, got none")
    return listed


def check_labels(section: DatasetSection, listed: list[Listed], class_num: int) -> None:
    """Refuse labels that the head has no place for.

    Raises:
        PictureListInvalid: names the largest label and what `class_num` must be.
    """
    largest = max(picture.label for picture in listed)
    if largest >= class_num:
        problem = f"label {largest} needs Arch.Head.class_num of {largest + 1}, got {class_num}"
        raise PictureListInvalid(section.cls_label_path, None, problem)


def _listed(section: DatasetSection, number: int, line: str) -> Listed:
    is_veri = section.name == "VeriWild"
    parts = line.split() if is_veri else line.strip().split(section.delimiter or " ")
    least = 3 if is_veri else 2
    if len(parts) < least:
        shape = "path label id" if is_veri else "path and label"
        problem = f"expected {least} columns ({shape}), got {len(parts)}: {line.strip()[:80]!r}"
        if not is_veri:
            problem += "; is Dataset.delimiter right?"
        raise PictureListInvalid(section.cls_label_path, number, problem)
    label = parts[1].strip()
    if not (label.isascii() and label.isdigit()):
        problem = f"expected a label of digits, got {label!r}"
        raise PictureListInvalid(section.cls_label_path, number, problem)
    unique_id = parts[2].strip() if is_veri else None  # the other ignores further columns
    return Listed(Path(section.image_root) / parts[0], int(label), unique_id)
