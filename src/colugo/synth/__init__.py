"""Draws products that do not exist and scenes of them with exact answers."""

from colugo.synth.product import KINDS, SynthProduct, make_family, make_product, make_products
from colugo.synth.scene import Answer, SynthScene, make_scene
from colugo.synth.views import render_view
from colugo.synth.write import write_products, write_scenes

__all__ = [
    "KINDS",
    "Answer",
    "SynthProduct",
    "SynthScene",
    "make_family",
    "make_product",
    "make_products",
    "make_scene",
    "render_view",
    "write_products",
    "write_scenes",
]
