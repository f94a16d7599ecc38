"""What shape a product has and which part of it is made of what. Knows shapes, not print.

Sizes are centimetres, taken from packages of the kind on our own shelf.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from colugo.synth.box import Box
from colugo.synth.pouch import Pouch, pouch_thickness
from colugo.synth.product import SynthProduct
from colugo.synth.shapes import Shape
from colugo.synth.vessels import Vessel, bottle, can, cup, jar, tub
from colugo.synth.words import CATEGORIES

_Size = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Body:
    """A shape with what its parts are made of."""

    shape: Shape
    gloss: float  # 0 paper .. 1 film and varnish
    vessel: Vessel | None = None  # what a turned body is made of


@lru_cache(maxsize=1024)
def body_of(product: SynthProduct) -> Body:
    """The body of a product; its family's, but larger or smaller with the size text."""
    rng = np.random.default_rng([product.family, 6])
    sizes = CATEGORIES[product.category].sizes
    grow = 0.9 + 0.05 * sizes.index(product.size_text)
    if product.kind == "box":
        return _box(product, rng, grow)
    if product.kind == "pouch":
        return _pouch(product, rng, grow)
    vessel = _VESSELS[product.kind](product, rng, grow)
    return Body(vessel.shape, vessel.gloss, vessel)


_VESSELS: dict[str, Callable[[SynthProduct, np.random.Generator, float], Vessel]] = {
    "can": can, "bottle": bottle, "cup": cup, "tub": tub, "jar": jar,
}  # fmt: skip

_BOXES: dict[str, tuple[_Size, ...]] = {  # width, depth, height in cm
    "juice": ((5.0, 3.8, 12.5), (6.3, 4.0, 10.2), (7.0, 7.0, 20.0)),
    "milk": ((5.2, 3.8, 13.2), (7.0, 7.0, 19.5), (6.2, 4.1, 10.5)),
    "tea": ((6.3, 4.0, 10.5), (5.0, 3.8, 13.0)),
    "leaf": ((13.0, 7.0, 7.5), (8.0, 8.0, 14.0), (15.0, 6.5, 10.0)),
    "coffee": ((14.0, 5.0, 10.0), (9.0, 5.0, 17.0)),
    "noodles": ((17.0, 9.0, 12.0), (13.0, 4.0, 18.0)),
    "biscuit": ((17.0, 4.5, 7.5), (11.0, 4.5, 17.0), (21.0, 5.0, 11.0)),
    "sweets": ((15.5, 1.4, 7.5), (9.0, 2.2, 12.0), (17.0, 3.2, 11.0)),
    "nuts": ((14.0, 6.0, 18.0), (12.0, 8.0, 12.0)),
    "cereal": ((19.0, 6.0, 27.0), (15.0, 7.0, 20.0)),
    "care": ((18.5, 3.8, 4.2), (9.0, 3.4, 6.2), (13.0, 1.8, 17.0)),
    "paper": ((21.0, 11.0, 8.0), (11.0, 11.0, 12.0)),
}

_POUCHES: dict[str, _Size] = {  # width, height, thickness in cm
    "crisps": (17, 25, 5.5), "noodles": (15, 17, 5), "leaf": (12, 19, 4.5),
    "biscuit": (15, 19, 4.5), "sweets": (11.5, 16, 3.4), "nuts": (14, 21, 5),
    "cereal": (17, 24, 6), "sauce": (9, 12, 2), "wash": (16, 24, 6), "paper": (19, 12, 6),
}  # fmt: skip
_STANDING = ("leaf", "nuts", "cereal", "wash")


def _box(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    choices = _BOXES[product.category]
    base = choices[int(rng.integers(len(choices)))]
    width, depth, height = (side * float(rng.uniform(0.9, 1.1)) * grow**0.7 for side in base)
    gloss = float(rng.choice([0.15, 0.3, 0.55]))
    return Body(Box((width, depth, height), float(rng.uniform(0.1, 0.35))), gloss)


def _pouch(product: SynthProduct, rng: np.random.Generator, grow: float) -> Body:
    base = _POUCHES[product.category]
    width, height, thick = (side * float(rng.uniform(0.85, 1.12)) * grow for side in base)
    stands = product.category in _STANDING and bool(rng.random() < 0.6)
    gloss = float(rng.choice([0.45, 0.7, 0.9]))
    creases = np.random.default_rng([product.seed, 8])  # no two bags are creased alike
    half_cm = pouch_thickness(thick, creases, stands=stands)
    return Body(Pouch((width, height), half_cm), gloss)
