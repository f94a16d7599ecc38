"""Of boxes that lie on each other, keeps the best. Knows numpy only."""

import numpy as np
from numpy.typing import NDArray

from colugo.vision.image import Boxes


def keep_best(xyxy: Boxes, max_iou: float, max_boxes: int) -> NDArray[np.intp]:
    """Choose boxes, best first, none overlapping a better one by more than `max_iou`.

    Args:
        xyxy: (n, 4) float32, best first; n may be 0.
        max_iou: the largest overlap (intersection over union) of two kept boxes.
        max_boxes: stop after so many.

    Returns:
        Row numbers of the kept boxes, rising, at most `max_boxes`.

    Source: greedy non-maximum suppression, as in Girshick et al., CVPR 2014.
    """
    areas = _areas(xyxy[:, :2], xyxy[:, 2:])
    waiting = np.arange(len(xyxy))
    kept: list[int] = []
    while len(waiting) and len(kept) < max_boxes:
        best, waiting = waiting[0], waiting[1:]
        kept.append(int(best))
        left_top = np.maximum(xyxy[best, :2], xyxy[waiting, :2])
        right_bottom = np.minimum(xyxy[best, 2:], xyxy[waiting, 2:])
        shared = _areas(left_top, right_bottom)
        united = areas[best] + areas[waiting] - shared
        waiting = waiting[shared <= max_iou * united]
    return np.array(kept, np.intp)


def _areas(left_top: NDArray[np.float32], right_bottom: NDArray[np.float32]) -> NDArray[np.float32]:
    sides = np.maximum(right_bottom - left_top, 0)
    areas: NDArray[np.float32] = sides[:, 0] * sides[:, 1]
    return areas
