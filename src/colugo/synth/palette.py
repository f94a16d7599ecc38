"""Colours that go together. Knows numbers only.

Every colour is an (r, g, b) tuple of 0..255 in sRGB.
"""

import colorsys
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """The colours of one design; `accent` is what a flavour changes."""

    paper: Rgb  # light ground
    main: Rgb  # the brand's own colour
    second: Rgb  # goes with main
    dark: Rgb  # for small text on paper
    metal: Rgb  # gold, silver or copper lines


_PAPERS: tuple[Rgb, ...] = (
    (255, 255, 255),
    (252, 248, 238),
    (245, 246, 248),
    (250, 240, 222),
    (236, 244, 238),
    (244, 234, 236),
)
_METALS: tuple[Rgb, ...] = ((201, 162, 74), (190, 192, 196), (184, 115, 70), (226, 196, 120))
_BRANDS: tuple[Rgb, ...] = (
    (200, 16, 46), (0, 75, 141), (0, 122, 83), (244, 121, 32), (98, 37, 153), (20, 20, 24),
    (0, 160, 176), (226, 0, 116), (255, 199, 0), (120, 62, 22), (24, 48, 92), (140, 20, 40),
    (64, 138, 44), (0, 94, 84), (236, 84, 84), (82, 82, 92), (180, 30, 90), (32, 112, 200),
    (92, 110, 46), (214, 152, 46),
)  # fmt: skip


def draw_palette(rng: np.random.Generator) -> Palette:
    """A palette around one brand colour, shifted a little so that no two are equal."""
    main = shift(
        _BRANDS[rng.integers(len(_BRANDS))], rng.uniform(-0.04, 0.04), rng.uniform(0.8, 1.1)
    )
    turn = float(rng.choice([0.08, -0.08, 0.33, 0.5, 0.42, -0.33]))
    return Palette(
        paper=_PAPERS[rng.integers(len(_PAPERS))],
        main=main,
        second=shift(main, turn, rng.uniform(0.75, 1.25)),
        dark=mix(main, (16, 14, 18), 0.75),
        metal=_METALS[rng.integers(len(_METALS))],
    )


def shift(rgb: Rgb, turn: float, light: float) -> Rgb:
    """Turn the hue by `turn` (1 is all the way round) and scale the brightness by `light`."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in rgb))
    shifted = colorsys.hsv_to_rgb(
        (hue + turn) % 1.0, saturation, min(1.0, max(0.05, value * light))
    )
    return to_rgb(np.array(shifted) * 255)


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """Go from `first` to `second`; `share` 0 is all first, 1 is all second."""
    return to_rgb(np.array(first) * (1 - share) + np.array(second) * share)


def to_rgb(parts: NDArray[np.floating[Any]]) -> Rgb:
    """Round three numbers to a colour."""
    red, green, blue = (int(min(255, max(0, round(float(part))))) for part in parts)
    return red, green, blue


def luminance(rgb: Rgb) -> float:
    """How bright a colour looks, 0..1. Source: ITU-R BT.601 luma weights."""
    return (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]) / 255


def readable_on(ground: Rgb, dark: Rgb, light: Rgb = (255, 255, 255)) -> Rgb:
    """Of a dark and a light ink, the one that stands out more from the ground."""
    here = luminance(ground)
    return dark if abs(here - luminance(dark)) > abs(here - luminance(light)) else light
