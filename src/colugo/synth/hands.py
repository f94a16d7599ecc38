"""A hand that reaches in from the picture's rim, clear of the products. Knows OpenCV."""

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Floats
from colugo.synth.light import Light

_SKINS = ((241, 205, 178), (224, 172, 138), (190, 134, 98), (128, 84, 58), (88, 56, 42))
_SIDE = 256
_Bone = tuple[tuple[int, int], tuple[int, int], int]  # from, to, radius in pixels
_SQUARE_CM = 26.0  # of the counter that the hand's picture covers


def reach_in(
    picture: Floats, owner: NDArray[np.int16], px_per_cm: float, light: Light,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    """A picture with a hand at its rim where it hides no product; as it was where there is no room.

    Args:
        picture: (h, w, 3) linear light.
        owner: (h, w) which product each pixel shows, -1 for none.
        px_per_cm: how large a centimetre on the counter is.
        light: only its strength matters here.
        rng: skin, sleeve and place.
    """
    wide = _SQUARE_CM * px_per_cm * rng.uniform(0.9, 1.1)
    size = int(min(wide, 0.9 * min(owner.shape)))
    if size < 24:
        return picture
    small = np.asarray(cv2.resize(_hand(rng), (size, size), interpolation=cv2.INTER_AREA))
    for _ in range(8):
        quarter, along = int(rng.integers(4)), rng.uniform(0.05, 0.75)
        hand = np.rot90(small, quarter)
        top, left = _corner(quarter, along, size, owner.shape)
        spot = slice(top, top + size), slice(left, left + size)
        if not (owner[spot][hand[..., 3] > 0.02] >= 0).any():
            return _blended(picture, hand, spot, owner[spot] < 0, light)
    return picture


def _blended(
    picture: Floats, hand: Floats, spot: tuple[slice, slice], is_counter: NDArray[np.bool_],
    light: Light,
) -> Floats:  # fmt: skip
    """A copy of the picture with the hand and its shadow on the counter."""
    out, share, size = picture.copy(), hand[..., 3:], len(hand)
    below = np.ascontiguousarray(np.roll(hand[..., 3], size // 30, axis=0))
    shade = np.asarray(cv2.GaussianBlur(below, (0, 0), size / 40)) * is_counter
    lit = hand[..., :3] ** 2 * (light.sky + 0.6 * light.key)
    out[spot] = out[spot] * (1 - 0.4 * shade[..., None]) * (1 - share) + lit * share
    return out


def _corner(quarter: int, along: float, size: int, shape: tuple[int, ...]) -> tuple[int, int]:
    """Upper left corner of the hand's square so that its wrist leaves the picture."""
    height, width = shape[:2]
    down, across = int(along * (height - size)), int(along * (width - size))
    return ((height - size, across), (down, width - size), (0, across), (down, 0))[quarter]


def _hand(rng: np.random.Generator) -> Floats:
    """A hand from below, fingers up, (256, 256, 4): colour and opacity, 0..1."""
    mask, heights = np.zeros((_SIDE, _SIDE), np.uint8), np.zeros((_SIDE, _SIDE), np.float32)
    for start, end, radius in _bones(rng):
        one = np.zeros((_SIDE, _SIDE), np.uint8)
        cv2.line(one, start, end, 255, 2 * radius, cv2.LINE_AA)
        reach = cv2.distanceTransform((one > 127).astype(np.uint8), cv2.DIST_L2, 3)
        inwards = radius - np.minimum(reach, radius)
        heights = np.maximum(heights, np.sqrt(np.maximum(radius**2 - inwards**2, 0)))
        mask = np.maximum(mask, one)
    gy, gx = np.gradient(cv2.GaussianBlur(heights, (0, 0), 2.2))
    shade = np.clip((0.5 * gx + 0.4 * gy + 0.9) / np.sqrt(gx**2 + gy**2 + 1), 0.25, 1.1)
    skin = np.array(_SKINS[int(rng.integers(len(_SKINS)))]) / 255
    is_sleeve = (np.arange(_SIDE) > rng.uniform(200, 250))[:, None, None]
    colour = np.where(is_sleeve, rng.uniform(0.05, 0.85, 3), skin) * shade[..., None]
    return np.dstack([colour, mask / 255]).astype(np.float32)


def _bones(rng: np.random.Generator) -> list[_Bone]:
    """Arm, palm, four fingers and a thumb as thick lines."""
    spread, curl = rng.uniform(0.4, 1.0), rng.uniform(0.55, 1.0)
    bones: list[_Bone] = [((128, 260), (128, 190), 29), ((130, 180), (130, 140), 28)]
    bones += [((114, 176), (112, 140), 24), ((146, 176), (146, 142), 24)]
    for x, turn, length in ((97, -0.2, 66), (119, -0.05, 80), (141, 0.07, 76), (161, 0.22, 58)):
        away, up = np.sin(turn * spread) * length, np.cos(turn) * length
        knuckle = int(x + 0.55 * away), int(132 - 0.55 * up)
        tip = int(x + 1.3 * away * curl), int(132 - up * (0.55 + 0.45 * curl))
        bones += [((x, 138), knuckle, 12), (knuckle, tip, 11)]
    joint = int(70 - 8 * spread), 150
    return [*bones, ((100, 182), joint, 15), (joint, (int(62 - 14 * spread), 122), 12)]
