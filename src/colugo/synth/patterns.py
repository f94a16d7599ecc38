"""The printed ground of a label: plain, bands, waves, rays, dots, blots. Knows numpy and OpenCV."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.canvas import Pixels
from colugo.synth.design import Design

Shares = NDArray[np.floating[Any]]  # (h, w) 0 is the first colour, 1 the second


@dataclass(frozen=True, eq=False)
class _Front:
    """Places on the front, 0..1 across and down, and the family's chance."""

    x: Shares  # (1, w)
    y: Shares  # (h, 1)
    rng: np.random.Generator


def printed_ground(design: Design, width_px: int, height_px: int, periods: int = 1) -> Pixels:
    """The ground of a label, (h, w, 3) RGB.

    Args:
        design: its pattern and two colours.
        width_px: texels across.
        height_px: texels down.
        periods: fronts side by side, as on a wrap; the pattern repeats with them.
    """
    across = (np.arange(width_px, dtype=np.float32) + 0.5) / width_px * periods % 1.0
    down = (np.arange(height_px, dtype=np.float32) + 0.5) / height_px
    rng = np.random.default_rng([design.variation, 3])
    share = _PATTERNS[design.pattern](_Front(across[None, :], down[:, None], rng))
    whole = np.broadcast_to(np.clip(share, 0, 1), (height_px, width_px)).astype(np.float32)
    level = cv2.convertScaleAbs(whole, alpha=255)
    steps = np.linspace(0, 1, 256)[:, None]
    table = np.array(design.ground) * (1 - steps) + np.array(design.second) * steps
    colours = cv2.LUT(cv2.merge([level, level, level]), table.clip(0, 255).astype(np.uint8)[None])
    return np.asarray(colours, np.uint8)


def _soft(value: Shares, width: float = 0.006) -> Shares:
    """0 below zero, 1 above, with a soft edge."""
    return np.asarray(np.clip(value / width + 0.5, 0, 1))


def _wave(turns: Shares) -> Shares:
    return np.asarray(np.sin(turns * np.float32(2 * np.pi)))


def _plain(front: _Front) -> Shares:
    return front.y * 0


def _fade(front: _Front) -> Shares:
    return np.asarray(front.y ** front.rng.uniform(0.7, 2.0))


def _glow(front: _Front) -> Shares:
    middle = front.rng.uniform(0.35, 0.65)
    return np.asarray(np.hypot(front.x - 0.5, front.y - middle) * 1.5)


def _half(front: _Front) -> Shares:
    swing = float(front.rng.choice([0, 0.12, -0.12]))
    return _soft(front.y - front.rng.uniform(0.45, 0.72) - swing * _wave(front.x))


def _waves(front: _Front) -> Shares:
    start, count = front.rng.uniform(0.45, 0.7), int(front.rng.integers(1, 4))
    crests = (start + 0.09 * n + 0.03 * _wave(count * front.x + n * 0.27) for n in range(3))
    return np.asarray(np.sum([_soft(front.y - crest) / 3 for crest in crests], axis=0))


def _stripes(front: _Front) -> Shares:
    count = int(front.rng.integers(5, 14))
    return _soft(_wave(count * front.x) - 0.1, 0.2) * front.rng.uniform(0.4, 1)


def _slants(front: _Front) -> Shares:
    count = int(front.rng.integers(2, 6))
    return _soft(_wave(count * front.x + front.rng.uniform(0.5, 1.5) * front.y), 0.08) * 0.8


def _rays(front: _Front) -> Shares:
    angle = np.arctan2(front.y - front.rng.uniform(0.4, 0.6), front.x - 0.5)
    return _soft(np.sin(angle * int(front.rng.integers(8, 18))), 0.25) * 0.75


def _dots(front: _Front) -> Shares:
    count = int(front.rng.integers(6, 14))
    beside = np.floor(front.y * count) / 2  # every other row is set off by half
    round_ = _wave(count * front.x + beside + 0.25) * _wave(front.y * count - 0.25)
    return _soft(round_ - 0.45, 0.15)


def _checks(front: _Front) -> Shares:
    count = int(front.rng.integers(4, 10))
    return (_soft(_wave(count * front.x), 0.1) + _soft(_wave(count * front.y), 0.1)) / 2


def _blots(front: _Front) -> Shares:
    """A soft picture-like blur, as of a field or a kitchen out of focus."""
    coarse = front.rng.random((7, 5)).astype(np.float32)
    coarse[:, -1] = coarse[:, 0]
    x, y = np.broadcast_arrays(front.x * np.float32(4), front.y * np.float32(6))
    return np.asarray(
        cv2.remap(coarse, np.ascontiguousarray(x), np.ascontiguousarray(y), cv2.INTER_CUBIC)
    )


def _hills(front: _Front) -> Shares:
    share: Shares = front.x * 0
    for number in range(4):
        turns, slips = int(front.rng.integers(1, 4)), front.rng.random(2)
        ridge = 0.05 * _wave(front.x * turns + slips[0]) + 0.02 * _wave(front.x * 5 + slips[1])
        top = 0.42 + number * 0.14 + front.rng.uniform(-0.03, 0.03)
        share = np.maximum(share, _soft(front.y - top - ridge) * (0.25 + number * 0.25))
    return share


_PATTERNS: tuple[Callable[[_Front], Shares], ...] = (
    _plain, _fade, _glow, _half, _waves, _stripes, _slants, _rays, _dots, _checks, _blots, _hills,
)  # fmt: skip
