"""The printed and unprinted surface of a product as one atlas. Knows labels and bodies, no light."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from colugo.synth.bodies import Body, Zone, body_of
from colugo.synth.canvas import Canvas, Pixels
from colugo.synth.design import Design, design_of
from colugo.synth.icons import icon
from colugo.synth.label import ink_on, paint_front, paint_logo
from colugo.synth.palette import Rgb, mix, shift
from colugo.synth.patterns import printed_ground
from colugo.synth.product import SynthProduct
from colugo.synth.shapes import GUTTER_CM, FaceRects, Turned
from colugo.synth.slabs import Box
from colugo.synth.smallprint import paint_info, paint_lid

# What light does on each: gloss, metal, opacity, 0..255.
_FINISH = {
    "metal": (200, 255, 255), "cap": (120, 0, 255), "plastic": (130, 0, 255),
    "liquid": (245, 0, 215), "air": (245, 0, 110), "foil": (170, 70, 255), "paper": (40, 0, 255),
}  # fmt: skip
Finish = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Skin:
    """The surface of a product: colours at falling sizes, and how it shines."""

    colours: tuple[Pixels, ...]  # (h, w, 3) RGB; each half as large as the one before
    finish: Pixels  # (h / 4, w / 4, 3): gloss, metal, opacity
    texels_per_cm: float  # of the first of `colours`

    def level_for(self, wanted_texels_per_cm: float) -> tuple[Pixels, float]:
        """The colours whose texels are just finer than a picture's pixels, and their texels per cm."""
        level = int(np.floor(np.log2(max(1.0, self.texels_per_cm / wanted_texels_per_cm))))
        level = min(level, len(self.colours) - 1)
        return self.colours[level], self.texels_per_cm / 2**level


@lru_cache(maxsize=400)
def skin_of(product: SynthProduct, detail_px: int = 320) -> Skin:
    """Print a product's surface.

    Args:
        product: which.
        detail_px: texels along the longest side of its faces that matter.
    """
    body, design = body_of(product), design_of(product)
    faces = body.shape.faces
    longest = max(
        body.shape.faces["side"][3] * 1.1 if "side" in faces else max(faces["front"][2:]), 6.0
    )
    scale = detail_px / longest
    if isinstance(body.shape, Turned):
        prints = _turned_prints(product, body, design, scale)
    else:
        prints = _flat_prints(product, body, design, scale)
    return _assembled(faces, prints, scale)


Print = tuple[Pixels, Pixels]  # colours (h, w, 3), finish (h, w, 3)


