"""Takes over what the predecessor kept: its shop, its galleries, its commands."""

from colugo.checkout.legacy.build_gallery import GalleryBuild, build_gallery, lines_of
from colugo.checkout.legacy.import_shop import LegacyImport, import_shop, pictures_to_read
from colugo.checkout.legacy.models import LegacyEmbedder, open_embedder
from colugo.checkout.legacy.paddle_rules import Recognised
from colugo.checkout.legacy.pictures import draw_recognised, pictures_of, write_drawn
from colugo.checkout.legacy.predict import OurSystem, PaddleSystem

__all__ = [
    "GalleryBuild",
    "LegacyEmbedder",
    "LegacyImport",
    "OurSystem",
    "PaddleSystem",
    "Recognised",
    "build_gallery",
    "draw_recognised",
    "import_shop",
    "lines_of",
    "open_embedder",
    "pictures_of",
    "pictures_to_read",
    "write_drawn",
]
