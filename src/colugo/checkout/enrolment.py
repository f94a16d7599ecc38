"""Turns pictures of products into photos of the gallery. Knows no price.

Everything slow (reading, decoding, finding the product, embedding) happens before the
transaction, and a photo that cannot be used stops the enrolment before anything is written.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colugo.errors import ColugoError, EnrolmentFailed, NothingToEnrol
from colugo.persistence import Database, NewPhoto
from colugo.vision import DecodeLimits, Detections, Detector, Embedder, Image, decode, read_picture

PhotoSource = str | os.PathLike[str] | bytes
Progress = Callable[[int], None]  # called with the number of photos done so far

_BATCH = 16
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
# A single box this sure is the product; a box much smaller than the photo is a part of it.
# Source: the scores of single products on the kept-out pictures, docs/measured.md.
_MAIN_BODY_SCORE = 0.5
_MAIN_BODY_SHARE = 0.05


@dataclass(frozen=True)
class PhotoToEnrol:
    """A photo and the product it shows."""

    sku: str
    source: PhotoSource

    @property
    def name(self) -> str:
        """What to call the photo in a sentence."""
        return "a photo given as bytes" if isinstance(self.source, bytes) else str(self.source)


@dataclass(frozen=True, eq=False)
class PreparedPhoto:
    """A photo that is ready to be written: nothing about it can fail any more."""

    sku: str
    name: str
    photo: NewPhoto
    embedding: NDArray[np.float32]  # (d,) of length 1


def prepare(
    photos: Sequence[PhotoToEnrol],
    detector: Detector,
    embedder: Embedder,
    limits: DecodeLimits,
    progress: Progress = lambda _: None,
    *,
    seen: Callable[[bytes, Image], None] = lambda *_: None,
) -> list[PreparedPhoto]:
    """Decode, crop and embed the photos.

    Args:
        photos: which.
        detector, embedder, limits: of the shop.
        progress: told how many are done.
        seen: given each photo's file and the part of it that is looked up.

    Raises:
        EnrolmentFailed: names every photo that cannot be used, and why.
    """
    prepared: list[PreparedPhoto] = []
    problems: dict[str, str] = {}
    remaining = iter(photos)
    while batch := list(islice(remaining, _BATCH)):
        opened = list(_open(batch, limits, problems))
        crops = [main_body(image, detector.detect(image)) for _, _, image in opened]
        rows = embedder.embed(crops)
        for (photo, content, image), crop, row in zip(opened, crops, rows, strict=True):
            seen(content, crop)
            new = NewPhoto(content, *image.size_wh)
            prepared.append(PreparedPhoto(photo.sku, photo.name, new, row))
        progress(len(prepared) + len(problems))
    if problems:
        raise EnrolmentFailed(problems)
    return prepared


def write(database: Database, prepared: Sequence[PreparedPhoto], model_id: str) -> list[int]:
    """Write the photos in one transaction, all or none; gives their ids.

    Raises:
        PhotoTaken: a product has the very picture.
        StorageFull, StorageReadOnly, StorageFailed: nothing is changed.
    """
    with database.transaction() as work:
        return [
            work.photos.add(each.sku, each.photo, each.embedding, model_id) for each in prepared
        ]


def main_body(image: Image, found: Detections) -> Image:
    """The part of a product photo that is looked up: its one clear box, or all of it.

    A scene is looked up box by box, so a photo is best kept the same way. Where several
    boxes are sure, or none is, the photo is taken as it is.
    """
    sure = found.xyxy[found.scores >= _MAIN_BODY_SCORE]
    if len(sure) != 1:
        return image
    width, height = image.size_wh
    left, top, right, bottom = sure[0]
    share = (right - left) * (bottom - top) / (width * height)
    return image.crop(sure[0]) if share >= _MAIN_BODY_SHARE else image


def photos_of_folder(folder: Path) -> list[PhotoToEnrol]:
    """The photos of a folder with one sub-folder per SKU, in the order of the names.

    Raises:
        NothingToEnrol: no sub-folder holds a JPEG, PNG or WebP picture.
    """
    products = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    found = [PhotoToEnrol(path.name, photo) for path in products for photo in _pictures(path)]
    if not found:
        raise NothingToEnrol(str(folder), "one sub-folder per SKU with JPEG, PNG or WebP photos")
    return found


def _pictures(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)


def _open(
    photos: Iterable[PhotoToEnrol], limits: DecodeLimits, problems: dict[str, str]
) -> Iterator[tuple[PhotoToEnrol, bytes, Image]]:
    for photo in photos:
        try:
            source = photo.source
            content = source if isinstance(source, bytes) else read_picture(source, limits)
            yield photo, content, decode(content, limits)
        except ColugoError as error:
            problems[photo.name] = str(error)
