import numpy as np
import pytest

from colugo.synth.palette import draw_palette, luminance, mix, readable_on, shift


def test_mixing_goes_from_the_first_to_the_second() -> None:
    first, second = (0, 100, 200), (100, 100, 0)

    mixed = [mix(first, second, share) for share in (0.0, 0.5, 1.0)]

    assert mixed == [first, (50, 100, 100), second]


def test_a_full_turn_of_the_hue_changes_nothing() -> None:
    colour = (200, 40, 90)

    turned = shift(colour, 1.0, 1.0)

    assert turned == colour


def test_a_third_of_a_turn_makes_red_green() -> None:
    red = (255, 0, 0)

    turned = shift(red, 1 / 3, 1.0)

    assert turned == (0, 255, 0)


@pytest.mark.parametrize("seed", range(30))
def test_ink_can_be_read_on_every_colour_of_a_palette(seed: int) -> None:
    palette = draw_palette(np.random.default_rng(seed))

    contrasts = [
        abs(luminance(ground) - luminance(readable_on(ground, palette.dark)))
        for ground in (palette.paper, palette.main, palette.second)
    ]

    assert min(contrasts) > 0.25
