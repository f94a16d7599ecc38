import numpy as np
import pytest

from colugo.errors import ArrayMalformed
from colugo.vision import Image
from colugo.vision.closer_look import FEATURES, SMALL_PX, Look, look_closely
from tests.look_alikes import BLUE, GREEN, ORANGE, label


def plain(colour: tuple[int, int, int], size_wh: tuple[int, int] = (40, 30)) -> Image:
    return Image(np.full((size_wh[1], size_wh[0], 3), colour, np.uint8))


def test_a_label_has_features_within_its_small_picture() -> None:
    look = look_closely(label(ORANGE))

    assert 50 < len(look.xy) <= FEATURES
    assert look.descriptors.shape == (len(look.xy), 128)
    assert 0 <= look.xy.min() <= look.xy.max() <= SMALL_PX
    assert np.linalg.norm(look.unit_descriptors, axis=1) == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("size_wh", [(1, 1), (3, 200), (700, 20)])
def test_what_has_no_features_has_colours(size_wh: tuple[int, int]) -> None:
    look = look_closely(plain(GREEN, size_wh))

    assert len(look.xy) == 0
    assert max(look.small.shape) == SMALL_PX
    assert np.linalg.norm(look.colours) == pytest.approx(1, abs=1e-5)


def test_colours_are_alike_however_light_and_unlike_of_another_hue() -> None:
    green, darker, blue = (
        look_closely(plain(each)).colours for each in (GREEN, (52, 148, 44), BLUE)
    )

    assert green @ darker > 0.6
    assert green @ blue < 0.1


def test_the_middle_counts_more_than_the_corners() -> None:
    pixels = plain(BLUE, (100, 100)).pixels.copy()
    pixels[30:70, 30:70] = GREEN  # a sixth of the picture

    look = look_closely(Image(pixels))

    assert look.colours @ look_closely(plain(GREEN)).colours > 0.5


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    look = look_closely(label(ORANGE))

    with pytest.raises(ArrayMalformed, match="look"):
        Look(look.xy[1:], look.descriptors, look.colours, look.small)
