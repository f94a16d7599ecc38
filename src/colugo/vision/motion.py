"""Whether something moves between two frames of a camera, or reaches in, on a small picture. Cheap.

Source: that pixels differ where something moved is as old as video; that a shadow dims all colours
of a pixel alike is the model of Horprasert, Harwood and Davis (1999). Sizes and thresholds are
measured on drawn scenes, see docs/measured.md.
"""

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.errors import PictureDamaged
from colugo.vision.decode import DecodeLimits, checked_header

Small = NDArray[np.uint8]  # (90, 160, 3)
SMALL_WH: Final = (160, 90)
_DIFFERENT: Final = 12  # of 255: camera noise of 8 averaged over 144 pixels is below 1
_FOREIGN: Final = 25  # of 255, beyond what a shadow explains
_DARKEST: Final = 0.3  # a shadow leaves more of the light than this
_ROOM: Final = 3  # pixels around a box: its rim
_REDUCED: Final = (
    (8, cv2.IMREAD_REDUCED_COLOR_8),
    (4, cv2.IMREAD_REDUCED_COLOR_4),
    (2, cv2.IMREAD_REDUCED_COLOR_2),
)


def small_picture(content: bytes, limits: DecodeLimits) -> tuple[Small, tuple[int, int]]:
    """A picture as small as motion needs it, and its size as taken, before it is turned upright.

    A JPEG is never decoded to more than this needs.

    Args:
        content: JPEG, PNG or WebP.
        limits: the most that it may cost.

    Raises:
        PictureUnusable: one of its subclasses, as `decode`.
    """
    header = checked_header(content, limits)
    flags = next(
        (flag for by, flag in _REDUCED if header.size_wh[0] // by >= SMALL_WH[0]),
        cv2.IMREAD_COLOR,
    )
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), flags | cv2.IMREAD_IGNORE_ORIENTATION)
    if pixels is None:
        raise PictureDamaged("picture", header.format_name, "its pixels cannot be decoded")
    small: Small = cv2.resize(pixels, SMALL_WH, interpolation=cv2.INTER_AREA)
    return small, header.size_wh


def changed_share(before: Small, after: Small) -> float:
    """The share of two small pictures that differs, 0..1, apart from how bright the whole is."""
    difference = after.astype(np.int16) - before
    difference -= np.median(difference, axis=(0, 1)).astype(np.int16)  # the camera opens its eye
    return float((np.abs(difference).max(axis=2) > _DIFFERENT).mean())


def reaching_share(
    empty: Small, now: Small, boxes: Iterable[tuple[float, float, float, float]]
) -> float:
    """The share of a small picture that something covers which reaches in from its rim, 0..1.

    Shadows do not count: they dim what lies under them and leave its hue.

    Args:
        empty: the counter with nothing on it.
        now: the counter.
        boxes: of what lies on it, left, top, right, bottom in pixels of the small picture.
    """
    ground, seen = empty.astype(np.float32) + 1, now.astype(np.float32) + 1
    light = (ground * seen).sum(axis=2) / (ground * ground).sum(axis=2)
    explained = ground * np.clip(light, _DARKEST, None)[..., None]
    foreign = (np.abs(seen - explained).max(axis=2) > _FOREIGN).astype(np.uint8)
    for left, top, right, bottom in boxes:
        rows = slice(max(0, int(top) - _ROOM), int(bottom) + _ROOM + 1)
        foreign[rows, max(0, int(left) - _ROOM) : int(right) + _ROOM + 1] = 0
    _, parts = cv2.connectedComponents(foreign)
    rim = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    return float(np.isin(parts, np.unique(rim[rim > 0])).mean())
