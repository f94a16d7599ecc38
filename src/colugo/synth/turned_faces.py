"""What is printed on cans, bottles, cups, tubs and jars: label, cap, liquid, lid."""

import numpy as np

from colugo.synth.canvas import Canvas, Pixels, plain_sheet
from colugo.synth.design import Design
from colugo.synth.label import Label
from colugo.synth.layouts import paint_front
from colugo.synth.palette import Rgb, mix, shift
from colugo.synth.patterns import printed_ground
from colugo.synth.prints import Finish, Print, Prints, with_finish
from colugo.synth.product import SynthProduct
from colugo.synth.smallprint import paint_info
from colugo.synth.vessels import Vessel, Zone

_FINISH: dict[str, Finish] = {
    "metal": (200, 255, 255), "cap": (120, 0, 255), "plastic": (130, 0, 255),
    "liquid": (245, 0, 215), "air": (245, 0, 110), "foil": (170, 70, 255),
}  # fmt: skip
_LID_FINISH = {"can": "metal", "foil": "foil"}
_STEEL: Rgb = (200, 202, 206)


def print_turned(product: SynthProduct, vessel: Vessel, design: Design, scale: float) -> Prints:
    """The faces `side`, `top` and `bottom` of a vessel at a scale in texels per cm."""
    faces = vessel.shape.faces
    top = _lid(product, vessel, design, _size_px(faces["top"][2:], scale))
    under = plain_sheet(*_size_px(faces["bottom"][2:], scale), shift(vessel.shell, 0, 0.8))
    foot = "metal" if vessel.zones[0].made_of == "metal" else "plastic"
    return {
        "side": _side(product, vessel, design, _size_px(faces["side"][2:], scale)),
        "top": with_finish(top.pixels(), _FINISH[_LID_FINISH.get(vessel.lid, "cap")]),
        "bottom": with_finish(under.pixels(), _FINISH[foot]),
    }


def _size_px(size_cm: tuple[float, float], scale: float) -> tuple[int, int]:
    return max(8, round(size_cm[0] * scale)), max(8, round(size_cm[1] * scale))


def _side(product: SynthProduct, vessel: Vessel, design: Design, size_px: tuple[int, int]) -> Print:
    width, height = size_px
    colours, finish = np.zeros((height, width, 3), np.uint8), np.zeros((height, width, 3), np.uint8)
    for zone in vessel.zones:
        ends = (1 - zone.high_cm / vessel.shape.height), (1 - zone.low_cm / vessel.shape.height)
        first, last = (round(end * height) for end in ends)
        if last > first:
            print_ = _zone(zone, product, vessel, design, (width, last - first))
            colours[first:last], finish[first:last] = print_
    return colours, finish


def _zone(
    zone: Zone, product: SynthProduct, vessel: Vessel, design: Design, size_px: tuple[int, int]
) -> Print:
    if zone.made_of == "label":
        metal = 150 if vessel.lid == "can" and design.variation % 3 == 0 else 0
        finish = round(255 * vessel.gloss), metal, 255
        return with_finish(_wrap(product, design, size_px), finish)
    width, height = size_px
    colour = {"metal": _STEEL, "cap": vessel.cap}.get(zone.made_of, vessel.shell)
    if zone.made_of == "air":
        colour = mix(vessel.shell, (236, 240, 242), 0.75)
    tone = np.ones((height, width, 1))
    if zone.made_of == "cap" and vessel.lid in ("cap", "metal"):  # ribs for the fingers
        tone += 0.1 * np.sign(np.sin(np.arange(width) * 2 * np.pi * 90 / width))[None, :, None]
    elif zone.made_of == "metal":
        tone += 0.06 * np.sin(np.arange(height) * 1.7)[:, None, None]
    colours = np.clip(np.array(colour) * tone, 0, 255).astype(np.uint8)
    return with_finish(colours, _FINISH[zone.made_of])


def _wrap(product: SynthProduct, design: Design, size_px: tuple[int, int]) -> Pixels:
    """A label once round: two fronts, small print between them."""
    sheet = Canvas(printed_ground(design, *size_px, periods=2))
    paint_front(sheet, product, design, (0.08, 0.0, 0.34, 1.0))
    sheet.put(sheet.part((0.0, 0.0, 0.5, 1.0)), (0.5, 0.0, 0.5, 1.0))
    paint_info(Label(sheet, product, design), (0.435, 0.05, 0.13, 0.9))
    return np.roll(sheet.pixels(), size_px[0] // 4, axis=1)


def _lid(product: SynthProduct, vessel: Vessel, design: Design, size_px: tuple[int, int]) -> Canvas:
    if vessel.lid == "foil":
        return _printed_disc(product, design, size_px)
    sheet = plain_sheet(*size_px, vessel.cap)
    if vessel.lid == "can":
        _can_end(sheet)
        return sheet
    sheet.oval((0.08, 0.08, 0.84, 0.84), shift(vessel.cap, 0, 0.94), shift(vessel.cap, 0, 0.75))
    if vessel.lid == "plastic" and design.variation % 3:
        area = (0.09, 0.09, 0.82, 0.82)
        disc = _printed_disc(product, design, sheet.part(area).size)
        mask = plain_sheet(*disc.size, (0, 0, 0))
        mask.oval((0, 0, 1, 1), (255, 255, 255))
        sheet.put(disc, area, mask.image.convert("L"))
    elif vessel.lid in ("plastic", "metal"):
        Label(sheet, product, design).logo((0.22, 0.34, 0.56, 0.32))
    return sheet


def _printed_disc(product: SynthProduct, design: Design, size_px: tuple[int, int]) -> Canvas:
    """The print of a foil or a lid: logo, flavour and its picture."""
    label = Label(Canvas(printed_ground(design, *size_px)), product, design)
    label.picture((0.3, 0.52, 0.4, 0.34))
    label.logo((0.22, 0.16, 0.56, 0.17))
    label.zh(f"{product.flavour.zh}{product.noun[0]}", (0.14, 0.35, 0.72, 0.16))
    return label.sheet


def _can_end(sheet: Canvas) -> None:
    """The tab of a can and the rings around it."""
    sheet.oval((0.06, 0.06, 0.88, 0.88), (176, 178, 182), (120, 122, 126))
    sheet.oval((0.1, 0.1, 0.8, 0.8), (196, 198, 202), (150, 152, 156))
    sheet.fill((0.42, 0.3, 0.16, 0.36), (214, 216, 220), 0.5, (110, 112, 116))
    sheet.oval((0.455, 0.5, 0.09, 0.1), (150, 152, 156), (110, 112, 116))
