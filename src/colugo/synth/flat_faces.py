"""What is printed on boxes and pouches. Knows labels and flat bodies."""

import numpy as np

from colugo.synth.bodies import Body
from colugo.synth.box import Box
from colugo.synth.canvas import Canvas, Pixels
from colugo.synth.design import Design
from colugo.synth.label import Label
from colugo.synth.layouts import paint_front
from colugo.synth.patterns import printed_ground
from colugo.synth.prints import Prints, with_finish
from colugo.synth.product import SynthProduct
from colugo.synth.smallprint import paint_info

_WIDE = 1.35  # width over height from which a front is laid out in two halves
_SEAM = 0.075  # share of a pouch's height


def print_flat(product: SynthProduct, body: Body, design: Design, scale: float) -> Prints:
    """Every face of a box or a pouch at a scale in texels per cm."""
    prints: Prints = {}
    is_box = isinstance(body.shape, Box)
    for name, (_, _, width, height) in body.shape.faces.items():
        size_px = max(8, round(width * scale)), max(8, round(height * scale))
        label = Label(Canvas(printed_ground(design, *size_px)), product, design)
        has_front = name == "front" or (name == "back" and is_box and design.variation % 4 > 0)
        if has_front:
            _front(label, (0.0, 0.0, 1.0, 1.0) if is_box else (0.06, 0.09, 0.88, 0.82))
        elif name in ("left", "right", "back"):
            paint_info(label, (0.05, 0.04, 0.9, 0.92))
        elif name == "top":
            label.logo((0.25, 0.12, 0.5, 0.4))
            label.zh(f"{product.noun[0]} {product.flavour.zh}", (0.15, 0.56, 0.7, 0.3))
        pixels = label.sheet.pixels()
        prints[name] = with_finish(
            pixels if is_box else _crimped(pixels, design), (round(255 * body.gloss), 0, 255)
        )
    return prints


def _front(label: Label, area: tuple[float, float, float, float]) -> None:
    """A layout over the whole front, or, where it is wide, on one half beside the picture."""
    if label.sheet.aspect <= _WIDE:
        paint_front(label.sheet, label.product, label.design, area)
        return
    share = min(0.62, 0.95 / label.sheet.aspect)
    is_left = bool(label.design.variation % 2)
    paint_front(
        label.sheet,
        label.product,
        label.design,
        (0.03 if is_left else 0.97 - share, 0.0, share, 1.0),
    )
    x, width = (0.03 + share if is_left else 0.03), 0.94 - share
    label.picture((x, 0.08, width, 0.84))
    label.shout(label.product.brand[1], (x, 0.04, width, 0.2))


def _crimped(pixels: Pixels, design: Design) -> Pixels:
    """A pouch's seams: bands with fine ribs at both ends, plain foil in every other family."""
    pixels = pixels.copy()
    rows = round(_SEAM * len(pixels))
    ribs = 1 + 0.12 * np.sin(np.arange(rows) * 2 * np.pi / max(3, rows / 6))[:, None, None]
    for band in (slice(0, rows), slice(len(pixels) - rows, None)):
        base = pixels[band] if design.variation % 2 else np.array(design.palette.main)
        pixels[band] = np.clip(base * ribs, 0, 255).astype(np.uint8)
    return pixels
