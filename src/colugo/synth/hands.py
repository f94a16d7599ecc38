"""A hand that reaches in from the picture's rim and stays clear of the products. Knows numpy and OpenCV."""

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Floats
from colugo.synth.light import Light

_SKINS = ((241, 205, 178), (224, 172, 138), (190, 134, 98), (128, 84, 58), (88, 56, 42))
_SIDE = 256
_SQUARE_CM = 26.0  # of the counter that the hand's picture covers


def reach_in(
    picture: Floats,
    owner: NDArray[np.int16],
    px_per_cm: float,
    light: Light,
    rng: np.random.Generator,
) -> Floats:
    """A picture with a hand at its rim, where it hides no product; unchanged when there is no such place.

    Args:
        picture: (h, w, 3) linear light.
        owner: (h, w) which product each pixel shows, -1 for none.
        px_per_cm: how large a centimetre on the counter is.
        light: only its strength matters here.
        rng: skin, sleeve and place.
    """
    height, width = owner.shape
    colour, alpha = _hand(rng)
    size = int(min(_SQUARE_CM * px_per_cm * rng.uniform(0.9, 1.1), 0.9 * min(height, width)))
    if size < 24:
        return picture
    for _ in range(8):
        angle, along = int(rng.integers(4)), rng.uniform(0.05, 0.75)
        hand = np.rot90(np.dstack([colour, alpha]), angle)
        hand = cv2.resize(np.ascontiguousarray(hand), (size, size), interpolation=cv2.INTER_AREA)
        top, left = _corner(angle, along, size, (height, width))
        spot = slice(top, top + size), slice(left, left + size)
        solid = hand[..., 3] > 0.02
        if (owner[spot][solid] >= 0).any():
            continue
        out = picture.copy()
        share = hand[..., 3:]
        shade = (
            cv2.GaussianBlur(np.roll(hand[..., 3], size // 30, 0), (0, 0), size / 40)[..., None]
            * (owner[spot] < 0)[..., None]
        )
        lit = hand[..., :3] ** 2 * (light.sky + 0.6 * light.key)
        out[spot] = out[spot] * (1 - 0.4 * shade) * (1 - share) + lit * share
        return out
    return picture


def _corner(angle: int, along: float, size: int, shape: tuple[int, int]) -> tuple[int, int]:
    """Upper left corner of the hand's square so that its wrist leaves the picture."""
    height, width = shape
    down, across = int(along * (height - size)), int(along * (width - size))
    return ((height - size, across), (down, width - size), (0, across), (down, 0))[angle]


def _hand(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A hand from below, fingers up: colour (256, 256, 3) 0..1 and opacity (256, 256)."""
    mask = np.zeros((_SIDE, _SIDE), np.uint8)
    spread, curl = rng.uniform(0.4, 1.0), rng.uniform(0.55, 1.0)
    heights = np.zeros((_SIDE, _SIDE), np.float32)
    bones = [
        ((128, 260), (128, 190), 29),
        ((114, 176), (112, 140), 24),
        ((146, 176), (146, 142), 24),
        ((130, 180), (130, 140), 28),
    ]
    for x, turn, length in ((97, -0.2, 66), (119, -0.05, 80), (141, 0.07, 76), (161, 0.22, 58)):
        knuckle = (x + np.sin(turn * spread) * length * 0.55, 132 - np.cos(turn) * length * 0.55)
        tip = (
            x + np.sin(turn * spread * 1.3) * length * curl,
            132 - np.cos(turn) * length * (0.55 + 0.45 * curl),
        )
        bones += [
            ((x, 138), (int(knuckle[0]), int(knuckle[1])), 12),
            ((int(knuckle[0]), int(knuckle[1])), (int(tip[0]), int(tip[1])), 11),
        ]
    bones += [
        ((100, 182), (int(70 - 8 * spread), 150), 15),
        ((int(70 - 8 * spread), 150), (int(62 - 14 * spread), 122), 12),
    ]
    for start, end, radius in bones:
        one = np.zeros((_SIDE, _SIDE), np.uint8)
        cv2.line(one, start, end, 255, 2 * radius, cv2.LINE_AA)
        reach = cv2.distanceTransform((one > 127).astype(np.uint8), cv2.DIST_L2, 3)
        heights = np.maximum(
            heights,
            np.sqrt(np.clip(radius**2 - (radius - np.minimum(reach, radius)) ** 2, 0, None)),
        )
        mask = np.maximum(mask, one)
    heights = cv2.GaussianBlur(heights, (0, 0), 2.2)
    gy, gx = np.gradient(heights)
    shade = np.clip((0.5 * gx + 0.4 * gy + 0.9) / np.sqrt(gx**2 + gy**2 + 1), 0.25, 1.1)
    skin = np.array(_SKINS[rng.integers(len(_SKINS))], np.float32) / 255
    colour = skin * shade[..., None]
    sleeve = np.arange(_SIDE)[:, None] > rng.uniform(200, 250)
    cloth = rng.uniform(0.05, 0.85, 3).astype(np.float32) * shade[..., None]
    colour = np.where(sleeve[..., None], cloth, colour)
    return colour.astype(np.float32), (mask.astype(np.float32) / 255)
