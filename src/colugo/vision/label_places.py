"""Chooses where labels go: near their box, inside the picture, off each other. Knows no pixel."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ON_LABEL, _ON_OTHER_BOX, _ON_OWN_BOX, _LATER = 30.0, 1.0, 0.25, 0.03
_STEPS_INSIDE = 6  # heights tried inside a box, where neighbours leave no other room
_ROUNDS = 3  # each label is placed again once the others are known

_Boxes = NDArray[np.float64]


def place_labels(
    boxes: NDArray[np.float32], sizes_wh: Sequence[tuple[int, int]], picture_wh: tuple[int, int]
) -> list[tuple[int, int]]:
    """Choose the left top corner of each label.

    Greedy, a few rounds: every label takes the cheapest place while the others stay where
    they are. A place costs what it covers: most for another label, then for another's box.

    Args:
        boxes: (n, 4) xyxy in pixels of the picture.
        sizes_wh: n label sizes in pixels.
        picture_wh: labels stay inside it as far as they fit at all.
    """
    candidates = [
        _candidates(box, size_wh, picture_wh)
        for box, size_wh in zip(boxes.astype(np.float64), sizes_wh, strict=True)
    ]
    places = np.array([tried[0] for tried in candidates]).reshape(-1, 4)
    for _ in range(_ROUNDS):
        for row, tried in enumerate(candidates):
            others = np.delete(places, row, axis=0)
            other_boxes = np.delete(boxes, row, axis=0)
            cost = (
                _ON_LABEL * _covered(tried, others)
                + _ON_OTHER_BOX * _covered(tried, other_boxes)
                + _ON_OWN_BOX * _covered(tried, boxes[row : row + 1])
                + _LATER * np.arange(len(tried))
            )
            places[row] = tried[int(np.argmin(cost))]
    return [(round(left), round(top)) for left, top, _, _ in places]


def _candidates(
    box: NDArray[np.float64], size_wh: tuple[int, int], picture_wh: tuple[int, int]
) -> _Boxes:
    """(c, 4) places around and inside the box, the nicest first."""
    width, height = size_wh
    left, top, right, bottom = box.tolist()
    columns = (left, right - width, (left + right - width) / 2)
    rows = [top - height, bottom]
    rows += list(np.linspace(top, max(bottom - height, top), _STEPS_INSIDE))
    corners = np.array([(x, y) for y in rows for x in columns])
    label_wh = np.array(size_wh, np.float64)
    corners = np.clip(corners, 0, np.maximum(np.array(picture_wh) - label_wh, 0))
    return np.hstack([corners, corners + label_wh])


def _covered(places: _Boxes, boxes: NDArray[np.floating]) -> NDArray[np.float64]:
    """(c,) how much of each place lies on the boxes, 1 for all of it on one of them."""
    left_top = np.maximum(places[:, None, :2], boxes[None, :, :2])
    right_bottom = np.minimum(places[:, None, 2:], boxes[None, :, 2:])
    sides = np.maximum(right_bottom - left_top, 0)
    area = np.prod(places[:, 2:] - places[:, :2], axis=1)
    covered: NDArray[np.float64] = (sides[..., 0] * sides[..., 1]).sum(axis=1) / area
    return covered
