"""Finds the products in a scene, without knowing which they are."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colugo.errors import ModelOutputWrong
from colugo.vision.engine import Engine, EngineOptions, first_run, open_engine
from colugo.vision.image import Detections, Image
from colugo.vision.metadata import read_model_file
from colugo.vision.nms import keep_best
from colugo.vision.preprocess import Preprocessing

_CANDIDATES = 1000  # boxes looked at before overlaps are removed, as in PicoDet's own NMS
_EXPECTED = "`xyxy` (n, cells, 4) and `scores` (n, cells), both float32"


@dataclass(frozen=True)
class DetectorSettings:
    """What of the network's boxes counts, as its metadata says."""

    score_threshold: float  # 0..1, boxes below it are dropped
    nms_iou: float  # 0..1, the largest overlap of two boxes that both stay
    max_detections: int


class Detector:
    """A main-body detector: boxes around products, one kind of box only.

    `model_id` names the exact weights and precision.
    """

    def __init__(
        self,
        engine: Engine,
        preprocessing: Preprocessing,
        settings: DetectorSettings,
        *,
        model_id: str,
    ) -> None:
        self.engine = engine
        self.preprocessing = preprocessing
        self.settings = settings
        self.model_id = model_id

    @classmethod
    def open(cls, path: Path, options: EngineOptions | None = None) -> "Detector":
        """Load a detector and run it once on nothing, so that the first scene is fast too.

        Raises:
            ModelUnusable: one of its subclasses (`colugo.errors.models`).
            EngineMissing, EngineOptionWrong: the options cannot be had here.
        """
        options = options or EngineOptions()
        model = read_model_file(path, "detector")
        settings = DetectorSettings(
            score_threshold=model.fields.number("score_threshold", 0, 1),
            nms_iou=model.fields.number("nms_iou", 0, 1),
            max_detections=model.fields.whole("max_detections", 1, 10_000),
        )
        preprocessing = Preprocessing.from_fields(model.fields)
        engine = open_engine(path, options)
        detector = cls(engine, preprocessing, settings, model_id=model.model_id(options.precision))
        _check_outputs(path, first_run(path, engine, {"image": _blank(preprocessing)}))
        return detector

    def with_threshold(self, score: float) -> "Detector":
        """The same network, where boxes from another score on count."""
        settings = replace(self.settings, score_threshold=score)
        return Detector(self.engine, self.preprocessing, settings, model_id=self.model_id)

    def detect(self, image: Image) -> Detections:
        """Find the products in the whole picture, looked at once.

        Returns:
            Boxes in pixels of the picture, clipped to it, best first; none is no error.
        """
        xyxy, scores = self.run(self.preprocessing.apply([image]))
        placement = self.preprocessing.placement(image.size_wh)
        return self._choose(placement.to_photo(xyxy[0]), scores[0])

    def run(self, batch: NDArray[np.float32]) -> list[NDArray[Any]]:
        """Run the network alone: (n, 3, h, w) to `xyxy` (n, cells, 4), `scores` (n, cells)."""
        return self.engine.run({"image": batch})

    def _choose(self, xyxy: NDArray[np.float32], scores: NDArray[np.float32]) -> Detections:
        has_area = (xyxy[:, 2:] > xyxy[:, :2]).all(axis=1)
        rows = np.flatnonzero((scores >= self.settings.score_threshold) & has_area)
        rows = rows[np.argsort(-scores[rows], kind="stable")][:_CANDIDATES]
        kept = rows[keep_best(xyxy[rows], self.settings.nms_iou, self.settings.max_detections)]
        return Detections(xyxy[kept], np.minimum(scores[kept], 1))


def _blank(preprocessing: Preprocessing) -> NDArray[np.float32]:
    width, height = preprocessing.input_wh
    return np.zeros((1, 3, height, width), np.float32)


def _check_outputs(path: Path, outputs: list[NDArray[Any]]) -> None:
    shapes = ", ".join(f"{output.shape} {output.dtype}" for output in outputs)
    is_pair = len(outputs) == 2 and outputs[0].ndim == 3 and outputs[0].shape[0] == 1
    if not is_pair or outputs[0].shape != (*outputs[1].shape, 4):
        raise ModelOutputWrong(str(path), _EXPECTED, shapes)
    if any(output.dtype != np.float32 for output in outputs):
        raise ModelOutputWrong(str(path), _EXPECTED, shapes)
