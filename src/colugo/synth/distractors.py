"""Things on a counter that are not for sale: coins, phone, receipt, keys. Knows the canvas.

They lie flat, so they are stamped on the ground before the camera sees it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.canvas import Canvas, Pixels, plain_sheet
from colugo.synth.fonts import chinese_faces, latin_faces
from colugo.synth.palette import Rgb, shift
from colugo.synth.puff import puffed

_PX_PER_CM = 24
_VARIANTS = 6
_WHITE: Rgb = (255, 255, 255)
_MIDDLE = (0.25, 0.25, 0.5, 0.5)


def stamp_distractors(
    ground: Pixels, texels_per_cm: float, count: int, rng: np.random.Generator,
    kinds: Sequence[str] | None = None,
) -> Pixels:  # fmt: skip
    """A copy of a ground with `count` things lying on it, of DISTRACTOR_KINDS or other kinds."""
    ground = ground.copy()
    chosen = DISTRACTOR_KINDS if kinds is None else kinds
    for _ in range(count):
        kind = chosen[int(rng.integers(len(chosen)))]
        sprite = _sprite(kind, int(rng.integers(_VARIANTS)))
        at = rng.uniform(0, ground.shape[1]), rng.uniform(0, ground.shape[0])
        _stamp(ground, sprite, at, rng.uniform(0, 2 * np.pi), texels_per_cm / _PX_PER_CM)
    return ground


def _stamp(
    ground: Pixels, sprite: Pixels, at: tuple[float, float], angle: float, scale: float
) -> None:
    """Blend a turned sprite and its shadow into the ground, in place."""
    if scale < 0.5:
        sprite = np.asarray(cv2.resize(sprite, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        scale *= 2
    reach = int(np.hypot(*sprite.shape[:2]) * scale / 2) + 4
    x0, y0 = int(at[0]) - reach, int(at[1]) - reach
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    x, y = sprite.shape[1] / 2, sprite.shape[0] / 2
    turn = np.array([[cos, -sin, reach - cos * x + sin * y], [sin, cos, reach - sin * x - cos * y]])
    whole = cv2.warpAffine(sprite, turn, (2 * reach, 2 * reach))
    top, bottom = max(0, y0), min(ground.shape[0], y0 + 2 * reach)
    left, right = max(0, x0), min(ground.shape[1], x0 + 2 * reach)
    if bottom <= top or right <= left:
        return
    part = whole[top - y0 : bottom - y0, left - x0 : right - x0].astype(np.float32)
    alpha = part[..., 3:] / 255
    soft = cv2.GaussianBlur(np.roll(alpha[..., 0], (2, 2), (0, 1)), (0, 0), 2.0 + 4 * scale)
    spot = ground[top:bottom, left:right]
    under = spot * (1 - 0.45 * soft[..., None])
    spot[:] = np.clip(under * (1 - alpha) + part[..., :3] * alpha, 0, 255).astype(np.uint8)


@lru_cache(maxsize=128)
def _sprite(kind: str, variant: int) -> Pixels:
    """One thing, (h, w, 4) RGBA at 24 pixels a centimetre."""
    return _PAINTERS[kind](np.random.default_rng([variant, 31, ALL_KINDS.index(kind)]))


def _sheet(width_cm: float, height_cm: float, rgb: Rgb) -> Canvas:
    return plain_sheet(round(width_cm * _PX_PER_CM), round(height_cm * _PX_PER_CM), rgb)


def _cut(sheet: Canvas, radius: float = 0.0) -> Pixels:
    """A sheet as RGBA with round corners."""
    mask = plain_sheet(*sheet.size, (0, 0, 0))
    mask.fill((0.004, 0.004, 0.992, 0.992), _WHITE, radius)
    return np.dstack([sheet.pixels(), mask.pixels()[..., 0]])


def _colour(rng: np.random.Generator, low: int = 20, high: int = 230) -> Rgb:
    red, green, blue = (int(part) for part in rng.integers(low, high, 3))
    return red, green, blue


def _coin(rng: np.random.Generator) -> Pixels:
    side = round(rng.uniform(1.9, 2.5) * _PX_PER_CM) // 2 * 2
    metal: Rgb = ((196, 196, 192), (206, 166, 92), (176, 120, 76))[int(rng.integers(3))]
    mask, middle = np.zeros((side + 4, side + 4), np.uint8), (side // 2 + 2, side // 2 + 2)
    cv2.circle(mask, middle, side // 2, 255, -1, cv2.LINE_AA)
    coin, ink = puffed(mask, metal, puff=0.02, shine=0.6), shift(metal, 0, 0.65)
    cv2.circle(coin, middle, round(side * 0.42), (*ink, 255), 1, cv2.LINE_AA)
    sheet = Canvas(np.ascontiguousarray(coin[..., :3]))
    sheet.text(str(rng.choice(["1", "5", "10", "2"])), _MIDDLE, latin_faces()[0], ink)
    return np.dstack([sheet.pixels(), mask])


def _phone(rng: np.random.Generator) -> Pixels:
    bodies: tuple[Rgb, ...] = (20, 20, 24), (230, 230, 234), (40, 60, 90), (214, 180, 160)
    sheet = _sheet(7.2, 15.0, bodies[int(rng.integers(4))])
    shows = rng.choice(["back", "dark", "lit"])
    if shows == "back":
        sheet.fill((0.07, 0.03, 0.4, 0.2), (30, 30, 34), 0.3)
        for x, y in ((0.12, 0.05), (0.12, 0.14), (0.29, 0.09)):
            sheet.oval((x, y, 0.14, 0.068), (10, 12, 16), (90, 90, 96))
        return _cut(sheet, 0.12)
    screen = ((26, 28, 34), (54, 58, 68)) if shows == "dark" else ((70, 120, 190), (190, 120, 160))
    sheet.shade((0.04, 0.02, 0.92, 0.96), *screen)
    if shows == "lit":
        sheet.text("10:24", (0.2, 0.12, 0.6, 0.1), latin_faces()[0], _WHITE)
    return _cut(sheet, 0.12)


def _receipt(rng: np.random.Generator) -> Pixels:
    sheet, face = _sheet(5.8, rng.uniform(9, 18), (246, 245, 240)), chinese_faces()[0]
    sheet.text("收银小票", (0.2, 0.03, 0.6, 0.06), face, (50, 50, 54))
    rows, ink = int(sheet.size[1] / (0.55 * _PX_PER_CM)), (80, 80, 86)
    for row in range(3, rows - 2):
        y, high = row / rows, 0.6 / rows
        words = f"{rng.choice(['牛奶', '面包', '苹果', '茶', '纸巾'])} x{rng.integers(1, 5)}"
        sheet.text(words, (0.07, y, 0.5, high), face, ink, align="left")
        price = f"{rng.integers(100, 9999) / 100:.2f}"
        sheet.text(price, (0.6, y, 0.33, high), face, ink, align="right")
    wave = 1 + 0.07 * np.sin(np.linspace(0, rng.uniform(4, 12), sheet.size[1]))[:, None, None]
    return _toned(_cut(sheet), wave)


def _toned(picture: Pixels, tone: NDArray[np.floating[Any]]) -> Pixels:
    """A picture lighter and darker by a factor; its opacity stays."""
    colour = np.clip(picture[..., :3] * tone, 0, 255).astype(np.uint8)
    return np.dstack([colour, picture[..., 3]])


def _note(rng: np.random.Generator) -> Pixels:
    """Paper like money of no country: rosettes and a number."""
    base = _colour(rng, 120, 220)
    sheet, ink = _sheet(14.5, 7.2, base), shift(base, 0, 0.7)
    width, height = sheet.size
    for number in range(26):
        wide, high = 10 + number * 5, 7 + number * 3.5
        x, y = width * 0.62, height * 0.5
        sheet.draw.ellipse((x - wide, y - high, x + wide, y + high), outline=ink)
        sheet.draw.ellipse((number * 12 - 90, -40, number * 12 + 200, height + 40), outline=ink)
    value = str(rng.choice(["7", "15", "30", "70"]))
    sheet.text(value, (0.05, 0.1, 0.25, 0.4), latin_faces()[0], (60, 50, 60))
    sheet.text("SAMPLE 样张", (0.4, 0.4, 0.5, 0.2), chinese_faces()[0], (70, 60, 70))
    return _cut(sheet)


def _napkin(rng: np.random.Generator) -> Pixels:
    side, tint = float(rng.uniform(9, 16)), int(rng.uniform(232, 252))
    sheet = _sheet(side, side, (tint, tint, tint - 3))
    bumps = rng.standard_normal((7, 7)).astype(np.float32)
    tone = 1 + 0.05 * np.asarray(cv2.resize(bumps, sheet.size, interpolation=cv2.INTER_CUBIC))
    fold = len(tone) // 2
    tone[fold - 1 : fold + 1] *= 0.9
    return _toned(_cut(sheet), tone[..., None])


def _card(rng: np.random.Generator) -> Pixels:
    sheet = _sheet(8.5, 5.4, _WHITE)
    sheet.shade((0, 0, 1, 1), _colour(rng), _colour(rng), sideways=True)
    sheet.fill((0.1, 0.35, 0.15, 0.22), (214, 180, 100), 0.2)
    sheet.text("MEMBER 会员卡", (0.1, 0.08, 0.6, 0.16), chinese_faces()[0], _WHITE, align="left")
    sheet.text("0000 1234 5678", (0.1, 0.68, 0.7, 0.15), latin_faces()[0], _WHITE, align="left")
    return _cut(sheet, 0.08)


def _pen(rng: np.random.Generator) -> Pixels:
    sheet = _sheet(14.0, 0.9, _colour(rng))
    sheet.fill((0.0, 0.35, 0.06, 0.3), (180, 180, 184))
    sheet.fill((0.3, 0.0, 0.02, 1.0), (220, 220, 224))
    around = np.sin(np.linspace(0.35, 2.6, sheet.size[1]))[:, None, None]
    return _toned(_cut(sheet, 0.5), 0.45 + 0.75 * around)


def _keys(rng: np.random.Generator) -> Pixels:
    side = round(7.5 * _PX_PER_CM)
    mask = np.zeros((side, side), np.uint8)
    for turn in rng.uniform(0.2, 1.9, 2):
        way = np.array([np.cos(turn), np.sin(turn)])
        head, aside = 50 + way * 26, np.array([way[1], -way[0]]) * 4
        cv2.circle(mask, _at(head), 15, 255, -1, cv2.LINE_AA)
        cv2.line(mask, _at(head), _at(head + way * 84), 255, 8, cv2.LINE_AA)
        for along in (55, 67, 80):  # the bit
            cv2.circle(mask, _at(head + way * along + aside), 4, 255, -1, cv2.LINE_AA)
    cv2.circle(mask, (46, 46), 34, 255, 4, cv2.LINE_AA)
    return puffed(mask, (190, 182, 160), puff=0.03, shine=1.0)


def _at(xy: NDArray[np.floating[Any]]) -> tuple[int, int]:
    return round(float(xy[0])), round(float(xy[1]))


def _coaster(rng: np.random.Generator) -> Pixels:
    colour = _colour(rng, 40)
    sheet = _sheet(9, 9, colour)
    sheet.oval((0.08, 0.08, 0.84, 0.84), colour, _WHITE)
    return _cut(sheet, 0.5 if rng.random() < 0.6 else 0.1)


def _cable(rng: np.random.Generator) -> Pixels:
    side = round(16 * _PX_PER_CM)
    mask, t = np.zeros((side, side), np.uint8), np.linspace(0, 1, 80)
    x = side * (0.1 + 0.8 * t + 0.1 * np.sin(t * rng.uniform(6, 14)))
    y = side * (0.5 + 0.3 * np.sin(t * rng.uniform(4, 10) + 1))
    line = np.stack([x, y], axis=1).round().astype(np.int32)
    cv2.polylines(mask, [line], False, 255, 8, cv2.LINE_AA)
    colour: Rgb = (30, 30, 34) if rng.random() < 0.5 else (236, 236, 236)
    return puffed(mask, colour, puff=0.03)


def _bag(rng: np.random.Generator) -> Pixels:
    """An empty carrier bag that lies flat: a sheet with two handles and creases."""
    side = round(rng.uniform(20, 27) * _PX_PER_CM)
    mask = np.zeros((side, side), np.uint8)
    wide, top = 0.36 * side, 0.3 * side
    corners = np.array([(-wide, top), (wide, top), (wide * 1.05, side), (-wide * 1.05, side)])
    middle = np.array([side / 2, -0.04 * side])
    cv2.fillPoly(mask, [np.round(corners + middle).astype(np.int32)], 255, cv2.LINE_AA)
    for way in (-1, 1):
        at = round(side / 2 + way * wide * 0.5), round(top)
        cv2.ellipse(mask, at, (round(wide * 0.36), round(top * 0.8)), 0, 180, 360, 255,
                    max(3, side // 20), cv2.LINE_AA)  # fmt: skip
    bag = puffed(mask, _colour(rng, 90, 250), puff=0.02, shine=0.25)
    bumps = rng.standard_normal((9, 9)).astype(np.float32)
    creases = np.asarray(cv2.resize(bumps, (side, side), interpolation=cv2.INTER_CUBIC))
    return _toned(np.dstack([bag[..., :3], mask]), 1 + 0.12 * np.sin(3 * creases)[..., None])


_PAINTERS: dict[str, Callable[[np.random.Generator], Pixels]] = {
    "coin": _coin,
    "phone": _phone,
    "receipt": _receipt,
    "note": _note,
    "napkin": _napkin,
    "card": _card,
    "pen": _pen,
    "keys": _keys,
    "coaster": _coaster,
    "cable": _cable,
    "bag": _bag,
}
DISTRACTOR_KINDS = tuple(kind for kind in _PAINTERS if kind != "bag")
ALL_KINDS = tuple(_PAINTERS)
