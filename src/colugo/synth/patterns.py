"""The printed ground of a label: plain, bands, waves, rays, dots, blots. Knows numpy and OpenCV."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.canvas import Pixels
from colugo.synth.design import Design

Shares = NDArray[np.float32]  # (h, w) 0 is the first colour, 1 the second
_Pattern = Callable[[Shares, Shares, np.random.Generator], Shares]


def printed_ground(design: Design, width_px: int, height_px: int, periods: int = 1) -> Pixels:
    """The ground of a label, (h, w, 3) RGB. A wrap has `periods` fronts side by side, so the pattern repeats."""
    rng = np.random.default_rng([design.variation, 3])
    across = (np.arange(width_px, dtype=np.float32) + 0.5) / width_px * periods % 1.0
    down = (np.arange(height_px, dtype=np.float32) + 0.5) / height_px
    x, y = np.meshgrid(across, down)
    level = cv2.convertScaleAbs(np.maximum(_PATTERNS[design.pattern](x, y, rng), 0), alpha=255)
    share = np.linspace(0, 1, 256)[:, None]
    table = np.clip(np.array(design.ground) * (1 - share) + np.array(design.second) * share, 0, 255)
    return np.asarray(
        cv2.LUT(cv2.merge([level, level, level]), table.astype(np.uint8)[None]), np.uint8
    )


def _soft(value: Shares, width: float = 0.006) -> Shares:
    """0 below zero, 1 above, with a soft edge."""
    return np.clip(value / width + 0.5, 0, 1).astype(np.float32)


def _plain(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    return np.zeros_like(y)


def _fade(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    return y ** np.float32(rng.uniform(0.7, 2.0))


def _glow(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    middle = np.float32(rng.uniform(0.35, 0.65))
    return np.clip(np.hypot(x - 0.5, y - middle) * np.float32(1.5), 0, 1)


def _half(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    return _soft(
        y
        - np.float32(rng.uniform(0.45, 0.72))
        - np.float32(rng.choice([0, 0.12, -0.12])) * np.sin(2 * np.pi * x)
    )


def _waves(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    start, waves = rng.uniform(0.45, 0.7), rng.integers(1, 4)
    share = np.zeros_like(y)
    for number in range(3):
        wave = 0.03 * np.sin(2 * np.pi * (waves * x + number * 0.27 + start)).astype(np.float32)
        share += _soft(y - np.float32(start + number * 0.09) - wave) / 3
    return share


def _stripes(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    count = rng.integers(5, 14)
    return _soft(np.cos(2 * np.pi * count * x) - 0.1, 0.2) * np.float32(rng.uniform(0.4, 1))


def _slants(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    count = rng.integers(2, 6)
    return _soft(np.sin(2 * np.pi * (count * x + rng.uniform(0.5, 1.5) * y)), 0.08) * np.float32(
        0.8
    )


def _rays(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    angle = np.arctan2(y - np.float32(rng.uniform(0.4, 0.6)), x - 0.5)
    return _soft(np.sin(angle * rng.integers(8, 18)), 0.25) * np.float32(0.75)


def _dots(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    count = rng.integers(6, 14)
    row = np.floor(y * count)
    return _soft(
        np.cos(2 * np.pi * (count * x + row / 2)) * np.cos(2 * np.pi * (y * count - 0.5) / 1) * -1
        - np.float32(0.45),
        0.15,
    )


def _checks(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    count = rng.integers(4, 10)
    return (
        _soft(np.sin(2 * np.pi * count * x), 0.1) + _soft(np.sin(2 * np.pi * count * y), 0.1)
    ) / 2


def _blots(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    """A soft picture-like blur, as of a field or a kitchen out of focus."""
    coarse = rng.random((7, 5)).astype(np.float32)
    coarse[:, -1] = coarse[:, 0]
    return np.clip(cv2.remap(coarse, x * 4, y * 6, cv2.INTER_CUBIC), 0, 1)


def _hills(x: Shares, y: Shares, rng: np.random.Generator) -> Shares:
    share = np.zeros_like(y)
    for number in range(4):
        top = 0.42 + number * 0.14 + rng.uniform(-0.03, 0.03)
        ridge = 0.05 * np.sin(2 * np.pi * (x * rng.integers(1, 4) + rng.random())) + 0.02 * np.sin(
            2 * np.pi * (x * 5 + rng.random())
        )
        share = np.maximum(
            share, _soft(y - np.float32(top) - ridge.astype(np.float32)) * (0.25 + number * 0.25)
        )
    return share


_PATTERNS: tuple[_Pattern, ...] = (
    _plain,
    _fade,
    _glow,
    _half,
    _waves,
    _stripes,
    _slants,
    _rays,
    _dots,
    _checks,
    _blots,
    _hills,
)
