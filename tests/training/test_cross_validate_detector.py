"""Every fifth is kept out once, and the table says what each and all of them gave."""

from pathlib import Path

from rich.console import Console

from colugo.evaluation.boxes import DetectionScores
from colugo.training.cross_validate_detector import fold_recipes, table_of
from colugo.training.detector_recipe import DetectorRecipe


def test_every_fold_has_weights_and_a_folder_of_its_own(tmp_path: Path) -> None:
    recipe = DetectorRecipe.model_validate(
        {"name": "x", "output": tmp_path / "run", "sets": [{"folder": "a"}], "max_minutes": 60}
    )

    folds = fold_recipes(recipe, 7.5)

    assert [one.fold for one in folds] == [0, 1, 2, 3, 4]
    assert len({one.output for one in folds} | {one.start for one in folds}) == 10
    assert {one.max_minutes for one in folds} == {7.5}
    assert recipe.output not in {one.output for one in folds}


def test_the_table_ends_with_the_means() -> None:
    figures = [
        {"belt": DetectionScores(0.5, 0.2, 0.3)},
        {"belt": DetectionScores(0.7, 0.4, 0.4)},
    ]
    console = Console(width=60)

    with console.capture() as text:
        console.print(table_of(figures))

    last = text.get().splitlines()[-2]
    assert [part.strip() for part in last.strip("│ ").split("│")] == [
        "belt", "mean", "0.600", "0.300", "0.350",
    ]  # fmt: skip
