"""Every step gives the pixels that its law says, one pixel at a time."""

import math
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from colugo.errors import TransformInvalid
from colugo.training.recognition.transforms import STEPS, build_steps, refuse_many_sizes

Pixels = NDArray[Any]


def picture(height: int, width: int, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)


def apply(name: str, pixels: Pixels, *, seed: int = 0, **parameters: Any) -> Pixels:
    is_chw = name == "NormalizeImage" and parameters.get("order", "chw") == "chw"
    before: list[dict[str, Any]] = [{"ToCHWImage": None}] if is_chw else []
    step = build_steps([*before, {name: parameters or None}])[-1]
    kept = pixels.copy()
    out = step(pixels, np.random.default_rng(seed))
    np.testing.assert_array_equal(pixels, kept)  # what came stays as it is
    return out


def slow_bilinear(pixels: Pixels, width: int, height: int) -> NDArray[np.float64]:
    """Between the centres of pixels, the border repeated."""
    rows, columns = pixels.shape[:2]
    out = np.zeros((height, width, 3))
    for y, x in np.ndindex(height, width):
        v = min(max((y + 0.5) * rows / height - 0.5, 0), rows - 1)
        u = min(max((x + 0.5) * columns / width - 0.5, 0), columns - 1)
        top, left = int(v), int(u)
        for row, column in np.ndindex(2, 2):
            weight = (v - top if row else 1 - v + top) * (u - left if column else 1 - u + left)
            if weight:
                out[y, x] += weight * pixels[top + row, left + column].astype(float)
    return out


def slow_window(seed: int, height: int, width: int, scale: Any, ratio: Any) -> tuple[int, ...]:
    """x, y, width and height by the law of spec 2.6, from the same draws."""
    rng = np.random.default_rng(seed)
    a = math.sqrt(ratio[0] + (ratio[1] - ratio[0]) * rng.random())
    bound = min((width / height) / a**2, (height / width) / (1 / a) ** 2)
    low, high = min(scale[0], bound), min(scale[1], bound)
    side = math.sqrt(width * height * (low + (high - low) * rng.random()))
    w, h = max(int(side * a), 1), max(int(side * (1 / a)), 1)
    return int(rng.integers(width - w + 1)), int(rng.integers(height - h + 1)), w, h


@pytest.mark.parametrize(("height", "width"), [(40, 60), (61, 23), (9, 9), (5, 90)])
@pytest.mark.parametrize("scale", [(0.08, 1.0), (0.5, 0.6), (1.0, 1.0)])
def test_the_window_of_a_random_crop_follows_its_law(
    height: int, width: int, scale: tuple[float, float]
) -> None:
    pixels = picture(height, width)

    for seed in range(20):
        out = apply("RandCropImage", pixels, seed=seed, size=12, scale=scale)

        x, y, w, h = slow_window(seed, height, width, scale, (3 / 4, 4 / 3))
        cut = pixels[y : y + h, x : x + w]
        np.testing.assert_array_equal(out, cv2.resize(cut, (12, 12)))


def test_the_ratio_of_a_random_crop_is_drawn_in_a_line_and_not_by_logarithm() -> None:
    rows, columns = np.mgrid[0:1000, 0:1000]
    place = np.stack([rows, columns, rows], axis=2).astype(np.float32)
    (step,) = build_steps(
        [{"RandCropImage": {"size": 500, "scale": [0.04, 0.04], "ratio": [0.25, 4.0]}}]
    )
    rng = np.random.default_rng(1)

    ratios = []
    for _ in range(400):
        out = step(place, rng)
        w, h = np.ptp(out[0, :, 1]), np.ptp(out[:, 0, 0])
        ratios.append(w / h)

    # a line from 1/4 to 4 has its mean at 2.125, a logarithm at 1.35
    assert np.mean(ratios) == pytest.approx(2.125, abs=0.15)


def test_a_random_crop_reaches_every_edge() -> None:
    places = [slow_window(seed, 4, 4, (0.08, 0.6), (1, 1)) for seed in range(300)]

    assert {x + w for x, _, w, _ in places} >= {1, 2, 3, 4}
    assert {y for _, y, _, _ in places} == {0, 1, 2, 3}


def test_a_random_crop_of_a_picture_of_one_pixel_is_that_pixel() -> None:
    pixels = picture(1, 1)

    for seed in range(10):
        out = apply("RandCropImage", pixels, seed=seed, size=3)

        assert (out == pixels[0, 0]).all()


def test_a_size_of_two_numbers_is_width_and_height() -> None:
    pixels = picture(30, 30)

    assert apply("RandCropImage", pixels, size=[8, 5]).shape == (5, 8, 3)
    assert apply("ResizeImage", pixels, size=[8, 5]).shape == (5, 8, 3)
    assert apply("CropImage", pixels, size=[8, 5]).shape == (5, 8, 3)


