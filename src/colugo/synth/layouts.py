"""The fronts of packages: ten ways to lay a label out. Knows the pieces of a label."""

from collections.abc import Callable

from colugo.synth.canvas import Area, Canvas
from colugo.synth.design import Design
from colugo.synth.label import WHITE, Label
from colugo.synth.palette import luminance, mix, readable_on
from colugo.synth.product import SynthProduct


def paint_front(canvas: Canvas, product: SynthProduct, design: Design, area: Area) -> None:
    """Print the front of a product into an area of a sheet whose ground is printed already."""
    sheet = canvas.part(area)
    _LAYOUTS[design.layout](Label(sheet, product, design))
    canvas.put(sheet, area)


def _classic(label: Label) -> None:
    label.logo((0.22, 0.05, 0.56, 0.13))
    label.name((0.08, 0.22, 0.84, 0.19))
    label.latin(label.product.noun[1], (0.12, 0.42, 0.76, 0.07))
    label.picture((0.14, 0.5, 0.72, 0.3))
    label.flavour((0.1, 0.81, 0.8, 0.09))
    label.size((0.3, 0.925, 0.64, 0.045))


def _banner(label: Label) -> None:
    palette, sheet = label.design.palette, label.sheet
    ground = palette.main if label.design.ground != palette.main else palette.paper
    ink = readable_on(ground, palette.dark)
    sheet.fill((0, 0.36, 1, 0.28), ground)
    for top in (0.355, 0.633):
        sheet.fill((0, top, 1, 0.012), palette.metal)
    label.name((0.06, 0.38, 0.88, 0.17), ink)
    label.latin(label.product.noun[1], (0.1, 0.56, 0.8, 0.06), ink)
    label.logo((0.26, 0.06, 0.48, 0.14))
    label.zh(label.design.slogan, (0.15, 0.23, 0.7, 0.07))
    label.picture((0.02, 0.66, 0.5, 0.3))
    label.flavour((0.46, 0.7, 0.52, 0.1), radius=0.2)
    label.size((0.45, 0.88, 0.5, 0.05))


def _column(label: Label) -> None:
    design, noun = label.design, label.product.noun
    spot = (0.56, 0.06, 0.36, 0.62)
    label.sheet.column(
        noun[0], spot, design.name_face, label.ink, stroke=design.stroke, edge=label.rim
    )
    label.sheet.column(design.slogan, (0.46, 0.1, 0.09, 0.45), design.name_face, label.ink)
    label.logo((0.05, 0.06, 0.38, 0.12))
    label.picture((0.02, 0.38, 0.56, 0.42))
    label.flavour((0.06, 0.82, 0.86, 0.1))
    label.size((0.06, 0.935, 0.6, 0.04), "left")


def _medallion(label: Label) -> None:
    palette, sheet = label.design.palette, label.sheet
    h = min(0.62, 0.86 * sheet.aspect)
    w = h / sheet.aspect
    x, y = 0.5 - w / 2, 0.46 - h / 2
    sheet.oval((x, y, w, h), palette.paper, palette.metal)
    ink = palette.main if luminance(palette.main) < 0.6 else palette.dark
    label.zh(label.product.noun[0], (x + w * 0.14, y + h * 0.36, w * 0.72, h * 0.26), ink)
    ring = (x + w * 0.04, y + h * 0.04, w * 0.92, h * 0.92)
    sheet.ring_text(label.product.noun[1].upper(), ring, label.design.latin_face, palette.dark)
    label.picture((x + w * 0.3, y + h * 0.6, w * 0.4, h * 0.34))
    label.logo((0.25, 0.02, 0.5, 0.1))
    label.flavour((0.08, 0.83, 0.84, 0.095))
    label.size((0.2, 0.935, 0.6, 0.045), "middle")


def _still_life(label: Label) -> None:
    label.still_life((0.0, 0.42, 1.0, 0.56), 5)
    label.logo((0.06, 0.04, 0.5, 0.12))
    label.name((0.06, 0.18, 0.88, 0.2))
    label.flavour((0.06, 0.4, 0.7, 0.085), radius=0.15)
    label.badge((0.72, 0.02, 0.26, 0.16))
    label.sheet.fill((0, 0.93, 1, 0.07), mix(label.dark, (0, 0, 0), 0.2))
    words = f"{label.design.slogan}  {label.product.size_text}"
    label.zh(words, (0.05, 0.94, 0.9, 0.05), WHITE)


