"""Recipes of detectors are read strictly."""

from pathlib import Path

import pytest

from colugo.errors import RecipeInvalid
from colugo.training.detector_recipe import DetectorRecipe

GOOD = "name: a\noutput: runs/a\nsets: [{folder: scenes}]\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_committed_recipe_is_read() -> None:
    recipe = DetectorRecipe.load(Path("recipes/detector.yaml"))

    assert recipe.variant == "lite_v1"
    assert recipe.input_px in range(64, 1281, 32)


def test_what_a_recipe_leaves_out_has_a_default(tmp_path: Path) -> None:
    recipe = DetectorRecipe.load(write(tmp_path, GOOD))

    assert recipe.loss.giou == 2.0
    assert recipe.sets[0].weight == 1.0


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("learning_rate: 1", "learning_rate"),
        ("scale: 1.25", "scale"),
        ("input_px: 300", "input_px"),
        ("workers: 3", "workers"),
        ("assigner: atss", "assigner"),
        ("loss: {focal: 1}", "loss.focal"),
        ("frozen: [blocks6]", "frozen.0"),
        ("max_minutes: 0", "max_minutes"),
    ],
)
def test_an_unknown_key_or_a_value_out_of_limits_is_refused_by_name(
    tmp_path: Path, line: str, key: str
) -> None:
    path = write(tmp_path, GOOD + line)

    with pytest.raises(RecipeInvalid, match=key):
        DetectorRecipe.load(path)


@pytest.mark.parametrize("text", ["", "[1]", "name: [", "name: a"])
def test_what_is_no_recipe_is_refused(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)

    with pytest.raises(RecipeInvalid, match=r"recipe\.yaml"):
        DetectorRecipe.load(path)


def test_a_missing_recipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeInvalid, match="nowhere"):
        DetectorRecipe.load(tmp_path / "nowhere.yaml")