@pytest.mark.parametrize("code", [1, 0, -1])
def test_a_flip_moves_every_pixel_to_its_mirror_half_of_the_time(code: int) -> None:
    pixels = picture(4, 7)
    mirrored = np.zeros_like(pixels)
    for y, x in np.ndindex(4, 7):
        row, column = (3 - y if code <= 0 else y), (6 - x if code else x)
        mirrored[row, column] = pixels[y, x]

    outs = [apply("RandFlipImage", pixels, seed=seed, flip_code=code) for seed in range(400)]

    flipped = sum(np.array_equal(out, mirrored) for out in outs)
    kept = sum(np.array_equal(out, pixels) for out in outs)
    assert flipped + kept == 400
    assert 160 < flipped < 240  # four deviations off would be 160 and 240


@pytest.mark.parametrize(("height", "width"), [(20, 30), (31, 9), (8, 8)])
def test_resizing_is_bilinear_and_squashes(height: int, width: int) -> None:
    pixels = picture(height, width)

    out = apply("ResizeImage", pixels, size=[13, 17])

    # OpenCV's weights have 11 bits
    assert np.abs(out - slow_bilinear(pixels, 13, 17)).max() <= 1


@pytest.mark.parametrize(
    ("height", "width", "size_wh"),
    [(20, 30, (24, 16)), (30, 20, (16, 24)), (10, 10, (16, 16)), (32, 33, (16, 16)),
     (32, 35, (18, 16)), (21, 64, (49, 16))],
)  # fmt: skip
def test_the_short_side_gets_its_length_and_the_long_one_is_rounded(
    height: int, width: int, size_wh: tuple[int, int]
) -> None:
    pixels = picture(height, width)

    out = apply("ResizeImage", pixels, resize_short=16)

    assert out.shape == (size_wh[1], size_wh[0], 3)
    assert np.abs(out - slow_bilinear(pixels, *size_wh)).max() <= 1


@pytest.mark.parametrize(
    ("height", "width", "size", "x", "y"), [(9, 12, 4, 4, 2), (8, 9, 8, 0, 0), (10, 5, 5, 0, 2)]
)
def test_a_crop_is_the_middle(height: int, width: int, size: int, x: int, y: int) -> None:
    pixels = picture(height, width)

    out = apply("CropImage", pixels, size=size)

    for row, column in np.ndindex(size, size):
        assert (out[row, column] == pixels[y + row, x + column]).all()


def test_a_crop_of_a_smaller_picture_is_refused() -> None:
    (step,) = build_steps([{"CropImage": {"size": 8}}])

    with pytest.raises(TransformInvalid, match="cuts 8 x 8, got a picture of 9 x 7"):
        step(picture(7, 9), np.random.default_rng(0))


@pytest.mark.parametrize("scale", [1 / 255, "1.0/255.0", 0.00392157, 1])
@pytest.mark.parametrize("order", ["", "hwc", "chw"])
def test_normalising_is_done_one_number_at_a_time(scale: Any, order: str) -> None:
    pixels = picture(3, 4)
    mean, std = [0.4, 0.5, 0.6], [0.2, 0.3, 0.25]
    came = pixels.transpose(2, 0, 1) if order == "chw" else pixels

    out = apply("NormalizeImage", came, scale=scale, mean=mean, std=std, order=order)

    factor = 1 / 255 if isinstance(scale, str) else scale
    rows = out.transpose(1, 2, 0) if order == "chw" else out
    for y, x, channel in np.ndindex(3, 4, 3):
        expected = (float(pixels[y, x, channel]) * factor - mean[channel]) / std[channel]
        assert rows[y, x, channel] == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert out.dtype == np.float32


def test_normalising_without_parameters_is_that_of_imagenet() -> None:
    out = apply("NormalizeImage", np.full((3, 1, 1), 255, np.uint8))

    assert out.ravel() == pytest.approx([0.515 / 0.229, 0.544 / 0.224, 0.594 / 0.225], rel=1e-6)


def test_pillow_resizes_where_the_config_says_so() -> None:
    pixels = picture(8, 6)

    larger = apply("ResizeImage", pixels, size=[13, 17], interpolation="bilinear", backend="pil")
    halved = apply("ResizeImage", pixels, size=[3, 4], interpolation="box", backend="pil")
    cubic = apply("ResizeImage", pixels, size=[3, 4], backend="pil")

    assert np.abs(larger - slow_bilinear(pixels, 13, 17)).max() <= 1
    for y, x, channel in np.ndindex(4, 3, 3):
        mean = pixels[2 * y : 2 * y + 2, 2 * x : 2 * x + 2, channel].mean()
        assert abs(halved[y, x, channel] - mean) <= 1
    np.testing.assert_array_equal(cubic, np.asarray(PIL.Image.fromarray(pixels).resize((3, 4))))


@pytest.mark.parametrize(
    "ops", [[{"ResizeImage": {"resize_short": 64}}], [], [{"RandFlipImage": None}]]
)
def test_steps_that_leave_pictures_of_many_sizes_make_no_batch(ops: list[Any]) -> None:
    with pytest.raises(TransformInvalid, match="different sizes: add CropImage"):
        refuse_many_sizes(build_steps(ops))

    refuse_many_sizes(build_steps([*ops, {"RandCropImage": {"size": 32}}]))


