"""How good a detector's boxes are: average precision, and the threshold of best F1.

AP is pycocotools' own. Knows no network.
"""

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from colugo.vision import Boxes, Detections


@dataclass(frozen=True)
class DetectionScores:
    """All 0..1; `ap` and `ar` are means over IoU 0.50:0.95 with 100 boxes a picture."""

    ap50: float
    ap: float
    ar: float


def measure(truth: Sequence[Boxes], found: Sequence[Detections]) -> DetectionScores:
    """Average precision over pictures.

    Args:
        truth: per picture (products, 4) xyxy px.
        found: per picture, in the same order and the same px.
    """
    coco = _coco(truth)
    rows = [
        [picture, *_xywh(xyxy), score, 1]
        for picture, detections in enumerate(found, start=1)
        for xyxy, score in zip(detections.xyxy, detections.scores, strict=True)
    ]
    if not rows or not coco.anns:
        return DetectionScores(0.0, 0.0, 0.0)
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(coco, coco.loadRes(np.array(rows, np.float64)), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    ap, ap50, ar = (float(evaluation.stats[place]) for place in (0, 1, 8))
    return DetectionScores(ap50=ap50, ap=ap, ar=ar)


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


def overlaps(first: Boxes, second: Boxes) -> NDArray[np.float32]:
    """IoU of (a, 4) and (b, 4) xyxy boxes: (a, b)."""
    left_top = np.maximum(first[:, None, :2], second[None, :, :2])
    right_bottom = np.minimum(first[:, None, 2:], second[None, :, 2:])
    shared = np.clip(right_bottom - left_top, 0, None).prod(-1)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(-1) for boxes in (first, second)]
    union = areas[0][:, None] + areas[1][None] - shared
    ious: NDArray[np.float32] = (shared / np.maximum(union, 1e-9)).astype(np.float32)
    return ious


def _is_right(truth: Boxes, found: Detections, least_iou: float) -> NDArray[np.bool_]:
    right = np.zeros(len(found), bool)
    ious = overlaps(found.xyxy, truth)
    for row in range(len(found)):  # best score first, as `Detections` has them
        if len(truth) and ious[row].max() >= least_iou:
            right[row] = True
            ious[:, ious[row].argmax()] = 0  # this product is taken
    return right


def _coco(truth: Sequence[Boxes]) -> COCO:
    placed = [(picture, _xywh(xyxy)) for picture, boxes in enumerate(truth, 1) for xyxy in boxes]
    coco = COCO()
    coco.dataset = {
        "info": {},
        "images": [{"id": picture} for picture in range(1, len(truth) + 1)],
        "annotations": [
            {"id": row, "image_id": picture, "category_id": 1, "iscrowd": 0,
             "bbox": xywh, "area": xywh[2] * xywh[3]}
            for row, (picture, xywh) in enumerate(placed, start=1)
        ],
        "categories": [{"id": 1, "name": "product"}],
    }  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
    return coco


def _xywh(xyxy: NDArray[np.float32]) -> list[float]:
    left, top, right, bottom = (float(value) for value in xyxy)
    return [left, top, right - left, bottom - top]
