"""The rest of the print: nutrition table, small print, barcode, lids. Knows the canvas."""

import numpy as np

from colugo.synth.canvas import Area, Canvas, barcode
from colugo.synth.design import Design
from colugo.synth.fonts import chinese_faces
from colugo.synth.icons import icon
from colugo.synth.label import ink_on, paint_logo
from colugo.synth.palette import Rgb
from colugo.synth.product import SynthProduct

_NUTRIENTS = ("能量", "蛋白质", "脂肪", "碳水化合物", "钠")


def paint_info(sheet: Canvas, product: SynthProduct, design: Design, area: Area) -> None:
    """A side panel: slogan, small print, nutrition table, barcode, from the top down."""
    x, y, w, h = area
    width, height = sheet.size
    slim = (w * width) < 0.5 * (h * height)
    if slim:
        paint_print(sheet, design, (x, y + h * 0.05, w, h * 0.3))
        paint_nutrition(sheet, design, (x + w * 0.04, y + h * 0.38, w * 0.92, h * 0.3))
        _bars(sheet, product, (x + w * 0.08, y + h * 0.74, w * 0.84, h * 0.2))
        return
    paint_nutrition(sheet, design, (x + w * 0.03, y + h * 0.1, w * 0.44, h * 0.5))
    paint_print(sheet, design, (x + w * 0.52, y + h * 0.1, w * 0.45, h * 0.5))
    _bars(sheet, product, (x + w * 0.52, y + h * 0.66, w * 0.44, h * 0.28))
    sheet.text(
        design.slogan,
        (x + w * 0.05, y + h * 0.68, w * 0.4, h * 0.14),
        design.name_face,
        ink_on(design),
    )


def _bars(sheet: Canvas, product: SynthProduct, area: Area) -> None:
    x, y, w, h = area
    sheet.fill(area, (255, 255, 255))
    sheet.paste(barcode(product.sku), (x, y, w, h * 0.82), cover=False)
    sheet.text(
        product.sku, (x + w * 0.08, y + h * 0.82, w * 0.84, h * 0.16), design_face(), (0, 0, 0)
    )


def design_face() -> tuple[str, int]:
    """The plain face that small print is set in."""
    return chinese_faces()[0]


def paint_print(sheet: Canvas, design: Design, area: Area, ink: Rgb | None = None) -> None:
    """Lines of small print."""
    x, y, w, h = area
    ink = ink or ink_on(design)
    words = "".join(design.prints)
    per_line = max(10, round(24 * w * sheet.size[0] / max(1, h * sheet.size[1])))
    lines = [words[i : i + per_line] for i in range(0, len(words), per_line)]
    rows = max(
        3, min(len(lines), round(per_line * h * sheet.size[1] / max(1, w * sheet.size[0]) * 0.75))
    )
    for number, line in enumerate(lines[:rows]):
        sheet.text(
            line, (x, y + h * number / rows, w, h / rows * 0.92), design_face(), ink, align="left"
        )


def paint_nutrition(sheet: Canvas, design: Design, area: Area) -> None:
    """A nutrition table as the law wants it. Source: layout after GB 28050."""
    x, y, w, h = area
    rng = np.random.default_rng([design.variation, 5])
    sheet.fill(area, (250, 250, 248), 0.02, (30, 30, 30))
    sheet.text(
        "营养成分表", (x + w * 0.1, y + h * 0.02, w * 0.8, h * 0.13), design_face(), (20, 20, 20)
    )
    for number, nutrient in enumerate(_NUTRIENTS):
        top = y + h * (0.17 + 0.16 * number)
        sheet.fill((x, top, w, h * 0.008), (60, 60, 60))
        sheet.text(
            nutrient,
            (x + w * 0.04, top + h * 0.02, w * 0.42, h * 0.12),
            design_face(),
            (20, 20, 20),
            align="left",
        )
        sheet.text(
            f"{rng.integers(1, 999) / 10}g",
            (x + w * 0.5, top + h * 0.02, w * 0.25, h * 0.12),
            design_face(),
            (20, 20, 20),
            align="right",
        )
        sheet.text(
            f"{rng.integers(1, 40)}%",
            (x + w * 0.78, top + h * 0.02, w * 0.18, h * 0.12),
            design_face(),
            (20, 20, 20),
            align="right",
        )


def paint_lid(sheet: Canvas, product: SynthProduct, design: Design, area: Area) -> None:
    """What is printed on a lid: logo, flavour and its picture."""
    x, y, w, h = area
    sheet.paste(icon(design.icon, design.accent), (x + w * 0.3, y + h * 0.52, w * 0.4, h * 0.34))
    paint_logo(sheet, product, design, (x + w * 0.22, y + h * 0.16, w * 0.56, h * 0.17))
    sheet.text(
        f"{product.flavour.zh}{product.noun[0]}",
        (x + w * 0.14, y + h * 0.35, w * 0.72, h * 0.16),
        design.name_face,
        ink_on(design),
    )
