import numpy as np
import pytest

from colugo.errors import BadSynthRequest
from colugo.synth import SynthProduct, make_product, make_scene
from colugo.synth.arrange import MIN_VISIBLE, Placed, arrange, keep_visible, visible_shares
from colugo.synth.camera import Pose
from colugo.synth.counter import front_most
from colugo.synth.draw import Layer
from colugo.synth.scene import LEVELS
from colugo.synth.stage import set_stage

from .marks import needs_fonts

pytestmark = needs_fonts


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", [1, 2])
def test_answers_are_possible(shop: list[SynthProduct], level: int, seed: int) -> None:
    scene = make_scene(shop[:30], seed, (5, 20), size_wh=(320, 240), level=level)

    assert scene.pixels.shape == (240, 320, 3)
    assert scene.pixels.dtype == np.uint8
    assert scene.answers
    for answer in scene.answers:
        x0, y0, x1, y1 = answer.xyxy
        ex0, ey0, ex1, ey1 = answer.extent_xyxy
        assert answer.sku in {one.sku for one in shop[:30]}
        assert MIN_VISIBLE <= answer.visible_fraction <= 1
        assert 0 <= ex0 <= x0 < x1 <= ex1 <= 320
        assert 0 <= ey0 <= y0 < y1 <= ey1 <= 240


def test_a_scene_follows_from_its_seed(shop: list[SynthProduct]) -> None:
    first, second, other = (make_scene(shop[:20], n, 4, size_wh=(160, 160)) for n in (7, 7, 8))

    assert np.array_equal(first.pixels, second.pixels)
    assert first.answers == second.answers
    assert not np.array_equal(first.pixels, other.pixels)


def test_one_product_alone_on_a_tidy_counter_is_seen_whole(shop: list[SynthProduct]) -> None:
    scenes = [make_scene(shop[n : n + 1], n, 1, size_wh=(160, 160), level=0) for n in range(6)]

    answers = [answer for scene in scenes for answer in scene.answers]

    assert len(answers) == 6
    assert all(answer.visible_fraction > 0.95 for answer in answers)
    assert all(answer.xyxy == answer.extent_xyxy for answer in answers)


@pytest.mark.parametrize("level", [1, 3])
def test_boxes_and_shares_agree_with_counting_pixels(shop: list[SynthProduct], level: int) -> None:
    rng = np.random.default_rng(level)
    stage = set_stage(shop[:12], (240, 240), level, rng)
    placed = arrange(shop[:12], stage, rng)

    layers = [one.layer for one in placed]
    owner = front_most(layers, (240, 240))
    shares = visible_shares(layers, owner)

    assert len(placed) > 3
    for number, one in enumerate(placed):
        seen = sum(
            _is_nearest(number, x, y, layers)
            for y in range(max(0, one.layer.rect[1]), min(240, one.layer.rect[3]))
            for x in range(max(0, one.layer.rect[0]), min(240, one.layer.rect[2]))
        )
        assert shares[number] == pytest.approx(seen / np.isfinite(one.layer.depth).sum())
        assert shares[number] >= MIN_VISIBLE


def _is_nearest(number: int, x: int, y: int, layers: list[Layer]) -> bool:
    depths = []
    for layer in layers:
        x0, y0, x1, y1 = layer.rect
        is_in = x0 <= x < x1 and y0 <= y < y1
        depths.append(float(layer.depth[y - y0, x - x0]) if is_in else np.inf)
    return bool(depths[number] < np.inf and depths[number] == min(depths))


def test_only_what_is_hidden_is_taken_off_again_and_the_most_hidden_first() -> None:
    # Of the far one 6 columns of 20 are seen, of the middle one 2.
    far, middle, near = (_placed_at(x, depth=d) for x, d in ((0, 50.0), (6, 40.0), (8, 30.0)))

    kept = keep_visible([far, middle, near], (60, 20))

    assert kept == [far, near]  # 8 columns of 20 of the far one are seen now


