"""Average precision and the best threshold on cases that can be worked out by hand."""

import numpy as np
import pytest

from colugo.evaluation.boxes import overlaps
from colugo.training.detection_metrics import best_threshold, measure
from colugo.vision import Boxes, Detections

TRUTH: Boxes = np.array([[0, 0, 10, 10], [20, 20, 40, 40]], np.float32)


def found(xyxy: list[list[float]], scores: list[float]) -> Detections:
    return Detections(np.array(xyxy, np.float32).reshape(-1, 4), np.array(scores, np.float32))


def test_the_true_boxes_score_one() -> None:
    scores = measure([TRUTH], [found(TRUTH.tolist(), [0.9, 0.8])])

    assert vars(scores) == pytest.approx({"ap50": 1.0, "ap": 1.0, "ar": 1.0})


def test_a_box_that_is_a_little_off_counts_at_low_overlap_only() -> None:
    loose = [[0, 0, 10, 10], [20, 20, 40, 35]]  # IoU 1 and 0.75

    scores = measure([TRUTH], [found(loose, [0.9, 0.8])])

    assert scores.ap50 == pytest.approx(1.0)
    assert scores.ar == pytest.approx((6 * 1.0 + 4 * 0.5) / 10)  # 0.50 to 0.75 both, then one


@pytest.mark.parametrize(
    ("truth", "detections"),
    [(TRUTH, found([], [])), (np.zeros((0, 4), np.float32), found([[0, 0, 5, 5]], [0.5]))],
)
def test_without_boxes_the_score_is_nought(truth: Boxes, detections: Detections) -> None:
    scores = measure([truth], [detections])

    assert vars(scores) == {"ap50": 0.0, "ap": 0.0, "ar": 0.0}


def test_the_best_threshold_leaves_out_what_is_more_often_wrong() -> None:
    right_then_wrong = found([[0, 0, 10, 10], [20, 20, 40, 40], [60, 60, 70, 70]], [0.9, 0.5, 0.2])

    threshold, f1 = best_threshold([TRUTH], [right_then_wrong])

    assert threshold == pytest.approx(0.5)
    assert f1 == pytest.approx(1.0)


def test_a_second_box_on_one_product_is_wrong() -> None:
    twice = found([[0, 0, 10, 10], [0, 0, 10, 9]], [0.9, 0.5])

    threshold, f1 = best_threshold([TRUTH], [twice])

    assert threshold == pytest.approx(0.9)
    assert f1 == pytest.approx(2 / 3)


def test_no_boxes_at_all_give_a_threshold_that_lets_nothing_through() -> None:
    threshold, f1 = best_threshold([TRUTH], [Detections.none()])

    assert (threshold, f1) == (1.0, 0.0)


def test_overlaps_agree_with_counting_squares() -> None:
    first = np.array([[0, 0, 4, 4], [2, 1, 7, 5]], np.float32)
    second = np.array([[0, 0, 4, 4], [3, 3, 9, 9], [20, 20, 21, 21]], np.float32)

    ious = overlaps(first, second)

    def squares(box: Boxes) -> set[tuple[int, int]]:
        left, top, right, bottom = (int(side) for side in box)
        return {(x, y) for x in range(left, right) for y in range(top, bottom)}

    for row, one in enumerate(first):
        for column, other in enumerate(second):
            a, b = squares(one), squares(other)
            assert ious[row, column] == pytest.approx(len(a & b) / len(a | b))
