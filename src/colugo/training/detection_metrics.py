"""How good a detector's boxes are: average precision, and the threshold of best F1.

AP is pycocotools' own. Knows no network.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from colugo.evaluation.boxes import DetectionScores, PictureBoxes, average_precision, overlaps
from colugo.vision import Boxes, Detections


def measure(truth: Sequence[Boxes], found: Sequence[Detections]) -> DetectionScores:
    """Average precision over pictures.

    Args:
        truth: per picture (products, 4) xyxy px.
        found: per picture, in the same order and the same px.
    """
    return average_precision(
        [PictureBoxes(boxes, _one_kind(boxes)) for boxes in truth],
        [PictureBoxes(each.xyxy, _one_kind(each.xyxy), each.scores) for each in found],
    )


def best_threshold(
    truth: Sequence[Boxes], found: Sequence[Detections], least_iou: float = 0.5
) -> tuple[float, float]:
    """The score from which on boxes should count, and the F1 it gives; 1 and 0 without boxes.

    A box is right when it is the best-scored one to overlap a product by `least_iou`.
    """
    pairs = list(zip(truth, found, strict=True))
    scores = np.concatenate([detections.scores for _, detections in pairs])
    if not len(scores):
        return 1.0, 0.0
    right = np.concatenate([_is_right(boxes, detections, least_iou) for boxes, detections in pairs])
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + sum(map(len, truth)))
    best = int(f1.argmax())
    return float(scores[order][best]), float(f1[best])


def _is_right(truth: Boxes, found: Detections, least_iou: float) -> NDArray[np.bool_]:
    right = np.zeros(len(found), bool)
    ious = overlaps(found.xyxy, truth)
    for row in range(len(found)):  # best score first, as `Detections` has them
        if len(truth) and ious[row].max() >= least_iou:
            right[row] = True
            ious[:, ious[row].argmax()] = 0  # this product is taken
    return right


def _one_kind(boxes: Boxes) -> NDArray[np.int64]:
    return np.ones(len(boxes), np.int64)
