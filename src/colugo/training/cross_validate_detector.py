"""Trains a detector once for every fifth of its sets that can be kept out, and measures each.

`python -m colugo.training.cross_validate_detector RECIPE MINUTES YOLOX.onnx`

A fifth of a few hundred pictures is a small sample: one picture with many boxes moves its
average precision by hundredths. The mean over the five says what the recipe is worth, in
the minutes given, on pictures it has not seen. What is kept: one checkpoint a fold.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from colugo.evaluation.boxes import DetectionScores
from colugo.training.data.detection import FOLDS
from colugo.training.detector_recipe import DetectorRecipe
from colugo.training.train_detector import Training
from colugo.training.yolox_start import write_start

Figures = Mapping[str, DetectionScores]  # by name of the set


def fold_recipes(recipe: DetectorRecipe, minutes: float) -> list[DetectorRecipe]:
    """The recipe once for every fold, each with its own weights and its own folder."""
    return [
        recipe.model_copy(
            update={
                "fold": fold,
                "max_minutes": minutes,
                "output": recipe.output.with_name(f"{recipe.output.name}-fold-{fold}"),
                "start": recipe.output.with_name(f"{recipe.output.name}-fold-{fold}") / "start.pt",
            }
        )
        for fold in range(FOLDS)
    ]


def cross_validate(recipe: DetectorRecipe, minutes: float, yolox: Path) -> Iterator[Figures]:
    """Train and measure fold after fold; a fold that was interrupted goes on where it stopped.

    Args:
        recipe: of a YOLOX detector.
        minutes: of training, each fold.
        yolox: the official weights that each starts from.

    Raises:
        WeightsUnreadable, DatasetUnreadable: a file that is named is not right.
    """
    folders = [one.folder for one in recipe.sets if one.measure]
    for one in fold_recipes(recipe, minutes):
        if one.start is not None and not one.start.exists():
            write_start(one.start, yolox, folders, one.fold)
        training = Training(one)
        training.run()
        yield {Path(name).name: DetectionScores(**part) for name, part in training.scores.items()}


def table_of(figures: list[Figures]) -> Table:
    """Scores by fold and set, and their means."""
    table = Table("scenes", "fold", "AP50", "AP", "AR")
    for name in figures[0]:
        rows = np.array([list(vars(one[name]).values()) for one in figures])
        for fold, row in enumerate(rows):
            table.add_row(name, str(fold), *(f"{value:.3f}" for value in row))
        table.add_row(name, "mean", *(f"{value:.3f}" for value in rows.mean(axis=0)))
    return table


def main(recipe_path: str, minutes: str, yolox: str) -> None:
    """Print the table after every fold."""
    figures: list[Figures] = []
    recipe = DetectorRecipe.load(Path(recipe_path))
    for one in cross_validate(recipe, float(minutes), Path(yolox)):
        figures.append(one)
        Console().print(table_of(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
