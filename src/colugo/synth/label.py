"""The fronts of packages: ten layouts of logo, name, flavour, picture and size. Knows the canvas, not the package."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from colugo.synth.canvas import Area, Canvas
from colugo.synth.design import Design
from colugo.synth.icons import icon
from colugo.synth.palette import Rgb, luminance, mix, readable_on, shift
from colugo.synth.product import SynthProduct

WHITE: Rgb = (255, 255, 255)


def paint_front(canvas: Canvas, product: SynthProduct, design: Design, area: Area) -> None:
    """Print the front of a product into an area of a sheet whose ground is printed already."""
    x0, y0, x1, y1 = canvas.box(area)
    sheet = Canvas(1, 1, WHITE)
    sheet.image = canvas.image.crop((x0, y0, x1, y1))
    sheet.draw = type(canvas.draw)(sheet.image)
    _LAYOUTS[design.layout](sheet, product, design)
    canvas.image.paste(sheet.image, (x0, y0))


def ink_on(design: Design) -> Rgb:
    """The ink that can be read on the front's ground."""
    return readable_on(mix(design.ground, design.second, 0.4), design.palette.dark)


def paint_logo(sheet: Canvas, product: SynthProduct, design: Design, area: Area) -> None:
    """The brand, in the family's own sort of badge."""
    x, y, w, h = area
    brand = product.brand[1] if design.variation % 3 else product.brand[0]
    face = design.brand_face if brand.isascii() else design.name_face
    ground = design.palette.main if design.ground != design.palette.main else design.palette.paper
    ink = readable_on(ground, design.palette.dark)
    inner = (x + w * 0.12, y + h * 0.2, w * 0.76, h * 0.6)
    if design.logo == 0:
        sheet.oval(area, ground, design.palette.metal)
    elif design.logo == 1:
        sheet.fill(area, ground, 0.5)
    elif design.logo == 2:
        sheet.fill(area, ground, 0.12, ink)
    elif design.logo == 3:
        sheet.fill((x, y + h * 0.1, w, h * 0.8), ground)
        sheet.fill((x, y, w, h * 0.06), design.palette.metal)
        sheet.fill((x, y + h * 0.94, w, h * 0.06), design.palette.metal)
    elif design.logo == 4:
        sheet.text(
            brand,
            area,
            face,
            WHITE,
            stroke=0.1,
            edge=design.palette.main,
            shadow=design.palette.dark,
        )
        return
    elif design.logo == 5:
        sheet.text(brand, area, face, ink_on(design))
        return
    else:
        points = [
            (x, y),
            (x + w, y),
            (x + w * 0.94, y + h * 0.5),
            (x + w, y + h),
            (x, y + h),
            (x + w * 0.06, y + h * 0.5),
        ]
        width, height = sheet.size
        sheet.draw.polygon([(round(px * width), round(py * height)) for px, py in points], ground)
    sheet.text(brand, inner, face, ink)


def _name(
    sheet: Canvas, product: SynthProduct, design: Design, area: Area, ink: Rgb | None = None
) -> None:
    ink = ink or ink_on(design)
    edge = design.palette.dark if luminance(ink) > 0.5 else WHITE
    sheet.text(product.noun[0], area, design.name_face, ink, stroke=design.stroke, edge=edge,
               shadow=mix(design.ground, (0, 0, 0), 0.35) if design.variation % 2 else None)  # fmt: skip


def _latin(
    sheet: Canvas, product: SynthProduct, design: Design, area: Area, align: str = "middle"
) -> None:
    words = product.noun[1].upper() if design.variation % 5 < 3 else product.noun[1]
    sheet.text(words, area, design.latin_face, ink_on(design), align=align)


def _flavour(
    sheet: Canvas, product: SynthProduct, design: Design, area: Area, *, radius: float = 0.5
) -> None:
    """The flavour in both scripts on a band of its colour."""
    x, y, w, h = area
    band = design.accent if design.ground != design.accent else design.palette.paper
    ink = readable_on(band, mix(design.accent, (20, 10, 14), 0.75))
    sheet.fill(area, band, radius, WHITE if luminance(band) < 0.75 else design.accent)
    sheet.text(
        f"{product.flavour.zh}味",
        (x + w * 0.06, y + h * 0.1, w * 0.4, h * 0.8),
        design.name_face,
        ink,
    )
    sheet.text(
        product.flavour.latin,
        (x + w * 0.48, y + h * 0.18, w * 0.46, h * 0.64),
        design.latin_face,
        ink,
    )


