"""How a family looks on paper: palette, fonts, layout. Knows no pixel."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from colugo.synth.fonts import Face, heavy_chinese_faces, latin_faces
from colugo.synth.palette import Palette, Rgb, draw_palette, luminance, mix, shift
from colugo.synth.product import SynthProduct
from colugo.synth.words import BADGES, CATEGORIES

LAYOUTS, PATTERNS, LOGOS = 10, 12, 7  # how many the painters know


@dataclass(frozen=True)
class Design:
    """The choices the members of a family share; `accent` and `icon` follow the flavour."""

    palette: Palette
    accent: Rgb
    ground: Rgb  # colour most of the front has
    second: Rgb  # colour of the pattern on it
    layout: int
    pattern: int
    logo: int
    name_face: Face
    latin_face: Face
    brand_face: Face
    stroke: float
    icon: str
    slogan: str
    badge: str
    variation: int  # seed for the small choices


@lru_cache(maxsize=1024)
def design_of(product: SynthProduct) -> Design:
    """The design of a product. The same for its whole family but for what the flavour changes."""
    rng = np.random.default_rng([product.family, 2])
    palette, accent = draw_palette(rng), product.flavour.rgb
    category = CATEGORIES[product.category]
    ground, second = _grounds(rng, palette, accent)
    icon = product.flavour.icon if rng.random() < 0.75 else str(rng.choice(category.icons))
    zh, latin = heavy_chinese_faces(), latin_faces()
    return Design(
        palette, accent, ground, second,
        layout=int(rng.integers(LAYOUTS)), pattern=int(rng.integers(PATTERNS)),
        logo=int(rng.integers(LOGOS)),
        name_face=zh[rng.integers(len(zh))], latin_face=latin[rng.integers(len(latin))],
        brand_face=latin[rng.integers(len(latin))],
        stroke=float(rng.choice([0.0, 0.0, 0.05, 0.09])),
        icon=icon, slogan=_slogan(product, str(rng.choice(category.slogans))),
        badge=str(rng.choice(BADGES)),
        variation=int(rng.integers(2**31)),
    )  # fmt: skip


def fingerprint(product: SynthProduct) -> str:
    """A digest of all that a product's look follows from; two products with one look alike."""
    words = (product.kind, product.brand, product.noun, product.flavour, product.size_text)
    told = repr((design_of(product), product.category, words, product.language))
    return hashlib.sha256(told.encode()).hexdigest()


def _slogan(product: SynthProduct, slogan: str) -> str:
    """What a label shouts; abroad its flavour, because slogans are Chinese."""
    return slogan if product.language == "zh" else product.flavour.zh


def _grounds(rng: np.random.Generator, palette: Palette, accent: Rgb) -> tuple[Rgb, Rgb]:
    """What colour the front is and its pattern: paper, brand or flavour."""
    role = rng.random()
    if role < 0.28:
        return palette.paper, mix(palette.paper, palette.main, rng.uniform(0.1, 0.35))
    if role < 0.58:
        return palette.main, shift(palette.main, rng.uniform(-0.05, 0.05), rng.choice([0.72, 1.3]))
    if role < 0.85:
        return accent, shift(
            accent, rng.uniform(-0.04, 0.04), 0.74 if luminance(accent) > 0.5 else 1.35
        )
    if role < 0.93:
        dark = mix(palette.main, (12, 12, 16), 0.85)
        return dark, mix(dark, palette.metal, 0.25)
    return mix(accent, (255, 255, 255), 0.78), mix(accent, (255, 255, 255), 0.5)
