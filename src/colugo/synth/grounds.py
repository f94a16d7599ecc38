"""What products stand on: wood, steel, marble, rubber, cloth, paper, plastic. Knows numpy and OpenCV."""

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from colugo.synth.camera import Floats
from colugo.synth.canvas import Pixels

Size = tuple[int, int]  # rows, columns
_Colour = tuple[float, float, float]


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
    size = max(8, round(size_cm[1] * texels_per_cm)), max(8, round(size_cm[0] * texels_per_cm))
    return _PAINTERS[kind](size, texels_per_cm, rng)


def _clouds(size: Size, cells: float, rng: np.random.Generator, stretch: float = 1.0) -> Floats:
    """Soft noise around 0, with about `cells` blots along the shorter side; longer in x by `stretch`."""
    step = min(size) / cells
    small = rng.standard_normal(
        (int(size[0] / step) + 3, int(size[1] / (step * stretch)) + 3)
    ).astype(np.float32)
    rows = np.linspace(0.5, size[0] / step + 0.5, size[0], dtype=np.float32)
    columns = np.linspace(0.5, size[1] / (step * stretch) + 0.5, size[1], dtype=np.float32)
    if cells < 60:
        whole = (size[1] + 2, size[0] + 2)
        return np.asarray(cv2.resize(small, whole, interpolation=cv2.INTER_CUBIC), np.float32)[
            1:-1, 1:-1
        ]
    x, y = np.meshgrid(columns, rows)
    return np.asarray(cv2.remap(small, x, y, cv2.INTER_LINEAR), np.float32)


@lru_cache(maxsize=6)
def _grain(number: int) -> Floats:
    return np.random.default_rng([number, 21]).standard_normal((1024, 1024)).astype(np.float32)


