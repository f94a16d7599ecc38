import numpy as np
import pytest

from colugo.vision import Image
from colugo.vision.aligned import CELLS, FAR, align
from colugo.vision.closer_look import look_closely
from tests.look_alikes import GREEN, ORANGE, PATCH, label


@pytest.mark.parametrize("turn", [0, 8, 90, 171])
def test_a_photo_in_another_turn_and_light_is_laid_over_and_differs_nowhere(turn: float) -> None:
    query = look_closely(label(ORANGE))

    laid = align(query, look_closely(label(ORANGE, light=0.75, turn=turn)))

    assert laid is not None
    assert laid.inliers > 20
    assert np.isfinite(laid.differences).mean() > 0.4
    assert np.nanmedian(laid.differences) < 0.06


def test_a_look_alike_differs_where_its_patch_is_and_nowhere_else() -> None:
    left, top, width, height = (round(each * CELLS / 220) for each in PATCH)
    inside = np.zeros((CELLS, CELLS), bool)
    inside[top + 1 : top + height - 1, left + 1 : left + width - 1] = True

    laid = align(look_closely(label(ORANGE)), look_closely(label(GREEN, turn=8)))

    assert laid is not None
    assert np.nanmean(laid.differences[inside]) > 0.8 * FAR
    assert np.nanmedian(laid.differences[~inside]) < 0.06


def test_what_shows_nothing_in_common_is_not_laid_over() -> None:
    plain = Image(np.full((90, 90, 3), GREEN, np.uint8))
    query = look_closely(label(ORANGE))

    other = align(query, look_closely(label(ORANGE, seed=2)))

    assert other is None or other.inliers < 12
    assert align(query, look_closely(plain)) is None
    assert align(look_closely(plain), query) is None
