import numpy as np
import pytest

from colugo.synth.photo import take_photo


def a_scene() -> np.ndarray:
    lit = np.full((100, 120, 3), 0.25, np.float32)
    lit[30:70, 40:80] = 0.9
    return lit


def test_a_studio_photo_is_close_to_the_light() -> None:
    photo = take_photo(a_scene(), (60, 50), np.random.default_rng(0), 0.0)

    dark, bright = photo[5:12, 5:15].mean(), photo[20:30, 25:35].mean()

    assert photo.shape == (50, 60, 3)
    assert dark == pytest.approx(255 * 0.5, abs=22)
    assert bright > 215


@pytest.mark.parametrize("roughness", [0.0, 0.3, 1.0])
def test_a_photo_follows_from_its_seed(roughness: float) -> None:
    photos = [
        take_photo(a_scene(), (60, 50), np.random.default_rng(n), roughness) for n in (1, 1, 2)
    ]

    assert np.array_equal(photos[0], photos[1])
    assert not np.array_equal(photos[0], photos[2])


def test_a_rough_camera_makes_more_noise() -> None:
    lit = np.full((128, 128, 3), 0.25, np.float32)
    rngs = [np.random.default_rng(n) for n in range(12)]

    noise = [
        [_grain(take_photo(lit, (128, 128), rng, rough)) for rng in rngs] for rough in (0.0, 1.0)
    ]

    assert np.mean(noise[1]) > 1.5 * np.mean(noise[0])


def _grain(photo: np.ndarray) -> float:
    return float(np.abs(np.diff(photo.astype(float), axis=1)).mean())


@pytest.mark.parametrize("size_wh", [(700, 600), (1500, 40)])
def test_any_size_has_noise_all_over(size_wh: tuple[int, int]) -> None:
    lit = np.full((size_wh[1], size_wh[0], 3), 0.3, np.float32)

    photo = take_photo(lit, size_wh, np.random.default_rng(3), 0.2)

    assert photo.shape == (size_wh[1], size_wh[0], 3)
    assert photo[:, -30:].std() > 0


def test_very_bright_light_becomes_white_not_black() -> None:
    lit = np.full((40, 40, 3), 9.0, np.float32)

    photo = take_photo(lit, (40, 40), np.random.default_rng(0), 0.0)

    assert photo.min() > 225
