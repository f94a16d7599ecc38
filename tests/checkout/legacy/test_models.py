"""Pictures are prepared as the configs say, and vectors become bits as they did."""

import dataclasses

import numpy as np
import pytest

from colugo.checkout.legacy.models import preparation_name, prepare, to_bits
from colugo.legacy.inference_steps import Steps
from colugo.vision import Image

SQUASHED = Steps((4, 2), None, None, "nearest", 1 / 255, (0.5, 0.4, 0.3), (0.2, 0.3, 0.4))


def grey(height: int, width: int, value: int = 100) -> Image:
    return Image(np.full((height, width, 3), value, np.uint8))


def test_a_picture_is_stretched_and_normalised_by_channel() -> None:
    batch = prepare([grey(6, 6), grey(3, 9, 200)], SQUASHED)

    assert batch.shape == (2, 3, 2, 4)
    assert batch.dtype == np.float32
    for row, value in enumerate((100, 200)):
        for channel, (mean, std) in enumerate(zip(SQUASHED.mean, SQUASHED.std, strict=True)):
            np.testing.assert_allclose(batch[row, channel], (value / 255 - mean) / std, rtol=1e-5)


def test_the_middle_is_cut_out_of_the_scaled_picture() -> None:
    pixels = np.zeros((20, 40, 3), np.uint8)
    pixels[:, 15:25] = 255  # the middle of a wide picture
    steps = dataclasses.replace(SQUASHED, size_wh=None, short_px=20, crop_wh=(10, 10))

    (row,) = prepare([Image(pixels)], steps)

    assert row.shape == (3, 10, 10)
    np.testing.assert_allclose(row[0], (1 - 0.5) / 0.2, rtol=1e-5)


@pytest.mark.parametrize(
    "changes",
    [
        {"size_wh": (2, 4)},
        {"interpolation": "linear"},
        {"scale": 1.0},
        {"mean": (0.5, 0.4, 0.2)},
        {"std": (0.2, 0.3, 0.5)},
        {"crop_wh": (2, 2)},
    ],
)
def test_every_number_of_a_preparation_is_part_of_its_name(changes: dict[str, object]) -> None:
    assert preparation_name(SQUASHED) == preparation_name(dataclasses.replace(SQUASHED))
    assert preparation_name(SQUASHED) != preparation_name(dataclasses.replace(SQUASHED, **changes))


@pytest.mark.parametrize("method", ["sign", "round"])
def test_bits_are_packed_from_the_highest(method: str) -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(5, 24)).astype(np.float32)

    packed = to_bits(rows, method)

    assert packed.shape == (5, 3)
    for row, byte, bit in np.ndindex(5, 3, 8):
        value = float(rows[row, 8 * byte + bit])
        wanted = value > 0 if method == "sign" else round(value + 1) - 1 >= 0
        assert bool(packed[row, byte] >> (7 - bit) & 1) == wanted