def _size(
    sheet: Canvas, product: SynthProduct, design: Design, area: Area, align: str = "right"
) -> None:
    sheet.text(f"净含量 {product.size_text}", area, design.name_face, ink_on(design), align=align)


def _badge(sheet: Canvas, design: Design, area: Area) -> None:
    """A burst or a dot with a shout on it."""
    x, y, w, h = area
    colour = shift(design.palette.second, 0, 1.1)
    width, height = sheet.size
    if design.variation % 2:
        angles = np.arange(32) * np.pi / 16
        reach = np.where(np.arange(32) % 2, 0.5, 0.42)
        side = min(w * width, h * height)
        middle = ((x + w / 2) * width, (y + h / 2) * height)
        sheet.draw.polygon(
            [
                (middle[0] + side * r * np.cos(a), middle[1] + side * r * np.sin(a))
                for a, r in zip(angles, reach, strict=True)
            ],
            colour,
        )
    else:
        sheet.oval(area, colour, WHITE)
    sheet.text(
        design.badge,
        (x + w * 0.18, y + h * 0.3, w * 0.64, h * 0.4),
        design.name_face,
        readable_on(colour, design.palette.dark),
    )


def _picture(
    sheet: Canvas, design: Design, area: Area, count: int = 1, name: str | None = None
) -> None:
    """The flavour's picture, once or as a still life, with a soft shadow of its own."""
    rng = np.random.default_rng([design.variation, 4])
    art = icon(name or design.icon, design.accent)
    x, y, w, h = area
    if count == 1:
        sheet.paste(art, area, angle=float(rng.uniform(-12, 12)))
        return
    for _ in range(count):
        size = rng.uniform(0.4, 0.62)
        spot = (
            x + rng.uniform(0, 1 - size) * w,
            y + rng.uniform(0.1, 1 - size) * h,
            size * w,
            size * h,
        )
        sheet.paste(art, spot, angle=float(rng.uniform(-40, 40)))


def _classic(s: Canvas, p: SynthProduct, d: Design) -> None:
    paint_logo(s, p, d, (0.22, 0.05, 0.56, 0.13))
    _name(s, p, d, (0.08, 0.22, 0.84, 0.19))
    _latin(s, p, d, (0.12, 0.42, 0.76, 0.07))
    _picture(s, d, (0.14, 0.5, 0.72, 0.3))
    _flavour(s, p, d, (0.1, 0.81, 0.8, 0.09))
    _size(s, p, d, (0.3, 0.925, 0.64, 0.045))


