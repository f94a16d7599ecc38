"""How good boxes are, by pycocotools, of one kind or of many. Knows no network and no shop."""

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from colugo.errors import ExtraMissing

Boxes = NDArray[np.floating]  # (n, 4) xyxy px
Kinds = NDArray[np.integer]  # (n,) 1 or more
_OVERLAP: Final = 0.05  # IoU with another product from which a product counts as overlapped
_SMALL, _LARGE = 0.1, 0.25  # side of a product as a share of the picture's


@dataclass(frozen=True)
class DetectionScores:
    """All 0..1; `ap` and `ar` are means over IoU 0.50:0.95 with 100 boxes a picture."""

    ap50: float
    ap: float
    ar: float


@dataclass(frozen=True)
class PictureBoxes:
    """The boxes of one picture: of what is there, or of what was found with scores."""

    xyxy: Boxes
    kinds: Kinds
    scores: NDArray[np.floating] | None = None


def average_precision(
    truth: Sequence[PictureBoxes], found: Sequence[PictureBoxes]
) -> DetectionScores:
    """Average precision over pictures and kinds.

    Args:
        truth: per picture what is there.
        found: per picture what was found, with scores; in the same order and the same px.

    Raises:
        ExtraMissing: pycocotools is not installed.
    """
    try:
        from pycocotools.coco import COCO  # an extra
        from pycocotools.cocoeval import COCOeval
    except ModuleNotFoundError as error:
        raise ExtraMissing("average precision", "pycocotools", "train") from error
    rows = [
        [picture, *_xywh(xyxy), score, kind]
        for picture, boxes in enumerate(found, start=1)
        for xyxy, kind, score in zip(boxes.xyxy, boxes.kinds, _scores(boxes), strict=True)
    ]
    coco = COCO()
    coco.dataset = _dataset(truth)
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
        if not rows or not coco.anns:
            return DetectionScores(0.0, 0.0, 0.0)
        evaluation = COCOeval(coco, coco.loadRes(np.array(rows, np.float64)), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    ap, ap50, ar = (float(evaluation.stats[place]) for place in (0, 1, 8))
    return DetectionScores(ap50=ap50, ap=ap, ar=ar)


def overlaps(first: Boxes, second: Boxes) -> NDArray[np.float32]:
    """IoU of (a, 4) and (b, 4) xyxy boxes: (a, b)."""
    left_top = np.maximum(first[:, None, :2], second[None, :, :2])
    right_bottom = np.minimum(first[:, None, 2:], second[None, :, 2:])
    shared = np.clip(right_bottom - left_top, 0, None).prod(-1)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(-1) for boxes in (first, second)]
    union = areas[0][:, None] + areas[1][None] - shared
    ious: NDArray[np.float32] = (shared / np.maximum(union, 1e-9)).astype(np.float32)
    return ious


def recall_by_kind(
    truth: Sequence[Boxes], found: Sequence[Boxes], sizes_wh: Sequence[tuple[int, int]]
) -> dict[str, tuple[float, int]]:
    """Share of products that a box overlaps by half, and how many there are, by size and overlap.

    A product is small below a tenth of the picture's side and large from a quarter on; it is
    overlapped where its box shares a twentieth with that of another product.
    """
    hits: dict[str, list[bool]] = {}
    for there, boxes, (width, height) in zip(truth, found, sizes_wh, strict=True):
        if not len(there):
            continue
        is_found = overlaps(there, boxes).max(axis=1, initial=0) >= 0.5
        alike = overlaps(there, there)
        np.fill_diagonal(alike, 0)
        side = np.sqrt((there[:, 2:] - there[:, :2]).prod(-1) / (width * height))
        for row, hit in enumerate(is_found.tolist()):
            size = "small" if side[row] < _SMALL else "large" if side[row] >= _LARGE else "medium"
            beside = "overlapped" if alike[row].max(initial=0) >= _OVERLAP else "apart"
            for name in (size, beside):
                hits.setdefault(name, []).append(hit)
    names = ("small", "medium", "large", "apart", "overlapped")
    return {n: (float(np.mean(hits[n])), len(hits[n])) for n in names if n in hits}


def _scores(boxes: PictureBoxes) -> NDArray[np.floating]:
    return np.ones(len(boxes.xyxy)) if boxes.scores is None else boxes.scores


def _dataset(truth: Sequence[PictureBoxes]) -> dict[str, Any]:
    placed = [
        (picture, int(kind), _xywh(xyxy))
        for picture, boxes in enumerate(truth, start=1)
        for xyxy, kind in zip(boxes.xyxy, boxes.kinds, strict=True)
    ]
    return {
        "info": {},
        "images": [{"id": picture} for picture in range(1, len(truth) + 1)],
        "annotations": [
            {"id": row, "image_id": picture, "category_id": kind, "iscrowd": 0,
             "bbox": xywh, "area": xywh[2] * xywh[3]}
            for row, (picture, kind, xywh) in enumerate(placed, start=1)
        ],
        "categories": [{"id": kind} for kind in sorted({kind for _, kind, _ in placed})],
    }  # fmt: skip


def _xywh(xyxy: Any) -> list[float]:
    left, top, right, bottom = (float(value) for value in xyxy)
    return [left, top, right - left, bottom - top]
