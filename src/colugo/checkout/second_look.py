"""Looks again at what is doubtful: the crop against photos of just the products that it may be.

Pure: what it compares was looked at before; no database, no file. Look-alikes are told apart by
the colours of the aligned label and of the whole, see `colugo.vision.aligned`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from colugo.vision.aligned import CELLS, FAR, Aligned, align
from colugo.vision.closer_look import Look

CANDIDATES: Final = 20  # products, of the embedding, whose colours are compared
ALIGNED: Final = 6  # of them whose photos are aligned: those most alike by colours and embedding
PHOTOS: Final = 3  # of each that are aligned, those of the most like colours
# Only so many features that agree say that the label is the same, and so many points more that
# the embedding was wrong. Source: docs/measured.md, the least that harms no grocery photo.
_AGREEING: Final = 8
_OVERRULED_BY: Final = 0.5
_HALF: Final = 0.5  # logs of whole numbers round
_FARTHEST: Final = 6.0  # points of margin beyond which none is surer

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class LookRule:
    """How much each number counts, see `Evidence` and `sureness`.

    Attributes:
        first: of similarity and colours, for choosing what is aligned.
        weights: of the four numbers of a candidate: together its points.
        sure, bias: of the log-odds that the first is the right one.
    """

    first: tuple[float, float]
    weights: tuple[float, float, float, float]
    sure: tuple[float, float, float]
    bias: float


# Source: `benchmarks/bench_look_alikes.py --fit`: 100 families that no figure is judged on.
RULE: Final = LookRule(
    first=(14.8, 16.3), weights=(10.0, 14.1, 3.88, 0.474), sure=(0.81, 0.605, 0.067), bias=-1.22
)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a second look found out about the candidates of one crop.

    Attributes:
        rows: (k,) which candidates were looked at, as given.
        numbers: (k, 4) of each: similarity of the embedding, likeness of colours 0..1, how much
            less than the others it differs on the aligned label, log of 1 + features that agree.
        misfit: (k,) mean difference on the aligned label, 0 to `FAR`; `FAR` where none aligned.
    """

    rows: NDArray[np.int64]
    numbers: Numbers
    misfit: Numbers


def compare(
    query: Look, shown: Sequence[Sequence[Look]], similarities: Numbers, rule: LookRule = RULE
) -> Evidence:
    """Compare a crop with photos of the products that it may be.

    Args:
        query: the crop.
        shown: photos of each candidate; of a candidate without any nothing is found.
        similarities: (k,) of the embedding.
        rule: says which candidates are aligned.
    """
    likeness = [[float(query.colours @ photo.colours) for photo in photos] for photos in shown]
    colours = np.array([max(each, default=0.0) for each in likeness])
    first: Numbers = np.stack([similarities, colours], axis=1) @ np.array(rule.first)
    rows = np.argsort(-first, kind="stable")[:ALIGNED]
    laid = [
        [
            one
            for place in np.argsort(-np.array(likeness[row]), kind="stable")[:PHOTOS]
            if (one := align(query, shown[row][place])) is not None
        ]
        for row in rows
    ]
    inliers = [max((each.inliers for each in photos), default=0) for photos in laid]
    gain, misfit = _label(laid)
    numbers = np.stack([similarities[rows], colours[rows], gain, np.log1p(inliers)], axis=1)
    return Evidence(rows, numbers, misfit)


def _label(laid: Sequence[Sequence[Aligned]]) -> tuple[Numbers, Numbers]:
    """By candidate: how much less than the others it differs, cell by cell; and its mean."""
    maps = np.full((len(laid), CELLS**2), np.nan)
    for row, photos in enumerate(laid):
        for each in photos:
            maps[row] = np.fmin(maps[row], each.differences.ravel())
    is_seen = np.isfinite(maps)
    by_cell = is_seen.sum(axis=0)
    known = np.where(is_seen, maps, 0)
    usual = known.sum(axis=0) / np.maximum(by_cell, 1)
    less = np.where(is_seen, usual - known, 0).sum(axis=1)
    gain = less / math.sqrt(max(int(np.count_nonzero(by_cell)), 1))
    cells = is_seen.sum(axis=1)
    return gain, np.where(cells > 0, known.sum(axis=1) / np.maximum(cells, 1), FAR)


@dataclass(frozen=True, eq=False)
class Opinion:
    """What a second look makes of a crop.

    Attributes:
        order: (k,) all candidates as given, the likeliest first.
        chance: probability, 0..1, that the first of them is the right one.
    """

    order: NDArray[np.int64]
    chance: float


def judge(
    found: Evidence, similarities: Numbers, careful: Numbers | None = None, rule: LookRule = RULE
) -> Opinion | None:
    """Order the candidates anew, and say how sure the first is; None where too little says so.

    Args:
        found: of `compare`.
        similarities: (k,) of the embedding, best first, as `compare` had them.
        careful: (k,) log-odds, 0 or less, that the gallery's own photos take off a candidate.
        rule: how much each number counts.
    """
    points = found.numbers @ np.array(rule.weights)
    ranked = np.argsort(-points, kind="stable")
    best = int(ranked[0])
    before = points[found.rows == 0]  # of the embedding's first
    if math.expm1(found.numbers[best, 3]) < _AGREEING - _HALF:
        return None
    if found.rows[best] != 0 and (points[best] - before < _OVERRULED_BY).any():
        return None
    rest = np.setdiff1d(np.arange(len(similarities)), found.rows)
    order = np.concatenate([found.rows[ranked], rest])
    score = float(sureness(found, points) @ np.array(rule.sure)) + rule.bias
    if careful is not None:
        score += float(careful[order[0]])
    return Opinion(order, 1 / (1 + math.exp(-score)))


def sureness(found: Evidence, points: Numbers) -> Numbers:
    """(3,) what says how sure the first is.

    Its margin in points, how little it differs on the aligned label, and the log of 1 + features
    that agree.
    """
    best = int(points.argmax())
    others = np.delete(points, best)
    margin = min(points[best] - others.max(), _FARTHEST) if len(others) else 0.0
    return np.array([margin, FAR - found.misfit[best], found.numbers[best, 3]])
