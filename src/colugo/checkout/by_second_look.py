"""Settles what is doubtful by a second look at the crop. Compares no picture itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from colugo.checkout.decide import without_repeats
from colugo.checkout.second_look import Numbers, compare, judge
from colugo.checkout.verdict import Box, Candidate, Verdict
from colugo.vision.closer_look import Look

# A runner-up that is less alike than the first by more is no look-alike: a second look changes
# nothing there. Source: `benchmarks/bench_look_alikes.py`, docs/measured.md.
_CLOSE: Final = 0.15


@dataclass(frozen=True, eq=False)
class Doubt:
    """What a crop may show.

    Attributes:
        crop: the picture, looked at closely.
        skus: of k candidates, best first.
        similarities: (k,) of the embedding, falling.
        shown: looks of photos of each.
        careful: (k,) log-odds, 0 or less, that the gallery takes off each.
    """

    crop: Look
    skus: tuple[str, ...]
    similarities: Numbers
    shown: Sequence[Sequence[Look]]
    careful: NDArray[np.float64]


def settle_by_second_look(
    verdicts: Sequence[Verdict],
    doubt_of: Callable[[Box], Doubt | None],
    *,
    wrong_cost: float,
    candidates: int,
) -> tuple[Verdict, ...]:
    """The verdicts, those that are unsure looked at again.

    It may order their candidates anew, and makes one known whose chance pays, as `decide` does.

    Args:
        verdicts: of one scene.
        doubt_of: what a box may show; called for unsure boxes only, so that a scene that is clear
            costs nothing. None where a second look would not help, see `is_close`.
        wrong_cost: how many questions a wrong charge is as bad as.
        candidates: products to offer at most.
    """
    seen = [
        _looked_at(verdict, doubt_of, wrong_cost, candidates)
        if verdict.kind == "unsure"
        else verdict
        for verdict in verdicts
    ]
    xyxy = np.array([verdict.xyxy for verdict in seen], np.float32).reshape(-1, 4)
    names = [each.candidates[0].sku if each.candidates else None for each in seen]
    return tuple(seen[row] for row in without_repeats(xyxy, names))


def is_close(similarities: NDArray[np.float32] | Numbers) -> bool:
    """Whether a second look may help: the runner-up, of (k,) similarities, is nearly as alike."""
    return len(similarities) > 1 and bool(similarities[0] - similarities[1] <= _CLOSE)


def _looked_at(
    verdict: Verdict, doubt_of: Callable[[Box], Doubt | None], wrong_cost: float, candidates: int
) -> Verdict:
    doubt = doubt_of(verdict.xyxy)
    if doubt is None:
        return verdict
    found = compare(doubt.crop, doubt.shown, doubt.similarities)
    opinion = judge(found, doubt.similarities, doubt.careful)
    if opinion is None:
        return verdict
    offered = tuple(
        Candidate(doubt.skus[row], float(doubt.similarities[row]))
        for row in opinion.order[:candidates].tolist()
    )
    is_sure = opinion.chance * (wrong_cost + 1) >= wrong_cost
    return replace(
        verdict, kind="known" if is_sure else "unsure", candidates=offered, by="second_look",
        chance=opinion.chance, similarity=offered[0].similarity,
    )  # fmt: skip
