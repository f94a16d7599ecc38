from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import ArrayMalformed
from colugo.vision import Detections, Image

from .pictures import colourful


def test_size_is_width_then_height() -> None:
    image = Image(colourful(48, 32))

    assert image.size_wh == (48, 32)


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        ([[[1, 2, 3]]], "a numpy array, got list"),
        (np.zeros((4, 5), np.uint8), "uint8 in RGB"),
        (np.zeros((4, 5, 4), np.uint8), "uint8 in RGB"),
        (np.zeros((4, 5, 3), np.float32), "float32"),
        (np.zeros((0, 5, 3), np.uint8), "at least 1 x 1"),
    ],
)
def test_only_rgb_bytes_in_rows_are_a_picture(pixels: Any, message: str) -> None:
    with pytest.raises(ArrayMalformed, match=message):
        Image(pixels)


@pytest.mark.parametrize(
    "pixels",
    [colourful()[:, ::-1], colourful().transpose(1, 0, 2), colourful()[:, ::2]],
)
def test_pixels_in_any_order_are_packed_into_rows(pixels: np.ndarray[Any, Any]) -> None:
    image = Image(pixels)

    np.testing.assert_array_equal(image.pixels, pixels)
    assert image.pixels.strides[1:] == (3, 1)


def test_a_crop_is_a_view_of_the_same_pixels() -> None:
    image = Image(colourful())

    crop = image.crop((8, 4, 20, 12))

    assert crop.size_wh == (12, 8)
    assert np.shares_memory(crop.pixels, image.pixels)
    np.testing.assert_array_equal(crop.pixels, image.pixels[4:12, 8:20])


@pytest.mark.parametrize(
    ("xyxy", "size_wh"),
    [
        ((1.2, 1.2, 3.1, 2.9), (3, 2)),
        ((-9, -9, 500, 500), (48, 32)),
        ((5, 5, 5, 5), (1, 1)),
        ((60, 60, 90, 90), (1, 1)),
        ((-50, -50, -2, -2), (1, 1)),
        (np.array([0, 0, 2, 2], np.float32), (2, 2)),
    ],
)
def test_a_crop_is_rounded_outward_clipped_and_never_empty(
    xyxy: Any, size_wh: tuple[int, int]
) -> None:
    image = Image(colourful())

    crop = image.crop(xyxy)

    assert crop.size_wh == size_wh


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4))
def test_any_four_numbers_cut_out_something(xyxy: list[float]) -> None:
    crop = Image(colourful()).crop(xyxy)

    assert 1 <= crop.size_wh[0] <= 48
    assert 1 <= crop.size_wh[1] <= 32


@pytest.mark.parametrize("xyxy", [(1, 2, 3), (1, 2, 3, float("nan")), (0, 0, float("inf"), 1)])
def test_a_box_that_is_none_is_refused(xyxy: Any) -> None:
    with pytest.raises(ArrayMalformed, match="4 finite numbers"):
        Image(colourful()).crop(xyxy)


def _boxes(*rows: tuple[float, float, float, float]) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.array(rows, np.float32).reshape(-1, 4)


def test_finding_nothing_is_an_empty_value_and_no_error() -> None:
    nothing = Detections.none()

    assert len(nothing) == 0
    assert nothing.xyxy.shape == (0, 4)


@pytest.mark.parametrize(
    ("xyxy", "scores", "message"),
    [
        (_boxes((0, 0, 1, 1)), [], "float32, got"),
        (_boxes((0, 0, 1, 1)).astype(np.float64), [0.5], "float32, got .*float64"),
        (_boxes((0, 0, 1, 1))[0], [0.5], "float32, got"),
        (_boxes((0, 0, 1, np.inf)), [0.5], "finite"),
        (_boxes((0, 0, 1, 1)), [np.nan], "finite"),
        (_boxes((5, 0, 1, 1)), [0.5], "left <= right"),
        (_boxes((0, 0, 1, 1), (0, 0, 2, 2)), [0.2, 0.5], "best first"),
        (_boxes((0, 0, 1, 1)), [1.5], r"in 0\.\.1"),
        (_boxes((0, 0, 1, 1)), [-0.1], r"in 0\.\.1"),
    ],
)
def test_detections_that_contradict_themselves_are_refused(
    xyxy: Any, scores: list[float], message: str
) -> None:
    with pytest.raises(ArrayMalformed, match=message):
        Detections(xyxy, np.array(scores, np.float32))
