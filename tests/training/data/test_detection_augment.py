"""Boxes stay exact through every change: drawn rectangles are found again in the pixels."""

import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.training.data.detection_augment import (
    LabelledPicture,
    compress,
    cut,
    mirror,
    mosaic,
    quarter_turn,
    random_window,
    recolour_scene,
    shadow,
    turn,
)
from colugo.vision import Boxes


def one_rectangle(width: int = 80, height: int = 60) -> LabelledPicture:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[10:30, 20:60] = 255
    return pixels, np.array([[20, 10, 60, 30]], np.float32)


def bright_box(pixels: NDArray[np.uint8]) -> list[int]:
    """Where the bright rectangle is, from the pixels; a side is where half of it is bright."""
    is_bright = pixels[..., 0] > 150  # the padding is 114
    columns, rows = (np.flatnonzero(is_bright.any(axis=axis)) for axis in (0, 1))
    return [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]


@pytest.mark.parametrize("change", [mirror, quarter_turn])
def test_mirrored_and_turned_boxes_lie_on_their_rectangle(change) -> None:  # type: ignore[no-untyped-def]
    labelled = one_rectangle()

    pixels, xyxy = change(labelled)

    assert xyxy[0].tolist() == pytest.approx(bright_box(pixels))


def test_four_quarter_turns_give_the_picture_back() -> None:
    pixels, xyxy = one_rectangle()
    labelled = (pixels, xyxy)

    for _ in range(4):
        labelled = quarter_turn(labelled)

    assert (labelled[0] == pixels).all()
    assert (labelled[1] == xyxy).all()


@pytest.mark.parametrize("seed", range(6))
def test_random_turns_keep_boxes_on_their_rectangle(seed: int) -> None:
    rng = np.random.default_rng(seed)

    pixels, xyxy = turn(one_rectangle(), rng)

    assert xyxy[0].tolist() == pytest.approx(bright_box(pixels))


@pytest.mark.parametrize(
    "window", [(0, 0, 80, 60), (-20, -10, 160, 120), (10, 5, 60, 30), (3.3, 2.7, 71.0, 53.5)]
)
@pytest.mark.parametrize("size_wh", [(80, 60), (160, 120), (40, 40), (31, 77)])
def test_cut_boxes_lie_on_their_rectangle_to_a_pixel(
    window: tuple[float, float, float, float], size_wh: tuple[int, int]
) -> None:
    labelled = one_rectangle()

    pixels, xyxy = cut(labelled, window, size_wh)

    assert pixels.shape == (size_wh[1], size_wh[0], 3)
    assert xyxy[0].tolist() == pytest.approx(bright_box(pixels), abs=0.8)


def test_a_product_of_which_little_is_left_loses_its_box() -> None:
    labelled = one_rectangle()

    _, xyxy = cut(labelled, (56, 0, 80, 60), (80, 60))

    assert xyxy.shape == (0, 4)


def test_a_product_that_fills_the_view_keeps_its_box_however_much_is_cut() -> None:
    labelled = one_rectangle()

    _, xyxy = cut(labelled, (25, 12, 10, 6), (80, 60))

    assert xyxy.tolist() == [[0, 0, 80, 60]]


def test_outside_of_the_picture_is_grey() -> None:
    pixels, _ = cut(one_rectangle(), (-80, -60, 240, 180), (240, 180))

    assert (pixels[:59] == 114).all()
    assert (pixels[121:] == 114).all()


def test_a_scene_without_products_can_be_cut() -> None:
    pixels, _ = one_rectangle()

    _, xyxy = cut((pixels, np.zeros((0, 4), np.float32)), (0, 0, 40, 30), (32, 32))

    assert xyxy.shape == (0, 4)


@pytest.mark.parametrize("seed", range(20))
def test_random_windows_keep_most_of_the_picture_in_proportion(seed: int) -> None:
    x, y, width, height = random_window((80, 60), (100, 100), np.random.default_rng(seed))

    assert 0.6 * 80 / 1.11 <= width <= 1.5 * 80 * 1.11
    assert 0.8 <= width / height <= 1.25
    assert min(0, 80 - width) <= x <= max(0, 80 - width)
    assert min(0, 60 - height) <= y <= max(0, 60 - height)


def test_a_mosaic_shows_four_pictures_and_their_boxes() -> None:
    four = [one_rectangle() for _ in range(4)]

    pixels, xyxy = mosaic(four, 128, np.random.default_rng(1))

    assert pixels.shape == (128, 128, 3)
    assert 1 <= len(xyxy) <= 4
    for left, top, right, bottom in xyxy.round().astype(int):
        assert pixels[top + 2 : bottom - 2, left + 2 : right - 2].min() > 250


@pytest.mark.parametrize("change", [recolour_scene, shadow, compress])
def test_another_light_or_camera_changes_the_pixels_but_not_the_input(change) -> None:  # type: ignore[no-untyped-def]
    noise = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
    before = noise.copy()

    changed = [change(noise, np.random.default_rng(seed)) for seed in range(12)]

    assert (noise == before).all()
    assert all(one.shape == noise.shape and one.dtype == np.uint8 for one in changed)
    assert any((one != noise).any() for one in changed)


def test_a_seed_repeats_the_picture() -> None:
    labelled = one_rectangle()

    def change() -> tuple[NDArray[np.uint8], Boxes]:
        rng = np.random.default_rng(7)
        pixels, xyxy = cut(turn(labelled, rng), random_window((80, 60), (64, 64), rng), (64, 64))
        return recolour_scene(pixels, rng), xyxy

    first, second = change(), change()

    assert (first[0] == second[0]).all()
    assert (first[1] == second[1]).all()
