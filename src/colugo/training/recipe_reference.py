"""Writes `recipes.md`, the part of the manual that lists the keys of the training recipes.

`python -m colugo.training.recipe_reference docs`
"""

import sys
from pathlib import Path

from pydantic import BaseModel

from colugo.field_table import describe_fields, markdown_table
from colugo.training.detector_recipe import DetectorRecipe, LossSettings, SceneSet
from colugo.training.embedder_recipe import EmbedderRecipe

PAGE = "recipes.md"
_HEAD = """<!-- Written from the code by `make docs`. Do not edit. -->

# Recipes

A recipe is a short YAML file that says what one model is trained from, on what, and how
long; `recipes/` holds those of the default models. A key that is not listed here, or a value
out of its limits, is refused. Paths are relative to the folder that the training is started
in. How to run one: [models](models.md).
"""
_SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("Embedder: `colugo.training.train_embedder`", EmbedderRecipe),
    ("Detector: `colugo.training.train_detector`", DetectorRecipe),
    ("SceneSet: one of `sets` of a detector", SceneSet),
    ("LossSettings: `loss` of a detector", LossSettings),
)


def recipes_page() -> str:
    """The page that describes every key of every recipe, as Markdown."""
    heading = ("key", "value", "default", "meaning")
    parts = [_HEAD]
    for title, model in _SECTIONS:
        rows = [(f"`{row.name}`", *row[1:]) for row in describe_fields(model)]
        parts.append(f"## {title}\n\n{markdown_table(heading, rows)}")
    return "\n".join(parts)


if __name__ == "__main__":
    (Path(sys.argv[1]) / PAGE).write_text(recipes_page(), encoding="utf-8")
