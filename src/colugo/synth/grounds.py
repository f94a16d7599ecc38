"""What products stand on: wood, steel, marble, rubber, cloth, paper. Knows numpy and OpenCV."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from colugo.synth.camera import Floats
from colugo.synth.canvas import Pixels

_Colour = tuple[float, float, float]
_Pair = tuple[_Colour, _Colour]  # dark, light
_GRAIN = 1024


def draw_ground(
    kind: str, size_cm: tuple[float, float], texels_per_cm: float, rng: np.random.Generator
) -> Pixels:
    """A ground seen straight from above, (h, w, 3) RGB.

    Args:
        kind: one of GROUND_KINDS.
        size_cm: width and depth.
        texels_per_cm: how fine.
        rng: for colour, grain and wear.
    """
    columns, rows = (max(8, round(side * texels_per_cm)) for side in size_cm)
    return _PAINTERS[kind](_Plot(rows, columns, texels_per_cm, rng))


@dataclass(frozen=True, eq=False)
class _Plot:
    """A piece of ground to be painted, and the noise to paint it with."""

    rows: int
    columns: int
    scale: float  # texels per cm
    rng: np.random.Generator

    @property
    def y(self) -> Floats:
        """Texel rows, (rows, 1)."""
        return np.arange(self.rows, dtype=np.float32)[:, None]

    @property
    def x(self) -> Floats:
        """Texel columns, (1, columns)."""
        return np.arange(self.columns, dtype=np.float32)[None, :]

    def clouds(self, cells: float, stretch: float = 1.0) -> Floats:
        """Soft noise around 0: `cells` blots along the shorter side, longer in x by `stretch`."""
        step = min(self.rows, self.columns) / cells
        small = self.rng.standard_normal(
            (int(self.rows / step) + 3, int(self.columns / (step * stretch)) + 3)
        )
        size = (self.columns, self.rows)
        return np.asarray(cv2.resize(small.astype(np.float32), size, interpolation=cv2.INTER_CUBIC))

    def fine(self, along: int = 1) -> Floats:
        """Noise of single texels, drawn out along x over `along` texels."""
        grain = _grain(int(self.rng.integers(6)), along)
        tiles = -(-self.rows // _GRAIN), -(-self.columns // _GRAIN)
        return np.tile(grain, tiles)[: self.rows, : self.columns]

    def choose(self, *pairs: _Pair) -> _Pair:
        """One of some pairs of colours."""
        return pairs[int(self.rng.integers(len(pairs)))]

    def colour(self, low: float, high: float, grey: float) -> Floats:
        """A colour at random; `grey` 1 takes all colour out of it."""
        base = self.rng.uniform(low, high, 3)
        return np.asarray(base * (1 - grey) + base.mean() * grey)


@lru_cache(maxsize=24)
def _grain(number: int, along: int) -> Floats:
    grain = np.random.default_rng([number, 21]).standard_normal((_GRAIN, _GRAIN)).astype(np.float32)
    return np.asarray(cv2.blur(grain, (along, 1))) * np.float32(np.sqrt(along))


def _coloured(value: Floats, dark: Floats | _Colour, light: Floats | _Colour) -> Pixels:
    """Colours between two, by a value of 0..1."""
    share = np.linspace(0, 1, 256)[:, None]
    table = np.clip(np.array(dark) * (1 - share) + np.array(light) * share, 0, 255)
    level = cv2.convertScaleAbs(np.maximum(value, 0), alpha=255)
    colours = cv2.LUT(cv2.merge([level, level, level]), table.astype(np.uint8)[None])
    return np.asarray(colours, np.uint8)


def _toned(picture: Pixels, factor: Floats) -> Pixels:
    """A picture times a factor for each texel."""
    tone = np.broadcast_to(factor, picture.shape[:2]).astype(np.float32)
    return np.asarray(cv2.multiply(picture, cv2.merge([tone, tone, tone]), dtype=cv2.CV_8U))


def _wood(plot: _Plot) -> Pixels:
    dark, light = plot.choose(
        ((150, 104, 62), (206, 160, 106)),
        ((88, 56, 34), (138, 94, 60)),
        ((196, 164, 122), (232, 206, 168)),
        ((110, 92, 78), (160, 142, 124)),
        ((60, 40, 30), (98, 68, 48)),
        ((176, 120, 70), (222, 172, 116)),
    )
    plank = plot.rng.uniform(8, 22) * plot.scale
    number = (plot.y // plank).astype(int)
    tone = plot.rng.uniform(-0.12, 0.12, int(number.max()) + 1).astype(np.float32)[number]
    bend = plot.clouds(3, 3) * 2 + plot.clouds(8, 6) * 0.6
    rings = np.sin(plot.y / plot.scale * plot.rng.uniform(2, 4.5) + bend * 2.6 + tone * 90)
    value = 0.5 + 0.16 * rings + tone + 0.045 * plot.fine(25) + 0.05 * bend
    seam = np.clip(1 - np.abs((plot.y % plank) - 1) / max(1.0, 0.06 * plot.scale), 0, 1)
    return _toned(_coloured(value, dark, light), 1 - 0.55 * seam)


def _steel(plot: _Plot) -> Pixels:
    value = 0.5 + 0.11 * plot.fine(61) + 0.1 * plot.clouds(3)
    tone = plot.rng.uniform(0.85, 1.1)
    return _coloured(value, np.array((136, 139, 142)) * tone, np.array((206, 208, 210)) * tone)


def _marble(plot: _Plot) -> Pixels:
    dark, light = plot.choose(
        ((150, 148, 146), (240, 238, 234)),
        ((16, 18, 20), (74, 76, 80)),
        ((190, 170, 146), (242, 230, 212)),
        ((88, 104, 98), (190, 200, 194)),
    )
    bend = plot.clouds(4) + 0.5 * plot.clouds(9) + 0.25 * plot.clouds(22)
    way, shorter = plot.rng.uniform(0, np.pi), min(plot.rows, plot.columns)
    along = (plot.y * np.float32(np.sin(way)) + plot.x * np.float32(np.cos(way))) / shorter
    sheer = np.abs(np.sin(along * plot.rng.uniform(4, 9) + bend * plot.rng.uniform(0.9, 1.6)))
    strength = np.clip(0.5 + 0.5 * plot.clouds(5), 0, 1)
    veins = np.exp(-sheer * plot.rng.uniform(9, 22)) * strength
    value = 0.82 - 0.75 * veins + 0.1 * bend + 0.015 * plot.fine()
    return _coloured(1 - value if light[0] < 100 else value, dark, light)  # dark stone, light veins


def _granite(plot: _Plot) -> Pixels:
    pairs: tuple[_Pair, ...] = (
        ((60, 58, 58), (150, 146, 142)),
        ((140, 130, 122), (220, 214, 206)),
        ((30, 32, 36), (90, 92, 98)),
    )
    specks = cv2.GaussianBlur(plot.fine(), (0, 0), max(0.6, 0.05 * plot.scale))
    return _coloured(0.5 + specks * 0.9 + 0.12 * plot.clouds(30), *plot.choose(*pairs))


def _belt(plot: _Plot) -> Pixels:
    """Black rubber, woven in some shops, dusty in all."""
    tone, warm = plot.rng.uniform(26, 74), plot.rng.uniform(-4, 4)
    turn = np.float32(2 * np.pi / max(3.0, plot.rng.uniform(0.15, 0.5) * plot.scale))
    weave = np.sin(plot.y * turn) * np.sin(plot.x * turn) * int(plot.rng.integers(2))
    dust = np.clip(plot.clouds(12) - 0.6, 0, 3) * 0.08
    value = 0.4 + 0.1 * weave + 0.07 * plot.fine() + 0.1 * plot.clouds(4) + dust
    light = tone * 1.35 + 8
    return _coloured(
        value, (tone * 0.8, tone * 0.8, tone * 0.8), (light + warm, light, light - warm)
    )


def _cloth(plot: _Plot) -> Pixels:
    """Plain, checked or striped, with folds and threads."""
    base, other = plot.colour(50, 245, 0.5), plot.colour(40, 250, 0.3)
    other = np.array((250, 248, 244)) * 0.85 + base * 0.15 if plot.rng.random() < 0.5 else other
    turn, pattern = (
        np.float32(2 * np.pi / (plot.rng.uniform(2, 7) * plot.scale)),
        plot.rng.integers(4),
    )
    down, across = (np.sin(line * turn) > 0 for line in (plot.y, plot.x))
    share = {1: (down.astype(np.float32) + across) / 2, 2: across.astype(np.float32)}.get(
        int(pattern)
    )
    whole = np.broadcast_to(0.0 if share is None else share, (plot.rows, plot.columns))
    threads = plot.fine(5) + _Plot(plot.columns, plot.rows, plot.scale, plot.rng).fine(5).T
    tone = 1 + 0.06 * plot.clouds(4, 2.5) + 0.035 * threads
    return _toned(_coloured(whole.astype(np.float32), base, other), tone)


def _paper(plot: _Plot) -> Pixels:
    pairs: tuple[_Pair, ...] = (
        ((236, 234, 230), (250, 249, 247)),
        ((196, 164, 122), (214, 184, 144)),
        ((206, 214, 220), (226, 232, 236)),
    )
    return _coloured(0.5 + 0.12 * plot.clouds(6) + 0.05 * plot.fine(), *plot.choose(*pairs))


def _laminate(plot: _Plot) -> Pixels:
    base = plot.colour(120, 246, 0.75)
    return _coloured(0.5 + 0.06 * plot.fine() + 0.1 * plot.clouds(4), base * 0.9, base * 1.1)


def _tiles(plot: _Plot) -> Pixels:
    pitch = plot.rng.uniform(6, 20) * plot.scale
    near = np.minimum(*(pitch / 2 - np.abs(line % pitch - pitch / 2) for line in (plot.y, plot.x)))
    grout = np.clip(1 - (near / plot.scale - 0.12) * 8, 0, 1).astype(np.float32)
    number = (plot.y // pitch * 31 + plot.x // pitch * 17).astype(int) % 64
    tone = (1 + plot.rng.uniform(-0.05, 0.05, 64).astype(np.float32))[number]
    base = plot.colour(110, 240, 0.0) * 0.25 + plot.rng.uniform(110, 180)
    tiles = _coloured(grout, base, base * plot.rng.uniform(0.6, 1.2))
    return _toned(tiles, tone * (1 + 0.02 * plot.clouds(5)))


_PAINTERS: dict[str, Callable[[_Plot], Pixels]] = {
    "wood": _wood,
    "steel": _steel,
    "marble": _marble,
    "granite": _granite,
    "belt": _belt,
    "cloth": _cloth,
    "paper": _paper,
    "laminate": _laminate,
    "tiles": _tiles,
}
GROUND_KINDS = tuple(_PAINTERS)
