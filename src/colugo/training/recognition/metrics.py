"""How well embeddings find their own products: PaddleClas' definitions. Knows no network.

Source: ../shared/spec/predecessor-interfaces.md 2.7.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ALL = slice(None)
Relevant = NDArray[np.bool_]  # (queries, gallery) by rank, best first


@dataclass(frozen=True)
class Embedded:
    """Embedded pictures of a query set or a gallery."""

    rows: NDArray[np.float32]  # (n, d)
    labels: NDArray[np.int64]  # (n,)
    unique_ids: tuple[str, ...] | None  # None where the list has none


def prepared(
    rows: NDArray[np.float32], *, normalise: bool, binarise: str | None = None
) -> NDArray[np.float32]:
    """Rows as they are compared: of length 1, and rounded or reduced to signs where asked."""
    if normalise:
        rows = rows / np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    if binarise == "round":
        away = np.copysign(np.floor(np.abs(rows, dtype=np.float64) + 0.5), rows)
        rows = away * 2 - 1  # halves go away from zero, as Paddle's round does
    elif binarise == "sign":
        rows = np.sign(rows)
    return rows.astype(np.float32)


def retrieval_scores(
    query: Embedded, gallery: Embedded, metrics: Sequence[Mapping[str, Any]], *, block: int = 64
) -> dict[str, float]:
    """The metrics of a config, by name (`recall1`, `mAP`, ...), in its order.

    A pair of the same label and the same id counts with a similarity of 0 and is not relevant.
    Queries are taken `block` at a time; each block's value is over its queries that have
    something to find, weighted by its length. A block without any gives nan, as there.
    """
    totals: dict[str, float] = {}
    for first in range(0, len(query.labels), block):
        ranked = _ranked(query, gallery, slice(first, first + block))
        for name, value in _values(ranked, metrics):
            totals[name] = totals.get(name, 0.0) + value * len(ranked)
    return {name: total / len(query.labels) for name, total in totals.items()}


def nearest(query: Embedded, gallery: Embedded) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Similarity and place of the gallery picture most like each query, itself left out."""
    similarities = np.where(_is_itself(query, gallery), -np.inf, query.rows @ gallery.rows.T)
    best = similarities.argmax(axis=1)
    return similarities[np.arange(len(best)), best].astype(np.float32), best


def recall_at(ranked: Relevant, k: int) -> float:
    """Share of the queries that have something to find whose first `k` hold some of it."""
    answerable = ranked[ranked.any(axis=1)]
    return float(answerable[:, :k].any(axis=1).mean()) if len(answerable) else np.nan


def mean_average_precision(ranked: Relevant) -> float:
    """Mean over queries of the precision at every relevant rank."""
    answerable = ranked[ranked.any(axis=1)]
    if not len(answerable):
        return np.nan
    found = answerable.cumsum(axis=1)
    precision = found / np.arange(1, ranked.shape[1] + 1)
    return float(((precision * answerable).sum(axis=1) / found[:, -1]).mean())


def mean_inverse_penalty(ranked: Relevant) -> float:
    """Mean over queries of how many are relevant, by the rank of the last of them.

    Source: Ye et al., "Deep Learning for Person Re-identification" (2021), mINP.
    """
    answerable = ranked[ranked.any(axis=1)]
    if not len(answerable):
        return np.nan
    last = ranked.shape[1] - answerable[:, ::-1].argmax(axis=1)
    return float((answerable.sum(axis=1) / last).mean())


def precision_at(ranked: Relevant, k: int) -> float:
    """Mean share of relevant ones among the first `k`."""
    answerable = ranked[ranked.any(axis=1)]
    return float(answerable[:, :k].sum(axis=1).mean() / k) if len(answerable) else np.nan


_AT: dict[str, tuple[str, Callable[[Relevant, int], float]]] = {
    "Recallk": ("recall", recall_at),
    "Precisionk": ("precision@", precision_at),
}
_WHOLE: dict[str, Callable[[Relevant], float]] = {
    "mAP": mean_average_precision,
    "mINP": mean_inverse_penalty,
}


def _values(ranked: Relevant, metrics: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float]]:
    for name, parameters in ((name, metric[name]) for metric in metrics for name in metric):
        if name in _WHOLE:
            yield name, _WHOLE[name](ranked)
        else:
            prefix, measure = _AT[name]
            topk = (parameters or {}).get("topk", [1, 5])
            for k in [topk] if isinstance(topk, int) else topk:
                yield f"{prefix}{k}", measure(ranked, k)


def _ranked(query: Embedded, gallery: Embedded, block: slice) -> Relevant:
    is_itself = _is_itself(query, gallery, block)
    similarities = np.where(is_itself, 0, query.rows[block] @ gallery.rows.T)
    is_same = (query.labels[block][:, None] == gallery.labels[None]) & ~is_itself
    order = np.argsort(-similarities, axis=1, kind="stable")
    return np.take_along_axis(is_same, order, axis=1)


def _is_itself(query: Embedded, gallery: Embedded, block: slice = _ALL) -> Relevant:
    """Pairs of the same label and the same id: (queries of the block, gallery)."""
    is_same: Relevant = query.labels[block][:, None] == gallery.labels[None]
    if query.unique_ids is None or gallery.unique_ids is None:
        return np.zeros_like(is_same)
    ids = np.array(query.unique_ids[block])[:, None] == np.array(gallery.unique_ids)[None]
    is_same &= ids
    return is_same