def _fine(size: Size, rng: np.random.Generator, along: int = 1) -> Floats:
    """Noise of single texels, drawn out along x over `along` texels."""
    grain = _grain(int(rng.integers(6)))
    if along > 1:
        grain = np.asarray(cv2.blur(grain, (along, 1)), np.float32) * np.float32(np.sqrt(along))
    tiles = -(-size[0] // 1024), -(-size[1] // 1024)
    return np.tile(grain, tiles)[: size[0], : size[1]]


def _coloured(value: Floats, dark: _Colour, light: _Colour) -> Pixels:
    """Colours between two, by a value of 0..1."""
    share = np.linspace(0, 1, 256)[:, None]
    table = np.clip(np.array(dark) * (1 - share) + np.array(light) * share, 0, 255).astype(np.uint8)
    return _looked_up(value, table)


def _looked_up(value: Floats, table: Pixels) -> Pixels:
    """Read a table (256, 3) at values of 0..1."""
    level = cv2.convertScaleAbs(np.maximum(value, 0), alpha=255)
    return np.asarray(cv2.LUT(cv2.merge([level, level, level]), table[None]), np.uint8)


def _scaled(picture: Pixels, factor: Floats) -> Pixels:
    """A picture times a factor for each texel."""
    whole = cv2.merge([factor, factor, factor]) if factor.ndim == 2 else factor
    return np.asarray(cv2.multiply(picture, whole.astype(np.float32), dtype=cv2.CV_8U), np.uint8)


def _choose(rng: np.random.Generator, *pairs: tuple[_Colour, _Colour]) -> tuple[_Colour, _Colour]:
    return pairs[rng.integers(len(pairs))]


def _wood(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    dark, light = _choose(
        rng, ((150, 104, 62), (206, 160, 106)), ((88, 56, 34), (138, 94, 60)), ((196, 164, 122), (232, 206, 168)),
        ((110, 92, 78), (160, 142, 124)), ((60, 40, 30), (98, 68, 48)), ((176, 120, 70), (222, 172, 116)),
    )  # fmt: skip
    plank = rng.uniform(8, 22) * scale
    rows = np.arange(size[0], dtype=np.float32)[:, None]
    number = np.floor(rows / plank).astype(int)
    tone = rng.uniform(-0.12, 0.12, int(number.max()) + 1).astype(np.float32)[number]
    bend = _clouds(size, 3, rng, 3) * 2 + _clouds(size, 8, rng, 6) * 0.6
    rings = np.sin(rows / scale * rng.uniform(2, 4.5) + bend * 2.6 + tone * 90)
    value = 0.5 + 0.16 * rings + tone + 0.045 * _fine(size, rng, 25) + 0.05 * bend
    seam = np.clip(1 - np.abs((rows % plank) - 1) / max(1.0, 0.06 * scale), 0, 1)
    return _scaled(
        _coloured(value, dark, light), np.broadcast_to(1 - 0.55 * seam, size).astype(np.float32)
    )


def _steel(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    value = 0.5 + 0.11 * _fine(size, rng, 61) + 0.1 * _clouds(size, 3, rng)
    tone = rng.uniform(0.85, 1.1)
    return _coloured(
        value, (136 * tone, 139 * tone, 142 * tone), (206 * tone, 208 * tone, 210 * tone)
    )


def _marble(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    dark, light = _choose(
        rng, ((150, 148, 146), (240, 238, 234)), ((16, 18, 20), (74, 76, 80)), ((190, 170, 146), (242, 230, 212)),
        ((88, 104, 98), (190, 200, 194)),
    )  # fmt: skip
    bend = _clouds(size, 4, rng) + 0.5 * _clouds(size, 9, rng) + 0.25 * _clouds(size, 22, rng)
    way = rng.uniform(0, np.pi)
    rows, columns = (np.arange(n, dtype=np.float32) / min(size) for n in size)
    along = rows[:, None] * np.float32(np.sin(way)) + columns[None, :] * np.float32(np.cos(way))
    sheer = np.abs(np.sin(along * rng.uniform(4, 9) + bend * rng.uniform(0.9, 1.6)))
    veins = np.exp(-sheer * rng.uniform(9, 22)) * np.clip(0.5 + 0.5 * _clouds(size, 5, rng), 0, 1)
    value = 0.82 - 0.75 * veins + 0.1 * bend + 0.015 * _fine(size, rng)
    if light[0] < 100:  # dark stone has light veins
        value = 1 - value
    return _coloured(value, dark, light)


def _granite(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    dark, light = _choose(
        rng,
        ((60, 58, 58), (150, 146, 142)),
        ((140, 130, 122), (220, 214, 206)),
        ((30, 32, 36), (90, 92, 98)),
    )
    specks = cv2.GaussianBlur(_fine(size, rng), (0, 0), max(0.6, 0.05 * scale))
    value = 0.5 + specks * 0.9 + 0.12 * _clouds(size, 30, rng)
    return _coloured(value, dark, light)


def _belt(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    tone = rng.uniform(26, 74)
    warm = rng.uniform(-4, 4)
    rows, columns = (np.arange(n, dtype=np.float32) for n in size)
    pitch = max(3.0, rng.uniform(0.15, 0.5) * scale)
    weave = np.sin(2 * np.pi * rows / pitch)[:, None] * np.sin(2 * np.pi * columns / pitch)[None, :]
    dust = np.clip(_clouds(size, 12, rng) - 0.6, 0, 3) * 0.08
    value = (
        0.4
        + 0.1 * weave * rng.integers(0, 2)
        + 0.07 * _fine(size, rng)
        + 0.1 * _clouds(size, 4, rng)
        + dust
    )
    return _coloured(
        value,
        (tone * 0.8, tone * 0.8, tone * 0.8),
        (tone * 1.35 + 8 + warm, tone * 1.35 + 8, tone * 1.35 + 8 - warm),
    )


def _cloth(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    base = np.array(rng.uniform(50, 245, 3))
    base = base * 0.5 + base.mean() * 0.5
    other = (np.array([250, 248, 244]), rng.uniform(40, 250, 3))[
        rng.integers(2)
    ] * 0.85 + base * 0.15
    rows, columns = (np.arange(n, dtype=np.float32) for n in size)
    pitch, pattern = rng.uniform(2, 7) * scale, rng.integers(4)
    down, across = (np.sin(2 * np.pi * line / pitch) > 0 for line in (rows, columns))
    share = np.zeros(size, np.float32)
    if pattern == 1:
        share = (down[:, None].astype(np.float32) + across[None, :]) / 2
    elif pattern == 2:
        share = np.broadcast_to(across[None, :], size).astype(np.float32)
    folds = _clouds(size, 4, rng, 2.5) * 0.06
    threads = 0.035 * _fine(size, rng, 5) + 0.035 * _fine((size[1], size[0]), rng, 5).T
    plain = _coloured(share, (base[0], base[1], base[2]), (other[0], other[1], other[2]))
    return _scaled(plain, (1 + folds + threads).astype(np.float32))


def _paper(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    base = _choose(
        rng,
        ((236, 234, 230), (250, 249, 247)),
        ((196, 164, 122), (214, 184, 144)),
        ((206, 214, 220), (226, 232, 236)),
    )
    return _coloured(0.5 + 0.12 * _clouds(size, 6, rng) + 0.05 * _fine(size, rng), *base)


def _laminate(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    base = np.array(rng.uniform(120, 246, 3))
    base = base * 0.25 + base.mean() * 0.75
    light, dark = base * 1.1, base * 0.9
    value = 0.5 + 0.06 * _fine(size, rng) + 0.1 * _clouds(size, 4, rng)
    return _coloured(value, (dark[0], dark[1], dark[2]), (light[0], light[1], light[2]))


def _tiles(size: Size, scale: float, rng: np.random.Generator) -> Pixels:
    pitch = rng.uniform(6, 20) * scale
    rows, columns = (np.arange(n, dtype=np.float32) for n in size)
    near = np.minimum(
        np.abs(rows % pitch - pitch / 2)[:, None] * -1 + pitch / 2,
        np.abs(columns % pitch - pitch / 2)[None, :] * -1 + pitch / 2,
    )
    grout = np.clip(1 - (near / scale - 0.12) * 8, 0, 1).astype(np.float32)
    number = (
        np.floor(rows / pitch)[:, None] * 31 + np.floor(columns / pitch)[None, :] * 17
    ).astype(int) % 64
    tone = (1 + rng.uniform(-0.05, 0.05, 64).astype(np.float32))[number]
    base = np.array(rng.uniform(110, 240, 3)) * 0.25 + rng.uniform(110, 180)
    joint = base * rng.uniform(0.6, 1.2)
    tiles = _coloured(grout, (base[0], base[1], base[2]), (joint[0], joint[1], joint[2]))
    return _scaled(tiles, tone * (1 + 0.02 * _clouds(size, 5, rng)))


_PAINTERS: dict[str, Callable[[Size, float, np.random.Generator], Pixels]] = {
    "wood": _wood, "steel": _steel, "marble": _marble, "granite": _granite, "belt": _belt, "cloth": _cloth,
    "paper": _paper, "laminate": _laminate, "tiles": _tiles,
}  # fmt: skip
GROUND_KINDS = tuple(_PAINTERS)
