from dataclasses import replace

import numpy as np
import pytest

from colugo.checkout.by_second_look import Doubt, is_close, settle_by_second_look
from colugo.checkout.verdict import Box, Candidate, Verdict
from colugo.vision.closer_look import look_closely
from tests.look_alikes import GREEN, ORANGE, label

BOX, BESIDE = (0.0, 0.0, 100.0, 100.0), (200.0, 0.0, 300.0, 100.0)
FOUND = (Candidate("apple", 0.9), Candidate("orange", 0.89))
UNSURE = Verdict(BOX, 0.9, "unsure", FOUND, 0.9, 0.4)


def doubt(first: tuple[int, int, int] = GREEN, careful: float = 0.0) -> Doubt:
    return Doubt(
        look_closely(label(ORANGE, turn=10)),
        ("apple", "orange"),
        np.array([0.9, 0.89]),
        [[look_closely(label(first))], [look_closely(label(ORANGE))]],
        np.full(2, careful),
    )


def settled(*verdicts: Verdict, by: Doubt | None, wrong_cost: float = 20) -> tuple[Verdict, ...]:
    return settle_by_second_look(verdicts, lambda _: by, wrong_cost=wrong_cost, candidates=3)


def test_the_candidates_of_what_is_unsure_are_ordered_anew() -> None:
    (seen,) = settled(UNSURE, by=doubt())

    assert [each.sku for each in seen.candidates] == ["orange", "apple"]
    assert (seen.by, seen.similarity, seen.xyxy) == ("second_look", 0.89, BOX)


@pytest.mark.parametrize(("wrong_cost", "kind"), [(1, "known"), (10_000, "unsure")])
def test_it_is_known_where_its_chance_pays(wrong_cost: float, kind: str) -> None:
    (seen,) = settled(UNSURE, by=doubt(), wrong_cost=wrong_cost)

    assert seen.kind == kind
    assert (seen.chance * (wrong_cost + 1) >= wrong_cost) == (kind == "known")


def test_products_that_look_the_same_and_ones_often_mistaken_stay_unsure() -> None:
    (same,) = settled(UNSURE, by=doubt(first=ORANGE), wrong_cost=1)
    (mistaken,) = settled(UNSURE, by=doubt(careful=-9.0), wrong_cost=1)

    assert (same.kind, mistaken.kind) == ("unsure", "unsure")


def test_what_is_known_or_unknown_is_not_looked_at() -> None:
    def refuse(box: Box) -> Doubt:
        raise AssertionError(box)

    given = (replace(UNSURE, kind="known"), replace(UNSURE, xyxy=BESIDE, kind="unknown"))

    assert settle_by_second_look(given, refuse, wrong_cost=20, candidates=3) == given


def test_what_cannot_be_compared_stays_as_it_is() -> None:
    assert settled(UNSURE, by=None) == (UNSURE,)


def test_no_more_candidates_are_offered_than_are_wanted() -> None:
    (seen,) = settle_by_second_look([UNSURE], lambda _: doubt(), wrong_cost=20, candidates=1)

    assert [each.sku for each in seen.candidates] == ["orange"]


def test_a_box_inside_another_of_the_product_that_it_turned_out_to_be_is_a_part_of_it() -> None:
    whole = Verdict((0.0, 0.0, 120.0, 120.0), 0.9, "known", (Candidate("orange", 0.97),), 0.97, 1)

    seen = settled(whole, UNSURE, by=doubt())

    assert seen == (whole,)


def test_only_a_runner_up_nearly_as_alike_is_close() -> None:
    assert is_close(np.array([0.9, 0.8]))
    assert not is_close(np.array([0.9, 0.6]))
    assert not is_close(np.array([0.9]))
