from collections.abc import Sequence
from statistics import NormalDist, fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import GallerySettingInvalid
from colugo.gallery import (
    SCORINGS,
    ExactIndex,
    HnswIndex,
    MeanOfTop,
    Nearest,
    NearestCorrected,
    Scoring,
    get_scoring,
    score_products,
)
from colugo.gallery.scoring import expected_largest

from .twins import DictionaryIndex, SlowScoring, product_rows


def slow_mean_of_top(photos: int) -> SlowScoring:
    return lambda similarities: fmean(sorted(similarities, reverse=True)[:photos])


def slow_corrected(penalty: float) -> SlowScoring:
    def score(similarities: Sequence[float]) -> float:
        n = len(similarities)
        gain = NormalDist().inv_cdf((n - 3 / 8) / (n + 1 / 4)) if n > 1 else 0.0
        return max(similarities) - penalty * gain

    return score


TWINS: list[tuple[Scoring, SlowScoring]] = [
    (Nearest(), max),
    (MeanOfTop(1), slow_mean_of_top(1)),
    (MeanOfTop(3), slow_mean_of_top(3)),
    (MeanOfTop(50), slow_mean_of_top(50)),
    (NearestCorrected(0.0), max),
    (NearestCorrected(0.04), slow_corrected(0.04)),
]

_COSINES = st.floats(-1, 1, width=32)
_PHOTOS = st.lists(st.tuples(st.integers(0, 5), _COSINES, _COSINES), min_size=1, max_size=40)


@pytest.mark.parametrize(("scoring", "slow"), TWINS, ids=lambda value: str(value)[:30])
@settings(deadline=None, max_examples=50)
@given(photos=_PHOTOS)
def test_scores_agree_with_scoring_one_product_at_a_time(
    scoring: Scoring, slow: SlowScoring, photos: list[tuple[int, float, float]]
) -> None:
    product_ids = np.array([product for product, _, _ in photos])
    similarities = np.array([row[1:] for row in photos], np.float32).T

    products, scores = score_products(similarities, product_ids, scoring)

    assert products.tolist() == sorted(set(product_ids.tolist()))
    for query, row in enumerate(scores):
        for product, score in zip(products, row, strict=True):
            alike = similarities[query][product_ids == product].tolist()
            assert score == pytest.approx(slow(alike), abs=1e-6)


@pytest.mark.parametrize("scoring", [scoring for scoring, _ in TWINS], ids=str)
@settings(deadline=None, max_examples=50)
@given(photos=_PHOTOS)
def test_no_score_is_above_the_nearest_photo(
    scoring: Scoring, photos: list[tuple[int, float, float]]
) -> None:
    product_ids = np.array([product for product, _, _ in photos])
    similarities = np.array([row[1:] for row in photos], np.float32).T

    _, scores = score_products(similarities, product_ids, scoring)

    assert (scores <= score_products(similarities, product_ids, Nearest())[1]).all()


@pytest.mark.parametrize("scoring", [scoring for scoring, _ in TWINS], ids=str)
def test_scoring_leaves_the_similarities_alone(scoring: Scoring) -> None:
    similarities = np.array([[0.5, 0.1, 0.7]], np.float32)

    scoring(similarities, np.array([0, 2]))

    assert similarities.tolist() == [[np.float32(0.5), np.float32(0.1), np.float32(0.7)]]


def test_no_photos_have_no_scores() -> None:
    products, scores = score_products(np.empty((3, 0), np.float32), np.empty(0, np.int64))

    assert products.shape == (0,)
    assert scores.shape == (3, 0)


def test_the_correction_lets_one_photo_win_over_a_crowd_that_is_hardly_nearer() -> None:
    product_ids = np.array([1] * 30 + [2])
    similarities = np.full((1, 31), 0.40, np.float32)
    similarities[0, [0, 30]] = 0.62, 0.60

    _, plain = score_products(similarities, product_ids, get_scoring("nearest"))
    _, corrected = score_products(similarities, product_ids, get_scoring("nearest_corrected"))

    assert plain.argmax() == 0
    assert corrected.argmax() == 1


@pytest.mark.parametrize("photos", [1, 2, 5, 30])
def test_the_expected_largest_draw_is_what_drawing_gives(photos: int) -> None:
    drawn = np.random.default_rng(0).standard_normal((40_000, photos)).max(axis=1).mean()

    expected = expected_largest(np.array([photos]))

    assert expected[0] == pytest.approx(drawn, abs=0.04)


def test_every_name_of_the_table_is_found_and_no_other() -> None:
    names = list(SCORINGS)

    found = [get_scoring(name) for name in names]

    assert found == list(SCORINGS.values())
    with pytest.raises(GallerySettingInvalid, match="mean_of_top, nearest, nearest_corrected"):
        get_scoring("nearly")


@pytest.mark.parametrize("make", [lambda: MeanOfTop(0), lambda: NearestCorrected(-0.1)])
def test_a_scoring_out_of_its_limits_is_refused(make) -> None:
    with pytest.raises(GallerySettingInvalid):
        make()


@pytest.mark.parametrize(("scoring", "slow"), TWINS, ids=lambda value: str(value)[:30])
def test_exact_search_ranks_by_the_scoring_it_is_given(scoring: Scoring, slow: SlowScoring) -> None:
    products = np.random.default_rng(3).integers(0, 60, 900) ** 2 // 60  # few and many photos
    rows = product_rows(products, 24, spread=1.2)
    queries = product_rows(np.arange(0, 60, 3), 24, spread=1.2, seed=7)
    index, twin = ExactIndex(24, scoring=scoring), DictionaryIndex(slow)
    index.add(np.arange(900), products, rows)
    twin.add(np.arange(900), products, rows)

    found = index.search(queries, k=4)

    for query, products_found, scores in zip(
        queries, found.product_ids, found.similarities, strict=True
    ):
        best = twin.search(query, k=4)
        assert products_found.tolist() == [product for product, _, _ in best]
        assert scores == pytest.approx([score for _, score, _ in best], abs=1e-5)


@pytest.mark.parametrize("scoring", [MeanOfTop(3), NearestCorrected(0.04)], ids=str)
def test_hnsw_gives_the_scores_of_exact_search(scoring: Scoring) -> None:
    products = np.repeat(np.arange(200), 6)
    rows = product_rows(products, 32, spread=1.0)
    queries = product_rows(np.arange(0, 200, 10), 32, spread=1.0, seed=7)
    exact, hnsw = ExactIndex(32, scoring=scoring), HnswIndex(32, scoring=scoring, fresh_limit=100)
    for index in (exact, hnsw):
        index.add(np.arange(1200), products, rows)

    found, truth = hnsw.search(queries, k=3), exact.search(queries, k=3)

    assert (found.product_ids[:, 0] == truth.product_ids[:, 0]).mean() >= 0.95
    is_same = found.product_ids == truth.product_ids
    assert np.allclose(found.similarities[is_same], truth.similarities[is_same], atol=1e-5)
