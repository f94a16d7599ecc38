"""A recipe for an embedder that trains in seconds, on coloured patterns."""

from pathlib import Path

from colugo.training.embedder_recipe import EmbedderRecipe

from .tiny_grocery import make_folders, make_grocery
from .tiny_tflite import mobilenet_v2_file


def make_shop(folder: Path) -> Path:
    """Write what a training needs: photos, invented products, starting weights."""
    make_grocery(folder / "grocery")
    make_folders(folder / "invented")
    mobilenet_v2_file(folder / "v2.tflite")
    return folder


def tiny_recipe(shop: Path, output: str, **changes: object) -> EmbedderRecipe:
    settings = {
        "name": "tiny", "start": shop / "v2.tflite", "grocery": shop / "grocery",
        "folders": [shop / "invented"], "output": shop / "runs" / output, "size_px": 96,
        "blocks": 16, "dims": [16, 12], "views": 2, "folder_views": 1, "epochs": 2.0,
        "batch": 15, "learning_rate": 0.01, "seed": 3,
    }  # fmt: skip
    return EmbedderRecipe.model_validate(settings | changes)
