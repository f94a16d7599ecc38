"""The box and the outline of what is true in a mask. Knows OpenCV, no product."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Xyxy = tuple[float, float, float, float]
Polygon = tuple[float, ...]  # x, y, x, y, … in pixels
_COARSE_PX = 0.7  # how far an outline may be off the mask
_LEAST_POINTS = 3


@dataclass(frozen=True)
class Seen:
    """What can be seen of one thing on a picture, in its pixels, right and lower rim outside."""

    xyxy: Xyxy  # tight around it
    outline: tuple[Polygon, ...]  # one polygon for each piece; holes are filled
    area_px: float  # of what can be seen


def seen_of(mask: NDArray[np.bool_], scale: float, size_wh: tuple[int, int]) -> Seen:
    """Box, outline and area of a mask that was drawn `scale` times as large as the picture.

    Args:
        mask: (h, w), true somewhere.
        scale: pixels of the mask to one of the picture.
        size_wh: pixels of the picture; nothing lies outside of it.
    """
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    smooth = (cv2.approxPolyDP(piece, _COARSE_PX * scale, True)[:, 0] for piece in found)
    pieces = [_numbers(piece, scale, size_wh) for piece in smooth if len(piece) >= _LEAST_POINTS]
    xyxy = clipped(bounds(mask), scale, size_wh)
    left, top, right, bottom = xyxy
    whole = (left, top, right, top, right, bottom, left, bottom)
    return Seen(xyxy, tuple(pieces) or (whole,), round(float(mask.sum()) / scale**2, 2))


def bounds(mask: NDArray[np.bool_], corner: tuple[int, int] = (0, 0)) -> Xyxy:
    """The box around what is true in a mask, whose own corner is there."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    x, y = corner
    return x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1


def clipped(xyxy: Xyxy, scale: float, size_wh: tuple[int, int]) -> Xyxy:
    """A box of the large mask in pixels of the picture, clipped to it."""
    width, height = size_wh
    x0, y0, x1, y1 = (float(part) / scale for part in xyxy)
    inside = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    return round(inside[0], 2), round(inside[1], 2), round(inside[2], 2), round(inside[3], 2)


def _numbers(piece: NDArray[np.int32], scale: float, size_wh: tuple[int, int]) -> Polygon:
    """The corners of a contour, which runs through the middles of pixels."""
    points = np.clip((piece + 0.5) / scale, 0, np.array(size_wh))
    return tuple(round(float(number), 1) for number in points.ravel())
