"""A counter with 1 to 20 products on it and the exact answers. Knows where products are put.

The box to train a detector on is the tight box of the visible pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.errors import BadSynthRequest
from colugo.synth.bodies import body_of
from colugo.synth.camera import Camera, Pose, look_at, resting
from colugo.synth.canvas import Pixels
from colugo.synth.counter import Counter, ground_at, lay_over, lit_ground, visible_ground
from colugo.synth.distractors import stamp_distractors
from colugo.synth.furniture import put_furniture
from colugo.synth.grounds import GROUND_KINDS, draw_ground
from colugo.synth.hands import reach_in
from colugo.synth.light import Layer, Light, draw_body, draw_light
from colugo.synth.photo import take_photo
from colugo.synth.placing import Table
from colugo.synth.product import SynthProduct
from colugo.synth.skin import skin_of
from colugo.synth.views import detail_for, draw_turn

MAX_PRODUCTS = 20
LEVELS = (0, 1, 2, 3)
MIN_VISIBLE = 0.25  # a product of which less can be seen is taken off the counter again

Xyxy = tuple[float, float, float, float]


@dataclass(frozen=True)
class Answer:
    """What is true of one product in a scene. Boxes are pixels, right and lower rim outside."""

    sku: str
    xyxy: Xyxy  # tight around the pixels that can be seen
    extent_xyxy: Xyxy  # around the whole product as if nothing covered it, clipped to the picture
    visible_fraction: float  # of its pixels, those off the picture counted as not visible


@dataclass(frozen=True, eq=False)
class SynthScene:
    """A picture of a counter and what lies on it, nearest last."""

    pixels: Pixels  # (h, w, 3) RGB
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class _Placed:
    product: SynthProduct
    pose: Pose
    layer: Layer


def make_scene(
    products: Sequence[SynthProduct], seed: int, count: int | tuple[int, int] = (1, 20), *,
    size_wh: tuple[int, int] = (640, 640), level: int = 1,
) -> SynthScene:  # fmt: skip
    """Draw a counter with products on it.

    Args:
        products: what the shop has; a scene may show one of them more than once.
        seed: another seed is another scene.
        count: how many products, 1 to 20, or the lowest and highest number; a scene
            has fewer when no room is left or when one would be hidden.
        size_wh: pixels of the picture, 64 to 4096 each.
        level: 0 tidy and from above, 1 everyday, 2 crowded, touching, slanted,
            3 heaped, overlapping, bad light.

    Raises:
        BadSynthRequest: a number is out of bounds or there are no products.
    """
    _check(products, count, size_wh, level)
    rng = np.random.default_rng([seed, 61])
    low, high = (count, count) if isinstance(count, int) else count
    wanted = int(rng.integers(low, high + 1))
    chosen = _choose(products, wanted, rng)
    fine = 1.25
    camera = _stand(chosen, size_wh, level, rng).scaled(fine)
    light = draw_light(rng)
    counter, tray = _furnish(camera, level, rng)
    placed = _place(chosen, counter, tray, camera, light, level, rng)
    worlds = [[one.pose.to_world(p) for p in body_of(one.product).shape.pieces] for one in placed]
    lit = lit_ground(counter, worlds, camera, light)
    picture, owner = lay_over(lit, [one.layer for one in placed])
    if level and rng.random() < 0.3:
        picture = reach_in(picture, owner, camera.focal_px / float(camera.position[2]), light, rng)
    pixels = take_photo(picture, size_wh, rng, 0.1 + 0.3 * level * float(rng.random()))
    return SynthScene(pixels, _answers(placed, owner, fine, size_wh))


def _check(
    products: Sequence[SynthProduct],
    count: int | tuple[int, int],
    size_wh: tuple[int, int],
    level: int,
) -> None:
    low, high = (count, count) if isinstance(count, int) else count
    if not products:
        raise BadSynthRequest("the products of a scene", "at least one", 0)
    if not 1 <= low <= high <= MAX_PRODUCTS:
        raise BadSynthRequest("the number of products in a scene", f"1 to {MAX_PRODUCTS}", count)
    if not all(64 <= side <= 4096 for side in size_wh):
        raise BadSynthRequest("the sides of a scene in pixels", "64 to 4096", size_wh)
    if level not in LEVELS:
        raise BadSynthRequest("the level of a scene", "0, 1, 2 or 3", level)


def _choose(
    products: Sequence[SynthProduct], wanted: int, rng: np.random.Generator
) -> list[SynthProduct]:
    """Products at random; some come twice or thrice, as people buy them."""
    chosen: list[SynthProduct] = []
    while len(chosen) < wanted:
        one = products[rng.integers(len(products))]
        chosen += [one] * int(rng.choice([1, 1, 1, 1, 2, 3]))
    return chosen[:wanted]


def _stand(
    chosen: list[SynthProduct], size_wh: tuple[int, int], level: int, rng: np.random.Generator
) -> Camera:
    """A camera that has room for the products, from straight above to slants of 50 degrees."""
    sides = [
        np.sort(np.ptp(np.concatenate(body_of(one).shape.pieces), axis=0))[1:] for one in chosen
    ]
    area = float(sum(side[0] * side[1] for side in sides))
    crowd = rng.uniform(*((0.1, 0.3), (0.12, 0.45), (0.25, 0.6), (0.35, 0.75))[level])
    fov = float(rng.uniform(0.6, 1.05))
    slant = float(rng.uniform(0, np.radians((15, 40, 50, 50)[level])))
    longest = max(float(side[1]) for side in sides)
    across = (
        max(np.sqrt(area / crowd), longest / 0.58) * max(size_wh) / np.sqrt(size_wh[0] * size_wh[1])
    )
    across *= float(np.exp(abs(rng.normal(0, 0.25))))
    distance = across / (2 * np.tan(fov / 2)) + 6
    azimuth = float(rng.uniform(-np.pi, np.pi))
    target = np.zeros(3, np.float32)
    return look_at(
        target,
        distance,
        np.pi / 2 - slant,
        azimuth * 0,
        roll=float(rng.normal(0, 0.12)) if rng.random() < 0.8 else azimuth,
        fov=fov,
        size_wh=size_wh,
    )


def _furnish(
    camera: Camera, level: int, rng: np.random.Generator
) -> tuple[Counter, NDArray[np.float32] | None]:
    """A counter with a belt's rails or a tray, and things lying about; also the tray's inner corners."""
    kind = str(rng.choice(GROUND_KINDS + ("belt", "belt", "steel")))
    low, high = visible_ground(camera, float(camera.position[2] * 2.2 + 20))
    size_cm = high[0] - low[0], high[1] - low[1]
    texels_per_cm = max(camera.size_wh) * 1.05 / max(size_cm)
    picture = draw_ground(kind, size_cm, texels_per_cm, rng)
    picture, tray = put_furniture(picture, kind, low, high, texels_per_cm, rng)
    if level and rng.random() < 0.75:
        picture = stamp_distractors(
            picture, texels_per_cm, int(rng.integers(1, 3 + 2 * level)), rng
        )
    return Counter(picture, low, high, None), tray


def _place(
    chosen: list[SynthProduct], counter: Counter, tray: NDArray[np.float32] | None, camera: Camera, light: Light,
    level: int, rng: np.random.Generator,
) -> list[_Placed]:  # fmt: skip
    """Put products down one by one; take off again what would be hidden too much."""
    table = Table(counter.low_xy, counter.high_xy)
    steep = float(-camera.turn[2, 2])
    placed: list[_Placed] = []
    for product in sorted(chosen, key=lambda one: -_bulk(one)):
        one = _put_down(product, table, tray, camera, light, (level, steep), rng)
        if one is not None:
            placed.append(one)
    while True:
        shares = _visible(placed, _owners(placed, camera))
        hidden = [n for n, share in enumerate(shares) if share < MIN_VISIBLE]
        if not hidden:
            return placed
        worst = min(hidden, key=lambda n: shares[n])
        placed = placed[:worst] + placed[worst + 1 :]


def _bulk(product: SynthProduct) -> float:
    return float(np.prod(np.ptp(np.concatenate(body_of(product).shape.pieces), axis=0)))


def _put_down(
    product: SynthProduct, table: Table, tray: NDArray[np.float32] | None, camera: Camera, light: Light,
    conditions: tuple[int, float], rng: np.random.Generator,
) -> _Placed | None:  # fmt: skip
    """Find a free place for one product; None when there is none that the camera sees."""
    level, steep = conditions
    body = body_of(product)
    points = np.concatenate(body.shape.pieces)
    tall = float(np.ptp(points[:, 2])) / float(np.ptp(points[:, :2], axis=0).max())
    lies = rng.random() < (0.85 if product.kind == "pouch" else 0.3 + 0.5 * steep * (tall > 1.3))
    turn = draw_turn(body, "lying" if lies else "upright", rng, tidy=False)
    outer = resting(turn, points, (0.0, 0.0)).to_world(points)
    width, height = camera.size_wh
    inset = -0.02 if level >= 2 else 0.1
    for attempt in range(14):
        pixel = rng.uniform(inset, 1 - inset) * width, rng.uniform(inset, 1 - inset) * height
        at = ground_at(camera, (float(pixel[0]), float(pixel[1])))
        if tray is not None and cv2.pointPolygonTest(tray, (float(at[0]), float(at[1])), False) < 0:
            continue
        may_touch, may_stack = (
            level >= 1 and rng.random() < 0.3 + 0.15 * level,
            level >= 2 and lies and rng.random() < 0.2,
        )
        spot = table.find(outer, at, touch=may_touch, stack=may_stack, rng=rng)
        if spot is None:
            continue
        pose = resting(turn, points, (spot[0], spot[1]), spot[2])
        layer = draw_body(
            body.shape, skin_of(product, detail_for(max(camera.size_wh) // 3)), pose, camera, light
        )
        if layer is None or not _mostly_inside(layer, camera.size_wh, 0.55 if level >= 2 else 0.97):
            continue
        table.take(pose.to_world(points))
        return _Placed(product, pose, layer)
    return None


def _mostly_inside(layer: Layer, size_wh: tuple[int, int], least: float) -> bool:
    x0, y0, x1, y1 = layer.rect
    solid = layer.opacity > 0
    inside = solid[max(0, -y0) : max(0, size_wh[1] - y0), max(0, -x0) : max(0, size_wh[0] - x0)]
    return bool(inside.sum() >= least * solid.sum() and solid.sum() > 60)


def _owners(placed: list[_Placed], camera: Camera) -> NDArray[np.int16]:
    width, height = camera.size_wh
    nearest = np.full((height, width), np.inf, np.float32)
    owner = np.full((height, width), -1, np.int16)
    for number, one in enumerate(placed):
        x0, y0, x1, y1 = one.layer.rect
        left, top, right, bottom = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
        depth = one.layer.depth[top - y0 : bottom - y0, left - x0 : right - x0]
        here = nearest[top:bottom, left:right]
        in_front = depth < here
        owner[top:bottom, left:right][in_front] = number
        here[in_front] = depth[in_front]
    return owner


def _visible(placed: list[_Placed], owner: NDArray[np.int16]) -> list[float]:
    seen = np.bincount(owner[owner >= 0].ravel(), minlength=len(placed))
    return [
        float(seen[n] / max(1, int(np.isfinite(one.layer.depth).sum())))
        for n, one in enumerate(placed)
    ]


def _answers(
    placed: list[_Placed], owner: NDArray[np.int16], fine: float, size_wh: tuple[int, int]
) -> tuple[Answer, ...]:
    answers = []
    for number, (one, share) in enumerate(zip(placed, _visible(placed, owner), strict=True)):
        rows, columns = (
            np.flatnonzero((owner == number).any(axis=1)),
            np.flatnonzero((owner == number).any(axis=0)),
        )
        tight = (columns[0] / fine, rows[0] / fine, (columns[-1] + 1) / fine, (rows[-1] + 1) / fine)
        down, across = (
            np.flatnonzero(np.isfinite(one.layer.depth).any(axis=axis)) for axis in (1, 0)
        )
        x0, y0 = one.layer.rect[:2]
        whole = (
            (across[0] + x0) / fine,
            (down[0] + y0) / fine,
            (across[-1] + 1 + x0) / fine,
            (down[-1] + 1 + y0) / fine,
        )
        answers.append(
            Answer(
                one.product.sku, _clipped(tight, size_wh), _clipped(whole, size_wh), round(share, 4)
            )
        )
    return tuple(answers)


def _clipped(xyxy: tuple[float, ...], size_wh: tuple[int, int]) -> Xyxy:
    x0, y0, x1, y1 = (
        round(float(min(max(part, 0), size_wh[axis % 2])), 2) for axis, part in enumerate(xyxy)
    )
    return x0, y0, x1, y1
