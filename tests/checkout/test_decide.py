"""From what the gallery found to a verdict, and which boxes are one product seen twice."""

import numpy as np
import pytest

from colugo.checkout.decide import decide, without_repeats
from colugo.gallery import RANKED, Confidence, Matches
from colugo.vision import Detections

RULE = Confidence((1.5, 8.0, 4.0), -2.0, background=0.3, unknown_similarity=0.4)
SKUS = {1: "cola", 2: "cola-zero", 3: "water"}


def one_box_with(*similarities: float, candidates: int = 3, wrong_cost: float = 10):
    detections = Detections(np.array([[0, 0, 10, 10]], np.float32), np.ones(1, np.float32))
    found = np.array([[*similarities, *[-np.inf] * (RANKED - len(similarities))]], np.float32)
    ids = np.where(np.isfinite(found), np.arange(1, RANKED + 1), -1)
    matches = Matches(ids, found, ids)
    (verdict,) = decide(
        detections, matches, RULE, SKUS, wrong_cost=wrong_cost, candidates=candidates
    )
    return verdict


@pytest.mark.parametrize(
    ("similarities", "kind"),
    [
        ((0.9, 0.5, 0.1), "known"),
        ((0.9, 0.85), "unsure"),  # alike enough, but so is the runner-up
        ((0.5, 0.35), "unsure"),  # clear of the runner-up, but not alike enough
        ((0.39, 0.1), "unknown"),
        ((), "unknown"),
        ((0.9,), "known"),  # nothing to mistake it for
        ((0.45,), "unsure"),  # but not whatever it is
    ],
)
def test_similarity_margin_and_lead_decide(similarities: tuple[float, ...], kind: str) -> None:
    verdict = one_box_with(*(np.float32(s) for s in similarities))

    assert verdict.kind == kind
    assert verdict.sku == ("cola" if kind == "known" else None)


def test_the_dearer_a_wrong_charge_the_more_is_asked() -> None:
    similarities = (0.8, 0.6, 0.5)
    chance = one_box_with(*similarities).chance
    even = chance / (1 - chance)

    kinds = [one_box_with(*similarities, wrong_cost=cost).kind for cost in (even - 1, even + 1)]

    assert kinds == ["known", "unsure"]


def test_an_unsure_box_offers_as_many_products_as_asked() -> None:
    verdict = one_box_with(0.55, 0.54, 0.5, candidates=2)

    assert [each.sku for each in verdict.candidates] == ["cola", "cola-zero"]


def test_an_unknown_box_offers_nothing_but_keeps_its_similarity() -> None:
    verdict = one_box_with(0.2, 0.1)

    assert verdict.candidates == ()
    assert verdict.similarity == pytest.approx(0.2)


def boxes(*xyxy: tuple[float, float, float, float]):
    return np.array(xyxy, np.float32).reshape(-1, 4)


def test_a_box_inside_another_of_the_same_product_is_one() -> None:
    xyxy = boxes((0, 0, 100, 100), (20, 20, 60, 60))

    assert without_repeats(xyxy, ["cola", "cola"]) == [0]


def test_a_box_inside_one_of_another_product_stays() -> None:
    xyxy = boxes((0, 0, 100, 100), (20, 20, 60, 60))

    assert without_repeats(xyxy, ["cola", "water"]) == [0, 1]


def test_boxes_of_one_product_side_by_side_stay_two() -> None:
    xyxy = boxes((0, 0, 50, 100), (45, 0, 95, 100))

    assert without_repeats(xyxy, ["cola", "cola"]) == [0, 1]


def test_a_box_around_two_of_the_same_product_goes() -> None:
    xyxy = boxes((0, 0, 100, 100), (0, 0, 48, 100), (52, 0, 100, 100))

    assert without_repeats(xyxy, ["cola", "cola", "cola"]) == [1, 2]


def test_of_two_boxes_on_the_same_place_the_first_stays() -> None:
    xyxy = boxes((0, 0, 100, 100), (1, 1, 100, 100))

    assert without_repeats(xyxy, ["cola", "cola"]) == [0]


def test_unknown_boxes_are_never_dropped() -> None:
    xyxy = boxes((0, 0, 100, 100), (20, 20, 60, 60))

    assert without_repeats(xyxy, [None, None]) == [0, 1]


def test_no_box_stays_no_box() -> None:
    assert without_repeats(boxes(), []) == []