def _minimal(label: Label) -> None:
    design, product, sheet = label.design, label.product, label.sheet
    sheet.text(product.brand[1], (0.1, 0.08, 0.6, 0.06), design.brand_face, label.ink, align="left")
    sheet.fill((0.1, 0.16, 0.2, 0.008), label.ink)
    label.zh(product.noun[0], (0.1, 0.2, 0.8, 0.15), align="left")
    label.latin(product.noun[1], (0.1, 0.36, 0.8, 0.07), align="left")
    dot = design.accent if design.ground != design.accent else design.second
    sheet.oval((0.28, 0.5, 0.66, 0.66 * sheet.aspect), dot)
    label.picture((0.38, 0.54, 0.46, 0.3))
    label.zh(product.flavour.zh, (0.1, 0.82, 0.3, 0.08), align="left")
    label.latin(product.flavour.latin, (0.1, 0.91, 0.5, 0.045), align="left")
    label.latin(product.size_text, (0.62, 0.91, 0.3, 0.045), align="right")


def _split(label: Label) -> None:
    product = label.product
    ink = readable_on(label.band, label.dark)
    label.sheet.fill((0, 0.56, 1, 0.44), label.band)
    label.logo((0.3, 0.04, 0.4, 0.1))
    label.name((0.06, 0.15, 0.88, 0.2))
    label.latin(product.noun[1], (0.1, 0.36, 0.8, 0.06))
    label.picture((0.18, 0.4, 0.64, 0.34))
    label.zh(product.flavour.zh, (0.08, 0.75, 0.84, 0.12), ink)
    label.latin(product.flavour.latin, (0.14, 0.88, 0.72, 0.05), ink)
    label.latin(product.size_text, (0.3, 0.94, 0.4, 0.04), ink)


def _frame(label: Label) -> None:
    palette, product, sheet = label.design.palette, label.product, label.sheet
    sheet.fill((0.05, 0.04, 0.9, 0.92), palette.paper, 0.06, palette.metal)
    sheet.fill((0.08, 0.055, 0.84, 0.89), palette.paper, 0.05, palette.metal)
    label.logo((0.3, 0.1, 0.4, 0.1))
    label.zh(product.noun[0], (0.14, 0.24, 0.72, 0.17), palette.dark)
    ink = palette.main if luminance(palette.main) < 0.6 else palette.dark
    label.latin(product.noun[1], (0.18, 0.42, 0.64, 0.06), ink)
    label.picture((0.2, 0.5, 0.6, 0.25))
    accent = label.design.accent
    sheet.fill((0.12, 0.77, 0.76, 0.09), accent)
    words = f"{product.flavour.zh} {product.flavour.latin}"
    label.zh(words, (0.16, 0.78, 0.68, 0.07), readable_on(accent, palette.dark))
    label.size((0.2, 0.875, 0.6, 0.045), "middle", palette.dark)


def _shout(label: Label) -> None:
    """The brand large across the front, as snacks have it."""
    label.shout(label.product.brand[1], (0.04, 0.12, 0.92, 0.24))
    is_dark = luminance(label.design.ground) < 0.6
    ink, edge = ((255, 222, 60), label.dark) if is_dark else (label.dark, WHITE)
    spot = (0.12, 0.38, 0.76, 0.15)
    label.sheet.text(
        label.product.noun[0], spot, label.design.name_face, ink, stroke=0.08, edge=edge
    )
    label.still_life((0.05, 0.52, 0.9, 0.42), 4)
    label.flavour((0.3, 0.82, 0.68, 0.1), radius=0.3)
    label.badge((0.02, 0.48, 0.26, 0.17))
    label.size((0.4, 0.94, 0.56, 0.04))


def _poster(label: Label) -> None:
    design, product = label.design, label.product
    label.picture((-0.25, 0.3, 1.1, 0.66))
    label.sheet.text(
        product.flavour.zh, (0.06, 0.05, 0.5, 0.12), design.name_face, label.ink, align="left",
        stroke=design.stroke, edge=label.rim,
    )  # fmt: skip
    label.zh(product.noun[0], (0.06, 0.18, 0.88, 0.13), align="left")
    label.latin(product.flavour.latin, (0.06, 0.32, 0.6, 0.05), align="left")
    label.logo((0.56, 0.82, 0.4, 0.11))
    label.badge((0.68, 0.36, 0.28, 0.18))
    label.size((0.06, 0.93, 0.46, 0.045), "left")


_LAYOUTS: tuple[Callable[[Label], None], ...] = (
    _classic, _banner, _column, _medallion, _still_life, _minimal, _split, _frame, _shout, _poster,
)  # fmt: skip
