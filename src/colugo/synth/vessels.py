"""Packages made on a lathe: cans, bottles, cups, tubs, jars, and what their parts are made of."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from colugo.synth.palette import Rgb, mix, shift
from colugo.synth.product import SynthProduct
from colugo.synth.shapes import Turned

_SILVER: Rgb = (200, 202, 206)
_WHITE: Rgb = (246, 246, 244)
_BLACK: Rgb = (32, 32, 36)
_Point = tuple[float, float]  # height, radius in cm
_Rng = np.random.Generator


@dataclass(frozen=True)
class Zone:
    """A belt of a vessel between two heights."""

    low_cm: float
    high_cm: float
    made_of: str  # label, metal, cap, liquid, air or plastic


@dataclass(frozen=True, eq=False)
class Vessel:
    """A turned body and its parts."""

    shape: Turned
    zones: tuple[Zone, ...]  # from the foot up
    lid: str  # what the top is: can, foil, plastic, metal or cap
    shell: Rgb  # colour of what is not label: liquid, plastic, glass
    cap: Rgb
    gloss: float  # of the label


def can(product: SynthProduct, rng: _Rng, grow: float) -> Vessel:
    """A drink can, a food tin, or a canister with a plastic lid."""
    if product.category in ("crisps", "cereal", "sweets"):
        return _canister(product, rng)
    if product.category in ("tin", "jam"):
        return _tin(rng, grow)
    sizes = (
        (2.9, rng.uniform(13, 15.5)),
        (3.3, rng.uniform(11.5, 12.5)),
        (2.65, rng.uniform(10, 13.5)),
    )
    r, h = (side * grow**0.5 for side in sizes[int(rng.integers(3))])
    foot = (0.0, r * 0.76), (0.25, r * 0.82), (0.9, r * 0.99), (1.2, r)
    neck = (
        (h - 1.5, r),
        (h - 0.9, r * 0.95),
        (h - 0.4, r * 0.84),
        (h - 0.3, r * 0.86),
        (h, r * 0.86),
    )
    zones = _belts(h, (0.5, "metal"), (h - 0.5, "label"), (h, "metal"))
    return Vessel(_lathe(*foot, *neck), zones, "can", _SILVER, _SILVER, 0.9)


def _canister(product: SynthProduct, rng: _Rng) -> Vessel:
    r, h = 3.7, float(rng.uniform(15, 23))
    if product.category != "crisps":
        r, h = float(rng.uniform(4.4, 5.6)), float(rng.uniform(10, 15))
    lid = _pick(rng, (240, 240, 240), (210, 30, 40), (250, 210, 60), (60, 60, 70))
    foot = (0.0, r), (0.3, r * 1.02), (0.35, r)
    shape = _lathe(*foot, (h - 1, r), (h - 0.95, r * 1.04), (h - 0.1, r * 1.04), (h, r))
    zones = _belts(h, (0.3, "metal"), (h - 1, "label"), (h, "cap"))
    return Vessel(shape, zones, "plastic", _SILVER, lid, 0.55)


def _tin(rng: _Rng, grow: float) -> Vessel:
    r, h = float(rng.uniform(3.3, 4.6)) * grow, float(rng.uniform(4.5, 11)) * grow
    foot = (0.0, r * 0.97), (0.15, r * 1.02), (0.4, r * 1.02), (0.5, r)
    rim = (h - 0.5, r), (h - 0.4, r * 1.02), (h - 0.15, r * 1.02), (h, r * 0.97)
    zones = _belts(h, (0.5, "metal"), (h - 0.5, "label"), (h, "metal"))
    return Vessel(_lathe(*foot, *rim), zones, "can", _SILVER, _SILVER, 0.45)


def bottle(product: SynthProduct, rng: _Rng, grow: float) -> Vessel:
    """A bottle with a screw cap: clear with something to drink in it, or opaque."""
    if product.category == "wash":
        return _flat_bottle(product, rng, grow)
    is_dairy = product.category in ("milk", "coffee")
    r, h = float(rng.uniform(2.9, 3.6)) * grow**0.5, float(rng.uniform(17, 24)) * grow**0.6
    neck, cap_r = (
        (rng.uniform(1.6, 2), rng.uniform(1.9, 2.2)) if is_dairy else (rng.uniform(1.1, 1.5), 1.6)
    )
    shoulder, top = h * float(rng.uniform(0.62, 0.74)), h - float(rng.uniform(1.4, 2.2))
    shape = _bottle_shape(
        (r, h), (shoulder, top), (neck, cap_r), float(rng.choice([1.0, 1.0, 0.9]))
    )
    tint, is_opaque = product.flavour.rgb, is_dairy or rng.random() < 0.15
    shell = (
        _pick(rng, _WHITE, tint, mix(tint, (255, 255, 255), 0.6))
        if is_opaque
        else _drink(product, rng)
    )
    filled, full_to = ("plastic" if is_opaque else "liquid"), shoulder + (top - shoulder) * 0.7
    low, high = h * rng.uniform(0.16, 0.26), shoulder * rng.uniform(0.8, 0.98)
    if is_opaque and rng.random() < 0.7:  # a sleeve over nearly all of it
        low, high = 0.4, shoulder + (top - shoulder) * 0.6
    above = "plastic" if is_opaque else "air"
    zones = _belts(h, (low, filled), (high, "label"), (full_to, filled), (top, above), (h, "cap"))
    cap = _pick(
        rng, _WHITE, _BLACK, tint, (210, 30, 40), (20, 90, 180), (40, 140, 70), (250, 200, 40)
    )
    return Vessel(shape, zones, "cap", shell, cap, 0.6)


def _bottle_shape(
    body: _Point, heights: tuple[float, float], neck: tuple[float, float], waist: float
) -> Turned:
    (r, h), (shoulder, top), (neck_r, cap_r) = body, heights, neck
    foot = (0.0, r * 0.8), (0.25, r * 0.93), (0.8, r)
    grip = (h * 0.18, r), (h * 0.3, r * waist), (h * 0.44, r * waist), (h * 0.54, r), (shoulder, r)
    bow = ((0.25, 0.88), (0.5, 0.56), (0.72, 0.24), (0.88, 0.04), (0.95, 0.0), (1.0, 0.0))
    slope = [(shoulder + (top - shoulder) * s, neck_r + (r - neck_r) * f) for s, f in bow]
    return _lathe(*foot, *grip, *slope, (top + 0.02, cap_r), (h - 0.15, cap_r), (h, cap_r * 0.9))


def _drink(product: SynthProduct, rng: _Rng) -> Rgb:
    tint = product.flavour.rgb
    if product.category == "sauce":
        return _pick(rng, (46, 20, 12), (150, 30, 20), mix(tint, (90, 40, 20), 0.4))
    if product.category == "tea":
        return _pick(rng, (140, 66, 20), (196, 130, 40), (176, 170, 70))
    if product.category == "soda":
        return _pick(rng, (226, 236, 240), mix(tint, (255, 255, 255), 0.3), (40, 18, 12))
    return mix(tint, (255, 244, 220), 0.2)


def _flat_bottle(product: SynthProduct, rng: _Rng, grow: float) -> Vessel:
    """Shampoo and the like: pressed flat, opaque, a wide cap."""
    r, h = float(rng.uniform(3.4, 4.6)) * grow, float(rng.uniform(15, 22)) * grow
    flat, top = float(rng.uniform(0.5, 0.8)), h - float(rng.uniform(1.8, 3.6))
    cap_r, belly = r * float(rng.uniform(0.35, 0.7)), r * float(rng.uniform(0.9, 1.0))
    body = (0.0, r * 0.92), (0.5, r), (top * 0.5, belly), (top - 2.2, r * 0.96), (top - 1, r * 0.8)
    neck = (top - 0.3, cap_r * 1.05), (top, cap_r * 0.95), (top + 0.02, cap_r)
    shape = _lathe(*body, *neck, (h - 0.3, cap_r * 0.98), (h, cap_r * 0.8), flat=flat)
    tint = product.flavour.rgb
    shell = _pick(rng, (250, 250, 250), tint, mix(tint, (255, 255, 255), 0.5), (40, 44, 52))
    zones = _belts(h, (1.2, "plastic"), (top - 2, "label"), (top, "plastic"), (h, "cap"))
    cap = _pick(rng, (255, 255, 255), shift(tint, 0, 0.8), _BLACK, (206, 172, 96))
    return Vessel(shape, zones, "cap", shell, cap, 0.7)


def cup(product: SynthProduct, rng: _Rng, grow: float) -> Vessel:
    """A cup that widens to a rim under printed foil."""
    r, h = float(rng.uniform(3.0, 3.9)) * grow, float(rng.uniform(6.0, 9.5)) * grow
    if product.category == "noodles":
        r, h = float(rng.uniform(4.4, 5.6)), float(rng.uniform(9.5, 12))
    foot = r * float(rng.uniform(0.68, 0.86))
    rim = (h - 0.5, r * 0.97), (h - 0.35, r * 0.98), (h - 0.33, r * 1.06), (h, r * 1.06)
    zones = _belts(h, (0.35, "plastic"), (h - 0.45, "label"), (h, "plastic"))
    return Vessel(_lathe((0, foot * 0.96), (0.3, foot), *rim), zones, "foil", _WHITE, _WHITE, 0.4)


def tub(product: SynthProduct, rng: _Rng, grow: float) -> Vessel:
    """A wide tub under a plastic lid."""
    r, h = float(rng.uniform(4.4, 6.4)) * grow, float(rng.uniform(5.5, 11)) * grow
    foot, top = r * float(rng.uniform(0.8, 0.93)), h - float(rng.uniform(0.9, 1.6))
    lid = (top, r * 0.97), (top + 0.02, r * 1.05), (h - 0.2, r * 1.05), (h, r * 0.98)
    tint = product.flavour.rgb
    colour = _pick(rng, tint, _WHITE, (40, 40, 46), mix(tint, (255, 255, 255), 0.5))
    zones = _belts(h, (0.3, "plastic"), (top, "label"), (h, "cap"))
    return Vessel(
        _lathe((0, foot * 0.97), (0.3, foot), *lid), zones, "plastic", _WHITE, colour, 0.45
    )


def jar(product: SynthProduct, rng: _Rng, grow: float) -> Vessel:
    """A glass with a metal lid and a label on it; what is in it shows above and below."""
    r, h = float(rng.uniform(3.0, 4.2)) * grow, float(rng.uniform(7.5, 13)) * grow
    neck, top = r * float(rng.uniform(0.78, 0.95)), h - float(rng.uniform(1.1, 1.8))
    body = (0.0, r * 0.88), (0.3, r * 0.98), (0.7, r), (top - 1.3, r), (top - 0.6, r * 0.97)
    lid = (
        (top - 0.1, neck),
        (top, neck),
        (top + 0.02, neck * 1.06),
        (h - 0.2, neck * 1.06),
        (h, neck),
    )
    tint = product.flavour.rgb
    inside = {"coffee": (52, 28, 16), "jam": mix(tint, (120, 20, 20), 0.25), "sauce": (126, 28, 14)}
    shell = inside.get(product.category, mix(tint, (190, 150, 90), 0.5))
    low, high = float(rng.uniform(0.8, 1.6)), top - float(rng.uniform(1.3, 2.2))
    zones = _belts(h, (low, "liquid"), (high, "label"), (top - 0.1, "liquid"), (h, "cap"))
    colours = (206, 170, 86), (200, 24, 36), (250, 250, 250), _BLACK, (40, 120, 60), tint
    return Vessel(_lathe(*body, *lid), zones, "metal", shell, _pick(rng, *colours), 0.35)


def _pick(rng: _Rng, *colours: Rgb) -> Rgb:
    return colours[int(rng.integers(len(colours)))]


def _belts(height_cm: float, *tops: tuple[float, str]) -> tuple[Zone, ...]:
    """Zones from the foot up, each with the height it reaches; those of no height fall away."""
    edges = [0.0]
    for top, _ in tops:
        edges.append(min(height_cm, max(float(top), edges[-1])))
    belts = zip(pairwise(edges), tops, strict=True)
    return tuple(Zone(low, high, made_of) for (low, high), (_, made_of) in belts if high > low)


def _lathe(*points: _Point, flat: float = 1.0) -> Turned:
    """A turned body; points on a straight line are left out, for each costs time."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        before = kept[-1]
        rise = (here[1] - before[1]) * (after[0] - here[0])
        if abs(rise - (after[1] - here[1]) * (here[0] - before[0])) > 1e-3:
            kept.append(here)
    return Turned(np.array([*kept, points[-1]], np.float32), flat)
