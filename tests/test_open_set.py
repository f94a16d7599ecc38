"""Open-set figures are those of comparing one pair at a time, ties included."""

import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.errors import OpenSetInvalid
from colugo.open_set import (
    auroc,
    false_accept_rate,
    most_confused,
    open_set_scores,
    threshold_at,
)


def tied_scores(count: int, seed: int, shift: int = 0) -> NDArray[np.float64]:
    """Of few values, so that many are alike."""
    return (np.random.default_rng(seed).integers(0, 12, count) + shift) / 16


@pytest.mark.parametrize(("known", "unknown"), [(1, 1), (40, 25), (7, 90)])
def test_auroc_agrees_with_comparing_one_pair_at_a_time(known: int, unknown: int) -> None:
    high, low = tied_scores(known, 1, shift=3), tied_scores(unknown, 2)

    wins = sum((a > b) + 0.5 * (a == b) for a in high for b in low)

    assert auroc(high, low) == pytest.approx(wins / known / unknown, abs=1e-12)


def test_auroc_is_1_where_apart_0_where_turned_around_and_a_half_where_alike() -> None:
    low, high = np.array([0.1, 0.2]), np.array([0.3, 0.4, 0.5])

    assert (auroc(high, low), auroc(low, high), auroc(low, low)) == (1.0, 0.0, 0.5)


@pytest.mark.parametrize("true_accept", [0.01, 0.07, 0.5, 0.55, 0.9, 0.95, 0.99, 1.0])
@pytest.mark.parametrize("count", [1, 3, 20, 60, 100, 140, 200])
def test_false_accepts_agree_with_trying_every_threshold(count: int, true_accept: float) -> None:
    known, unknown = tied_scores(count, 3, shift=2), tied_scores(50, 4)

    whole = round(true_accept * 100)
    enough = [
        score for score in known.tolist() if 100 * sum(known >= score) >= whole * count
    ]  # in whole numbers: no rounding
    threshold = max(enough)

    assert threshold_at(known, true_accept) == threshold
    expected = sum(score >= threshold for score in unknown.tolist()) / 50
    assert false_accept_rate(known, unknown, true_accept) == pytest.approx(expected, abs=1e-12)


def test_scores_that_are_all_alike_accept_all_unknown_ones() -> None:
    alike = np.full(10, 0.5)

    scores = open_set_scores(alike, alike)

    assert scores == {"auroc": 0.5, "far@tar95": 1.0, "far@tar99": 1.0}


def test_the_named_figures_are_at_95_and_99_percent() -> None:
    known = np.arange(100) / 100
    unknown = np.arange(100) / 1000

    scores = open_set_scores(known, unknown)

    assert threshold_at(known, 0.95) == 0.05
    assert threshold_at(known, 0.99) == 0.01
    assert (scores["far@tar95"], scores["far@tar99"]) == (0.5, 0.9)


@pytest.mark.parametrize("true_accept", [0.0, -0.1, 1.01, float("nan")])
def test_a_share_that_is_none_is_refused(true_accept: float) -> None:
    with pytest.raises(OpenSetInvalid, match="above 0 and up to 1"):
        threshold_at(np.ones(3), true_accept)


def test_no_scores_and_scores_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(OpenSetInvalid, match="scores of known products, got none"):
        auroc(np.empty(0), np.ones(2))
    with pytest.raises(OpenSetInvalid, match="scores of unknown products, got none"):
        false_accept_rate(np.ones(2), np.empty(0), 0.95)
    with pytest.raises(OpenSetInvalid, match="unknown products, got nan"):
        open_set_scores(np.ones(2), np.array([0.5, np.nan]))


def test_confused_pairs_agree_with_counting_one_query_at_a_time() -> None:
    rng = np.random.default_rng(6)
    true, found = rng.integers(0, 5, 80), rng.integers(0, 5, 80)

    pairs = most_confused(true, found, limit=100)

    slow: dict[tuple[int, int], list[int]] = {}
    for place, pair in enumerate(zip(true.tolist(), found.tolist(), strict=True)):
        if pair[0] != pair[1]:
            slow.setdefault(pair, []).append(place)
    assert {(one.true, one.taken_for): list(one.queries) for one in pairs} == slow
    assert all(one.times == len(one.queries) for one in pairs)
    assert all(one.share == one.times / (true == one.true).sum() for one in pairs)
    assert [one.times for one in pairs] == sorted((one.times for one in pairs), reverse=True)
    assert most_confused(true, found, limit=3) == pairs[:3]


def test_equal_counts_come_by_share_then_by_label() -> None:
    true = np.array([3, 2, 1, 1, 2])
    found = np.array([1, 9, 7, 1, 8])

    pairs = most_confused(true, found)

    assert [(one.true, one.taken_for, one.share) for one in pairs] == [
        (3, 1, 1.0),
        (1, 7, 0.5),
        (2, 8, 0.5),
        (2, 9, 0.5),
    ]


def test_where_all_is_right_nothing_is_confused() -> None:
    labels = np.array([1, 2, 3])

    assert most_confused(labels, labels) == []


def test_labels_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(OpenSetInvalid, match="each of 3, got 2"):
        most_confused(np.arange(3), np.arange(2))
