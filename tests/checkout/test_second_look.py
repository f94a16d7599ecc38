import numpy as np
import pytest

from colugo.checkout.second_look import (
    ALIGNED,
    RULE,
    Evidence,
    Numbers,
    Opinion,
    compare,
    judge,
)  # fmt: skip
from colugo.vision.aligned import FAR
from colugo.vision.closer_look import Look, look_closely
from tests.look_alikes import BLUE, GREEN, ORANGE, label

QUERY = look_closely(label(ORANGE, light=0.85, turn=12))


def judged(found: Evidence, similarities: Numbers, careful: Numbers | None = None) -> Opinion:
    """An opinion, which there must be."""
    opinion = judge(found, similarities, careful)
    assert opinion is not None
    return opinion


def shown(*patches: tuple[int, int, int]) -> list[list[Look]]:
    return [[look_closely(label(patch)), look_closely(label(patch, turn=30))] for patch in patches]


def test_the_look_alike_of_the_right_colour_comes_first_though_the_embedding_has_it_last() -> None:
    similarities = np.array([0.92, 0.91, 0.9])

    found = compare(QUERY, shown(GREEN, BLUE, ORANGE), similarities)
    opinion = judged(found, similarities)

    assert opinion.order.tolist()[0] == 2
    assert sorted(opinion.order.tolist()) == [0, 1, 2]
    assert found.misfit[found.rows.tolist().index(2)] < min(0.05, FAR)


def test_two_products_that_look_the_same_are_never_settled() -> None:
    similarities = np.array([0.99, 0.99])

    found = compare(QUERY, shown(ORANGE, ORANGE), similarities)

    assert judged(found, similarities).chance < 0.5


def test_a_wider_margin_makes_surer_and_what_the_gallery_saw_mistaken_less() -> None:
    similarities = np.array([0.92, 0.9])
    unlike = compare(QUERY, shown(ORANGE, BLUE), similarities)
    same = compare(QUERY, shown(ORANGE, ORANGE), similarities)

    chances = [judged(each, similarities).chance for each in (unlike, same)]
    careful = judged(unlike, similarities, np.array([-3.0, 0.0])).chance

    assert chances[0] > chances[1]
    assert careful == pytest.approx(1 / (1 + (1 / chances[0] - 1) * np.exp(3)))


def test_one_candidate_alone_is_not_made_sure() -> None:
    similarities = np.array([0.9])

    opinion = judged(compare(QUERY, shown(ORANGE), similarities), similarities)

    assert opinion.order.tolist() == [0]
    assert opinion.chance < 20 / 21


def test_candidates_without_looks_say_nothing() -> None:
    count = ALIGNED + 3
    similarities = np.linspace(0.9, 0.5, count)

    found = compare(QUERY, [[]] * count, similarities)

    assert found.rows.tolist() == list(range(ALIGNED))
    assert (found.misfit == FAR).all()
    assert judge(found, similarities) is None


def test_candidates_beyond_the_aligned_keep_their_places_at_the_end() -> None:
    similarities = np.array([0.92, 0.91, 0.9, 0.3, 0.2, 0.1, 0.05, 0.01])
    photos = [*shown(GREEN, BLUE, ORANGE), [], [], [], [], []]

    opinion = judged(compare(QUERY, photos, similarities), similarities)

    assert opinion.order.tolist()[0] == 2
    assert opinion.order.tolist()[-2:] == [6, 7]
    assert sorted(opinion.order.tolist()) == list(range(8))


@pytest.mark.parametrize(("agreeing", "points", "is_said"), [
    (8, 0.6, True), (7, 0.6, False), (8, 0.4, False), (200, 0.4, False),
])  # fmt: skip
def test_the_embedding_is_overruled_by_enough_features_and_points_only(
    agreeing: int, points: float, is_said: bool
) -> None:
    alike = np.log1p(agreeing)
    more = points / RULE.weights[1]
    numbers = np.array([[0.9, 0.5, 0, alike], [0.9, 0.5 + more, 0, alike]])

    opinion = judge(Evidence(np.array([0, 1]), numbers, np.zeros(2)), np.array([0.9, 0.9]))

    assert (opinion is not None) == is_said


def test_the_rule_never_counts_a_likeness_against_a_product() -> None:
    assert min(*RULE.first, *RULE.weights, *RULE.sure) >= 0
