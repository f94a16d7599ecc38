"""What shape a product has and which part of it is made of what. Knows shapes, not print.

Sizes are centimetres, taken from packages of the kind on our own shelf.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from colugo.synth.palette import Rgb, mix, shift
from colugo.synth.product import SynthProduct
from colugo.synth.shapes import Shape, Turned
from colugo.synth.slabs import Box, Pouch, pouch_thickness
from colugo.synth.words import CATEGORIES


@dataclass(frozen=True)
class Zone:
    """A belt of a turned body between two heights."""

    low_cm: float
    high_cm: float
    made_of: str  # label, metal, cap, liquid, air or plastic


@dataclass(frozen=True, eq=False)
class Body:
    """A shape with what its parts are made of."""

    shape: Shape
    zones: tuple[Zone, ...]  # of a turned body, from the foot up
    lid: str  # what the top is: can, foil, plastic, metal or cap
    shell: Rgb  # colour of what is not label: liquid, plastic, glass
    cap: Rgb
    gloss: float  # 0 paper .. 1 film and varnish


@lru_cache(maxsize=1024)
def body_of(product: SynthProduct) -> Body:
    """The body of a product; its family's, but larger or smaller with the size text."""
    rng = np.random.default_rng([product.family, 6])
    sizes = next(one.sizes for one in CATEGORIES if one.key == product.category)
    grow = 0.9 + 0.05 * sizes.index(product.size_text)
    maker = {
        "can": _can, "bottle": _bottle, "cup": _cup, "tub": _tub, "jar": _jar, "box": _box, "pouch": _pouch,
    }[product.kind]  # fmt: skip
    return maker(product, rng, grow)


def _pick(rng: np.random.Generator, *colours: Rgb) -> Rgb:
    return colours[rng.integers(len(colours))]


def _turned(points: list[tuple[float, float]], flat: float = 1.0) -> Turned:
    kept = [points[0]]
    for here, after in zip(
        points[1:], points[2:], strict=False
    ):  # points on a straight line cost time
        before = kept[-1]
        if (
            abs(
                (here[1] - before[1]) * (after[0] - here[0])
                - (after[1] - here[1]) * (here[0] - before[0])
            )
            > 1e-3
        ):
            kept.append(here)
    return Turned(np.array([*kept, points[-1]], np.float32), flat)