def test_channels_come_first_in_the_order_they_have() -> None:
    pixels = picture(2, 5)

    out = apply("ToCHWImage", pixels)

    for y, x, channel in np.ndindex(2, 5, 3):
        assert out[channel, y, x] == pixels[y, x, channel]


def test_decoding_keeps_red_green_blue_or_turns_it_round() -> None:
    pixels = picture(2, 2)

    np.testing.assert_array_equal(apply("DecodeImage", pixels, to_rgb=True), pixels)
    np.testing.assert_array_equal(apply("DecodeImage", pixels, to_rgb=False), pixels[..., ::-1])


def test_steps_are_built_in_the_order_of_the_config() -> None:
    steps = build_steps(
        [{"ResizeImage": {"size": 8}, "ToCHWImage": None}, {"NormalizeImage": {"order": "chw"}}]
    )

    assert [type(step).__name__ for step in steps] == [
        "ResizeImage", "ToCHWImage", "NormalizeImage",
    ]  # fmt: skip
    assert set(STEPS) >= {"RandCropImage", "RandFlipImage", "CropImage", "DecodeImage"}


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        ("RandFlipImge", {}, "did you mean RandFlipImage"),
        ("Mosaic", {}, "known are DecodeImage, RandCropImage"),
        ("ResizeImage", {"resize_shrt": 3}, r"ResizeImage\.resize_shrt .*resize_short"),
        ("CropImage", {}, "lacks something"),
        ("ResizeImage", {}, "cannot work"),
        ("ResizeImage", {"size": 0}, "cannot work"),
        ("ResizeImage", {"size": 8, "interpolation": "cubical"}, "one of nearest, bilinear, area"),
        ("ResizeImage", {"size": 8, "interpolation": "area", "backend": "pil"}, "bicubic, box"),
        ("RandCropImage", {"size": "big"}, r"size must be a number or \[width"),
        ("NormalizeImage", {"scale": "grey"}, "cannot work"),
        ("NormalizeImage", {"mean": [0.5]}, "cannot work"),
    ],
)
def test_what_no_step_can_take_is_refused_when_built(
    name: str, parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(TransformInvalid, match=sentence):
        build_steps([{name: parameters}])


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "a flip of no axis": ("RandFlipImage", {"flip_code": 2}),
    "another library": ("ResizeImage", {"size": 8, "backend": "skimage"}),
    "another library to crop": ("RandCropImage", {"size": 8, "backend": "skimage"}),
    "channels first before the steps": ("DecodeImage", {"channel_first": True}),
    "a deviation of nothing": ("NormalizeImage", {"std": [0.2, 0.0, 0.2]}),
    "a scale that is no number": ("NormalizeImage", {"scale": float("nan")}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_change_nothing_or_spoil_all_is_refused(case: str) -> None:
    name, parameters = REFUSED[case]

    with pytest.raises(TransformInvalid, match=name):
        build_steps([{name: parameters}])


def test_steps_that_do_not_follow_one_another_are_refused_when_built() -> None:
    with pytest.raises(TransformInvalid, match="NormalizeImage"):
        build_steps([{"ResizeImage": {"size": 8}}, {"NormalizeImage": {"order": "chw"}}])
    with pytest.raises(TransformInvalid, match="CropImage"):
        build_steps([{"ResizeImage": {"resize_short": 224}}, {"CropImage": {"size": 256}}])


@pytest.mark.parametrize("key", ["scale", "mean", "std"])
def test_what_is_null_in_normalising_is_the_default(key: str) -> None:
    pixels = picture(3, 3)

    out = apply("NormalizeImage", pixels, order="", **{key: None})

    np.testing.assert_array_equal(out, apply("NormalizeImage", pixels, order=""))


def test_the_short_side_goes_before_the_size_where_both_are_given() -> None:
    assert apply("ResizeImage", picture(10, 20), size=7, resize_short=5).shape == (5, 10, 3)


@pytest.mark.parametrize(("name", "code"), [("BICUBIC", cv2.INTER_CUBIC), ("area", cv2.INTER_AREA)])
def test_interpolations_have_their_names_in_any_case(name: str, code: int) -> None:
    pixels = picture(20, 20)

    out = apply("ResizeImage", pixels, size=7, interpolation=name)

    np.testing.assert_array_equal(out, cv2.resize(pixels, (7, 7), interpolation=code))


def test_the_same_generator_gives_the_same_picture_and_another_one_another() -> None:
    pixels = picture(40, 40)
    steps = build_steps([{"RandCropImage": {"size": 9}}, {"RandFlipImage": {}}])

    def drawn(seed: int) -> Pixels:
        rng, out = np.random.default_rng(seed), pixels
        for step in steps:
            out = step(out, rng)
        return out

    np.testing.assert_array_equal(drawn(1), drawn(1))
    assert not np.array_equal(drawn(1), drawn(2))
