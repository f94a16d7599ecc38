"""The scores are those of a loop over queries and ranks, as the definitions read."""

import math
from typing import Any

import numpy as np
import pytest

from colugo.training.recognition.metrics import Embedded, prepared, retrieval_scores

EVERY: list[dict[str, Any]] = [
    {"Recallk": {"topk": [1, 3]}},
    {"mAP": None},
    {"mINP": None},
    {"Precisionk": {"topk": [1, 4]}},
]


def embedded(count: int, *, products: int, seed: int, has_ids: bool) -> Embedded:
    """Random rows of length 1; no two similarities are alike, so every order is decided."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, 6)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    labels = rng.integers(0, products, count)
    ids = tuple(str(number) for number in rng.integers(0, 4, count)) if has_ids else None
    return Embedded(rows, labels, ids)


def slow_relevant(query: Embedded, gallery: Embedded, asked: int) -> list[bool]:
    """Of one query, by rank."""
    pairs = []
    for place in range(len(gallery.labels)):
        similarity = float(query.rows[asked] @ gallery.rows[place])
        is_same = bool(query.labels[asked] == gallery.labels[place])
        if (
            is_same
            and query.unique_ids is not None
            and gallery.unique_ids is not None
            and query.unique_ids[asked] == gallery.unique_ids[place]
        ):
            similarity, is_same = 0.0, False
        pairs.append((-similarity, place, is_same))
    return [is_same for _, _, is_same in sorted(pairs)]


def slow_query_scores(relevant: list[bool]) -> dict[str, float]:
    ranks = [rank for rank, is_relevant in enumerate(relevant, 1) if is_relevant]
    return {
        "recall1": float(ranks[0] <= 1),
        "recall3": float(ranks[0] <= 3),
        "mAP": sum(found / rank for found, rank in enumerate(ranks, 1)) / len(ranks),
        "mINP": len(ranks) / ranks[-1],
        "precision@1": sum(relevant[:1]) / 1,
        "precision@4": sum(relevant[:4]) / 4,
    }


def slow_scores(query: Embedded, gallery: Embedded, block: int) -> dict[str, float]:
    """Blocks weighted by all their queries, though only the answerable ones are averaged."""
    totals: dict[str, float] = {}
    for first in range(0, len(query.labels), block):
        asked = range(first, min(first + block, len(query.labels)))
        relevant = [slow_relevant(query, gallery, place) for place in asked]
        scores = [slow_query_scores(row) for row in relevant if any(row)]
        for name in ("recall1", "recall3", "mAP", "mINP", "precision@1", "precision@4"):
            mean = sum(score[name] for score in scores) / len(scores) if scores else math.nan
            totals[name] = totals.get(name, 0.0) + mean * len(asked)
    return {name: total / len(query.labels) for name, total in totals.items()}


@pytest.mark.parametrize("has_ids", [False, True])
@pytest.mark.parametrize(("queries", "block"), [(23, 64), (23, 7), (24, 8), (23, 22)])
def test_every_metric_agrees_with_one_query_at_a_time(
    queries: int, block: int, has_ids: bool
) -> None:
    query = embedded(queries, products=9, seed=1, has_ids=has_ids)
    gallery = embedded(31, products=6, seed=2, has_ids=has_ids)  # three products are not there

    scores = retrieval_scores(query, gallery, EVERY, block=block)

    assert list(scores) == ["recall1", "recall3", "mAP", "mINP", "precision@1", "precision@4"]
    assert scores == pytest.approx(slow_scores(query, gallery, block), abs=1e-6, nan_ok=True)
    assert block == 22 or not math.isnan(scores["mAP"])


def test_a_query_that_is_in_the_gallery_finds_itself_unless_ids_say_that_it_is_it() -> None:
    rows = embedded(20, products=4, seed=3, has_ids=False)
    with_ids = Embedded(rows.rows, rows.labels, tuple(str(number) for number in range(20)))
    recall = [{"Recallk": {"topk": 1}}]

    assert retrieval_scores(rows, rows, recall) == {"recall1": 1.0}
    assert retrieval_scores(with_ids, with_ids, recall)["recall1"] < 0.8


def test_ids_on_one_side_alone_mask_nothing() -> None:
    rows = embedded(20, products=4, seed=3, has_ids=True)
    bare = Embedded(rows.rows, rows.labels, None)

    assert retrieval_scores(rows, bare, EVERY) == retrieval_scores(bare, bare, EVERY)


def test_the_same_id_under_another_label_is_not_masked() -> None:
    query = Embedded(np.eye(2, dtype=np.float32), np.array([0, 1]), ("a", "b"))
    gallery = Embedded(np.eye(2, dtype=np.float32), np.array([0, 1]), ("b", "a"))

    scores = retrieval_scores(query, gallery, [{"mAP": None}])

    assert scores == {"mAP": 1.0}


def test_what_is_masked_keeps_its_rank_as_something_else_at_similarity_0() -> None:
    query = Embedded(np.array([[1, 0]], np.float32), np.array([0]), ("a",))
    rows = np.array([[1, 0], [0.6, 0.8], [-0.6, 0.8]], np.float32)
    gallery = Embedded(rows, np.array([0, 1, 0]), ("a", "b", "c"))

    scores = retrieval_scores(query, gallery, [{"mAP": None}])

    assert scores["mAP"] == pytest.approx(1 / 3)  # behind the other product and the masked one


def test_a_block_with_nothing_to_find_makes_the_whole_not_a_number() -> None:
    query = Embedded(np.eye(3, dtype=np.float32), np.array([0, 1, 9]), None)
    gallery = Embedded(np.eye(3, dtype=np.float32), np.array([0, 1, 2]), None)

    assert math.isnan(retrieval_scores(query, gallery, EVERY, block=2)["recall1"])
    assert retrieval_scores(query, gallery, EVERY, block=3)["recall1"] == 1.0


def test_more_ranks_than_the_gallery_has_are_as_many_as_it_has() -> None:
    query = Embedded(np.eye(2, dtype=np.float32), np.array([0, 1]), None)

    scores = retrieval_scores(query, query, [{"Recallk": None}, {"Precisionk": {"topk": [4]}}])

    assert scores == {"recall1": 1.0, "recall5": 1.0, "precision@4": 0.25}


@pytest.mark.parametrize("normalise", [False, True])
@pytest.mark.parametrize("binarise", [None, "round", "sign"])
def test_rows_are_prepared_as_one_number_at_a_time(normalise: bool, binarise: str | None) -> None:
    rows = np.array([[0.5, -0.5, 1.5, 0.2], [-2.5, 3.0, 0.0, -0.4]], np.float32)

    found = prepared(rows, normalise=normalise, binarise=binarise)

    for row, numbers in zip(rows.tolist(), found.tolist(), strict=True):
        length = math.sqrt(sum(number**2 for number in row)) if normalise else 1.0
        expected = [slow_binarised(number / length, binarise) for number in row]
        assert numbers == pytest.approx(expected, abs=1e-6)
    assert found.dtype == np.float32


def slow_binarised(number: float, how: str | None) -> float:
    if how == "sign":
        return float((number > 0) - (number < 0))
    if how == "round":  # halves go away from zero, as Paddle's round does
        return math.copysign(math.floor(abs(number) + 0.5), number) * 2 - 1
    return number
