"""The predecessor's rules of recognition, exactly, faults included. Pure: no network, no file.

They are kept so that an engineer can check that nothing was lost. At a counter they lose goods:
boxes that touch erase each other, a whole picture that matches erases them all, and what is
below the threshold is dropped in silence.
Source: spec section 4.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]  # left, top, right, bottom in whole pixels


@dataclass(frozen=True, slots=True)
class Recognised:
    """One product that the rules let through. `score` is the number that the index gave."""

    xyxy: Box
    label: str
    score: np.float32 | np.int32

    def __repr__(self) -> str:
        """As the predecessor printed it with NumPy 1: plain numbers, the shortest text."""
        score = str(self.score)
        return f"{{'bbox': {list(self.xyxy)}, 'rec_docs': {self.label!r}, 'rec_scores': {score}}}"


def candidates(
    xyxy: NDArray[np.float32],
    scores: NDArray[np.float32],
    size_wh: tuple[int, int],
    *,
    max_results: int,
    threshold: float,
) -> list[Box]:
    """The boxes to look up: the best few above the threshold, and the whole picture last.

    Args:
        xyxy: (n, 4) in pixels, cut to whole ones toward 0.
        scores: (n,) of the detector.
        size_wh: of the picture.
        max_results: boxes kept before the threshold is asked.
        threshold: the lowest score that is kept.
    """
    order = np.argsort(-scores, kind="stable")[:max_results]
    kept = [row for row in order.tolist() if scores[row] >= threshold]
    boxes = [_whole_pixels(xyxy[row]) for row in kept]
    # a box without a pixel stopped the predecessor; it shows nothing, so it is passed over
    boxes = [box for box in boxes if box[0] < box[2] and box[1] < box[3]]
    return [*boxes, (0, 0, *size_wh)]


def second_token(document: str) -> str | None:
    """The label: the second word, whatever the delimiter was; None where there is none."""
    words = document.split()
    return words[1] if len(words) > 1 else None


def is_accepted(score: float, threshold: float, hamming_radius: int | None = None) -> bool:
    """Whether a best match counts: alike enough, or few enough bits away.

    A distance (L2) is held against the threshold as if it were a likeness, as it was.
    """
    if hamming_radius is not None:
        return score <= hamming_radius
    return bool(score >= np.float32(threshold))


def without_overlaps(found: Sequence[Recognised], max_iou: float) -> list[Recognised]:
    """Best score first; what overlaps a better one by more than `max_iou` is gone.

    Products are not told apart. Overlaps are counted with one pixel more on every side, and
    of equal scores the later box is the better one.
    """
    order = np.argsort([each.score for each in found], kind="stable")[::-1]
    kept: list[Recognised] = []
    for row in order.tolist():
        if all(iou(found[row].xyxy, better.xyxy) <= max_iou for better in kept):
            kept.append(found[row])
    return kept


def iou(one: Box, other: Box) -> float:
    """Overlap of two boxes whose right and bottom pixels are part of them."""
    width = min(one[2], other[2]) - max(one[0], other[0]) + 1
    height = min(one[3], other[3]) - max(one[1], other[1]) + 1
    shared = max(0, width) * max(0, height)
    return shared / (_area(one) + _area(other) - shared)


def _area(box: Box) -> int:
    return (box[2] - box[0] + 1) * (box[3] - box[1] + 1)


def _whole_pixels(xyxy: NDArray[np.float32]) -> Box:
    left, top, right, bottom = xyxy.astype(int).tolist()
    return left, top, right, bottom
