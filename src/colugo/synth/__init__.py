"""Draws products that do not exist and scenes of them with exact answers.

The same seed gives the same picture wherever the same fonts are installed; words,
prices, SKUs and forms do not depend on fonts.
"""

from colugo.synth.dataset import Written
from colugo.synth.levels import LEVELS, Level
from colugo.synth.product import (
    KINDS,
    SynthProduct,
    make_family,
    make_look_alikes,
    make_product,
    make_products,
)
from colugo.synth.scene import Answer, SynthScene, make_scene
from colugo.synth.sheet import contact_sheet
from colugo.synth.views import render_view
from colugo.synth.write import write_products, write_scenes

__all__ = [
    "KINDS",
    "LEVELS",
    "Answer",
    "Level",
    "SynthProduct",
    "SynthScene",
    "Written",
    "contact_sheet",
    "make_family",
    "make_look_alikes",
    "make_product",
    "make_products",
    "make_scene",
    "render_view",
    "write_products",
    "write_scenes",
]
