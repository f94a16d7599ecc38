"""The figures of the judge are those of counting one by one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from colugo.open_set import auroc
from colugo.training.data.grocery import LabelledPhoto, Protocol, protocols
from colugo.training.judge import judged_photos, recall_at_1, scores, unknown_auroc

from .tiny_grocery import UNSEEN, make_grocery

# few distinct values, so that ties are common
Scores = st.lists(st.integers(-3, 3).map(lambda v: v / 4), min_size=1, max_size=12)


def slow_auroc(positives: list[float], negatives: list[float]) -> float:
    won = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positives for n in negatives]
    return sum(won) / len(won)


def unit(angle: float) -> NDArray[np.float32]:
    return np.array([np.cos(angle), np.sin(angle)], np.float32)


def photos(labels: list[int], name: str) -> tuple[LabelledPhoto, ...]:
    return tuple(
        LabelledPhoto(Path(f"{name}-{row}.jpg"), label) for row, label in enumerate(labels)
    )


@given(Scores, Scores)
def test_auroc_is_the_share_of_pairs_won_with_ties_counted_half(
    positives: list[float], negatives: list[float]
) -> None:
    fast = auroc(np.array(positives, np.float32), np.array(negatives, np.float32))

    assert fast == pytest.approx(slow_auroc(positives, negatives))


@pytest.mark.parametrize(
    ("positives", "negatives", "expected"),
    [([2.0, 3.0], [0.0, 1.0], 1.0), ([0.0], [1.0], 0.0), ([1.0, 1.0], [1.0], 0.5)],
)
def test_auroc_of_clear_cases(
    positives: list[float], negatives: list[float], expected: float
) -> None:
    got = auroc(np.array(positives, np.float32), np.array(negatives, np.float32))

    assert got == expected


@pytest.mark.parametrize("seed", range(5))
def test_recall_agrees_with_looking_up_one_query_at_a_time(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gallery = photos(rng.integers(0, 4, 9).tolist(), "gallery")
    queries = photos(rng.integers(0, 4, 15).tolist(), "query")
    embedding_of = {
        photo.path: unit(float(rng.integers(0, 12)) / 2) for photo in (*gallery, *queries)
    }

    recall = recall_at_1(Protocol("made", gallery, queries), embedding_of)

    found = 0
    for query in queries:
        # of equally near photos the first of the gallery counts
        nearest = max(gallery, key=lambda p: float(embedding_of[p.path] @ embedding_of[query.path]))
        found += nearest.label == query.label
    assert recall == pytest.approx(found / len(queries))


def test_every_photo_is_judged_once() -> None:
    shared = photos([1, 2], "shared")
    each = [Protocol("a", shared, photos([3], "x")), Protocol("b", photos([3], "x"), shared)]

    judged = judged_photos(each)

    assert judged == [Path("shared-0.jpg"), Path("shared-1.jpg"), Path("x-0.jpg")]


def test_perfect_embeddings_score_1_everywhere(tmp_path: Path) -> None:
    tests = protocols(make_grocery(tmp_path, side_px=8))
    # one direction per product; the unseen ones are far from all others
    embedding_of = {
        photo.path: np.eye(6, dtype=np.float32)[photo.label]
        for each in tests
        for photo in (*each.gallery, *each.queries)
    }

    figures = scores(tmp_path, tests, embedding_of)

    assert list(figures) == [*(each.name for each in tests), "unknown products, AUROC"]
    assert set(figures.values()) == {1.0}


def test_unknown_products_are_compared_with_the_photos_of_known_ones_only(tmp_path: Path) -> None:
    tests = protocols(make_grocery(tmp_path, side_px=8))
    # every photo of an unseen product is the same: it would find its like in the gallery
    embedding_of = {
        photo.path: unit(2.0 if photo.label in UNSEEN else 0.0)
        for each in tests
        for photo in (*each.gallery, *each.queries)
    }

    separated = unknown_auroc(tmp_path, embedding_of)

    assert separated == 1.0
