"""Reads a `data_file`: the pictures of a gallery, one a line, and the label of each.

A line is `path<delimiter>label`; what follows the first delimiter is the label, spaces and
all. The whole stripped line is the document that `id_map.pkl` keeps. Knows no picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from colugo.errors import DataFileInvalid
from colugo.legacy.text import read_text


@dataclass(frozen=True, slots=True)
class GalleryLine:
    """One picture of a gallery.

    Attributes:
        line: its number in the file; the first is 1.
        picture: path of the picture below `image_root`.
        label: what it shows.
        document: the line as `id_map.pkl` keeps it.
    """

    line: int
    picture: str
    label: str
    document: str


def read_data_file(path: Path, delimiter: str = "\t") -> tuple[GalleryLine, ...]:
    """Every picture of the list, in its order; empty lines are left out.

    Raises:
        LegacyFileUnreadable: no such file, or not UTF-8.
        DataFileInvalid: names every line without a label; or the file holds none at all.
    """
    lines: list[GalleryLine] = []
    problems: list[str] = []
    for number, text in enumerate(read_text(path).split("\n"), start=1):
        document = text.strip()
        picture, label = split_document(document, delimiter)
        if picture and label:
            lines.append(GalleryLine(number, picture, label, document))
        elif document:
            problems.append(f"line {number} has no label behind {delimiter!r}: {document[:60]!r}")
    if not lines and not problems:
        problems.append("the file is empty")
    if problems:
        raise DataFileInvalid(str(path), problems)
    return tuple(lines)


def split_document(document: str, delimiter: str) -> tuple[str, str]:
    """Picture and label of a document; either is empty where it is missing."""
    picture, _, label = document.partition(delimiter)
    return picture.strip(), label.strip()


def refuse_missing_pictures(path: Path, lines: Sequence[GalleryLine], image_root: Path) -> None:
    """Look whether every picture is there, before an hour is spent on the first ones.

    Raises:
        DataFileInvalid: names the lines whose picture is missing.
    """
    missing = [
        f"line {each.line} names {image_root / each.picture}, which is not there"
        for each in lines
        if not (image_root / each.picture).is_file()
    ]
    if missing:
        raise DataFileInvalid(str(path), missing)
