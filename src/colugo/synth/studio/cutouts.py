"""Products cut out of photos: pixels with opacity, and which photos gave none. Knows masks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from colugo.errors import PictureUnusable
from colugo.synth.canvas import Pixels
from colugo.synth.dataset import Progress, no_progress
from colugo.synth.studio.masks import Mask, Refused, mask_of, plain_ground
from colugo.vision import Detections, Image, decode

_LARGEST_PX: Final = 480  # longer side of a photo as it is cut; scenes show products smaller
_FEATHER_PX: Final = 0.7
_NEAR: Final = 0.055  # distance of two cut-outs of a product below which they are one pose
_THIN: Final = 8.0  # how many times as long as wide a pose may be
_THUMB: Final = 12

FindBoxes = Callable[[Image], Detections]


@dataclass(frozen=True)
class Exemplar:
    """A photo of a product.

    Attributes:
        sku: which product.
        name: of the photo, by which a person finds it.
        read: gives the file's bytes.
    """

    sku: str
    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, eq=False)
class Cutout:
    """A product as one photo shows it.

    `pixels` is (h, w, 4) RGB and opacity, as tight as can be.
    """

    sku: str
    name: str
    pixels: Pixels


@dataclass(frozen=True)
class Left:
    """A photo that gives no cut-out, and why."""

    sku: str
    name: str
    reason: str


def cut_out_all(
    exemplars: Sequence[Exemplar], find: FindBoxes, progress: Progress = no_progress
) -> tuple[list[Cutout], list[Left]]:
    """Cut the product out of every photo; poses that are unusable or alike are left out.

    Args:
        exemplars: photos; those of one product in the order in which they are preferred.
        find: finds products on a photo, see `mask_of`.
        progress: told how many photos are done.
    """
    kept: list[Cutout] = []
    left: list[Left] = []
    poses: dict[str, list[np.ndarray[tuple[int], np.dtype[np.float32]]]] = {}
    for done, exemplar in enumerate(exemplars, start=1):
        cut = cut_out(exemplar, find)
        if isinstance(cut, Cutout):
            pose, known = _pose(cut.pixels), poses.setdefault(cut.sku, [])
            fault = _pose_fault(cut.pixels)
            if fault is None and any(_distance(pose, other) < _NEAR for other in known):
                fault = "a pose that another photo shows"
            if fault is None:
                known.append(pose)
                kept.append(cut)
            else:
                left.append(Left(cut.sku, cut.name, fault))
        else:
            left.append(cut)
        progress(done)
    return kept, left


def cut_out(exemplar: Exemplar, find: FindBoxes) -> Cutout | Left:
    """Cut the product out of one photo."""
    try:
        image = _shrunk(decode(exemplar.read()))
    except PictureUnusable as error:
        return Left(exemplar.sku, exemplar.name, str(error))
    is_plain = plain_ground(image.pixels) is not None
    boxes = Detections.none() if is_plain else find(image)
    found = mask_of(image.pixels, boxes.xyxy)
    if isinstance(found, Refused):
        return Left(exemplar.sku, exemplar.name, found.reason)
    return Cutout(exemplar.sku, exemplar.name, _tight(image.pixels, found))


def _shrunk(image: Image) -> Image:
    longer = max(image.size_wh)
    if longer <= _LARGEST_PX:
        return image
    size = [max(1, round(side * _LARGEST_PX / longer)) for side in image.size_wh]
    return Image(np.asarray(cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA), np.uint8))


def _tight(pixels: Pixels, mask: Mask) -> Pixels:
    """The pixels of a mask and its soft rim; a pixel of ground along the rim is taken off."""
    framed = cv2.copyMakeBorder(mask.astype(np.uint8), 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=0)
    inner = cv2.erode(framed, np.ones((3, 3), np.uint8)).astype(np.float32)
    soft = np.clip(cv2.GaussianBlur(inner, (0, 0), _FEATHER_PX) * 255, 0, 255).astype(np.uint8)
    wide = cv2.copyMakeBorder(pixels, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    rows, columns = np.flatnonzero(soft.any(axis=1)), np.flatnonzero(soft.any(axis=0))
    spot = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return np.dstack([wide[spot], soft[spot]])


def _pose_fault(pixels: Pixels) -> str | None:
    height, width = pixels.shape[:2]
    return "too thin a pose" if max(height, width) > _THIN * min(height, width) else None


def _pose(pixels: Pixels) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """What a pose looks like: shape and colours on a small grid, and how wide it is."""
    small = cv2.resize(pixels, (_THUMB, _THUMB), interpolation=cv2.INTER_AREA).astype(np.float32)
    solid = small[..., 3:] / 255
    colours = small[..., :3] / 255 * solid
    wide = np.log(pixels.shape[1] / pixels.shape[0])
    return np.concatenate([colours.ravel(), solid.ravel(), np.full(_THUMB**2, wide)]).astype(
        np.float32
    )


def _distance(
    one: np.ndarray[tuple[int], np.dtype[np.float32]],
    other: np.ndarray[tuple[int], np.dtype[np.float32]],
) -> float:
    return float(np.abs(one - other).mean())
