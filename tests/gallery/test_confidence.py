import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import CalibrationUnreadable, GallerySettingInvalid
from colugo.gallery import (
    RANKED,
    Confidence,
    LeaveOneOut,
    Matches,
    evidence_of,
    fit_confidence,
    leave_one_out,
)

from .twins import product_rows, unit_rows

RULE = Confidence((1.5, 8.0, 4.0), -2.0, background=0.3, unknown_similarity=0.4)


def matches(*similarities: float, product: int = 1) -> Matches:
    found = np.float32([[*similarities, *[-np.inf] * (RANKED - len(similarities))]])
    ids = np.where(np.isfinite(found), np.arange(product, product + RANKED), -1)
    return Matches(ids, found, ids)


def answers(own: list[float], other: list[float], found: list[int] | None = None) -> LeaveOneOut:
    """Photos of products 0, 1, 2 ... that are this alike to their own and to one other product."""
    numbers = np.arange(len(own))
    others = np.full((len(own), RANKED), -np.inf, np.float32)
    others[:, 0] = other
    taken = numbers + 1000 if found is None else np.array(found)
    return LeaveOneOut(np.float32(own), others, taken, numbers, numbers)


def test_the_chance_is_the_logistic_of_the_weighted_evidence() -> None:
    asked = matches(0.9, 0.5, 0.4)

    (chance,) = RULE.chances(asked)

    similarity, margin, lead = evidence_of(asked.similarities, 0.3)[0].tolist()
    score = 1.5 * similarity + 8.0 * margin + 4.0 * lead - 2.0
    assert chance == pytest.approx(1 / (1 + math.exp(-score)))


def test_an_empty_gallery_is_sure_of_nothing() -> None:
    assert RULE.chances(matches()).tolist() == [0.0]


@given(
    st.lists(st.floats(-1, 1, width=16), min_size=2, max_size=11),
    st.floats(0.125, 0.5, width=16),
)
def test_the_chance_rises_with_the_best_and_falls_with_the_runner_up(
    found: list[float], more: float
) -> None:
    best, *others = sorted(found, reverse=True)

    (chance,) = RULE.chances(matches(best, *others))
    (higher,) = RULE.chances(matches(best + more, *others))
    (closer,) = RULE.chances(matches(best, best, *others[1:]))

    assert closer <= chance < higher


def test_a_product_that_others_were_taken_for_is_less_sure() -> None:
    rule = Confidence((1.5, 8.0, 4.0), -2.0, 0.3, 0.4, careful={7: -1.0})

    (careful,), (usual,) = (rule.chances(matches(0.8, 0.6, product=each)) for each in (7, 8))

    odds = careful / (1 - careful) / (usual / (1 - usual))
    assert odds == pytest.approx(math.exp(-1.0))


def test_products_with_one_photo_each_leave_the_rule_as_it_is() -> None:
    asked = leave_one_out(unit_rows(20, 8), np.arange(20))

    assert fit_confidence(asked, RULE) == RULE


def test_a_gallery_whose_photos_find_each_other_makes_nobody_bolder() -> None:
    fitted = fit_confidence(answers([0.99] * 500, [0.5] * 500), RULE)

    assert fitted.bias <= RULE.bias
    assert fitted.careful == {}
    assert fitted.photos == 500


def test_a_gallery_whose_photos_are_taken_for_others_makes_careful() -> None:
    confused = answers([0.5] * 200 + [0.9] * 200, [0.9] * 200 + [0.5] * 200)

    fitted = fit_confidence(confused, RULE)

    sure = [rule.chances(matches(0.9, 0.5))[0] for rule in (RULE, fitted)]
    assert fitted.bias < RULE.bias - 0.5
    assert sure[1] < sure[0]


def test_the_more_photos_say_so_the_more_careful_it_gets() -> None:
    shifts = [
        fit_confidence(answers([0.5] * n + [0.9] * n, [0.9] * n + [0.5] * n), RULE).bias
        for n in (1, 10, 100, 1000)
    ]

    assert shifts == sorted(shifts, reverse=True)
    assert RULE.bias - 0.2 < shifts[0] < RULE.bias


def test_only_the_product_that_was_mistaken_is_careful() -> None:
    own = [0.9] * 100
    own[3:6] = [0.5] * 3
    other = [0.5] * 100
    other[3:6] = [0.9] * 3
    asked = answers(own, other, found=[*range(100, 103), 42, 42, 42, *range(106, 200)])

    fitted = fit_confidence(asked, RULE)

    assert set(fitted.careful) == {42}
    assert fitted.careful[42] < -0.5


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.floats(-1, 1, width=16), st.floats(-1, 1, width=16)), min_size=1, max_size=60
    )
)
def test_no_gallery_makes_bolder_and_most_genuine_photos_are_not_unknown(
    pairs: list[tuple[float, float]],
) -> None:
    asked = answers([own for own, _ in pairs], [other for _, other in pairs])

    fitted = fit_confidence(asked, RULE)

    assert fitted.bias <= RULE.bias
    assert all(shift < 0 for shift in fitted.careful.values())
    assert (asked.own >= fitted.unknown_similarity).sum() >= 0.97 * len(pairs)


def test_a_real_sort_of_gallery_lets_most_photos_be_known() -> None:
    products = np.arange(600) // 6
    asked = leave_one_out(product_rows(products, 32, spread=0.8), products)

    fitted = fit_confidence(asked, RULE)

    is_known = fitted.scores(asked.ranked[:, :RANKED]) >= math.log(9)
    assert (is_known & asked.is_right).sum() > 200
    assert (is_known & ~asked.is_right).sum() <= 0.03 * is_known.sum()


@pytest.mark.parametrize("share", [0, 1, -0.1, float("nan")])
def test_shares_out_of_their_limits_are_refused(share: float) -> None:
    with pytest.raises(GallerySettingInvalid, match="genuine_share"):
        fit_confidence(answers([0.9], [0.1]), RULE, genuine_share=share)


def test_a_rule_goes_through_json_unchanged() -> None:
    fitted = fit_confidence(answers([0.5, 0.9, 0.8], [0.9, 0.1, 0.2]), RULE)

    again = Confidence.from_facts(json.loads(json.dumps(fitted.facts())))

    assert again == fitted
    assert again.careful == {1000: pytest.approx(fitted.careful[1000])}


_FACTS = RULE.facts()


@pytest.mark.parametrize(
    "facts",
    [
        {},
        [],
        {**_FACTS, "more": 1},
        {**_FACTS, "bias": "1"},
        {**_FACTS, "bias": True},
        {**_FACTS, "bias": float("nan")},
        {**_FACTS, "weights": [1, 2]},
        {**_FACTS, "weights": [1, 2, -3]},
        {**_FACTS, "careful": {"x": -1}},
        {**_FACTS, "careful": {"1": 1}},
        {**_FACTS, "photos": 1.5},
        {**_FACTS, "photos": -1},
    ],
)
def test_facts_that_are_no_calibration_are_refused(facts: object) -> None:
    with pytest.raises(CalibrationUnreadable, match="gallery rebuild"):
        Confidence.from_facts(facts)
