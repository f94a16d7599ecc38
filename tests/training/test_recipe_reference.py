from pathlib import Path

import yaml

from colugo.training.recipe_reference import PAGE, recipes_page

_REPOSITORY = Path(__file__).parents[2]


def test_the_manual_says_what_the_recipes_take() -> None:
    written = (_REPOSITORY / "docs" / PAGE).read_text(encoding="utf-8")

    expected = recipes_page()

    assert written == expected, f"docs/{PAGE} is out of date: run `make docs`"


def test_every_key_of_every_committed_recipe_is_on_the_page() -> None:
    page = recipes_page()

    recipes = list((_REPOSITORY / "recipes").glob("*.yaml"))

    assert recipes
    for recipe in recipes:
        for key in yaml.safe_load(recipe.read_text(encoding="utf-8")):
            assert f"| `{key}` |" in page
