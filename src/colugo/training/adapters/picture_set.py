"""What every adapter gives. Knows no data set."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from colugo.errors import PictureSetInvalid

Told = Callable[[int, int], None]  # things done, things in all


class Labelled(NamedTuple):
    """A picture below the root of its set, and its label, 0 or more."""

    path: str
    label: int


class Named(NamedTuple):
    """A picture of a gallery, and the name of what it shows."""

    path: str
    name: str


class PictureSet(NamedTuple):
    """A data set as lists; paths are below `root`, with slashes."""

    root: Path
    train: list[Labelled]
    test: list[Labelled]
    gallery: list[Named]


class Adapter(Protocol):
    """Reads one layout. What it must write itself, such as crops, goes below `out`."""

    def __call__(self, folder: Path, out: Path, told: Told) -> PictureSet:
        """The pictures of `folder`.

        Raises:
            PictureSetInvalid: the folder is laid out otherwise, or a line of it is wrong.
        """
        ...


def require(folder: Path, *names: str) -> None:
    """Refuse a folder that lacks one of the names.

    Raises:
        PictureSetInvalid: names what is missing.
    """
    if not folder.is_dir():
        raise PictureSetInvalid(str(folder), "there is no such folder")
    missing = [name for name in names if not (folder / name).exists()]
    if missing:
        raise PictureSetInvalid(str(folder), f"expected {', '.join(missing)} in it")


def gallery_of(train: list[Labelled], names: Mapping[int, str]) -> list[Named]:
    """The pictures to train on as a gallery; a label without a name is its own name."""
    return [Named(path, names.get(label, str(label))) for path, label in train]
