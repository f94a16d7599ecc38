"""The rest of the print: nutrition table, small print, barcode. Knows the canvas.

Tables and small print are printed a few times and kept: nobody reads them, and
letters are what takes time.
"""

from functools import lru_cache

import numpy as np
from PIL import Image

from colugo.synth.barcode import barcode
from colugo.synth.canvas import Area, Canvas, Pixels, plain_sheet
from colugo.synth.fonts import chinese_faces
from colugo.synth.label import Label
from colugo.synth.palette import Rgb
from colugo.synth.words import SMALL_PRINT

_NUTRIENTS = ("能量", "蛋白质", "脂肪", "碳水化合物", "钠")
_BLACK: Rgb = (20, 20, 20)
_VARIANTS = 6


def paint_info(label: Label, area: Area) -> None:
    """A side panel: small print, nutrition table and barcode; slim ones from the top down."""
    x, y, w, h = area
    variant = label.design.variation % _VARIANTS
    if w * label.sheet.aspect < 0.5 * h:
        table, bars = (
            (x + w * 0.04, y + h * 0.38, w * 0.92, h * 0.3),
            (x + w * 0.08, y + h * 0.74, w * 0.84, h * 0.2),
        )
        lines = (x, y + h * 0.05, w, h * 0.3)
    else:
        table, bars = (
            (x + w * 0.03, y + h * 0.1, w * 0.44, h * 0.5),
            (x + w * 0.52, y + h * 0.66, w * 0.44, h * 0.28),
        )
        lines = (x + w * 0.52, y + h * 0.1, w * 0.45, h * 0.5)
        label.zh(label.design.slogan, (x + w * 0.05, y + h * 0.68, w * 0.4, h * 0.14))
    _stretch(label.sheet, _nutrition(variant), table)
    _stretch(label.sheet, _small_print(variant, label.ink), lines)
    _bars(label.sheet, label.product.sku, bars)


def _bars(sheet: Canvas, sku: str, area: Area) -> None:
    x, y, w, h = area
    sheet.fill(area, (255, 255, 255))
    sheet.paste(barcode(sku), (x, y, w, h * 0.82))
    digits = (x + w * 0.08, y + h * 0.82, w * 0.84, h * 0.16)
    sheet.text(sku, digits, chinese_faces()[0], _BLACK)


def _stretch(sheet: Canvas, picture: Pixels, area: Area) -> None:
    """Put an RGBA picture into an area, both sides made to fit."""
    x0, y0, x1, y1 = sheet.box(area)
    fitted = Image.fromarray(picture).resize((x1 - x0, y1 - y0), Image.Resampling.BILINEAR)
    sheet.image.paste(fitted, (x0, y0), fitted)


@lru_cache(maxsize=256)
def _small_print(variant: int, ink: Rgb) -> Pixels:
    """Lines of small print, RGBA."""
    words = "".join(SMALL_PRINT[variant:] + SMALL_PRINT[:variant])
    sheet = plain_sheet(300, 300, (0, 0, 0))
    for number in range(14):
        line = words[number * 18 : number * 18 + 18]
        spot = (0.0, number / 14, 1.0, 0.9 / 14)
        sheet.text(line, spot, chinese_faces()[0], (255, 255, 255), align="left")
    solid = sheet.pixels()[..., :1]
    return np.dstack([np.broadcast_to(np.array(ink, np.uint8), (300, 300, 3)), solid])


@lru_cache(maxsize=_VARIANTS)
def _nutrition(variant: int) -> Pixels:
    """A nutrition table as the law wants it, RGBA. Source: layout after GB 28050."""
    rng = np.random.default_rng([variant, 5])
    sheet, face = plain_sheet(300, 260, (250, 250, 248)), chinese_faces()[0]
    sheet.fill((0, 0, 1, 1), (250, 250, 248), 0.02, (30, 30, 30))
    sheet.text("营养成分表", (0.1, 0.02, 0.8, 0.13), face, _BLACK)
    for number, nutrient in enumerate(_NUTRIENTS):
        top = 0.17 + 0.16 * number
        sheet.fill((0, top, 1, 0.008), (60, 60, 60))
        amount, share = f"{rng.integers(1, 999) / 10}g", f"{rng.integers(1, 40)}%"
        sheet.text(nutrient, (0.04, top + 0.02, 0.42, 0.12), face, _BLACK, align="left")
        sheet.text(amount, (0.5, top + 0.02, 0.25, 0.12), face, _BLACK, align="right")
        sheet.text(share, (0.78, top + 0.02, 0.18, 0.12), face, _BLACK, align="right")
    return np.dstack([sheet.pixels(), np.full((260, 300), 255, np.uint8)])
