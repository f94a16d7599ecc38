import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import EvaluationInvalid
from colugo.evaluation.basket_metrics import ScoredBox, as_rpctool, basket_scores

THERE = np.array([[2, 1, 0], [0, 0, 3], [1, 1, 1]])


def slow_scores(counted: list[list[int]], there: list[list[int]]) -> tuple[float, ...]:
    """The formulas, one number at a time."""
    right = off = 0
    pictures, products = len(there), range(len(there[0]))
    for p, g in zip(counted, there, strict=True):
        right += all(a == b for a, b in zip(p, g, strict=True))
        off += sum(abs(a - b) for a, b in zip(p, g, strict=True))
    ccd, ciou = [], []
    for k in products:
        column = [(p[k], g[k]) for p, g in zip(counted, there, strict=True)]
        if sum(g for _, g in column):
            ccd.append(sum(abs(p - g) for p, g in column) / sum(g for _, g in column))
        if sum(max(pair) for pair in column):
            ciou.append(sum(min(pair) for pair in column) / sum(max(pair) for pair in column))
    mean = lambda row, none: sum(row) / len(row) if row else none  # noqa: E731
    return right / pictures, off / pictures, mean(ccd, 0.0), mean(ciou, 1.0)


_ROW = st.lists(st.integers(0, 3), min_size=4, max_size=4)


@given(st.lists(st.tuples(_ROW, _ROW), min_size=1, max_size=8))
def test_the_measures_agree_with_their_formulas_number_by_number(
    pairs: list[tuple[list[int], list[int]]],
) -> None:
    counted, there = [p for p, _ in pairs], [g for _, g in pairs]

    scores = basket_scores(np.array(counted), np.array(there))

    found = (scores.cacc, scores.acd, scores.mccd, scores.mciou)
    assert found == pytest.approx(slow_scores(counted, there))


def test_a_case_counted_by_hand() -> None:
    counted = np.array([[2, 1, 0], [0, 1, 2], [1, 1, 1]])

    scores = basket_scores(counted, THERE)

    assert scores.pictures == 3
    assert scores.cacc == pytest.approx(2 / 3)
    assert scores.acd == pytest.approx(2 / 3)
    assert scores.mccd == pytest.approx((0 + 1 / 2 + 1 / 4) / 3)
    assert scores.mciou == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)


def test_a_product_that_no_picture_shows_divides_nothing_by_zero() -> None:
    scores = basket_scores(np.array([[1, 1]]), np.array([[1, 0]]))

    assert (scores.cacc, scores.acd, scores.mccd, scores.mciou) == (0, 1, 0, 0.5)


def test_counts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(EvaluationInvalid, match="one row per picture"):
        basket_scores(np.zeros((1, 2), int), np.zeros((2, 2), int))
    with pytest.raises(EvaluationInvalid):
        basket_scores(np.zeros((0, 2), int), np.zeros((0, 2), int))


def test_rpctool_drops_a_picture_in_which_nothing_was_found() -> None:
    there = np.array([[1], [1]])
    boxes = [ScoredBox(0, 0, 0.9)]

    assert as_rpctool(boxes, there).cacc == 1.0
    assert as_rpctool(boxes, there).pictures == 1
    assert basket_scores(np.array([[1], [0]]), there).cacc == 0.5


def test_rpctool_chooses_the_threshold_that_counts_best() -> None:
    there = np.array([[1, 0], [0, 1]])
    right = [ScoredBox(0, 0, 0.7), ScoredBox(1, 1, 0.8)]
    wrong = [ScoredBox(0, 1, 0.3), ScoredBox(1, 0, 0.2)]

    scores = as_rpctool([*right, *wrong], there)

    assert scores.cacc == 1.0
    assert scores.threshold is not None
    assert 0.3 <= scores.threshold < 0.7


def test_rpctool_of_no_box_is_nothing() -> None:
    assert as_rpctool([], np.array([[1]])).pictures == 0
