"""Every change of a photo keeps its kind, repeats by its seed, and leaves the photo alone."""

from collections.abc import Callable

import numpy as np
import pytest

from colugo.training.data.photo_augment import (
    Pixels,
    augment,
    blur,
    cover,
    noise,
    random_crop,
    recolour,
    resize,
    shrink,
    tilt,
)

Change = Callable[[Pixels, np.random.Generator], Pixels]
CHANGES: tuple[Change, ...] = (tilt, recolour, blur, shrink, cover, noise)


def photo(height: int = 60, width: int = 80) -> Pixels:
    """A smooth picture without two equal corners."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    return (255 * np.stack([x, y, (x + 1 - y) / 2], axis=2)).astype(np.uint8)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_keeps_shape_and_type_and_leaves_its_input(change: Change) -> None:
    pixels = photo()
    before = pixels.copy()

    views = [change(pixels, np.random.default_rng(seed)) for seed in range(8)]

    assert all(view.shape == pixels.shape and view.dtype == np.uint8 for view in views)
    assert any((view != pixels).any() for view in views)
    assert np.array_equal(pixels, before)


@pytest.mark.parametrize("change", CHANGES)
def test_a_seed_repeats_a_change_and_another_gives_another(change: Change) -> None:
    pixels = photo()

    first, again, other = (change(pixels, np.random.default_rng(seed)) for seed in (4, 4, 9))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(("height", "width"), [(60, 80), (300, 40), (5, 5), (1, 1)])
def test_a_view_is_a_square_of_the_size_asked_for(height: int, width: int) -> None:
    pixels = photo(height, width)
    before = pixels.copy()

    views = [augment(pixels, 48, np.random.default_rng(seed)) for seed in range(40)]

    assert {view.shape for view in views} == {(48, 48, 3)}
    assert all(view.dtype == np.uint8 and view.flags.c_contiguous for view in views)
    assert np.array_equal(pixels, before)


def test_views_repeat_by_their_seed_and_differ_between_seeds() -> None:
    pixels = photo()

    views = [augment(pixels, 48, np.random.default_rng(seed)) for seed in (*range(20), *range(20))]

    distinct = {view.tobytes() for view in views}
    assert len(distinct) == 20
    assert all(np.array_equal(views[row], views[row + 20]) for row in range(20))


def test_a_crop_covers_at_least_the_least_area() -> None:
    pixels = photo(200, 300)  # red tells the column, green the row

    for seed in range(60):
        crop = random_crop(pixels, 32, np.random.default_rng(seed), least_area=0.5)
        shown = [int(np.ptp(crop[..., channel])) / 255 for channel in (0, 1)]

        # the outermost pixels of a shrunk crop are means over a few: they span a little less
        assert 0.5 * 0.85 <= shown[0] * shown[1] <= 1.0
        assert 0.9 * (3 / 4) <= shown[0] / shown[1] <= 1.1 * (4 / 3)


def test_a_whole_picture_is_squashed_by_area_when_it_gets_smaller() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::4] = stripes[:, 3::4] = 200  # bilinear would only see the two between

    small = resize(stripes, 16)

    assert small.shape == (16, 16, 3)
    assert (small == 100).all()


def test_a_picture_grows_smoothly() -> None:
    edge = np.zeros((2, 2, 3), np.uint8)
    edge[:, 1] = 200

    large = resize(edge, 16)

    assert len(np.unique(large[0, :, 0])) > 4  # copied pixels would give two values


def test_light_changes_the_brightness_within_its_limits() -> None:
    grey = np.full((8, 8, 3), 100, np.uint8)

    means = [recolour(grey, np.random.default_rng(seed)).mean() for seed in range(200)]

    assert 0.6 * 0.9 * 100 - 1 <= min(means) < 75
    assert 125 < max(means) <= 1.4 * 1.1 * 100


def test_a_patch_hides_a_part_and_leaves_the_rest() -> None:
    pixels = photo(100, 100)

    for seed in range(20):
        changed = (cover(pixels, np.random.default_rng(seed)) != pixels).any(axis=2).mean()

        assert 0.15**2 * 0.9 <= changed <= 0.4**2 * 1.1
