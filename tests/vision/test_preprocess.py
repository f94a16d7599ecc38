from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import ModelMetadataWrong
from colugo.vision import Image, Preprocessing
from colugo.vision.fields import Fields

from .pictures import colourful

_IMAGENET = Preprocessing(
    input_wh=(20, 16),
    resize="squash",
    interpolation="linear",
    scale=1 / 255,
    mean=(0.485, 0.456, 0.406),
    std=(0.229, 0.224, 0.225),
)
_LETTERBOX = replace(_IMAGENET, input_wh=(32, 32), resize="letterbox")


def test_each_colour_is_scaled_shifted_and_divided_one_number_at_a_time() -> None:
    image = Image(colourful(20, 16))

    batch = _IMAGENET.apply([image])

    assert batch.shape == (1, 3, 16, 20)
    assert batch.dtype == np.float32
    for y, x, channel in [(0, 0, 0), (15, 0, 1), (3, 19, 2), (15, 19, 0)]:
        value = image.pixels[y, x, channel] / 255
        slow = (value - _IMAGENET.mean[channel]) / _IMAGENET.std[channel]
        assert batch[0, channel, y, x] == pytest.approx(slow, abs=1e-6)


@pytest.mark.parametrize("interpolation", ["linear", "cubic", "area"])
def test_squash_is_one_resize_to_the_input(interpolation: Any) -> None:
    plain = replace(
        _IMAGENET, interpolation=interpolation, scale=1.0, mean=(0, 0, 0), std=(1, 1, 1)
    )
    image = Image(np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8))
    code = {"linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC, "area": cv2.INTER_AREA}

    batch = plain.apply([image])

    expected = cv2.resize(image.pixels, (20, 16), interpolation=code[interpolation])
    np.testing.assert_array_equal(batch[0].transpose(1, 2, 0), expected)


def test_no_pictures_make_an_empty_batch() -> None:
    assert _IMAGENET.apply([]).shape == (0, 3, 16, 20)


def test_pictures_of_different_sizes_share_a_batch_and_crops_need_no_copy() -> None:
    large = Image(colourful(200, 100))
    crop = large.crop((0, 0, 40, 40))

    batch = _IMAGENET.apply([large, crop])

    alone = _IMAGENET.apply([Image(np.ascontiguousarray(crop.pixels))])
    assert batch.shape[0] == 2
    np.testing.assert_array_equal(batch[1], alone[0])


def test_letterbox_keeps_the_shape_and_fills_the_rest() -> None:
    raw = replace(_LETTERBOX, scale=1.0, mean=(0, 0, 0), std=(1, 1, 1), pad_value=77)
    image = Image(np.full((10, 40, 3), 200, np.uint8))

    batch = raw.apply([image])

    assert (batch[0, :, :8] == 200).all()
    assert (batch[0, :, 8:] == 77).all()


@pytest.mark.parametrize("preprocessing", [_IMAGENET, _LETTERBOX])
@pytest.mark.parametrize("photo_wh", [(640, 480), (1, 1), (3000, 7), (20, 16)])
def test_the_corners_of_a_photo_come_back_as_its_corners(
    preprocessing: Preprocessing, photo_wh: tuple[int, int]
) -> None:
    placement = preprocessing.placement(photo_wh)
    width, height = (side * scale for side, scale in zip(photo_wh, placement.scale_xy, strict=True))
    whole = np.array([[0, 0, width, height]], np.float32)

    on_photo = placement.to_photo(whole)

    np.testing.assert_allclose(on_photo, [[0, 0, *photo_wh]], rtol=1e-5)


def test_boxes_beyond_the_photo_are_clipped_to_it() -> None:
    placement = _LETTERBOX.placement((64, 32))
    boxes = np.array([[-5, -5, 40, 40], [16, 8, 32, 16]], np.float32)

    on_photo = placement.to_photo(boxes)

    assert on_photo.tolist() == [[0, 0, 64, 32], [32, 16, 64, 32]]
    assert on_photo.dtype == np.float32


@given(st.integers(1, 3000), st.integers(1, 3000), st.sampled_from([_IMAGENET, _LETTERBOX]))
def test_a_photo_never_sticks_out_of_the_input(
    width: int, height: int, preprocessing: Preprocessing
) -> None:
    scale_xy = preprocessing.placement((width, height)).scale_xy

    assert round(width * scale_xy[0]) <= preprocessing.input_wh[0]
    assert round(height * scale_xy[1]) <= preprocessing.input_wh[1]


@pytest.mark.parametrize("preprocessing", [_IMAGENET, replace(_LETTERBOX, pad_value=9)])
def test_what_an_export_writes_is_what_is_read(preprocessing: Preprocessing) -> None:
    fields = Fields("model.onnx", preprocessing.to_metadata())

    assert Preprocessing.from_fields(fields) == preprocessing


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("input_wh", None, r"\[width, height\]"),
        ("input_wh", [20], r"\[width, height\]"),
        ("input_wh", [20, 0], r"\[width, height\]"),
        ("input_wh", [20, 16.5], r"\[width, height\]"),
        ("resize", "crop", "squash or letterbox, got 'crop'"),
        ("interpolation", "lanczos", "nearest or linear or cubic or area"),
        ("scale", "1/255", "a number in"),
        ("scale", 0, "a number in"),
        ("scale", float("nan"), "a number in"),
        ("mean", [0, 0], r"\[red, green, blue\]"),
        ("std", [1, 1, 0], "numbers above 0"),
        ("pad_value", 256, r"a whole number in 0\.\.255"),
        ("pad_value", True, r"a whole number in 0\.\.255"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected(
    field: str, value: Any, expected: str
) -> None:
    values = _LETTERBOX.to_metadata() | {field: value}

    with pytest.raises(ModelMetadataWrong, match=f"`{field}`: expected {expected}"):
        Preprocessing.from_fields(Fields("model.onnx", values))


@pytest.mark.parametrize("field", list(_LETTERBOX.to_metadata()))
def test_a_missing_field_is_named(field: str) -> None:
    values = _LETTERBOX.to_metadata()
    del values[field]

    with pytest.raises(ModelMetadataWrong, match="got nothing") as caught:
        Preprocessing.from_fields(Fields("model.onnx", values))

    assert caught.value.field == field
