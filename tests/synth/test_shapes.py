import numpy as np
import pytest

from colugo.synth.box import Box
from colugo.synth.camera import Camera, look_at
from colugo.synth.pouch import Pouch, pouch_thickness
from colugo.synth.shapes import Hits, Shape, Turned, lay_out, sample, unit

from .twins import Inside, camera_at, inside_box, inside_pouch, inside_turned, march

BOTTLE = Turned(
    np.array(
        [(0, 2), (0.5, 3), (6, 3), (7, 2), (8.5, 1), (9, 1), (9.02, 1.4), (10, 1.3)], np.float32
    )
)
CUP = Turned(np.array([(0, 2), (7, 3.5), (7.2, 3.8), (8, 3.8)], np.float32))
FLAT = Turned(np.array([(0, 3), (9, 3.4), (10, 1)], np.float32), flat=0.55)
BOX = Box((6, 3, 9))
BAG = Pouch((9.0, 12.0), pouch_thickness(3.0, np.random.default_rng(2)))
VIEWS = [(0.1, 0.0), (0.7, 0.6), (1.5, 2.0), (-0.6, 4.0)]


def everything_hit(shape: Shape, camera: Camera) -> tuple[Hits, np.ndarray]:
    rays = camera.rays((0, 0, *camera.size_wh))
    hits = shape.hit(camera.position, rays)
    depth = np.full(rays[0].size, np.inf)
    depth[hits.index] = hits.depth
    return hits, depth


def slow_depths(inside: Inside, camera: Camera) -> np.ndarray:
    rays = camera.rays((0, 0, *camera.size_wh)).reshape(3, -1).astype(np.float64)
    origin = camera.position.astype(np.float64)
    return np.array([march(origin, ray, inside) for ray in rays.T])


@pytest.mark.parametrize(("elevation", "azimuth"), VIEWS)
@pytest.mark.parametrize(
    ("shape", "inside"),
    [
        (BOTTLE, inside_turned(BOTTLE)),
        (CUP, inside_turned(CUP)),
        (FLAT, inside_turned(FLAT)),
        (BOX, inside_box(BOX.size)),
    ],
    ids=["bottle", "cup", "flat bottle", "box"],
)
def test_rays_meet_a_body_where_walking_along_them_meets_it(
    shape: Shape, inside: Inside, elevation: float, azimuth: float
) -> None:
    camera = camera_at(elevation, azimuth)

    _, depth = everything_hit(shape, camera)

    slow = slow_depths(inside, camera)
    both = np.isfinite(depth) & np.isfinite(slow)
    assert (np.isfinite(depth) != np.isfinite(slow)).mean() < 0.01  # the very rim
    assert np.abs(depth[both] - slow[both]) == pytest.approx(0, abs=0.12)


@pytest.mark.parametrize(("elevation", "azimuth"), [(0.1, 0.0), (1.2, 0.5), (0.4, 2.5)])
def test_a_bag_is_met_close_to_where_walking_meets_it(elevation: float, azimuth: float) -> None:
    camera = camera_at(elevation, azimuth)

    _, depth = everything_hit(BAG, camera)

    slow = slow_depths(inside_pouch(BAG), camera)
    both = np.isfinite(depth) & np.isfinite(slow)
    assert (np.isfinite(depth) != np.isfinite(slow)).mean() < 0.04
    assert np.median(np.abs(depth[both] - slow[both])) < 0.1


@pytest.mark.parametrize("shape", [BOTTLE, CUP, FLAT, BOX, BAG])
@pytest.mark.parametrize(("elevation", "azimuth"), VIEWS)
def test_normals_are_of_length_1_and_look_at_the_camera(
    shape: Shape, elevation: float, azimuth: float
) -> None:
    camera = camera_at(elevation, azimuth)

    hits, _ = everything_hit(shape, camera)

    rays = camera.rays((0, 0, *camera.size_wh)).reshape(3, -1)[:, hits.index]
    assert np.linalg.norm(hits.normal, axis=0) == pytest.approx(1, abs=0.45)  # lids lean a little
    assert ((hits.normal * rays).sum(axis=0) < 0.3).mean() > 0.97


@pytest.mark.parametrize("shape", [BOTTLE, CUP, FLAT, BOX, BAG])
def test_every_hit_lies_on_a_face_of_the_atlas(shape: Shape) -> None:
    hits, _ = everything_hit(shape, camera_at(0.7, 0.5))

    inside = np.zeros(len(hits.index), bool)
    for x, y, width, height in shape.faces.values():
        across = (hits.atlas_xy[0] >= x - 0.01) & (hits.atlas_xy[0] <= x + width + 0.01)
        inside |= across & (hits.atlas_xy[1] >= y - 0.01) & (hits.atlas_xy[1] <= y + height + 0.01)

    assert inside.all()