def _can(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    silver: Rgb = (200, 202, 206)
    if product.category in ("crisps", "cereal", "sweets"):
        r, h = (
            (3.7, rng.uniform(15, 23))
            if product.category == "crisps"
            else (rng.uniform(4.4, 5.6), rng.uniform(10, 15))
        )
        lid = _pick(rng, (240, 240, 240), (210, 30, 40), (250, 210, 60), (60, 60, 70))
        shape = _turned(
            [
                (0, r),
                (0.3, r * 1.02),
                (0.35, r),
                (h - 1.0, r),
                (h - 0.95, r * 1.04),
                (h - 0.1, r * 1.04),
                (h, r),
            ]
        )
        return Body(
            shape,
            (Zone(0, 0.3, "metal"), Zone(0.3, h - 1, "label"), Zone(h - 1, h, "cap")),
            "plastic",
            silver,
            lid,
            0.55,
        )
    if product.category in ("tin", "jam"):
        r, h = rng.uniform(3.3, 4.6) * grow, rng.uniform(4.5, 11) * grow
        shape = _turned(
            [
                (0, r * 0.97),
                (0.15, r * 1.02),
                (0.4, r * 1.02),
                (0.5, r),
                (h - 0.5, r),
                (h - 0.4, r * 1.02),
                (h - 0.15, r * 1.02),
                (h, r * 0.97),
            ]
        )
        return Body(
            shape,
            (Zone(0, 0.5, "metal"), Zone(0.5, h - 0.5, "label"), Zone(h - 0.5, h, "metal")),
            "can",
            silver,
            silver,
            0.45,
        )
    r, h = (
        (2.9, rng.uniform(13, 15.5)),
        (3.3, rng.uniform(11.5, 12.5)),
        (2.65, rng.uniform(10, 13.5)),
    )[rng.integers(3)]
    r, h = r * grow**0.5, h * grow**0.5
    shape = _turned(
        [
            (0, r * 0.76),
            (0.25, r * 0.82),
            (0.9, r * 0.99),
            (1.2, r),
            (h - 1.5, r),
            (h - 0.9, r * 0.95),
            (h - 0.4, r * 0.84),
            (h - 0.3, r * 0.86),
            (h, r * 0.86),
        ]
    )
    return Body(
        shape,
        (Zone(0, 0.5, "metal"), Zone(0.5, h - 0.5, "label"), Zone(h - 0.5, h, "metal")),
        "can",
        silver,
        silver,
        0.9,
    )


def _bottle(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    if product.category == "wash":
        return _pump_bottle(product, rng, grow)
    r, h = rng.uniform(2.9, 3.6) * grow**0.5, rng.uniform(17, 24) * grow**0.6
    neck, cap_r, cap_h = rng.uniform(1.1, 1.5), rng.uniform(1.4, 1.75), rng.uniform(1.4, 2.2)
    if product.category in ("milk", "coffee"):
        neck, cap_r = rng.uniform(1.6, 2.0), rng.uniform(1.9, 2.2)
    shoulder, waist = h * rng.uniform(0.62, 0.74), rng.choice([1.0, 1.0, 0.9])
    top = h - cap_h
    points = [
        (0, r * 0.8),
        (0.25, r * 0.93),
        (0.8, r),
        (h * 0.18, r),
        (h * 0.3, r * waist),
        (h * 0.44, r * waist),
        (h * 0.54, r),
        (shoulder, r),
    ]
    points += [
        (shoulder + (top - shoulder) * s, neck + (r - neck) * f)
        for s, f in ((0.25, 0.88), (0.5, 0.56), (0.72, 0.24), (0.88, 0.04), (0.95, 0.0))
    ]
    points += [(top, neck), (top + 0.02, cap_r), (h - 0.15, cap_r), (h, cap_r * 0.9)]
    opaque = product.category in ("milk", "coffee") or rng.random() < 0.15
    shell = (
        _liquid(product, rng)
        if not opaque
        else _pick(
            rng,
            (245, 243, 238),
            product.flavour.rgb,
            mix(product.flavour.rgb, (255, 255, 255), 0.6),
        )
    )
    if opaque and rng.random() < 0.7:
        low, high = 0.4, shoulder + (top - shoulder) * 0.6
    else:
        low = h * rng.uniform(0.16, 0.26)
        high = max(low + h * 0.2, shoulder * rng.uniform(0.8, 0.98))
    made_of = "plastic" if opaque else "liquid"
    level = shoulder + (top - shoulder) * 0.7
    zones = (
        Zone(0, low, made_of),
        Zone(low, high, "label"),
        Zone(high, max(level, high + 0.01), made_of),
        Zone(max(level, high + 0.01), top, "air" if not opaque else "plastic"),
        Zone(top, h, "cap"),
    )
    cap = _pick(
        rng,
        (240, 240, 240),
        (30, 30, 34),
        product.flavour.rgb,
        (210, 30, 40),
        (20, 90, 180),
        (40, 140, 70),
        (250, 200, 40),
    )
    return Body(_turned(points), zones, "cap", shell, cap, 0.6)


def _liquid(product: SynthProduct, rng: np.random.Generator) -> Rgb:
    tint = product.flavour.rgb
    if product.category == "sauce":
        return _pick(rng, (46, 20, 12), (150, 30, 20), mix(tint, (90, 40, 20), 0.4))
    if product.category == "tea":
        return _pick(rng, (140, 66, 20), (196, 130, 40), (176, 170, 70))
    if product.category == "soda":
        return _pick(rng, (226, 236, 240), mix(tint, (255, 255, 255), 0.3), (40, 18, 12))
    return mix(tint, (255, 244, 220), 0.2)


def _pump_bottle(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    r, h = rng.uniform(3.4, 4.6) * grow, rng.uniform(15, 22) * grow
    flat, cap_h = rng.uniform(0.5, 0.8), rng.uniform(1.8, 3.6)
    top = h - cap_h
    cap_r = r * rng.uniform(0.35, 0.7)
    points = [
        (0, r * 0.92),
        (0.5, r),
        (top * 0.5, r * rng.uniform(0.9, 1.0)),
        (top - 2.2, r * 0.96),
        (top - 1.0, r * 0.8),
        (top - 0.3, cap_r * 1.05),
        (top, cap_r * 0.95),
        (top + 0.02, cap_r),
        (h - 0.3, cap_r * 0.98),
        (h, cap_r * 0.8),
    ]
    shell = _pick(
        rng,
        (250, 250, 250),
        product.flavour.rgb,
        mix(product.flavour.rgb, (255, 255, 255), 0.5),
        (40, 44, 52),
    )
    low, high = 1.2, top - 2.0
    zones = (
        Zone(0, low, "plastic"),
        Zone(low, high, "label"),
        Zone(high, top, "plastic"),
        Zone(top, h, "cap"),
    )
    return Body(
        _turned(points, flat),
        zones,
        "cap",
        shell,
        _pick(
            rng, (255, 255, 255), shift(product.flavour.rgb, 0, 0.8), (30, 30, 34), (206, 172, 96)
        ),
        0.7,
    )


def _cup(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    white: Rgb = (246, 246, 244)
    if product.category == "noodles":
        r, h = rng.uniform(4.4, 5.6), rng.uniform(9.5, 12)
    else:
        r, h = rng.uniform(3.0, 3.9) * grow, rng.uniform(6.0, 9.5) * grow
    foot = r * rng.uniform(0.68, 0.86)
    points = [
        (0, foot * 0.96),
        (0.3, foot),
        (h - 0.5, r * 0.97),
        (h - 0.35, r * 0.98),
        (h - 0.33, r * 1.06),
        (h, r * 1.06),
    ]
    zones = (Zone(0, 0.35, "plastic"), Zone(0.35, h - 0.45, "label"), Zone(h - 0.45, h, "plastic"))
    return Body(_turned(points), zones, "foil", white, white, 0.4)


def _tub(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    r, h = rng.uniform(4.4, 6.4) * grow, rng.uniform(5.5, 11) * grow
    foot, lid_h = r * rng.uniform(0.8, 0.93), rng.uniform(0.9, 1.6)
    top = h - lid_h
    points = [
        (0, foot * 0.97),
        (0.3, foot),
        (top, r * 0.97),
        (top + 0.02, r * 1.05),
        (h - 0.2, r * 1.05),
        (h, r * 0.98),
    ]
    lid = _pick(
        rng,
        product.flavour.rgb,
        (246, 246, 244),
        (40, 40, 46),
        mix(product.flavour.rgb, (255, 255, 255), 0.5),
    )
    zones = (Zone(0, 0.3, "plastic"), Zone(0.3, top, "label"), Zone(top, h, "cap"))
    return Body(_turned(points), zones, "plastic", (246, 246, 244), lid, 0.45)


def _jar(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    r, h = rng.uniform(3.0, 4.2) * grow, rng.uniform(7.5, 13) * grow
    lid_h, neck = rng.uniform(1.1, 1.8), r * rng.uniform(0.78, 0.95)
    top = h - lid_h
    points = [
        (0, r * 0.88),
        (0.3, r * 0.98),
        (0.7, r),
        (top - 1.3, r),
        (top - 0.6, r * 0.97),
        (top - 0.1, neck),
        (top, neck),
        (top + 0.02, neck * 1.06),
        (h - 0.2, neck * 1.06),
        (h, neck),
    ]
    shell = {
        "coffee": (52, 28, 16),
        "jam": mix(product.flavour.rgb, (120, 20, 20), 0.25),
        "sauce": (126, 28, 14),
    }.get(product.category, mix(product.flavour.rgb, (190, 150, 90), 0.5))
    lid = _pick(
        rng,
        (206, 170, 86),
        (200, 24, 36),
        (250, 250, 250),
        (30, 30, 34),
        (40, 120, 60),
        product.flavour.rgb,
    )
    low, high = rng.uniform(0.8, 1.6), top - rng.uniform(1.3, 2.2)
    zones = (
        Zone(0, low, "liquid"),
        Zone(low, max(high, low + 2), "label"),
        Zone(max(high, low + 2), top - 0.1, "liquid"),
        Zone(top - 0.1, h, "cap"),
    )
    return Body(_turned(points), zones, "metal", shell, lid, 0.35)


_BOXES = {  # width, depth, height in cm
    "juice": ((5.0, 3.8, 12.5), (6.3, 4.0, 10.2), (7.0, 7.0, 20.0)), "milk": ((5.2, 3.8, 13.2), (7.0, 7.0, 19.5), (6.2, 4.1, 10.5)),
    "tea": ((6.3, 4.0, 10.5), (5.0, 3.8, 13.0)), "leaf": ((13.0, 7.0, 7.5), (8.0, 8.0, 14.0), (15.0, 6.5, 10.0)),
    "coffee": ((14.0, 5.0, 10.0), (9.0, 5.0, 17.0)), "noodles": ((17.0, 9.0, 12.0), (13.0, 4.0, 18.0)),
    "biscuit": ((17.0, 4.5, 7.5), (11.0, 4.5, 17.0), (21.0, 5.0, 11.0)), "sweets": ((15.5, 1.4, 7.5), (9.0, 2.2, 12.0), (17.0, 3.2, 11.0)),
    "nuts": ((14.0, 6.0, 18.0), (12.0, 8.0, 12.0)), "cereal": ((19.0, 6.0, 27.0), (15.0, 7.0, 20.0)),
    "care": ((18.5, 3.8, 4.2), (9.0, 3.4, 6.2), (13.0, 1.8, 17.0)), "paper": ((21.0, 11.0, 8.0), (11.0, 11.0, 12.0)),
}  # fmt: skip


def _box(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    choices = _BOXES[product.category]
    base = choices[rng.integers(len(choices))]
    width, depth, height = (side * float(rng.uniform(0.9, 1.1)) * grow**0.7 for side in base)
    gloss = float(rng.choice([0.15, 0.3, 0.55]))
    return Body(
        Box((width, depth, height), float(rng.uniform(0.1, 0.35))),
        (),
        "",
        (240, 238, 232),
        (240, 238, 232),
        gloss,
    )


_POUCHES = {  # width, height, thickness in cm
    "crisps": (17, 25, 5.5), "noodles": (15, 17, 5), "leaf": (12, 19, 4.5), "biscuit": (15, 19, 4.5), "sweets": (11.5, 16, 3.4),
    "nuts": (14, 21, 5), "cereal": (17, 24, 6), "sauce": (9, 12, 2), "wash": (16, 24, 6), "paper": (19, 12, 6),
}  # fmt: skip


def _pouch(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    width, height, thick = (
        side * float(rng.uniform(0.85, 1.12)) * grow for side in _POUCHES[product.category]
    )
    stands = product.category in ("leaf", "nuts", "cereal", "wash") and bool(rng.random() < 0.6)
    half_cm = pouch_thickness(
        (width, height), thick, np.random.default_rng([product.seed, 8]), stands=stands
    )
    return Body(
        Pouch((width, height), half_cm),
        (),
        "",
        (225, 225, 228),
        (225, 225, 228),
        float(rng.choice([0.45, 0.7, 0.9])),
    )
