import numpy as np
import pytest

from colugo.errors import BadSynthRequest
from colugo.synth import SynthProduct, make_product, render_view
from colugo.synth.bodies import body_of
from colugo.synth.poses import draw_pose

from .marks import needs_fonts

pytestmark = needs_fonts


@pytest.mark.parametrize("ground", ["plain", "scene"])
def test_a_view_is_a_square_photo(one_of_each_kind: list[SynthProduct], ground: str) -> None:
    for product in one_of_each_kind:
        pixels = render_view(product, 1, 96, ground)  # type: ignore[arg-type]

        assert pixels.shape == (96, 96, 3)
        assert pixels.dtype == np.uint8
        assert pixels.astype(float).std() > 5


def test_a_view_follows_from_product_and_seed(one_of_each_kind: list[SynthProduct]) -> None:
    product = one_of_each_kind[1]

    first, second, other = (render_view(product, seed, 64) for seed in (3, 3, 4))

    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_a_cut_out_shows_the_product_and_nothing_else(one_of_each_kind: list[SynthProduct]) -> None:
    for product in one_of_each_kind:
        pixels = render_view(product, 2, 128, "transparent")

        opacity = pixels[..., 3]
        assert pixels.shape == (128, 128, 4)
        assert 0.08 < (opacity > 127).mean() < 0.95
        assert opacity[0, 0] == opacity[-1, -1] == 0


def test_a_packshot_has_a_bright_even_ground(one_of_each_kind: list[SynthProduct]) -> None:
    for product in one_of_each_kind:
        pixels = render_view(product, 5, 128, "plain")

        corners = np.concatenate([pixels[:6, :6], pixels[:6, -6:]]).reshape(-1, 3).astype(int)
        assert corners.mean() > 165
        assert np.ptp(corners.mean(axis=1)) < 60


def test_the_product_takes_up_most_of_its_photo(shop: list[SynthProduct]) -> None:
    for seed, product in enumerate(shop[:40]):
        body = body_of(product)
        pose, camera = draw_pose(body, np.random.default_rng(seed), tidy=False)

        pixels, _ = camera.project(pose.to_world(np.concatenate(body.shape.pieces)))

        share = np.ptp(pixels, axis=0).max() / 224
        assert 0.6 < share < 1.2


def test_some_views_are_turned_far_round_and_some_lie(shop: list[SynthProduct]) -> None:
    box = next(one for one in shop if one.kind == "box")

    turns = [
        draw_pose(body_of(box), np.random.default_rng(n), tidy=False)[0].turn for n in range(60)
    ]

    upright = [turn for turn in turns if turn[2, 2] > 0.9]
    assert 5 < len(turns) - len(upright) < 40  # they lie
    assert any(turn[1, 1] < -0.5 for turn in upright)  # seen from behind


def test_look_alikes_look_alike_and_strangers_do_not(shop: list[SynthProduct]) -> None:
    first = next(one for one in shop if sum(o.family == one.family for o in shop) > 1)
    second = next(o for o in shop if o.family == first.family and o.sku != first.sku)
    stranger = next(one for one in shop if one.kind != first.kind)

    views = [render_view(one, 1, 96, "transparent") for one in (first, second, stranger)]

    shapes = [view[..., 3] > 127 for view in views]
    assert shapes[0].sum() > 0
    assert not np.array_equal(views[0], views[1])
    assert not np.array_equal(shapes[0], shapes[2])


@pytest.mark.parametrize("size_px", [15, 2049])
def test_a_side_out_of_bounds_is_refused(size_px: int) -> None:
    with pytest.raises(BadSynthRequest, match="side of a view"):
        render_view(make_product(0), 0, size_px)


def test_an_unknown_ground_is_refused() -> None:
    with pytest.raises(BadSynthRequest, match="plain, scene or transparent"):
        render_view(make_product(0), 0, 64, "moon")  # type: ignore[arg-type]