def _banner(s: Canvas, p: SynthProduct, d: Design) -> None:
    s.fill((0, 0.36, 1, 0.28), d.palette.main if d.ground != d.palette.main else d.palette.paper)
    ground = s.image.getpixel((s.size[0] // 2, s.size[1] // 2))
    s.fill((0, 0.355, 1, 0.012), d.palette.metal)
    s.fill((0, 0.633, 1, 0.012), d.palette.metal)
    ink = readable_on(
        ground if isinstance(ground, tuple) and len(ground) == 3 else WHITE, d.palette.dark
    )
    _name(s, p, d, (0.06, 0.38, 0.88, 0.17), ink)
    s.text(p.noun[1].upper(), (0.1, 0.56, 0.8, 0.06), d.latin_face, ink)
    paint_logo(s, p, d, (0.26, 0.06, 0.48, 0.14))
    s.text(d.slogan, (0.15, 0.23, 0.7, 0.07), d.name_face, ink_on(d))
    _picture(s, d, (0.02, 0.66, 0.5, 0.3), 1)
    _flavour(s, p, d, (0.46, 0.7, 0.52, 0.1), radius=0.2)
    _size(s, p, d, (0.45, 0.88, 0.5, 0.05))


def _column(s: Canvas, p: SynthProduct, d: Design) -> None:
    s.column(
        p.noun[0],
        (0.56, 0.06, 0.36, 0.62),
        d.name_face,
        ink_on(d),
        stroke=d.stroke,
        edge=WHITE if luminance(ink_on(d)) < 0.5 else d.palette.dark,
    )
    s.column(d.slogan, (0.46, 0.1, 0.09, 0.45), d.name_face, ink_on(d))
    paint_logo(s, p, d, (0.05, 0.06, 0.38, 0.12))
    _picture(s, d, (0.02, 0.38, 0.56, 0.42), 1)
    _flavour(s, p, d, (0.06, 0.82, 0.86, 0.1))
    _size(s, p, d, (0.06, 0.935, 0.6, 0.04), "left")


def _medallion(s: Canvas, p: SynthProduct, d: Design) -> None:
    high = min(0.62, 0.86 * s.size[0] / s.size[1])
    disc = (
        0.5 - 0.5 * high * s.size[1] / s.size[0],
        0.46 - high / 2,
        high * s.size[1] / s.size[0],
        high,
    )
    s.oval(disc, d.palette.paper, d.palette.metal)
    ink = d.palette.dark
    x, y, w, h = disc
    s.text(
        p.noun[0],
        (x + w * 0.14, y + h * 0.36, w * 0.72, h * 0.26),
        d.name_face,
        d.palette.main if luminance(d.palette.main) < 0.6 else ink,
    )
    s.ring_text(
        p.noun[1].upper(), (x + w * 0.04, y + h * 0.04, w * 0.92, h * 0.92), d.latin_face, ink
    )
    _picture(s, d, (x + w * 0.3, y + h * 0.6, w * 0.4, h * 0.34))
    paint_logo(s, p, d, (0.25, 0.02, 0.5, 0.1))
    _flavour(s, p, d, (0.08, 0.83, 0.84, 0.095))
    _size(s, p, d, (0.2, 0.935, 0.6, 0.045), "middle")


def _still_life(s: Canvas, p: SynthProduct, d: Design) -> None:
    _picture(s, d, (0.0, 0.42, 1.0, 0.56), 5)
    paint_logo(s, p, d, (0.06, 0.04, 0.5, 0.12))
    _name(s, p, d, (0.06, 0.18, 0.88, 0.2))
    _flavour(s, p, d, (0.06, 0.4, 0.7, 0.085), radius=0.15)
    _badge(s, d, (0.72, 0.02, 0.26, 0.16))
    s.fill((0, 0.93, 1, 0.07), mix(d.palette.dark, (0, 0, 0), 0.2))
    s.text(f"{d.slogan}  {p.size_text}", (0.05, 0.94, 0.9, 0.05), d.name_face, WHITE)


def _minimal(s: Canvas, p: SynthProduct, d: Design) -> None:
    s.text(p.brand[1], (0.1, 0.08, 0.6, 0.06), d.brand_face, ink_on(d), align="left")
    s.fill((0.1, 0.16, 0.2, 0.008), ink_on(d))
    s.text(p.noun[0], (0.1, 0.2, 0.8, 0.15), d.name_face, ink_on(d), align="left")
    s.text(p.noun[1], (0.1, 0.36, 0.8, 0.07), d.latin_face, ink_on(d), align="left")
    s.oval(
        (0.28, 0.5, 0.66, 0.66 * s.size[0] / s.size[1]),
        d.accent if d.ground != d.accent else d.second,
    )
    _picture(s, d, (0.38, 0.54, 0.46, 0.3))
    s.text(p.flavour.zh, (0.1, 0.82, 0.3, 0.08), d.name_face, ink_on(d), align="left")
    s.text(p.flavour.latin, (0.1, 0.91, 0.5, 0.045), d.latin_face, ink_on(d), align="left")
    s.text(p.size_text, (0.62, 0.91, 0.3, 0.045), d.latin_face, ink_on(d), align="right")


def _split(s: Canvas, p: SynthProduct, d: Design) -> None:
    s.fill((0, 0.56, 1, 0.44), d.accent if d.ground != d.accent else d.palette.paper)
    low = d.accent if d.ground != d.accent else d.palette.paper
    ink = readable_on(low, d.palette.dark)
    paint_logo(s, p, d, (0.3, 0.04, 0.4, 0.1))
    _name(s, p, d, (0.06, 0.15, 0.88, 0.2))
    _latin(s, p, d, (0.1, 0.36, 0.8, 0.06))
    _picture(s, d, (0.18, 0.4, 0.64, 0.34))
    s.text(p.flavour.zh, (0.08, 0.75, 0.84, 0.12), d.name_face, ink)
    s.text(p.flavour.latin.upper(), (0.14, 0.88, 0.72, 0.05), d.latin_face, ink)
    s.text(p.size_text, (0.3, 0.94, 0.4, 0.04), d.latin_face, ink)


def _frame(s: Canvas, p: SynthProduct, d: Design) -> None:
    s.fill((0.05, 0.04, 0.9, 0.92), d.palette.paper, 0.06, d.palette.metal)
    s.fill((0.08, 0.055, 0.84, 0.89), d.palette.paper, 0.05, d.palette.metal)
    paint_logo(s, p, d, (0.3, 0.1, 0.4, 0.1))
    dark = d.palette.dark
    s.text(p.noun[0], (0.14, 0.24, 0.72, 0.17), d.name_face, dark)
    s.text(
        p.noun[1].upper(),
        (0.18, 0.42, 0.64, 0.06),
        d.latin_face,
        d.palette.main if luminance(d.palette.main) < 0.6 else dark,
    )
    _picture(s, d, (0.2, 0.5, 0.6, 0.25))
    s.fill((0.12, 0.77, 0.76, 0.09), d.accent)
    s.text(
        f"{p.flavour.zh} {p.flavour.latin}",
        (0.16, 0.78, 0.68, 0.07),
        d.name_face,
        readable_on(d.accent, dark),
    )
    s.text(f"净含量 {p.size_text}", (0.2, 0.875, 0.6, 0.045), d.name_face, dark)


def _shout(s: Canvas, p: SynthProduct, d: Design) -> None:
    """Large brand across, turned a little; snacks look so."""
    tile = Image.new("RGBA", (s.size[0], round(s.size[1] * 0.3)), (0, 0, 0, 0))
    loud = Canvas(tile.width, tile.height, d.ground)
    loud.image = s.image.crop(
        (0, round(s.size[1] * 0.1), s.size[0], round(s.size[1] * 0.1) + tile.height)
    )
    loud.draw = type(s.draw)(loud.image)
    loud.text(
        p.brand[1],
        (0.04, 0.1, 0.92, 0.8),
        d.brand_face,
        WHITE,
        stroke=0.1,
        edge=d.palette.dark,
        shadow=d.palette.second,
    )
    s.image.paste(loud.image, (0, round(s.size[1] * 0.1)))
    s.text(
        p.noun[0],
        (0.12, 0.38, 0.76, 0.15),
        d.name_face,
        (255, 222, 60) if luminance(d.ground) < 0.6 else d.palette.dark,
        stroke=0.08,
        edge=d.palette.dark if luminance(d.ground) < 0.6 else WHITE,
    )
    _picture(s, d, (0.05, 0.52, 0.9, 0.42), 4)
    _flavour(s, p, d, (0.3, 0.82, 0.68, 0.1), radius=0.3)
    _badge(s, d, (0.02, 0.48, 0.26, 0.17))
    _size(s, p, d, (0.4, 0.94, 0.56, 0.04))


def _poster(s: Canvas, p: SynthProduct, d: Design) -> None:
    _picture(s, d, (-0.25, 0.3, 1.1, 0.66))
    s.text(
        p.flavour.zh,
        (0.06, 0.05, 0.5, 0.12),
        d.name_face,
        ink_on(d),
        align="left",
        stroke=d.stroke,
        edge=WHITE if luminance(ink_on(d)) < 0.5 else d.palette.dark,
    )
    s.text(p.noun[0], (0.06, 0.18, 0.88, 0.13), d.name_face, ink_on(d), align="left")
    s.text(p.flavour.latin.upper(), (0.06, 0.32, 0.6, 0.05), d.latin_face, ink_on(d), align="left")
    paint_logo(s, p, d, (0.56, 0.82, 0.4, 0.11))
    _badge(s, d, (0.68, 0.36, 0.28, 0.18))
    s.text(f"净含量 {p.size_text}", (0.06, 0.93, 0.46, 0.045), d.name_face, ink_on(d), align="left")


_LAYOUTS: tuple[Callable[[Canvas, SynthProduct, Design], None], ...] = (
    _classic, _banner, _column, _medallion, _still_life, _minimal, _split, _frame, _shout, _poster,
)  # fmt: skip