def _assembled(faces: FaceRects, prints: dict[str, Print], scale: float) -> Skin:
    """Lay the faces on the atlas, their rims drawn out into the gutters."""
    right = max(x + w for x, _, w, _ in faces.values()) + GUTTER_CM
    below = max(y + h for _, y, _, h in faces.values()) + GUTTER_CM
    size = (-(-round(below * scale) // 8) * 8, -(-round(right * scale) // 8) * 8)
    colours, finish = np.zeros((*size, 3), np.uint8), np.zeros((*size, 3), np.uint8)
    pad = int(GUTTER_CM * scale) - 1
    for name, (x, y, _, _) in faces.items():
        for sheet, atlas in zip(prints[name], (colours, finish), strict=True):
            wide = cv2.copyMakeBorder(sheet, pad, pad, 0, 0, cv2.BORDER_REPLICATE)
            around = cv2.BORDER_WRAP if name == "side" else cv2.BORDER_REPLICATE
            wide = cv2.copyMakeBorder(wide, 0, 0, pad, pad, around)
            row, column = round(y * scale) - pad, round(x * scale) - pad
            spot = atlas[row : row + wide.shape[0], column : column + wide.shape[1]]
            spot[:] = wide[: spot.shape[0], : spot.shape[1]]
    levels = [colours]
    for _ in range(3):
        half = (levels[-1].shape[1] // 2, levels[-1].shape[0] // 2)
        levels.append(
            np.asarray(cv2.resize(levels[-1], half, interpolation=cv2.INTER_AREA), np.uint8)
        )
    return Skin(tuple(levels), np.ascontiguousarray(finish[2::4, 2::4]), scale)


def _sheet(size_cm: tuple[float, float], scale: float, ground: Rgb) -> Canvas:
    return Canvas(max(8, round(size_cm[0] * scale)), max(8, round(size_cm[1] * scale)), ground)


def _even(shape: tuple[int, ...], finish: Finish) -> Pixels:
    return np.broadcast_to(np.array(finish, np.uint8), (shape[0], shape[1], 3)).copy()


def _label_finish(body: Body, design: Design) -> Finish:
    metal = 150 if body.lid == "can" and design.variation % 3 == 0 else 0
    return round(255 * body.gloss), metal, 255


def _printed(size_px: tuple[int, int], design: Design, periods: int = 1) -> Canvas:
    sheet = Canvas(8, 8, design.ground)
    return _on(sheet, printed_ground(design, *size_px, periods))


def _on(sheet: Canvas, pixels: NDArray[np.uint8]) -> Canvas:
    sheet.image = Image.fromarray(pixels)
    sheet.draw = ImageDraw.Draw(sheet.image)
    return sheet


def _flat_prints(
    product: SynthProduct, body: Body, design: Design, scale: float
) -> dict[str, Print]:
    prints: dict[str, Print] = {}
    is_box = isinstance(body.shape, Box)
    for name, (_, _, width, height) in body.shape.faces.items():
        size_px = max(8, round(width * scale)), max(8, round(height * scale))
        sheet = _printed(size_px, design)
        rim = 0.0 if is_box else 0.075
        _fill_face(sheet, name, product, design, is_box)
        if not is_box:
            sheet = _crimped(sheet, design, rim)
        prints[name] = (
            sheet.pixels(),
            _even((size_px[1], size_px[0]), _label_finish(body, design)),
        )
    return prints


def _fill_face(
    sheet: Canvas, name: str, product: SynthProduct, design: Design, is_box: bool
) -> None:
    width, height = sheet.size
    if (
        name in ("front", "back")
        and (is_box or name == "front")
        and not (name == "back" and design.variation % 4 == 0)
    ):
        area = (0.0, 0.0, 1.0, 1.0) if is_box else (0.06, 0.09, 0.88, 0.82)
        if width > 1.35 * height:  # a wide front: the layout takes one half, its picture the other
            _wide_front(sheet, product, design)
        else:
            paint_front(sheet, product, design, area)
    elif name in ("left", "right", "back"):
        paint_info(sheet, product, design, (0.05, 0.04, 0.9, 0.92))
    elif name == "top":
        paint_lid_strip(sheet, product, design)


def _wide_front(sheet: Canvas, product: SynthProduct, design: Design) -> None:
    width, height = sheet.size
    share = min(0.62, 0.95 * height / width)
    left = 0.03 if design.variation % 2 else 0.97 - share
    paint_front(sheet, product, design, (left, 0.0, share, 1.0))
    rest = (
        (0.03 + share, 0.08, 0.94 - share, 0.84)
        if design.variation % 2
        else (0.03, 0.08, 0.94 - share, 0.84)
    )
    sheet.paste(icon(design.icon, design.accent), rest)
    sheet.text(
        product.brand[1],
        (rest[0], 0.04, rest[2], 0.2),
        design.brand_face,
        (255, 255, 255),
        stroke=0.08,
        edge=design.palette.dark,
    )


def paint_lid_strip(sheet: Canvas, product: SynthProduct, design: Design) -> None:
    """The top of a box: brand and flavour, small."""
    paint_logo(sheet, product, design, (0.25, 0.12, 0.5, 0.4))
    sheet.text(
        f"{product.noun[0]} {product.flavour.zh}",
        (0.15, 0.56, 0.7, 0.3),
        design.name_face,
        ink_on(design),
    )


def _crimped(sheet: Canvas, design: Design, rim: float) -> Canvas:
    """A pouch's seams: foil coloured bands with fine ribs at both ends."""
    pixels = sheet.pixels().copy()
    rows = round(rim * pixels.shape[0])
    ribs = 1 + 0.12 * np.sin(np.arange(rows) * 2 * np.pi / max(3, rows / 6))[:, None, None]
    for band in (slice(0, rows), slice(pixels.shape[0] - rows, None)):
        base = (
            pixels[band].astype(np.float32)
            if design.variation % 2
            else np.array(design.palette.main, np.float32)
        )
        pixels[band] = np.clip(base * ribs, 0, 255).astype(np.uint8)
    return _on(sheet, pixels)


def _turned_prints(
    product: SynthProduct, body: Body, design: Design, scale: float
) -> dict[str, Print]:
    faces, shape = body.shape.faces, body.shape
    assert isinstance(shape, Turned)
    side = _sheet(faces["side"][2:], scale, body.shell)
    width, height = side.size
    finish = _even((height, width), _FINISH["plastic"])
    pixels = side.pixels().copy()
    for zone in body.zones:
        rows = slice(
            round((1 - zone.high_cm / shape.height) * height),
            round((1 - zone.low_cm / shape.height) * height),
        )
        if rows.stop <= rows.start:
            continue
        pixels[rows], finish[rows] = _zone(
            zone, product, body, design, (width, rows.stop - rows.start)
        )
    top = _lid(product, body, design, faces["top"][2:], scale)
    under = _sheet(faces["bottom"][2:], scale, shift(body.shell, 0, 0.8))
    lid_finish = _FINISH[{"can": "metal", "metal": "cap", "foil": "foil"}.get(body.lid, "cap")]
    foot = "metal" if body.zones[0].made_of == "metal" else "plastic"
    return {
        "side": (pixels, finish),
        "top": (top.pixels(), _even((top.size[1], top.size[0]), lid_finish)),
        "bottom": (under.pixels(), _even((under.size[1], under.size[0]), _FINISH[foot])),
    }


def _zone(
    zone: Zone, product: SynthProduct, body: Body, design: Design, size_px: tuple[int, int]
) -> Print:
    width, height = size_px
    if zone.made_of == "label":
        sheet = _wrap(product, design, size_px)
        return sheet.pixels(), _even((height, width), _label_finish(body, design))
    colour = {"metal": (200, 202, 206), "cap": body.cap}.get(zone.made_of, body.shell)
    if zone.made_of == "air":
        colour = mix(body.shell, (236, 240, 242), 0.75)
    pixels = _even((height, width), colour).astype(np.float32)
    if zone.made_of == "cap" and body.lid in ("cap", "metal"):
        ribs = 1 + 0.1 * np.sign(np.sin(np.arange(width) * 2 * np.pi * 90 / width))
        pixels *= ribs[None, :, None]
    elif zone.made_of == "metal":
        pixels *= 1 + 0.06 * np.sin(np.arange(height) * 1.7)[:, None, None]
    return np.clip(pixels, 0, 255).astype(np.uint8), _even((height, width), _FINISH[zone.made_of])


def _wrap(product: SynthProduct, design: Design, size_px: tuple[int, int]) -> Canvas:
    """A label once round: two fronts, small print between them."""
    sheet = _printed(size_px, design, periods=2)
    paint_front(sheet, product, design, (0.08, 0.0, 0.34, 1.0))
    sheet.image.paste(sheet.image.crop((0, 0, size_px[0] // 2, size_px[1])), (size_px[0] // 2, 0))
    paint_info(sheet, product, design, (0.435, 0.05, 0.13, 0.9))
    return _on(sheet, np.roll(sheet.pixels(), size_px[0] // 4, axis=1))


def _lid(
    product: SynthProduct, body: Body, design: Design, size_cm: tuple[float, float], scale: float
) -> Canvas:
    if body.lid == "foil":
        sheet = _printed(
            (max(8, round(size_cm[0] * scale)), max(8, round(size_cm[1] * scale))), design
        )
        paint_lid(sheet, product, design, (0.0, 0.0, 1.0, 1.0))
        return sheet
    sheet = _sheet(size_cm, scale, body.cap)
    if body.lid == "can":
        sheet.oval((0.06, 0.06, 0.88, 0.88), (176, 178, 182), (120, 122, 126))
        sheet.oval((0.1, 0.1, 0.8, 0.8), (196, 198, 202), (150, 152, 156))
        sheet.fill((0.42, 0.3, 0.16, 0.36), (214, 216, 220), 0.5, (110, 112, 116))
        sheet.oval((0.455, 0.5, 0.09, 0.1), (150, 152, 156), (110, 112, 116))
        return sheet
    sheet.oval((0.08, 0.08, 0.84, 0.84), shift(body.cap, 0, 0.94), shift(body.cap, 0, 0.75))
    if body.lid == "plastic" and design.variation % 3:
        disc = _printed(sheet.size, design)
        paint_lid(disc, product, design, (0.06, 0.06, 0.88, 0.88))
        mask = Image.new("L", sheet.size, 0)
        rim_x, rim_y = round(sheet.size[0] * 0.09), round(sheet.size[1] * 0.09)
        ImageDraw.Draw(mask).ellipse(
            (rim_x, rim_y, sheet.size[0] - rim_x, sheet.size[1] - rim_y), 255
        )
        sheet.image.paste(disc.image, (0, 0), mask)
    elif body.lid in ("plastic", "metal"):
        paint_logo(sheet, product, design, (0.22, 0.34, 0.56, 0.32))
    return sheet
