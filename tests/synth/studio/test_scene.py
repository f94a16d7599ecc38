import numpy as np
import pytest

from colugo.synth.arrange import MIN_VISIBLE
from colugo.synth.canvas import Pixels
from colugo.synth.scene import SynthScene
from colugo.synth.studio.scene import Pose, Rates, compose
from tests.synth.marks import needs_fonts

pytestmark = needs_fonts
SIZE_WH = (240, 180)
APART = Rates(overlap=0.0, truncated=0.0)


def poses(count: int) -> list[Pose]:
    rng = np.random.default_rng(1)
    colours = rng.integers(0, 256, (count, 3))
    shapes = [(60, 30 + 6 * (n % 5)) for n in range(count)]
    return [
        Pose(f"sku-{n % 4}", np.full((*shape, 4), (*colour, 255), np.uint8))
        for n, (shape, colour) in enumerate(zip(shapes, colours, strict=True))
    ]


def scene(
    count: int, seed: int, rates: Rates, crowd: int = 1, ground: Pixels | None = None
) -> SynthScene:
    return compose(poses(count), seed, size_wh=SIZE_WH, crowd=crowd, rates=rates, ground=ground)


@pytest.mark.parametrize("crowd", [0, 1, 2, 3])
def test_answers_are_possible(crowd: int) -> None:
    made = scene(9, crowd, Rates(), crowd)

    assert made.pixels.shape == (180, 240, 3)
    assert made.answers
    for answer in made.answers:
        x0, y0, x1, y1 = answer.xyxy
        ex0, ey0, ex1, ey1 = answer.extent_xyxy
        assert MIN_VISIBLE <= answer.visible_fraction <= 1
        assert 0 <= x0 < x1 <= 240
        assert 0 <= y0 < y1 <= 180
        assert (ex0 - 2, ey0 - 2) <= (x0, y0)
        assert x1 <= ex1 + 2
        assert y1 <= ey1 + 2


def test_a_scene_follows_from_its_seed() -> None:
    first, second, other = (scene(4, seed, Rates()) for seed in (3, 3, 4))

    assert np.array_equal(first.pixels, second.pixels)
    assert first.answers == second.answers
    assert not np.array_equal(first.pixels, other.pixels)


def test_without_overlap_and_truncation_every_product_is_seen_whole() -> None:
    answers = [a for seed in range(5) for a in scene(5, seed, APART, crowd=2).answers]

    assert len(answers) >= 20
    assert all(answer.visible_fraction > 0.9 for answer in answers)


def test_the_rates_of_overlap_and_truncation_are_what_is_asked_for() -> None:
    upon = [a for seed in range(6) for a in scene(5, seed, Rates(1.0, 0.0)).answers]
    cut = [a for seed in range(6) for a in scene(3, seed, Rates(0.0, 1.0)).answers]

    touches_rim = [min(*a.xyxy[:2], 240 - a.xyxy[2], 180 - a.xyxy[3]) < 1 for a in cut]
    assert sum(a.visible_fraction < 0.95 for a in upon) > 0.3 * len(upon)
    assert np.mean(touches_rim) > 0.8


def test_no_poses_give_an_empty_counter() -> None:
    made = scene(0, 5, Rates())

    assert made.answers == ()
    assert made.pixels.std() > 0


def test_a_real_ground_is_what_the_scene_shows() -> None:
    green = np.zeros((90, 150, 3), np.uint8)
    green[..., 1] = 180

    made = scene(0, 2, APART, crowd=0, ground=green)

    red, shown, blue = made.pixels.reshape(-1, 3).mean(axis=0)
    assert shown > 3 * max(red, blue)


def test_photos_of_a_product_are_shown_in_one_size() -> None:
    large, small = np.full((200, 100, 4), 255, np.uint8), np.full((80, 40, 4), 255, np.uint8)
    pair = [Pose("a", large), Pose("a", small)]

    made = compose(pair, 1, size_wh=(300, 300), crowd=0, rates=APART)

    one, other = (answer.seen.area_px for answer in made.answers)
    assert one == pytest.approx(other, rel=0.15)
