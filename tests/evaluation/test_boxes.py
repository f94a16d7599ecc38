import numpy as np
import pytest

from colugo.evaluation.boxes import PictureBoxes, average_precision, overlaps, recall_by_kind

ONE = np.array([[0, 0, 10, 10]], float)
TWO = np.array([[0, 0, 10, 10], [50, 50, 60, 60]], float)


def boxes(xyxy: np.ndarray, kinds: list[int], scores: list[float] | None = None) -> PictureBoxes:
    return PictureBoxes(xyxy, np.array(kinds), None if scores is None else np.array(scores))


def test_boxes_that_are_all_right_have_full_precision() -> None:
    scores = average_precision([boxes(TWO, [1, 2])], [boxes(TWO, [1, 2], [0.9, 0.8])])

    assert (scores.ap50, scores.ap) == pytest.approx((1.0, 1.0))


def test_a_box_of_another_kind_is_no_hit() -> None:
    scores = average_precision([boxes(TWO, [1, 2])], [boxes(TWO, [1, 1], [0.9, 0.8])])

    assert scores.ap50 == pytest.approx(0.5)


def test_nothing_found_or_nothing_there_is_zero() -> None:
    none = np.empty((0, 4))

    assert average_precision([boxes(ONE, [1])], [boxes(none, [], [])]).ap == 0
    assert average_precision([boxes(none, [])], [boxes(ONE, [1], [0.9])]).ap == 0


def test_overlap_is_intersection_over_union() -> None:
    other = np.array([[5, 0, 15, 10], [20, 20, 30, 30]], float)

    assert overlaps(ONE, other)[0].tolist() == pytest.approx([1 / 3, 0])


def test_recall_is_told_by_size_and_by_overlap() -> None:
    there = np.array([[0, 0, 5, 5], [40, 40, 90, 90], [70, 40, 99, 90]], float)

    recall = recall_by_kind([there], [there[:2]], [(100, 100)])

    assert recall == {
        "small": (1.0, 1), "large": (0.5, 2), "apart": (1.0, 1), "overlapped": (0.5, 2),
    }  # fmt: skip