@pytest.mark.parametrize(
    ("azimuth", "face"),
    [(0.0, "front"), (np.pi / 2, "right"), (np.pi, "back"), (-np.pi / 2, "left")],
)
def test_a_box_shows_the_face_that_looks_at_the_camera_upright(azimuth: float, face: str) -> None:
    camera = camera_at(0.0, azimuth)

    hits, _ = everything_hit(BOX, camera)

    x, _, width, _ = BOX.faces[face]
    rows, columns = hits.index // 40, hits.index % 40
    assert ((hits.atlas_xy[0] >= x) & (hits.atlas_xy[0] <= x + width)).all()
    assert np.corrcoef(columns, hits.atlas_xy[0])[0, 1] > 0.99  # not mirrored
    assert np.corrcoef(rows, hits.atlas_xy[1])[0, 1] > 0.99  # not upside down


def test_the_top_of_a_box_reads_from_the_front() -> None:
    camera = camera_at(1.55, 0.0)

    hits, _ = everything_hit(BOX, camera)

    x, _, width, _ = BOX.faces["top"]
    on_top = (hits.atlas_xy[0] >= x) & (hits.atlas_xy[0] <= x + width)
    rows, columns = hits.index // 40, hits.index % 40
    assert np.corrcoef(columns[on_top], hits.atlas_xy[0, on_top])[0, 1] > 0.99
    assert np.corrcoef(rows[on_top], hits.atlas_xy[1, on_top])[0, 1] > 0.99


def test_the_label_of_a_can_is_not_mirrored_and_its_front_looks_at_the_camera() -> None:
    can = Turned(np.array([(0, 3), (10, 3)], np.float32))

    hits, _ = everything_hit(can, camera_at(0.0, 0.0))

    x, _, width, _ = can.faces["side"]
    columns = hits.index % 40
    middle = np.abs(columns - 19.5) < 1
    assert np.corrcoef(columns, hits.atlas_xy[0])[0, 1] > 0.95
    assert (hits.atlas_xy[0, middle] - x) / width == pytest.approx(0.5, abs=0.03)


def test_the_front_of_a_bag_is_not_mirrored() -> None:
    hits, _ = everything_hit(BAG, camera_at(0.0, 0.0))

    columns = hits.index % 40

    assert np.corrcoef(columns, hits.atlas_xy[0])[0, 1] > 0.98
    assert hits.atlas_xy[0].max() <= BAG.faces["front"][0] + BAG.size[0]


@pytest.mark.parametrize("shape", [BOTTLE, FLAT, BOX, BAG])
def test_the_pieces_enclose_all_that_is_seen(shape: Shape) -> None:
    camera = camera_at(0.6, 0.4)
    hits, _ = everything_hit(shape, camera)
    rays = camera.rays((0, 0, 40, 30)).reshape(3, -1)[:, hits.index]

    met = camera.position[:, None] + rays * hits.depth

    points = np.concatenate(shape.pieces)
    assert (met.min(axis=1) >= points.min(axis=0) - 0.15).all()
    assert (met.max(axis=1) <= points.max(axis=0) + 0.15).all()


@pytest.mark.parametrize("shape", [BOTTLE, FLAT, BOX, BAG])
def test_a_body_behind_the_camera_or_beside_the_view_is_not_met(shape: Shape) -> None:
    away = look_at(np.array([0, -200, 5], np.float32), 100, 0.0, np.pi, size_wh=(20, 20))

    hits = shape.hit(away.position, away.rays((0, 0, 20, 20)))

    assert len(hits.index) == 0


def test_faces_do_not_overlap_on_the_atlas() -> None:
    rects = lay_out({"a": (3, 4), "b": (5, 1), "c": (0.5, 2)})

    ends = [x + width for x, _, width, _ in rects.values()]

    starts = [x for x, _, _, _ in rects.values()]
    assert all(start > end + 1 for start, end in zip(starts[1:], ends, strict=False))


@pytest.mark.parametrize("count", [1, 5, 1024, 3000])
def test_sampling_reads_between_the_pixels(count: int) -> None:
    ramp = np.tile(np.arange(20, dtype=np.float32), (5, 1))
    at = np.stack([np.linspace(0, 19, count), np.full(count, 2.0)]).astype(np.float32)

    read = sample(ramp, at)

    assert read == pytest.approx(at[0], abs=0.05)


def test_unit_vectors_keep_their_direction() -> None:
    vectors = np.array([[3.0, 0], [0, 4], [4, 3]])

    ones = unit(vectors)

    assert ones == pytest.approx(np.array([[0.6, 0], [0, 0.8], [0.8, 0.6]]))


@pytest.mark.parametrize("stands", [False, True])
def test_a_bag_is_thick_in_the_middle_and_thin_at_its_seams(stands: bool) -> None:
    half = pouch_thickness(4.0, np.random.default_rng(3), stands=stands)

    middle, seam = half[50:80, 30:66].mean(), half[2:5, 20:76].mean()

    assert middle > 1.0
    assert seam < 0.3
    assert half.min() == 0.0
