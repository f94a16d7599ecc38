import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.vision.nms import keep_best


def _random_boxes(n: int, seed: int) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    left_top = rng.uniform(0, 60, (n, 2))
    return np.hstack([left_top, left_top + rng.uniform(0, 40, (n, 2))]).astype(np.float32)


def _iou(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    width = max(0.0, float(min(a[2], b[2]) - max(a[0], b[0])))
    height = max(0.0, float(min(a[3], b[3]) - max(a[1], b[1])))
    shared = width * height
    areas = [float((box[2] - box[0]) * (box[3] - box[1])) for box in (a, b)]
    return shared / (sum(areas) - shared)


@pytest.mark.parametrize("max_iou", [0.0, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("n", [0, 1, 2, 30, 120])
def test_it_keeps_what_comparing_one_pair_at_a_time_keeps(n: int, max_iou: float) -> None:
    boxes = _random_boxes(n, seed=n)

    kept = keep_best(boxes, max_iou, max_boxes=1000)

    slow: list[int] = []
    for row in range(n):
        if all(_iou(boxes[row], boxes[better]) <= max_iou for better in slow):
            slow.append(row)
    assert kept.tolist() == slow


def test_it_stops_after_as_many_as_wanted() -> None:
    boxes = np.array([[x, 0, x + 1, 1] for x in range(0, 40, 2)], np.float32)

    kept = keep_best(boxes, 0.5, max_boxes=3)

    assert kept.tolist() == [0, 1, 2]


def test_the_same_box_twice_stays_once() -> None:
    boxes = np.array([[0, 0, 9, 9], [0, 0, 9, 9]], np.float32)

    assert keep_best(boxes, 0.6, max_boxes=9).tolist() == [0]


def test_neighbours_that_only_touch_both_stay() -> None:
    boxes = np.array([[0, 0, 9, 9], [9, 0, 18, 9]], np.float32)

    assert keep_best(boxes, 0.0, max_boxes=9).tolist() == [0, 1]
