import numpy as np
import pytest

from colugo.vision import Image
from colugo.vision.thumbnail import thumbnail


@pytest.mark.parametrize(
    ("size_wh", "side_px", "expected_wh"),
    [((400, 200), 100, (100, 50)), ((30, 90), 45, (15, 45)), ((900, 1), 90, (90, 1))],
)
def test_the_longer_side_becomes_what_is_asked_for(
    size_wh: tuple[int, int], side_px: int, expected_wh: tuple[int, int]
) -> None:
    large = Image(np.full((size_wh[1], size_wh[0], 3), 7, np.uint8))

    small = thumbnail(large, side_px)

    assert small.size_wh == expected_wh
    assert (small.pixels == 7).all()


def test_what_is_small_enough_stays_as_it_is() -> None:
    small = Image(np.zeros((10, 20, 3), np.uint8))

    assert thumbnail(small, 20) is small
