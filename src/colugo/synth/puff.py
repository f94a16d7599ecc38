"""Shapes puffed up into small lit things, the stuff that icons are made of. Knows OpenCV.

A shape is cut out as a mask; the distance to its rim becomes a height, the height a
light and a dark side. Places are shares of the icon's side.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.canvas import Pixels
from colugo.synth.palette import Rgb, mix

SIDE_PX = 192
LEAF: Rgb = (84, 150, 52)
Mask = NDArray[np.uint8]  # (192, 192) 0..255


def blank() -> Mask:
    """An empty mask."""
    return np.zeros((SIDE_PX, SIDE_PX), np.uint8)


def px(x: float, y: float) -> tuple[int, int]:
    """A place in pixels."""
    return round(x * SIDE_PX), round(y * SIDE_PX)


def polar(x: float, y: float, reach: float, degrees: float) -> tuple[int, int]:
    """The pixel at a distance and an angle from a place."""
    angle = np.radians(degrees)
    return px(x + reach * float(np.cos(angle)), y + reach * float(np.sin(angle)))


def oval(x: float, y: float, wide: float, high: float, turn: float = 0.0) -> Mask:
    """A mask of an ellipse: middle, half axes, turn in degrees."""
    mask = blank()
    cv2.ellipse(mask, px(x, y), px(wide, high), turn, 0, 360, 255, -1, cv2.LINE_AA)
    return mask


def outline(points: list[tuple[float, float]], rounds: int = 2) -> Mask:
    """A mask of a closed shape, its corners cut round. Source: Chaikin 1974."""
    corners = np.array(points)
    for _ in range(rounds):
        after = np.roll(corners, -1, axis=0)
        cut = 0.75 * corners + 0.25 * after, 0.25 * corners + 0.75 * after
        corners = np.stack(cut, axis=1).reshape(-1, 2)
    mask = blank()
    cv2.fillPoly(mask, [np.round(corners * SIDE_PX).astype(np.int32)], 255, cv2.LINE_AA)
    return mask


def lines(*ends: tuple[tuple[int, int], tuple[int, int]], width_px: int) -> Mask:
    """A mask of straight lines between pixels."""
    mask = blank()
    for start, end in ends:
        cv2.line(mask, start, end, 255, width_px, cv2.LINE_AA)
    return mask


def flat(mask: Mask, rgb: Rgb) -> Pixels:
    """A mask in one colour, RGBA."""
    return np.dstack([np.full((*mask.shape, 3), rgb, np.uint8), mask])


def puffed(mask: Mask, rgb: Rgb, *, puff: float = 0.3, shine: float = 0.7) -> Pixels:
    """A mask as a rounded, lit thing, RGBA. `puff` is how far in from the rim it rises."""
    reach = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3)
    edge = np.clip(reach / (puff * SIDE_PX), 0, 1)
    height = cv2.GaussianBlur(np.sqrt(1 - (1 - edge) ** 2) * puff * SIDE_PX, (0, 0), 2.5)
    gy, gx = np.gradient(height)
    length = np.sqrt(gx**2 + gy**2 + 1)
    light = np.clip((0.5 * gx + 0.65 * gy + 0.75) / length, 0, 1.2)
    glint = np.clip((0.42 * gx + 0.55 * gy + 0.9) / length - 1.0, 0, 0.16) * 5 * shine
    body = np.array(rgb, np.float32) * (0.5 + 0.62 * light[..., None]) + 255 * glint[..., None]
    return np.dstack([np.clip(body, 0, 255).astype(np.uint8), mask])


def ball(
    x: float, y: float, wide: float, high: float, rgb: Rgb, *, turn: float = 0.0,
    puff: float | None = None, shine: float = 0.7,
) -> Pixels:  # fmt: skip
    """A puffed ellipse."""
    return puffed(oval(x, y, wide, high, turn), rgb, puff=puff or min(wide, high), shine=shine)


def leaf_at(x: float, y: float, length: float, turn: float, rgb: Rgb = LEAF) -> Pixels:
    """A leaf with its vein: middle, half its length, turn in degrees."""
    vein = (polar(x, y, -length * 0.85, turn), polar(x, y, length * 0.85, turn))
    pale = flat(lines(vein, width_px=2), mix(rgb, (255, 255, 255), 0.5))
    return over(ball(x, y, length, length * 0.42, rgb, turn=turn, puff=0.1, shine=0.3), pale)


def over(*layers: Pixels) -> Pixels:
    """Lay RGBA pictures over each other, the last on top."""
    colour: NDArray[np.floating[Any]] = np.zeros((SIDE_PX, SIDE_PX, 3), np.float32)
    alpha: NDArray[np.floating[Any]] = np.zeros((SIDE_PX, SIDE_PX, 1), np.float32)
    for layer in layers:
        share = layer[..., 3:].astype(np.float32) / 255
        colour = colour * (1 - share) + layer[..., :3] * share
        alpha = alpha + share - alpha * share
    straight = colour / np.maximum(alpha, 1e-3)
    return np.dstack([np.clip(straight, 0, 255), alpha * 255]).astype(np.uint8)
