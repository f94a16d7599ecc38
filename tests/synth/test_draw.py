import numpy as np
import pytest

from colugo.synth import SynthProduct
from colugo.synth.bodies import body_of
from colugo.synth.camera import Pose, framed, look_at, resting, turned
from colugo.synth.draw import Layer, draw_body
from colugo.synth.light import draw_light
from colugo.synth.skin import skin_of

from .marks import needs_fonts

pytestmark = needs_fonts


def pose_of(product: SynthProduct, yaw: float = 0.0) -> Pose:
    return resting(turned(yaw), np.concatenate(body_of(product).shape.pieces), (0.0, 0.0))


def drawn(product: SynthProduct, *, fill: float = 0.9, whole: bool = True, seed: int = 0) -> Layer:
    body, pose = body_of(product), pose_of(product)
    world = pose.to_world(np.concatenate(body.shape.pieces))
    camera = framed(world, 0.3, fill=fill, size_wh=(120, 120))
    light = draw_light(np.random.default_rng(seed))
    layer = draw_body(body.shape, skin_of(product, 240), pose, camera, light, whole=whole)
    assert layer is not None
    return layer


def test_every_kind_is_drawn_solid_and_in_the_middle(one_of_each_kind: list[SynthProduct]) -> None:
    for product in one_of_each_kind:
        layer = drawn(product)

        solid = np.isfinite(layer.depth)

        x0, y0, x1, y1 = layer.rect
        assert x0 >= 0
        assert y0 >= 0
        assert max(x1, y1) <= 120
        assert 0.4 < solid.mean() <= 1.0
        assert (layer.opacity[solid] > 0).all()
        assert (layer.opacity[~solid] == 0).all()


def test_light_is_never_negative_nor_far_over_white(one_of_each_kind: list[SynthProduct]) -> None:
    for product in one_of_each_kind:
        colours = [drawn(product, seed=seed).colour for seed in range(4)]

        assert all(colour.min() >= 0 for colour in colours)
        assert all(colour.max() <= 1.151 for colour in colours)
        assert all(np.isfinite(colour).all() for colour in colours)


def test_what_reaches_out_of_the_picture_is_drawn_only_when_asked_for(
    one_of_each_kind: list[SynthProduct],
) -> None:
    box = one_of_each_kind[0]

    whole, clipped = drawn(box, fill=2.0), drawn(box, fill=2.0, whole=False)

    assert min(whole.rect[:2]) < 0
    assert min(clipped.rect[:2]) == 0
    assert max(clipped.rect) == 120
    left, top = -whole.rect[0] + clipped.rect[0], -whole.rect[1] + clipped.rect[1]
    height, width = clipped.depth.shape
    same = whole.depth[top : top + height, left : left + width]
    assert np.allclose(same, clipped.depth, rtol=1e-4)


@pytest.mark.parametrize("distance_cm", [1.0, 5.0])
def test_a_camera_inside_or_far_too_near_sees_nothing(
    one_of_each_kind: list[SynthProduct], distance_cm: float
) -> None:
    box, pose = one_of_each_kind[0], pose_of(one_of_each_kind[0])
    camera = look_at(np.array([0, 0, 5], np.float32), distance_cm, 0.2, 0.0, size_wh=(50, 50))
    light = draw_light(np.random.default_rng(0))

    layer = draw_body(body_of(box).shape, skin_of(box, 240), pose, camera, light)

    assert layer is None


def test_a_camera_that_looks_away_sees_nothing(one_of_each_kind: list[SynthProduct]) -> None:
    box, pose = one_of_each_kind[0], pose_of(one_of_each_kind[0])
    camera = look_at(np.array([0, -300, 5], np.float32), 100, 0.0, np.pi, size_wh=(50, 50))
    light = draw_light(np.random.default_rng(0))

    layer = draw_body(body_of(box).shape, skin_of(box, 240), pose, camera, light)

    assert layer is None


@pytest.mark.parametrize("seed", range(20))
def test_light_comes_from_above(seed: int) -> None:
    light = draw_light(np.random.default_rng(seed))

    length = np.linalg.norm(light.towards)

    assert length == pytest.approx(1, abs=1e-5)
    assert light.towards[2] > 0.5
    assert light.mirrors.min() >= 0
