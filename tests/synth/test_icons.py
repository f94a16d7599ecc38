import numpy as np
import pytest

from colugo.synth.icons import NAMES, icon
from colugo.synth.puff import LEAF, SIDE_PX, ball, flat, lines, oval, over, puffed, px


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_a_cut_out_that_fills_its_square(name: str) -> None:
    picture = icon(name, (200, 60, 40))

    solid = picture[..., 3] > 127

    assert picture.shape == (SIDE_PX, SIDE_PX, 4)
    assert 0.1 < solid.mean() < 0.95
    assert picture[solid][:, :3].std() > 5  # it is shaded, not flat


def test_an_icon_is_drawn_once() -> None:
    first = icon("lemon", (240, 220, 40))

    second = icon("lemon", (240, 220, 40))

    assert first is second


def test_an_icon_takes_the_flavours_colour() -> None:
    red, green = icon("apple", (220, 20, 20)), icon("apple", (20, 220, 20))

    middle = px(0.5, 0.6)

    assert red[middle[1], middle[0], 0] > red[middle[1], middle[0], 1]
    assert green[middle[1], middle[0], 1] > green[middle[1], middle[0], 0]


def test_light_falls_from_the_upper_left() -> None:
    sphere = ball(0.5, 0.5, 0.4, 0.4, (150, 150, 150), shine=0.0)

    left, right = px(0.3, 0.3), px(0.7, 0.7)

    assert sphere[left[1], left[0], 0] > sphere[right[1], right[0], 0] + 30


def test_the_last_layer_lies_on_top() -> None:
    below, above = flat(oval(0.5, 0.5, 0.3, 0.3), (255, 0, 0)), flat(oval(0.5, 0.5, 0.1, 0.1), LEAF)

    both = over(below, above)

    assert tuple(both[px(0, 0.5)[1], px(0.5, 0)[0]][:3]) == LEAF
    assert both[96, 140].tolist() == [255, 0, 0, 255]
    assert both[5, 5, 3] == 0


def test_a_puffed_mask_keeps_its_outline() -> None:
    mask = lines((px(0.1, 0.1), px(0.9, 0.9)), width_px=9)

    picture = puffed(mask, (10, 200, 30))

    assert np.array_equal(picture[..., 3], mask)
