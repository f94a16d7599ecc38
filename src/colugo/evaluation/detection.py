"""How well detectors find products, whatever they are. Sells nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from colugo.evaluation.boxes import (
    DetectionScores,
    PictureBoxes,
    average_precision,
    overlaps,
    recall_by_kind,
)
from colugo.evaluation.scene_sets import JudgedScene
from colugo.vision import Detections, Detector, decode

_WEAKEST: Final = 0.01  # average precision looks at weak boxes, too
_RIGHT: Final = 0.5  # IoU from which a box is one of the product
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class FoundScene:
    """One scene and what a detector found on it at its own threshold."""

    scene: JudgedScene
    found: Detections
    missed: int  # products that no box overlaps by half
    extra: int  # boxes that overlap no product by half


@dataclass(frozen=True)
class DetectorScores:
    """One detector on one set of scenes; `recall` is at its own threshold, by size and overlap."""

    scores: DetectionScores
    recall: Mapping[str, tuple[float, int]]
    scenes: Sequence[FoundScene]

    def facts(self) -> dict[str, Any]:
        """Everything as plain values."""
        recall = {name: {"share": share, "of": of} for name, (share, of) in self.recall.items()}
        return {**vars(self.scores), "recall": recall}


def judge_detector(
    detector: Detector, scenes: Sequence[JudgedScene], progress: Callable[[int], None]
) -> DetectorScores:
    """Find products on every scene. Raises PictureUnusable of one that cannot be read."""
    threshold = detector.settings.score_threshold
    weak = replace(detector.settings, score_threshold=min(_WEAKEST, threshold))
    detector.settings = weak
    truth, every, kept, sizes, found_scenes = [], [], [], [], []
    for number, scene in enumerate(scenes, start=1):
        image = decode(scene.path)
        found = detector.detect(image)
        there = np.array([box.xyxy for box in scene.boxes], np.float64).reshape(-1, 4)
        strong = found.scores >= threshold
        sure = Detections(found.xyxy[strong], found.scores[strong])
        truth.append(PictureBoxes(there, np.ones(len(there), np.int64)))
        every.append(PictureBoxes(found.xyxy, np.ones(len(found), np.int64), found.scores))
        kept.append(sure.xyxy)
        sizes.append(image.size_wh)
        found_scenes.append(_found(scene, sure, there))
        progress(number)
    recall = recall_by_kind([each.xyxy for each in truth], kept, sizes)
    return DetectorScores(average_precision(truth, every), recall, found_scenes)


def open_detectors(models: Mapping[str, Path]) -> dict[str, Detector]:
    """The detectors of ONNX files by their names. Raises ModelUnusable by its subclasses."""
    return {name: Detector.open(path) for name, path in models.items()}


def _found(scene: JudgedScene, sure: Detections, there: Numbers) -> FoundScene:
    alike = overlaps(there, sure.xyxy)
    missed = int((alike.max(axis=1, initial=0) < _RIGHT).sum())
    extra = int((alike.max(axis=0, initial=0) < _RIGHT).sum())
    return FoundScene(scene, sure, missed, extra)
