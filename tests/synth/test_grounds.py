import numpy as np
import pytest

from colugo.synth.distractors import DISTRACTOR_KINDS, _sprite, stamp_distractors
from colugo.synth.furniture import put_furniture
from colugo.synth.grounds import GROUND_KINDS, draw_ground
from colugo.synth.hands import reach_in
from colugo.synth.light import draw_light

from .marks import needs_fonts

SPAN = ((-20.0, -15.0), (20.0, 15.0))


@pytest.mark.parametrize("kind", GROUND_KINDS)
def test_every_ground_has_the_size_asked_for_and_a_texture(kind: str) -> None:
    rng = np.random.default_rng(3)

    ground = draw_ground(kind, (40, 30), 5, rng)

    assert ground.shape == (150, 200, 3)
    assert ground.dtype == np.uint8
    assert ground.astype(float).std() > 0.5


@pytest.mark.parametrize("kind", GROUND_KINDS)
def test_a_ground_follows_from_its_seed(kind: str) -> None:
    first, second, other = (
        draw_ground(kind, (30, 20), 4, np.random.default_rng(n)) for n in (1, 1, 2)
    )

    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("kind", GROUND_KINDS)
def test_the_smallest_ground_is_drawn(kind: str) -> None:
    rng = np.random.default_rng(0)

    ground = draw_ground(kind, (0.1, 0.1), 1, rng)

    assert ground.shape == (8, 8, 3)


@needs_fonts
@pytest.mark.parametrize("kind", DISTRACTOR_KINDS)
def test_every_thing_that_lies_about_is_a_cut_out(kind: str) -> None:
    sprites = [_sprite(kind, variant) for variant in range(3)]

    for sprite in sprites:
        assert sprite.shape[2] == 4
        assert 0.02 < (sprite[..., 3] > 127).mean() <= 1
        assert max(sprite.shape[:2]) < 20 * 24  # shorter than 20 cm


@needs_fonts
def test_stamping_leaves_the_ground_given_as_it_was(rng: np.random.Generator) -> None:
    ground = np.full((120, 160, 3), 200, np.uint8)

    stamped = stamp_distractors(ground, 4.0, 6, rng)

    assert (ground == 200).all()
    assert (stamped != 200).any(axis=2).mean() > 0.02


@needs_fonts
@pytest.mark.parametrize("seed", range(8))
def test_things_may_lie_half_outside(seed: int) -> None:
    ground = np.full((20, 20, 3), 90, np.uint8)

    stamped = stamp_distractors(ground, 8.0, 5, np.random.default_rng(seed))

    assert stamped.shape == ground.shape


@pytest.mark.parametrize("seed", range(6))
def test_a_belt_has_rails_and_products_stay_between_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ground = np.full((150, 200, 3), 30, np.uint8)

    drawn, inside = put_furniture(ground, "belt", SPAN, 5.0, rng)

    assert inside is not None
    left, right = inside[0, 0], inside[1, 0]
    assert -20 < left < right < 20
    middle = drawn[75, 100]
    assert middle.tolist() == [30, 30, 30]
    assert not (drawn[75, :8] == 30).all()


def test_trays_lie_inside_the_counter() -> None:
    ground = np.full((150, 200, 3), 30, np.uint8)
    found = [put_furniture(ground, "wood", SPAN, 5.0, np.random.default_rng(n)) for n in range(40)]

    trays = [inside for _, inside in found if inside is not None]

    assert 5 < len(trays) < 35
    assert all(np.abs(corners[:, 0]).max() < 21 for corners in trays)
    assert (ground == 30).all()


def test_a_hand_never_covers_a_product() -> None:
    picture = np.full((200, 240, 3), 0.5, np.float32)
    owner = np.full((200, 240), -1, np.int16)
    owner[80:130, 90:180] = 0
    came = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)

        out = reach_in(picture, owner, 3.0, draw_light(rng), rng)

        assert np.array_equal(out[owner >= 0], picture[owner >= 0])
        came += not np.array_equal(out, picture)
    assert came > 3


def test_no_hand_comes_where_there_is_no_room(rng: np.random.Generator) -> None:
    picture = np.full((100, 100, 3), 0.5, np.float32)

    out = reach_in(picture, np.zeros((100, 100), np.int16), 3.0, draw_light(rng), rng)

    assert np.array_equal(out, picture)


def test_a_hand_reaches_in_from_the_rim() -> None:
    picture, owner = np.full((300, 300, 3), 0.5, np.float32), np.full((300, 300), -1, np.int16)
    for seed in range(8):
        rng = np.random.default_rng(seed)

        out = reach_in(picture, owner, 4.0, draw_light(rng), rng)

        changed = (np.abs(out - picture) > 0.02).any(axis=2)
        assert changed[0].any() or changed[-1].any() or changed[:, 0].any() or changed[:, -1].any()
