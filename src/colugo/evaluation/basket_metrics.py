"""Whole-basket measures of the Retail Product Checkout literature. Pure; knows no picture.

P[i, k] is how often product k was counted in picture i, G[i, k] how often it is there. Every
picture counts, also one in which nothing was found; a product that no picture shows is left out
of the means over products. `rpctool` does neither, and chooses its threshold on the very answers
that it is scored by: its figures are given by `as_rpctool`, for comparison only.

Source: Wei et al., "RPC: A Large-Scale Retail Product Checkout Dataset" (2019), and the
evaluator's own code, `rpctool` 0.1.6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colugo.errors import EvaluationInvalid

Counts = NDArray[np.int64]  # (pictures, products)

_THRESHOLDS = 10  # tried at once
_ZOOMS = 4
_BEST = 3  # thresholds that the next zoom surrounds


@dataclass(frozen=True)
class BasketScores:
    """How well baskets are counted.

    Attributes:
        pictures: how many were judged.
        cacc: share of pictures whose every product is counted right.
        acd: miscounted pieces a picture.
        mccd: mean over products of miscounted pieces, as a share of those that are there.
        mciou: mean over products of the counts' intersection over union.
        threshold: of the score, where one was chosen on the answers themselves.
    """

    pictures: int
    cacc: float
    acd: float
    mccd: float
    mciou: float
    threshold: float | None = None


def basket_scores(counted: Counts, there: Counts) -> BasketScores:
    """Every measure, each picture counting.

    Args:
        counted: (n, k) pieces of each product that were counted.
        there: (n, k) pieces that are there.

    Raises:
        EvaluationInvalid: the shapes differ, or there is no picture.
    """
    if counted.shape != there.shape or counted.ndim != 2 or not len(there):
        shapes = f"{counted.shape} and {there.shape}"
        raise EvaluationInvalid("counts", "one row per picture, in both", shapes)
    off = np.abs(counted - there)
    is_shown = there.sum(axis=0) > 0
    is_counted = is_shown | (counted.sum(axis=0) > 0)
    shared = np.minimum(counted, there).sum(axis=0)[is_counted]
    either = np.maximum(counted, there).sum(axis=0)[is_counted]
    missed = off.sum(axis=0)[is_shown] / there.sum(axis=0)[is_shown]
    return BasketScores(
        pictures=len(there),
        cacc=float((off.sum(axis=1) == 0).mean()),
        acd=float(off.sum(axis=1).mean()),
        mccd=float(missed.mean()) if len(missed) else 0.0,
        mciou=float((shared / either).mean()) if len(either) else 1.0,
    )


@dataclass(frozen=True)
class ScoredBox:
    """One box: which picture, which product, how sure."""

    picture: int
    product: int
    score: float


def as_rpctool(boxes: Sequence[ScoredBox], there: Counts) -> BasketScores:
    """What the official tool would say: an oracle threshold, and pictures without a box dropped.

    Its threshold keeps the highest cAcc of ten on [0.01, 0.99], zoomed in four times around the
    best three. Products that are not there at all give no number there; here they are left out.
    """
    low, high = 0.01, 0.99
    best: tuple[float, float] = (-1.0, low)
    for _ in range(_ZOOMS + 1):
        tried = np.linspace(low, high, _THRESHOLDS)
        found = sorted(((_kept(boxes, there, each).cacc, -each) for each in tried), reverse=True)
        best = max(best, (found[0][0], -found[0][1]))
        around = [-threshold for _, threshold in found[:_BEST]]
        step = (high - low) / (_THRESHOLDS - 1)
        low, high = max(0.01, min(around) - step), min(0.99, max(around) + step)
    return _kept(boxes, there, float(best[1]))


def _kept(boxes: Sequence[ScoredBox], there: Counts, threshold: float) -> BasketScores:
    counted = np.zeros_like(there)
    seen = set()
    for box in boxes:
        if box.score > threshold:
            counted[box.picture, box.product] += 1
            seen.add(box.picture)
    if not seen:
        return BasketScores(0, 0.0, 0.0, 0.0, 0.0, threshold)
    rows = sorted(seen)
    scores = basket_scores(counted[rows], there[rows])
    return BasketScores(
        scores.pictures, scores.cacc, scores.acd, scores.mccd, scores.mciou, threshold
    )
