"""RP2K: `train` and `test`, perhaps in a folder `all`, with a folder of pictures per product.

Source: Peng et al., "RP2K: A Large-Scale Retail Product Dataset" (2020).
"""

from pathlib import Path

from colugo.errors import PictureSetInvalid
from colugo.training.adapters.picture_set import Labelled, PictureSet, Told, gallery_of, require

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})


def read_rp2k(folder: Path, out: Path, told: Told) -> PictureSet:  # noqa: ARG001
    """The folder's name is the product's; labels in the order of names, of train and test."""
    folder = folder / "all" if (folder / "all").is_dir() else folder
    require(folder, "train", "test")
    names = sorted(
        {
            path.name
            for part in ("train", "test")
            for path in (folder / part).iterdir()
            if path.is_dir()
        }
    )
    labels = {name: label for label, name in enumerate(names)}
    train, test = (_pictures(folder, part, labels) for part in ("train", "test"))
    return PictureSet(folder, train, test, gallery_of(train, dict(enumerate(names))))


def _pictures(folder: Path, part: str, labels: dict[str, int]) -> list[Labelled]:
    pictures = [
        Labelled(path.relative_to(folder).as_posix(), label)
        for name, label in labels.items()
        for path in sorted((folder / part / name).glob("*"))
        if path.suffix.lower() in _SUFFIXES
    ]
    if not pictures:
        raise PictureSetInvalid(str(folder / part), "no folder of it holds a picture")
    return pictures
