import numpy as np
import pytest

from colugo.synth.camera import look_at
from colugo.synth.canvas import Pixels
from colugo.synth.counter import Counter, front_most, lay_over, lit_ground, visible_ground
from colugo.synth.draw import Layer
from colugo.synth.light import Light, draw_light
from colugo.synth.surroundings import room

SIZE = (60, 40)


def layer_at(
    x: int, y: int, w: int, h: int, *, depth: float, grey: float, opacity: float = 1.0
) -> Layer:
    return Layer(
        (x, y, x + w, y + h),
        np.full((h, w, 3), grey, np.float32),
        np.full((h, w), opacity, np.float32),
        np.full((h, w), depth, np.float32),
    )


def white_counter(picture: Pixels | None = None, backdrop: Pixels | None = None) -> Counter:
    white = np.full((8, 8, 3), 255, np.uint8) if picture is None else picture
    return Counter(white, (-50, -50), (50, 50), backdrop)


@pytest.fixture
def light(rng: np.random.Generator) -> Light:
    return draw_light(rng)


def test_the_nearest_layer_owns_a_pixel(rng: np.random.Generator) -> None:
    layers = [
        layer_at(
            *rng.integers(-10, 40, 2), *rng.integers(5, 40, 2), depth=rng.uniform(10, 90), grey=0.5
        )
        for _ in range(12)
    ]

    owner = front_most(layers, SIZE)

    for y in range(SIZE[1]):
        for x in range(SIZE[0]):
            here = [n for n, one in enumerate(layers) if _covers(one, x, y)]
            nearest = min(here, key=lambda n: layers[n].depth[0, 0]) if here else -1
            assert owner[y, x] == nearest


def _covers(layer: Layer, x: int, y: int) -> bool:
    x0, y0, x1, y1 = layer.rect
    return x0 <= x < x1 and y0 <= y < y1


def test_a_picture_shows_the_nearest_whatever_the_order_of_the_layers() -> None:
    near, far = (layer_at(5, 5, 20, 20, depth=d, grey=g) for d, g in ((10, 0.2), (30, 0.9)))
    ground = np.zeros((40, 60, 3), np.float32)

    pictures = [lay_over(ground, layers)[0] for layers in ([near, far], [far, near])]

    assert pictures[0][10, 10] == pytest.approx([0.2] * 3)
    assert np.array_equal(*pictures)


def test_what_is_clear_lets_through_what_is_behind_and_yet_owns_its_pixels() -> None:
    glass = layer_at(0, 0, 30, 30, depth=10, grey=0.0, opacity=0.25)
    box = layer_at(0, 0, 10, 30, depth=20, grey=0.8)

    picture, owner = lay_over(np.full((40, 60, 3), 0.4, np.float32), [glass, box])

    assert picture[5, 5, 0] == pytest.approx(0.6)  # 3/4 of the box
    assert picture[5, 20, 0] == pytest.approx(0.3)  # 3/4 of the counter
    assert owner[5, 5] == owner[5, 20] == 0


def test_layers_out_of_the_picture_change_nothing() -> None:
    ground = np.full((40, 60, 3), 0.4, np.float32)

    picture, owner = lay_over(ground, [layer_at(100, 0, 10, 10, depth=5, grey=1)])

    assert np.array_equal(picture, ground)
    assert (owner == -1).all()


def test_a_body_throws_its_shadow_away_from_the_lamp(light: Light) -> None:
    camera = look_at(np.zeros(3, np.float32), 80, np.pi / 2, 0.0, fov=0.9, size_wh=(200, 200))
    lamp = Light(np.array([0.6, 0, 0.8], np.float32), 0.8, 0.4, 0.1, light.mirrors)
    box = np.stack(np.meshgrid([-4, 4], [-4, 4], [0, 12]), -1).reshape(-1, 3).astype(np.float32)

    lit = lit_ground(white_counter(), [[box]], camera, lamp)

    left, right = lit[100, 75, 0], lit[100, 125, 0]
    assert left < 0.75 * right
    assert lit[100, 100, 0] < 0.6 * right  # under the box


def test_an_empty_counter_is_lit_evenly(light: Light) -> None:
    camera = look_at(np.zeros(3, np.float32), 60, 1.2, 0.0, size_wh=(100, 80))

    lit = lit_ground(white_counter(), [], camera, light)

    assert np.ptp(lit) < 1e-3
    assert lit[0, 0, 0] == pytest.approx(light.sky + light.key * light.towards[2], rel=1e-3)


def test_the_ground_picture_lies_where_the_counter_is(light: Light) -> None:
    camera = look_at(np.zeros(3, np.float32), 60, 0.9, 0.0, fov=0.8, size_wh=(200, 160))
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[25, 75] = 255  # one texel to the right and far: x 25.5, y 24.5
    spot, _ = camera.project(np.array([[25.5, 24.5, 0]], np.float32))

    lit = lit_ground(white_counter(picture), [], camera, light)

    row, column = np.unravel_index(lit[..., 0].argmax(), lit.shape[:2])
    assert (column, row) == pytest.approx(spot[0], abs=1.5)


def test_over_the_far_rim_of_the_counter_one_sees_the_room(
    light: Light, rng: np.random.Generator
) -> None:
    camera = look_at(np.zeros(3, np.float32), 50, 0.15, 0.0, fov=0.9, size_wh=(120, 120))
    backdrop = room((120, 120), rng)
    low, high = visible_ground(camera, 90)

    lit = lit_ground(Counter(np.zeros((8, 8, 3), np.uint8), low, high, backdrop), [], camera, light)

    assert lit[:20] == pytest.approx((backdrop[:20].astype(np.float32) / 255) ** 2, abs=1e-4)
    assert lit[-20:].max() == 0
