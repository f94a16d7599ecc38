"""TFLite files give back exactly the numbers that they stand for."""

from pathlib import Path

import numpy as np
import pytest

from colugo.errors import WeightsUnreadable
from colugo.training.tflite_weights import read_convolutions

from .tiny_tflite import Stored, conv, depthwise, mobilenet_v1_file, softmax, write_tflite

WEIGHTS = Path("../shared/weights")
NO_BIAS = Stored(np.zeros(2, np.float32))


def test_one_scale_for_all_gives_value_minus_zero_point_times_scale(tmp_path: Path) -> None:
    stored = np.arange(2 * 3 * 3 * 4, dtype=np.uint8).reshape(2, 3, 3, 4)
    bias = Stored(np.array([-700, 40], np.int32), [0.002], [0])
    path = write_tflite(tmp_path / "a.tflite", [conv(Stored(stored, [0.5], [7]), bias)])

    (read,) = read_convolutions(path)

    assert not read.is_depthwise
    assert read.weight.dtype == np.float32
    assert read.weight.shape == (2, 4, 3, 3)
    for (row, y, x, channel), value in np.ndenumerate(stored):
        assert read.weight[row, channel, y, x] == (int(value) - 7) * 0.5
    assert read.bias == pytest.approx([-1.4, 0.08])


def test_a_scale_per_channel_goes_along_the_axis_it_names(tmp_path: Path) -> None:
    stored = np.arange(-9, 9, dtype=np.int8).reshape(1, 3, 3, 2)
    weight = Stored(stored, [0.5, 0.25], [0, 1], quantised_axis=3)
    bias = Stored(np.array([10, 20], np.int32), [0.5, 0.25], [0, 0])
    path = write_tflite(tmp_path / "a.tflite", [depthwise(weight, bias)])

    (read,) = read_convolutions(path)

    assert read.is_depthwise
    assert read.weight.shape == (2, 1, 3, 3)
    for (_, y, x, channel), value in np.ndenumerate(stored):
        assert read.weight[channel, 0, y, x] == (int(value) - channel) * (0.5, 0.25)[channel]
    assert read.bias.tolist() == [5, 5]


def test_convolutions_come_in_the_order_of_running_and_others_are_left_out(tmp_path: Path) -> None:
    shapes = ((2, 1, 1, 3), (1, 3, 3, 2), (2, 1, 1, 2))
    first, second, third = (Stored(np.full(s, s[1], np.float32)) for s in shapes)
    operators = [conv(first, NO_BIAS), depthwise(second, NO_BIAS), softmax(), conv(third, NO_BIAS)]
    path = write_tflite(tmp_path / "a.tflite", operators)

    read = read_convolutions(path)

    assert [one.is_depthwise for one in read] == [False, True, False]
    assert [one.weight.shape for one in read] == [(2, 3, 1, 1), (2, 1, 3, 3), (2, 2, 1, 1)]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.tflite"

    with pytest.raises(WeightsUnreadable, match="No such file") as caught:
        read_convolutions(path)

    assert caught.value.path == str(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.tflite"
    path.write_text("no network at all")

    with pytest.raises(WeightsUnreadable, match="not a TFLite file") as caught:
        read_convolutions(path)

    assert caught.value.path == str(path)


@pytest.mark.parametrize("share", [0.0001, 0.3, 0.9])
def test_a_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = mobilenet_v1_file(tmp_path / "cut.tflite", width=0.25)
    content = path.read_bytes()
    path.write_bytes(content[: max(8, int(len(content) * share))])

    with pytest.raises(WeightsUnreadable, match="damaged or cut short"):
        read_convolutions(path)


def test_weights_in_a_type_we_cannot_read_are_refused(tmp_path: Path) -> None:
    half = Stored(np.zeros((2, 1, 1, 3), np.float16))
    path = write_tflite(tmp_path / "half.tflite", [conv(half, NO_BIAS)])

    with pytest.raises(WeightsUnreadable, match="damaged"):
        read_convolutions(path)


@pytest.mark.skipif(not WEIGHTS.is_dir(), reason="../shared/weights is not here")
@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("mobilenet_v1_0.5_160_quant", 28, (16, 3, 3, 3), (1001, 512, 1, 1)),
        ("tf2_mobilenet_v2_1.0_224_ptq", 53, (32, 3, 3, 3), (1001, 1280, 1, 1)),
    ],
)
def test_real_files_hold_their_networks(
    name: str, count: int, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    read = read_convolutions(WEIGHTS / f"{name}.tflite")

    assert len(read) == count
    assert (read[0].weight.shape, read[-1].weight.shape) == (first, last)
    assert all(np.isfinite(one.weight).all() and np.abs(one.weight).max() < 200 for one in read)
