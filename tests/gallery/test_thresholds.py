import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import GallerySettingInvalid, ThresholdsUnreadable
from colugo.gallery import LeaveOneOut, Thresholds, fit_thresholds, leave_one_out

from .twins import product_rows, unit_rows

FALLBACK = Thresholds(known_similarity=0.6, known_margin=0.05, unknown_similarity=0.3)


def answers(own: list[float], impostor: list[float]) -> LeaveOneOut:
    return LeaveOneOut(np.float32(own), np.float32(impostor), np.arange(len(own)))


def clear_answers(photos: int) -> LeaveOneOut:
    """Every photo finds its product, far from any other."""
    drawn = np.random.default_rng(0)
    return answers(drawn.uniform(0.8, 0.9, photos), drawn.uniform(0.1, 0.2, photos))


def known(asked: LeaveOneOut, similarity: float, margin: float) -> tuple[int, int]:
    """Photos that these thresholds would take for known: right ones, wrong ones."""
    right = wrong = 0
    for own, impostor in zip(asked.own.tolist(), asked.impostor.tolist(), strict=True):
        if np.isinf(own) or np.isinf(impostor):
            continue
        if max(own, impostor) >= similarity and abs(own - impostor) >= margin:
            right, wrong = right + (own > impostor), wrong + (own <= impostor)
    return right, wrong


_COSINES = st.floats(-1, 1, width=32) | st.just(-np.inf)
_ANSWERS = st.lists(st.tuples(_COSINES, _COSINES), max_size=60).map(
    lambda pairs: answers([own for own, _ in pairs], [impostor for _, impostor in pairs])
)


@settings(deadline=None, max_examples=50)
@given(asked=_ANSWERS, wrong_share=st.sampled_from([0.01, 0.2]))
def test_few_known_are_wrong_and_most_genuine_are_not_unknown(
    asked: LeaveOneOut, wrong_share: float
) -> None:
    thresholds = fit_thresholds(asked, FALLBACK, wrong_share=wrong_share)

    right, wrong = known(asked, thresholds.known_similarity, thresholds.known_margin)
    assert wrong <= wrong_share * (right + wrong)
    own = asked.own[asked.has_own]
    assert (own >= thresholds.unknown_similarity).sum() >= 0.97 * len(own)
    assert thresholds.photos == len(own)


@settings(deadline=None, max_examples=50)
@given(asked=st.lists(st.tuples(*[st.floats(-1, 1, width=16)] * 2), min_size=1, max_size=12))
def test_as_many_right_ones_are_known_as_any_pair_of_thresholds_allows(asked) -> None:
    asked = answers([own for own, _ in asked], [impostor for _, impostor in asked])
    easy = Thresholds(known_similarity=-1.0, known_margin=0.0, unknown_similarity=-1.0)

    thresholds = fit_thresholds(asked, easy, wrong_share=0.1)

    best = np.maximum(asked.own, asked.impostor).tolist()
    margins = np.abs(asked.own.astype(float) - asked.impostor).tolist()
    counts = [known(asked, *pair) for pair in product([-1.0, *best], [0.0, *margins])]
    slow = max([right for right, wrong in counts if wrong <= 0.1 * (right + wrong)], default=0)
    assert known(asked, thresholds.known_similarity, thresholds.known_margin)[0] == slow


def test_photos_that_are_all_clear_are_all_known() -> None:
    asked = clear_answers(5000)

    thresholds = fit_thresholds(asked, FALLBACK)

    assert known(asked, thresholds.known_similarity, thresholds.known_margin) == (5000, 0)
    assert thresholds.known_similarity == FALLBACK.known_similarity
    assert thresholds.known_margin == FALLBACK.known_margin
    assert 0 < thresholds.unknown_similarity <= thresholds.known_similarity


def test_where_every_answer_is_wrong_nothing_is_known() -> None:
    asked = answers([0.2] * 50, [0.9] * 50)

    thresholds = fit_thresholds(asked, FALLBACK)

    assert known(asked, thresholds.known_similarity, thresholds.known_margin) == (0, 0)


def test_products_with_one_photo_each_get_the_fallback() -> None:
    asked = leave_one_out(unit_rows(20, 8), np.arange(20))

    thresholds = fit_thresholds(asked, FALLBACK)

    assert thresholds == FALLBACK


def test_a_single_product_keeps_the_known_thresholds_of_the_fallback() -> None:
    asked = leave_one_out(product_rows(np.zeros(40, int), 8, spread=0.3), np.zeros(40, int))

    thresholds = fit_thresholds(asked, FALLBACK)

    assert (thresholds.known_similarity, thresholds.known_margin) == (0.6, 0.05)
    assert thresholds.photos == 40


def test_the_more_photos_the_less_the_fallback_counts() -> None:
    strict = Thresholds(known_similarity=0.95, known_margin=0.05, unknown_similarity=0.1)

    fitted = [fit_thresholds(clear_answers(photos), strict) for photos in (1, 10, 100, 1000, 9000)]

    similarities = [thresholds.known_similarity for thresholds in fitted]
    unknown = [thresholds.unknown_similarity for thresholds in fitted]
    assert similarities == sorted(similarities, reverse=True)
    assert unknown == sorted(unknown)
    assert similarities[0] > 0.94
    assert unknown[0] < 0.12
    assert similarities[-1] < 0.82
    assert unknown[-1] > 0.78


def test_a_real_sort_of_gallery_lets_most_photos_be_known() -> None:
    products = np.arange(600) // 6
    asked = leave_one_out(product_rows(products, 32, spread=0.8), products)

    thresholds = fit_thresholds(asked, FALLBACK)

    right, wrong = known(asked, thresholds.known_similarity, thresholds.known_margin)
    assert right > 300
    assert wrong <= 0.01 * (right + wrong)


@pytest.mark.parametrize("share", [0, 1, -0.1, float("nan")])
def test_shares_out_of_their_limits_are_refused(share: float) -> None:
    with pytest.raises(GallerySettingInvalid, match="wrong_share"):
        fit_thresholds(clear_answers(3), FALLBACK, wrong_share=share)
    with pytest.raises(GallerySettingInvalid, match="genuine_share"):
        fit_thresholds(clear_answers(3), FALLBACK, genuine_share=share)


def test_thresholds_go_through_json_unchanged() -> None:
    thresholds = fit_thresholds(clear_answers(77), FALLBACK)

    again = Thresholds.from_facts(json.loads(json.dumps(thresholds.facts())))

    assert again == thresholds


_FACTS = FALLBACK.facts()


@pytest.mark.parametrize(
    "facts",
    [
        {},
        [],
        {**_FACTS, "more": 1},
        {**_FACTS, "known_margin": "0.05"},
        {**_FACTS, "known_margin": True},
        {**_FACTS, "known_margin": -0.1},
        {**_FACTS, "photos": 1.5},
        {**_FACTS, "photos": -1},
        {**_FACTS, "known_similarity": float("nan")},
        {**_FACTS, "known_similarity": 0.2},
    ],
)
def test_facts_that_are_no_thresholds_are_refused(facts) -> None:
    with pytest.raises(ThresholdsUnreadable, match="gallery rebuild"):
        Thresholds.from_facts(facts)
