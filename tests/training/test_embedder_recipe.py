"""Recipes of embedders are read strictly."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from colugo.errors import RecipeInvalid
from colugo.training.embedder_recipe import EmbedderRecipe

GOOD = "name: a\nstart: v2.tflite\ngrocery: photos\noutput: runs/a\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "hold_out"), [("embedder", "none"), ("embedder_twin", "unseen")])
def test_the_committed_recipes_are_read(name: str, hold_out: str) -> None:
    recipe = EmbedderRecipe.load(Path(f"recipes/{name}.yaml"))

    assert recipe.hold_out == hold_out
    assert recipe.size_px % 32 == 0


def test_the_twin_differs_from_the_default_in_what_it_may_see_only() -> None:
    default, twin = (
        EmbedderRecipe.load(Path(f"recipes/{name}.yaml")) for name in ("embedder", "embedder_twin")
    )

    differing = {key for key, value in dict(default).items() if value != getattr(twin, key)}

    assert differing == {"name", "output", "hold_out"}


def test_what_a_recipe_leaves_out_has_a_default(tmp_path: Path) -> None:
    recipe = EmbedderRecipe.load(write(tmp_path, GOOD))

    assert recipe.folders == ()
    assert recipe.dims == (256, 256)
    assert recipe.start == Path("v2.tflite")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("lr: 1", "lr"),
        ("size_px: 64", "size_px"),
        ("size_px: 416", "size_px"),
        ("size_px: 100", "size_px"),
        ("blocks: 17", "blocks"),
        ("blocks: 0", "blocks"),
        ("dims: [256]", "dims.1"),
        ("dims: [0, 256]", "dims.0"),
        ("dims: [256, 1281]", "dims.1"),
        ("hold_out: all", "hold_out"),
        ("views: 0", "views"),
        ("epochs: 0", "epochs"),
        ("epochs: .nan", "epochs"),
        ("batch: 1", "batch"),
        ("learning_rate: fast", "learning_rate"),
        ("margin: 1.5", "margin"),
        ("shrinkage: 0", "shrinkage"),
        ("general_weight: -1", "general_weight"),
        ("seed: -1", "seed"),
    ],
)
def test_an_unknown_key_or_a_value_out_of_its_limits_is_named(
    tmp_path: Path, line: str, key: str
) -> None:
    path = write(tmp_path, GOOD + line)

    with pytest.raises(RecipeInvalid, match=rf"{key}:") as caught:
        EmbedderRecipe.load(path)

    assert caught.value.path == str(path)


def test_a_key_that_must_be_there_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("start: v2.tflite\n", ""))

    with pytest.raises(RecipeInvalid, match="start: Field required"):
        EmbedderRecipe.load(path)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "name: [\n", "1: 2\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)

    with pytest.raises(RecipeInvalid, match="no readable YAML mapping"):
        EmbedderRecipe.load(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_bytes(GOOD.replace("name: a", "name: 商店").encode("gb18030"))

    with pytest.raises(RecipeInvalid, match="no readable YAML mapping"):
        EmbedderRecipe.load(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(RecipeInvalid) as caught:
            EmbedderRecipe.load(path)

        assert caught.value.path == str(path)


def test_a_recipe_cannot_be_changed_once_read(tmp_path: Path) -> None:
    recipe = EmbedderRecipe.load(write(tmp_path, GOOD))

    with pytest.raises(ValidationError, match="frozen"):
        recipe.seed = 3  # type: ignore[misc]
