"""Measures a detector on the kept-out scenes, beside a peer, in the same run.

`python -m colugo.training.evaluate_detector RECIPE FILE.onnx [YOLOX.onnx]`
"""

import dataclasses
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from colugo.evaluation.boxes import DetectionScores
from colugo.training.data.detection import PictureCache, Scene, read_scenes, split
from colugo.training.detector_recipe import DetectorRecipe
from colugo.training.detector_runner import MEASURING, FindsProducts, score_sets
from colugo.training.yolox_peer import YoloxPeer
from colugo.vision import Detector, EngineOptions, Image

_THREADS = 2
_TIMED_SCENES = 20


@dataclass(frozen=True)
class Row:
    """One detector on one set of scenes."""

    detector: str
    scenes: str
    scores: DetectionScores
    ms: float  # median of a whole detection: resize, network, NMS


def open_for_measuring(path: Path) -> Detector:
    """An exported detector that gives weak boxes too, as average precision wants them.

    Raises:
        ModelUnusable: one of its subclasses (`colugo.errors.models`).
    """
    detector = Detector.open(path, EngineOptions(kind="onnxruntime", threads=_THREADS))
    detector.settings = dataclasses.replace(
        detector.settings, score_threshold=MEASURING.score_threshold
    )
    return detector


def kept_out_sets(recipe: DetectorRecipe) -> dict[str, list[Scene]]:
    """The scenes that no training of `recipe` sees, by folder name.

    Raises:
        DatasetUnreadable: a folder is missing or damaged.
    """
    measured = (one.folder for one in recipe.sets if one.measure)
    return {folder.name: split(read_scenes(folder), recipe.fold)[1] for folder in measured}


def evaluate(
    detectors: Mapping[str, FindsProducts], sets: Mapping[str, Sequence[Scene]]
) -> list[Row]:
    """Score and time every detector on every set."""
    cache = PictureCache(limit_mb=2000, max_side_px=10_000)
    cache.fill(scene for scenes in sets.values() for scene in scenes)
    times = {name: _median_ms(detectors, scenes, cache) for name, scenes in sets.items()}
    return [
        Row(name, scenes, scores, times[scenes][name])
        for name, detector in detectors.items()
        for scenes, scores in score_sets(detector, sets, cache).items()
    ]


def _median_ms(
    detectors: Mapping[str, FindsProducts], scenes: Sequence[Scene], cache: PictureCache
) -> dict[str, float]:
    """Median of a detection by each, one after another on every picture: noise hits all alike."""
    times_ms: dict[str, list[float]] = {name: [] for name in detectors}
    for scene in scenes[:_TIMED_SCENES]:
        image = Image(cache.load(scene)[0])
        for name, detector in detectors.items():
            started = time.perf_counter()
            detector.detect(image)
            times_ms[name].append((time.perf_counter() - started) * 1e3)
    return {name: float(np.median(times)) for name, times in times_ms.items()}


def _table(rows: Sequence[Row]) -> Table:
    table = Table("detector", "scenes", "AP50", "AP", "AR", "ms")
    for row in rows:
        numbers = (f"{value:.3f}" for value in vars(row.scores).values())
        table.add_row(row.detector, row.scenes, *numbers, f"{row.ms:.1f}")
    return table


def main(recipe_path: str, model_path: str, peer_path: str | None = None) -> None:
    """Print a table of a model, and of a YOLOX beside it when one is given."""
    detectors: dict[str, FindsProducts] = {
        Path(model_path).stem: open_for_measuring(Path(model_path))
    }
    if peer_path is not None:
        detectors["YOLOX-Nano"] = YoloxPeer(Path(peer_path))
    sets = kept_out_sets(DetectorRecipe.load(Path(recipe_path)))
    Console().print(_table(evaluate(detectors, sets)))


if __name__ == "__main__":
    main(*sys.argv[1:])
