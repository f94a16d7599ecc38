"""How well scores tell known products from unknown ones, and which products are taken for which.

Knows numpy alone: no network, no picture. A score is a similarity, so higher means more known.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colugo.errors import OpenSetInvalid

Scores = NDArray[np.floating]  # (n,)


class Confusion(NamedTuple):
    """How often one product was taken for another."""

    true: int
    taken_for: int
    times: int
    share: float  # of all queries of the true product
    queries: tuple[int, ...]  # places of the pictures, in order


def auroc(known: Scores, unknown: Scores) -> float:
    """Probability that a known product scores above an unknown one, ties counted half.

    Args:
        known: (n,) scores of products that are in the gallery.
        unknown: (m,) scores of products that are not.

    Raises:
        OpenSetInvalid: either is empty or holds something that is no number.

    Source: Mann and Whitney, "On a Test of Whether one of Two Random Variables is
    Stochastically Larger than the Other" (1947).
    """
    ordered = np.sort(_checked("unknown", unknown))
    known = _checked("known", known)
    below = np.searchsorted(ordered, known, side="left")
    not_above = np.searchsorted(ordered, known, side="right")
    return float((below + not_above).mean() / 2 / len(ordered))


def threshold_at(known: Scores, true_accept: float) -> float:
    """The highest threshold that still accepts that share of the known ones.

    A score is accepted from the threshold up, so the share may be passed where scores are tied.

    Raises:
        OpenSetInvalid: there are no scores, or the share is not above 0 and up to 1.
    """
    if not 0 < true_accept <= 1:
        raise OpenSetInvalid(f"expected a true accept rate above 0 and up to 1, got {true_accept}")
    best_first = -np.sort(-_checked("known", known))
    # 0.55 * 100 is 55.00000000000001 in binary: that is 55, not 56
    accepted = int(np.ceil(round(true_accept * len(best_first), 9)))
    return float(best_first[max(accepted, 1) - 1])


def false_accept_rate(known: Scores, unknown: Scores, true_accept: float) -> float:
    """Share of the unknown that is accepted where `true_accept` of the known is.

    Raises:
        OpenSetInvalid: either is empty, or the share is not above 0 and up to 1.
    """
    return float((_checked("unknown", unknown) >= threshold_at(known, true_accept)).mean())


def open_set_scores(known: Scores, unknown: Scores) -> dict[str, float]:
    """The figures by name: AUROC, and false accepts at 95 % and 99 % true accepts.

    Raises:
        OpenSetInvalid: either is empty or holds something that is no number.
    """
    rates = {
        f"far@tar{percent}": false_accept_rate(known, unknown, percent / 100)
        for percent in (95, 99)
    }
    return {"auroc": auroc(known, unknown)} | rates


def most_confused(
    true: NDArray[np.int64], found: NDArray[np.int64], *, limit: int = 20
) -> list[Confusion]:
    """Pairs of products that were taken for one another, most often first.

    Args:
        true: (n,) labels of the queries.
        found: (n,) labels of their nearest gallery pictures.
        limit: pairs wanted at most.

    Returns:
        Equal counts by the share, then by the labels. Right answers are not among them.

    Raises:
        OpenSetInvalid: the two are not as long as each other.
    """
    if true.shape != found.shape:
        raise OpenSetInvalid(f"expected a found label for each of {len(true)}, got {len(found)}")
    wrong = np.flatnonzero(true != found)
    pairs = np.stack([true[wrong], found[wrong]], axis=1)
    kinds, kind_of = np.unique(pairs, axis=0, return_inverse=True)
    rows = (
        _confusion(int(a), int(b), wrong[kind_of.reshape(-1) == kind], int((true == a).sum()))
        for kind, (a, b) in enumerate(kinds)
    )
    order = sorted(rows, key=lambda row: (-row.times, -row.share, row.true, row.taken_for))
    return order[:limit]


def _confusion(true: int, taken_for: int, places: NDArray[np.int64], of: int) -> Confusion:
    return Confusion(true, taken_for, len(places), len(places) / of, tuple(places.tolist()))


def _checked(name: str, scores: Scores) -> Scores:
    if not len(scores):
        raise OpenSetInvalid(f"expected scores of {name} products, got none")
    if np.isnan(scores).any():
        raise OpenSetInvalid(f"expected numbers as scores of {name} products, got nan")
    return scores
