import numpy as np
import pytest

from colugo.synth.camera import Camera, framed, look_at, resting, turned
from colugo.synth.counter import ground_at, visible_ground


def some_camera(**options: float) -> Camera:
    target = np.array([1.0, -2.0, 3.0], np.float32)
    return look_at(target, 60, options.pop("elevation", 0.8), 0.3, size_wh=(320, 200), **options)


def test_the_target_is_in_the_middle_of_the_picture() -> None:
    camera = some_camera(roll=0.4)

    pixels, depths = camera.project(np.array([[1.0, -2.0, 3.0]], np.float32))

    assert pixels[0] == pytest.approx((160, 100), abs=1e-3)
    assert depths[0] == pytest.approx(60, rel=1e-5)


def test_right_is_right_and_up_is_up() -> None:
    camera = look_at(np.zeros(3, np.float32), 50, 0.5, 0.0, size_wh=(200, 200))

    pixels, _ = camera.project(np.array([[5, 0, 0], [0, 0, 5], [0, 5, 0]], np.float32))

    assert pixels[0, 0] > 100
    assert pixels[1, 1] < 100
    assert pixels[2, 1] < 100  # what is farther on the counter is higher in the picture


def test_a_pixels_ray_meets_the_point_it_shows() -> None:
    camera = some_camera(roll=-0.7)
    point = np.array([[4.0, 1.0, 2.0]], np.float32)
    pixels, depths = camera.project(point)

    column, row = int(pixels[0, 0]), int(pixels[0, 1])
    ray = camera.rays((column, row, column + 1, row + 1))[:, 0, 0]

    met = camera.position + ray * depths[0]
    assert met == pytest.approx(point[0], abs=60 / camera.focal_px)


def test_rays_of_a_rect_are_those_of_the_whole_picture() -> None:
    camera = some_camera()

    whole, part = camera.rays((0, 0, 320, 200)), camera.rays((-5, 20, 40, 60))

    assert part.shape == (3, 40, 45)
    assert np.allclose(part[:, :, 5:], whole[:, 20:60, :40])


@pytest.mark.parametrize("elevation", [0.3, 0.9, 1.5])
def test_the_homography_agrees_with_projecting_ground_points(elevation: float) -> None:
    camera = some_camera(elevation=elevation)
    ground = np.array([[0, 0, 0], [7, 3, 0], [-6, 10, 0]], np.float32)
    pixels, _ = camera.project(ground)

    mapped = np.column_stack([ground[:, :2], np.ones(3)]) @ camera.ground_homography().T

    assert mapped[:, :2] / mapped[:, 2:] == pytest.approx(pixels, abs=1e-2)


def test_ground_at_undoes_projecting() -> None:
    camera = some_camera()
    pixels, _ = camera.project(np.array([[3.0, 5.0, 0.0]], np.float32))

    at = ground_at(camera, (float(pixels[0, 0]), float(pixels[0, 1])))

    assert at == pytest.approx((3.0, 5.0), abs=1e-2)


def test_a_pixel_above_the_horizon_looks_as_far_as_it_may() -> None:
    camera = look_at(np.zeros(3, np.float32), 50, 0.1, 0.0, fov=1.0, size_wh=(200, 200))

    at = ground_at(camera, (100, 2), reach_cm=80)

    assert np.hypot(*(at - camera.position[:2])) == pytest.approx(80, rel=1e-4)


def test_the_visible_ground_holds_what_every_corner_sees() -> None:
    camera = some_camera()

    low, high = visible_ground(camera, 500)

    for corner in ((0, 0), (320, 0), (0, 200), (320, 200)):
        at = ground_at(camera, corner, 500)
        assert low[0] < at[0] < high[0]
        assert low[1] < at[1] < high[1]


def test_a_scaled_camera_sees_the_same_on_more_pixels() -> None:
    camera = some_camera()
    points = np.array([[0, 0, 0], [5, 5, 5]], np.float32)

    large, _ = camera.scaled(2.5).project(points)

    assert large == pytest.approx(camera.project(points)[0] * 2.5, rel=1e-4)


@pytest.mark.parametrize("fill", [0.5, 0.9])
@pytest.mark.parametrize("roll", [0.0, 1.2])
def test_a_framed_body_fills_the_share_asked_for(fill: float, roll: float) -> None:
    corners = np.stack(np.meshgrid([-3, 3], [-2, 2], [0, 20]), -1).reshape(-1, 3).astype(np.float32)

    camera = framed(corners, 0.4, fov=0.5, roll=roll, fill=fill, size_wh=(300, 200))

    pixels, _ = camera.project(corners)
    span = np.ptp(pixels, axis=0) / (300, 200)
    assert span.max() == pytest.approx(fill, abs=0.03)
    assert (pixels.min(axis=0) + pixels.max(axis=0)) / 2 == pytest.approx((150, 100), abs=8)


@pytest.mark.parametrize("pitch", [0.0, -np.pi / 2, 0.4])
def test_a_resting_body_touches_what_it_lies_on(pitch: float) -> None:
    points = np.random.default_rng(1).uniform(-4, 9, (40, 3)).astype(np.float32)

    pose = resting(turned(0.7, pitch, 0.2), points, (3.0, -1.0), on_z=2.5)

    world = pose.to_world(points)
    assert world[:, 2].min() == pytest.approx(2.5, abs=1e-4)
    assert (world.min(axis=0) + world.max(axis=0))[:2] / 2 == pytest.approx((3, -1), abs=1e-4)


def test_lying_on_its_back_turns_the_front_up() -> None:
    turn = turned(0.0, -np.pi / 2)

    front, top = turn @ (0, -1, 0), turn @ (0, 0, 1)

    assert front == pytest.approx((0, 0, 1), abs=1e-6)
    assert top == pytest.approx((0, 1, 0), abs=1e-6)