def test_what_is_mostly_off_the_picture_is_taken_off_again() -> None:
    inside, outside = _placed_at(10, depth=30.0), _placed_at(56, depth=20.0)

    kept = keep_visible([inside, outside], (60, 20))

    assert kept == [inside]


def _placed_at(left: int, *, depth: float) -> Placed:
    full = np.ones((20, 20), np.float32)
    layer = Layer((left, 0, left + 20, 20), np.dstack([full] * 3), full, full * depth)
    pose = Pose(np.eye(3, dtype=np.float32), np.zeros(3, np.float32))
    return Placed(make_product(left), pose, layer)


def test_nothing_stands_inside_an_upright_can_or_cup(shop: list[SynthProduct]) -> None:
    rng = np.random.default_rng(4)
    round_ones = [one for one in shop if one.kind in ("can", "cup", "tub", "jar")][:12]
    stage = set_stage(round_ones, (240, 240), 1, rng)

    placed = arrange(round_ones, stage, rng)

    upright = [one for one in placed if one.pose.turn[2, 2] > 0.9]
    for one in upright:
        for other in upright:
            apart = float(np.hypot(*(one.pose.shift - other.pose.shift)[:2]))
            assert one is other or apart > _radius(one) + _radius(other) - 0.9  # two cells


def _radius(one: Placed) -> float:
    points = np.concatenate(one.world)
    return float(np.ptp(points[:, 0])) / 2


def test_harder_levels_hide_more(shop: list[SynthProduct]) -> None:
    scenes = [
        [
            make_scene(shop[:24], seed, (12, 16), size_wh=(200, 200), level=level)
            for seed in range(5)
        ]
        for level in (0, 3)
    ]

    tidy, heaped = (
        np.mean([answer.visible_fraction for scene in row for answer in scene.answers])
        for row in scenes
    )

    assert tidy > heaped + 0.02


def test_a_box_is_where_the_picture_changes(shop: list[SynthProduct]) -> None:
    member = next(m for m in shop if sum(o.family == m.family for o in shop) > 1)
    look_alikes = [one for one in shop if one.family == member.family][:2]

    scenes = [make_scene([one], 5, 1, size_wh=(200, 200), level=0) for one in look_alikes]

    # Two look-alikes are put on the same counter: only where they stand may the pictures differ.
    changed = np.abs(scenes[0].pixels.astype(int) - scenes[1].pixels).max(axis=2) > 40
    x0, y0, x1, y1 = (round(part) for part in scenes[0].answers[0].xyxy)
    outside = changed.copy()
    outside[max(0, y0 - 9) : y1 + 9, max(0, x0 - 9) : x1 + 9] = False
    assert changed.sum() > 20
    assert outside.sum() < 0.02 * changed.sum() + 5


def test_the_numbers_of_products_are_kept(shop: list[SynthProduct]) -> None:
    scenes = [make_scene(shop[:20], seed, (2, 3), size_wh=(200, 200), level=0) for seed in range(8)]

    counts = {len(scene.answers) for scene in scenes}

    assert counts <= {1, 2, 3}
    assert max(counts) >= 2


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"count": 0}, "number of products in a scene"),
        ({"count": 21}, "number of products in a scene"),
        ({"count": (5, 2)}, "number of products in a scene"),
        ({"size_wh": (32, 640)}, "sides of a scene"),
        ({"size_wh": (640, 9000)}, "sides of a scene"),
        ({"level": 4}, "level of a scene"),
    ],
)
def test_a_number_out_of_bounds_is_named(
    shop: list[SynthProduct], options: dict[str, object], what: str
) -> None:
    with pytest.raises(BadSynthRequest, match=what):
        make_scene(shop[:3], 0, **options)  # type: ignore[arg-type]


def test_a_scene_needs_products() -> None:
    with pytest.raises(BadSynthRequest, match="products to choose from"):
        make_scene([], 0)
