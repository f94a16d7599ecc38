"""Things on a counter that are not for sale: coins, phone, receipt, keys, notes, cards. Knows Pillow and OpenCV.

They lie flat, so they are stamped on the ground before the camera sees it.
"""

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw

from colugo.synth.canvas import Canvas, Pixels
from colugo.synth.fonts import chinese_faces, latin_faces
from colugo.synth.icons import puffed
from colugo.synth.palette import Rgb

_PX_PER_CM = 24
_VARIANTS = 6


def stamp_distractors(
    ground: Pixels, texels_per_cm: float, count: int, rng: np.random.Generator
) -> Pixels:
    """A copy of a ground with `count` things lying on it."""
    ground = ground.copy()
    for _ in range(count):
        kind = DISTRACTOR_KINDS[rng.integers(len(DISTRACTOR_KINDS))]
        sprite = _sprite(kind, int(rng.integers(_VARIANTS)))
        at = rng.uniform(0, ground.shape[1]), rng.uniform(0, ground.shape[0])
        _stamp(ground, sprite, at, rng.uniform(0, 2 * np.pi), texels_per_cm / _PX_PER_CM)
    return ground


def _stamp(
    ground: Pixels, sprite: Pixels, at: tuple[float, float], angle: float, scale: float
) -> None:
    """Blend a turned sprite and its shadow into the ground, in place."""
    reach = int(np.hypot(*sprite.shape[:2]) * scale / 2) + 4
    x0, y0 = int(at[0]) - reach, int(at[1]) - reach
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    middle = sprite.shape[1] / 2, sprite.shape[0] / 2
    turn = np.array([
        [cos, -sin, reach - cos * middle[0] + sin * middle[1]], [sin, cos, reach - sin * middle[0] - cos * middle[1]],
    ])  # fmt: skip
    source = (
        cv2.resize(sprite, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        if scale < 0.5
        else sprite
    )
    if scale < 0.5:
        turn[:, :2] *= 2
    whole = cv2.warpAffine(source, turn, (2 * reach, 2 * reach), flags=cv2.INTER_LINEAR)
    low, high = (
        (max(0, y0), max(0, x0)),
        (min(ground.shape[0], y0 + 2 * reach), min(ground.shape[1], x0 + 2 * reach)),
    )
    if high[0] <= low[0] or high[1] <= low[1]:
        return
    part = whole[low[0] - y0 : high[0] - y0, low[1] - x0 : high[1] - x0].astype(np.float32)
    alpha = part[..., 3:] / 255
    soft = (
        cv2.GaussianBlur(np.roll(part[..., 3], (2, 2), (0, 1)), (0, 0), 2.0 + 4 * scale)[..., None]
        / 255
    )
    spot = ground[low[0] : high[0], low[1] : high[1]]
    under = spot * (1 - 0.45 * soft)
    spot[:] = np.clip(under * (1 - alpha) + part[..., :3] * alpha, 0, 255).astype(np.uint8)


@lru_cache(maxsize=128)
def _sprite(kind: str, variant: int) -> Pixels:
    """One thing, (h, w, 4) RGBA at 24 pixels a centimetre."""
    return _PAINTERS[kind](np.random.default_rng([variant, 31, DISTRACTOR_KINDS.index(kind)]))


def _sheet(width_cm: float, height_cm: float, rgb: Rgb) -> Canvas:
    return Canvas(round(width_cm * _PX_PER_CM), round(height_cm * _PX_PER_CM), rgb)


def _cut(sheet: Canvas, radius: float = 0.0) -> Pixels:
    """A sheet as RGBA with round corners."""
    mask = Image.new("L", sheet.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (1, 1, sheet.size[0] - 2, sheet.size[1] - 2), radius * min(sheet.size), 255
    )
    return np.dstack([sheet.pixels(), np.asarray(mask)])


def _coin(rng: np.random.Generator) -> Pixels:
    side = round(rng.uniform(1.9, 2.5) * _PX_PER_CM)
    metal: Rgb = ((196, 196, 192), (206, 166, 92), (176, 120, 76))[rng.integers(3)]
    mask = np.zeros((side + 4, side + 4), np.uint8)
    centre = ((side + 4) // 2, (side + 4) // 2)
    cv2.circle(mask, centre, side // 2, 255, -1, cv2.LINE_AA)
    coin = puffed(mask, metal, puff=0.02, shine=0.6)
    cv2.circle(
        coin,
        centre,
        round(side * 0.42),
        (*(round(part * 0.8) for part in metal), 255),
        1,
        cv2.LINE_AA,
    )
    sheet = Image.fromarray(coin)
    words = str(rng.choice(["1", "5", "10", "2"]))
    canvas = Canvas(1, 1, metal)
    canvas.image, canvas.draw = sheet.convert("RGB"), ImageDraw.Draw(sheet)
    inner = Canvas(*sheet.size, metal)
    inner.image = sheet.convert("RGB")
    inner.draw = ImageDraw.Draw(inner.image)
    inner.text(
        words,
        (0.25, 0.25, 0.5, 0.5),
        latin_faces()[0],
        (round(metal[0] * 0.6), round(metal[1] * 0.6), round(metal[2] * 0.6)),
    )
    return np.dstack([inner.pixels(), coin[..., 3]])


def _phone(rng: np.random.Generator) -> Pixels:
    body: Rgb = ((20, 20, 24), (230, 230, 234), (40, 60, 90), (214, 180, 160))[rng.integers(4)]
    sheet = _sheet(7.2, 15.0, body)
    if rng.random() < 0.6:
        sheet.shade(
            (0.04, 0.02, 0.92, 0.96), (26, 28, 34), (54, 58, 68), sideways=bool(rng.random() < 0.5)
        )
        if rng.random() < 0.4:
            sheet.shade((0.05, 0.03, 0.9, 0.94), (70, 120, 190), (190, 120, 160))
            sheet.text("10:24", (0.2, 0.12, 0.6, 0.1), latin_faces()[0], (255, 255, 255))
    else:
        sheet.fill((0.07, 0.03, 0.4, 0.2), (30, 30, 34), 0.3)
        for x, y in ((0.12, 0.05), (0.12, 0.14), (0.29, 0.09)):
            sheet.oval((x, y, 0.14, 0.068), (10, 12, 16), (90, 90, 96))
    return _cut(sheet, 0.12)


def _receipt(rng: np.random.Generator) -> Pixels:
    sheet = _sheet(5.8, rng.uniform(9, 18), (246, 245, 240))
    face = chinese_faces()[0]
    sheet.text("收银小票", (0.2, 0.03, 0.6, 0.06), face, (50, 50, 54))
    rows = int(sheet.size[1] / (0.55 * _PX_PER_CM))
    for row in range(3, rows - 2):
        y = row / rows
        sheet.text(
            f"{rng.choice(['牛奶', '面包', '苹果', '茶', '纸巾'])} x{rng.integers(1, 5)}",
            (0.07, y, 0.5, 0.6 / rows),
            face,
            (80, 80, 86),
            align="left",
        )
        sheet.text(
            f"{rng.integers(100, 9999) / 100:.2f}",
            (0.6, y, 0.33, 0.6 / rows),
            face,
            (80, 80, 86),
            align="right",
        )
    pixels = _cut(sheet)
    wave = 1 + 0.07 * np.sin(np.linspace(0, rng.uniform(4, 12), sheet.size[1]))[:, None, None]
    pixels[..., :3] = np.clip(pixels[..., :3] * wave, 0, 255)
    return pixels


def _note(rng: np.random.Generator) -> Pixels:
    """Paper like money of no country: rosettes and a number."""
    base = tuple(int(part) for part in rng.uniform(120, 220, 3))
    sheet = _sheet(14.5, 7.2, (base[0], base[1], base[2]))
    width, height = sheet.size
    for number in range(26):
        radius = 10 + number * 5
        ink = tuple(int(part * 0.7) for part in base)
        sheet.draw.ellipse(
            (
                width * 0.62 - radius,
                height * 0.5 - radius * 0.7,
                width * 0.62 + radius,
                height * 0.5 + radius * 0.7,
            ),
            outline=ink,
        )
        sheet.draw.arc((number * 12 - 90, -40, number * 12 + 200, height + 40), 0, 360, ink)
    sheet.text(
        str(rng.choice(["7", "15", "30", "70"])),
        (0.05, 0.1, 0.25, 0.4),
        latin_faces()[0],
        (60, 50, 60),
    )
    sheet.text("SAMPLE 样张", (0.4, 0.4, 0.5, 0.2), chinese_faces()[0], (70, 60, 70))
    return _cut(sheet)


def _napkin(rng: np.random.Generator) -> Pixels:
    side = rng.uniform(9, 16)
    tint = int(rng.uniform(232, 252))
    sheet = _sheet(side, side, (tint, tint, tint - 3))
    pixels = _cut(sheet).astype(np.float32)
    cells = cv2.resize(
        rng.standard_normal((7, 7)).astype(np.float32), sheet.size, interpolation=cv2.INTER_CUBIC
    )
    pixels[..., :3] *= (1 + 0.05 * cells)[..., None]
    half = pixels.shape[0] // 2
    pixels[half - 1 : half + 1, :, :3] *= 0.9
    return np.clip(pixels, 0, 255).astype(np.uint8)


def _card(rng: np.random.Generator) -> Pixels:
    first, second = (tuple(int(part) for part in rng.uniform(20, 220, 3)) for _ in range(2))
    sheet = _sheet(8.5, 5.4, (first[0], first[1], first[2]))
    sheet.shade(
        (0, 0, 1, 1),
        (first[0], first[1], first[2]),
        (second[0], second[1], second[2]),
        sideways=True,
    )
    sheet.fill((0.1, 0.35, 0.15, 0.22), (214, 180, 100), 0.2)
    sheet.text(
        "MEMBER 会员卡", (0.1, 0.08, 0.6, 0.16), chinese_faces()[0], (250, 250, 250), align="left"
    )
    sheet.text(
        "0000 1234 5678", (0.1, 0.68, 0.7, 0.15), latin_faces()[0], (240, 240, 240), align="left"
    )
    return _cut(sheet, 0.08)


def _pen(rng: np.random.Generator) -> Pixels:
    colour = tuple(int(part) for part in rng.uniform(20, 230, 3))
    sheet = _sheet(14.0, 0.9, (colour[0], colour[1], colour[2]))
    sheet.fill((0.0, 0.35, 0.06, 0.3), (180, 180, 184))
    sheet.fill((0.3, 0.0, 0.02, 1.0), (220, 220, 224))
    pixels = _cut(sheet, 0.5)
    rows = np.sin(np.linspace(0.35, 2.6, pixels.shape[0]))[:, None, None]
    pixels[..., :3] = np.clip(pixels[..., :3] * (0.45 + 0.75 * rows), 0, 255)
    return pixels


def _keys(rng: np.random.Generator) -> Pixels:
    side = round(7.5 * _PX_PER_CM)
    mask = np.zeros((side, side), np.uint8)
    for turn in rng.uniform(0.2, 1.9, 2):
        way = np.array([np.cos(turn), np.sin(turn)])
        head, tip = np.array([50.0, 50.0]) + way * 26, np.array([50.0, 50.0]) + way * 110
        cv2.circle(mask, (round(head[0]), round(head[1])), 15, 255, -1, cv2.LINE_AA)
        cv2.line(
            mask,
            (round(head[0]), round(head[1])),
            (round(tip[0]), round(tip[1])),
            255,
            8,
            cv2.LINE_AA,
        )
        for share in (0.65, 0.8, 0.95):
            at = head + (tip - head) * share
            cv2.circle(
                mask,
                (round(at[0] + way[1] * 4), round(at[1] - way[0] * 4)),
                4,
                255,
                -1,
                cv2.LINE_AA,
            )
    cv2.circle(mask, (46, 46), 34, 255, 4, cv2.LINE_AA)
    return puffed(mask, (190, 182, 160), puff=0.03, shine=1.0)


def _coaster(rng: np.random.Generator) -> Pixels:
    colour = tuple(int(part) for part in rng.uniform(40, 230, 3))
    sheet = _sheet(9, 9, (colour[0], colour[1], colour[2]))
    sheet.oval((0.08, 0.08, 0.84, 0.84), (colour[0], colour[1], colour[2]), (250, 250, 250))
    return _cut(sheet, 0.5 if rng.random() < 0.6 else 0.1)


def _cable(rng: np.random.Generator) -> Pixels:
    side = round(16 * _PX_PER_CM)
    mask = np.zeros((side, side), np.uint8)
    t = np.linspace(0, 1, 80)
    x = side * (0.1 + 0.8 * t + 0.1 * np.sin(t * rng.uniform(6, 14)))
    y = side * (0.5 + 0.3 * np.sin(t * rng.uniform(4, 10) + 1))
    cv2.polylines(mask, [np.stack([x, y], 1).round().astype(np.int32)], False, 255, 8, cv2.LINE_AA)
    return puffed(mask, ((30, 30, 34), (236, 236, 236))[rng.integers(2)], puff=0.03)


_PAINTERS: dict[str, Callable[[np.random.Generator], Pixels]] = {
    "coin": _coin, "phone": _phone, "receipt": _receipt, "note": _note, "napkin": _napkin, "card": _card,
    "pen": _pen, "keys": _keys, "coaster": _coaster, "cable": _cable,
}  # fmt: skip
DISTRACTOR_KINDS = tuple(_PAINTERS)
