"""A counter with cut-outs on it and the exact answers. Knows places and rates, no file."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from colugo.synth.arrange import MIN_SIDE, MIN_VISIBLE
from colugo.synth.camera import Camera, Floats
from colugo.synth.canvas import Pixels
from colugo.synth.counter import ground_at, lit_ground
from colugo.synth.distractors import ALL_KINDS, stamp_distractors
from colugo.synth.hands import reach_in
from colugo.synth.light import Light
from colugo.synth.outline import clipped, seen_of
from colugo.synth.photo import take_photo
from colugo.synth.placing import Table
from colugo.synth.scene import Answer, SynthScene
from colugo.synth.stage import Stage, stage_for
from colugo.synth.studio.lay import Laid, Lying, lay_down

_FINE: Final = 1.25  # scenes are drawn so much larger and then made smaller, for smooth rims
_SLANTS: Final = (6.0, 16.0, 26.0, 30.0)  # degrees at most, by crowd: cut-outs have no sides
_OVERLAP: Final = (0.0, 0.15, 0.35, 0.45)  # share of the products laid partly upon another
_TRUNCATED: Final = (0.0, 0.05, 0.12, 0.15)  # share that the rim of the picture cuts
_HAND: Final = 0.3  # share of the scenes, but tidy ones, that a hand reaches into
_EMPTY_SIDES: Final = np.full((4, 2), 16.0)  # cm: how near a camera is over an empty counter
_LENGTH_CM: Final = (9.0, 21.0)  # of the longer side; photos do not tell it
_TRIES: Final = 24


@dataclass(frozen=True, eq=False)
class Pose:
    """A cut-out to choose from."""

    sku: str
    pixels: Pixels  # (h, w, 4) RGB and opacity


@dataclass(frozen=True)
class Rates:
    """How often what happens, 0..1; None takes what belongs to the level.

    Attributes:
        overlap: share of the products that lie partly upon another.
        truncated: share of the products that the rim of the picture cuts.
    """

    overlap: float | None = None
    truncated: float | None = None


def compose(
    poses: Sequence[Pose], seed: int, *, size_wh: tuple[int, int], crowd: int, rates: Rates,
    ground: Pixels | None = None,
) -> SynthScene:  # fmt: skip
    """Lay cut-outs on a counter and take a photo of it.

    Args:
        poses: what to lay down; none gives an empty counter. There are fewer where no room is
            left or less than a quarter of one would be seen.
        seed: another seed is another scene.
        size_wh: pixels of the picture.
        crowd: 0 tidy, 1 everyday, 2 crowded, 3 heaped, in bad light.
        rates: of overlap and truncation.
        ground: (h, w, 3) RGB, a part of a real picture to lie on; None draws one.
    """
    rng = np.random.default_rng([seed, 62])
    things = [_sized(pose, rng) for pose in poses]
    sides = np.array([_sides(one) for one in things]) if things else _EMPTY_SIDES
    large = round(size_wh[0] * _FINE), round(size_wh[1] * _FINE)
    stage = stage_for(sides, large, crowd, rng, _SLANTS, ALL_KINDS)
    if ground is None:
        lit = lit_ground(stage.counter, [], stage.camera, stage.light)
    else:
        lit, stage = _real_ground(ground, stage, crowd, rng), replace(stage, inside=None)
    lying = _arranged(things, stage, rates, rng)
    lying, laid = _all_visible(lit, lying, stage.camera, stage.light)
    picture = laid.picture
    if rng.random() < (_HAND if crowd and things else 0.5 * (not things)):
        px_per_cm = stage.camera.focal_px / float(stage.camera.position[2])
        picture = reach_in(picture, laid.owner, px_per_cm, stage.light, rng)
    roughness = 0.15 + 0.25 * crowd * float(rng.random())
    return SynthScene(take_photo(picture, size_wh, rng, roughness), _answers(lying, laid, size_wh))


def _sized(pose: Pose, rng: np.random.Generator) -> Lying:
    """A cut-out of the size that all photos of its product have."""
    share = zlib.crc32(pose.sku.encode()) / 2**32
    length = _LENGTH_CM[0] + share * (_LENGTH_CM[1] - _LENGTH_CM[0])
    narrow = length * min(pose.pixels.shape[:2]) / max(pose.pixels.shape[:2])
    thick = float(min(rng.uniform(1.5, 5.0), 0.6 * narrow))
    turn = float(rng.uniform(-np.pi, np.pi))
    return Lying(pose.sku, pose.pixels, length, thick, turn, (0.0, 0.0))


def _sides(thing: Lying) -> tuple[float, float]:
    height, width = thing.pixels.shape[:2]
    scale = thing.length_cm / max(height, width)
    return min(height, width) * scale, max(height, width) * scale


def _real_ground(ground: Pixels, stage: Stage, crowd: int, rng: np.random.Generator) -> Floats:
    """A part of a real picture as large as the scene, things lying on it, in linear light."""
    width, height = stage.camera.size_wh
    turned = np.rot90(ground, int(rng.integers(4)))
    turned = turned[:, ::-1] if rng.random() < 0.5 else turned
    rows, columns = turned.shape[:2]
    factor = max(width / columns, height / rows)
    size = max(width, round(columns * factor)), max(height, round(rows * factor))
    large = cv2.resize(np.ascontiguousarray(turned), size, interpolation=cv2.INTER_CUBIC)
    top, left = (int(rng.integers(have - want + 1)) for have, want in
                 ((size[1], height), (size[0], width)))  # fmt: skip
    picture = np.asarray(large[top : top + height, left : left + width], np.uint8)
    if crowd and rng.random() < 0.6:
        px_per_cm = stage.camera.focal_px / float(stage.camera.position[2])
        count = int(rng.integers(1, 2 + crowd))
        picture = stamp_distractors(picture, px_per_cm, count, rng, ALL_KINDS)
    return (picture.astype(np.float32) / 255) ** 2


def _arranged(
    things: Sequence[Lying], stage: Stage, rates: Rates, rng: np.random.Generator
) -> list[Lying]:
    """Lay things down one by one, large ones first, as long as there is room."""
    overlap = _OVERLAP[stage.level] if rates.overlap is None else rates.overlap
    truncated = _TRUNCATED[stage.level] if rates.truncated is None else rates.truncated
    table = Table(stage.counter.low_xy, stage.counter.high_xy)
    lying: list[Lying] = []
    for thing in sorted(things, key=lambda one: -one.length_cm):
        draw = rng.random()
        placed = None
        if lying and draw < overlap:
            placed = _upon(thing, lying[int(rng.integers(len(lying)))], stage, rng)
        elif draw > 1 - truncated:
            placed = _free(thing, table, stage, rng, is_cut=True)
        placed = placed or _free(thing, table, stage, rng, is_cut=False)
        if placed is not None:
            table.take(_world(placed))
            lying.append(placed)
    return lying


def _world(thing: Lying) -> Floats:
    flat = thing.outer + np.array(thing.at, np.float32)
    top = np.full((len(flat), 1), thing.on_z + thing.thick_cm, np.float32)
    return np.hstack([flat, top])


def _free(
    thing: Lying, table: Table, stage: Stage, rng: np.random.Generator, *, is_cut: bool
) -> Lying | None:
    """A free place in the picture, or across its rim; None when none is found."""
    width, height = stage.camera.size_wh
    outer = np.hstack([thing.outer, np.zeros((len(thing.outer), 1), np.float32)])
    touch = bool(rng.random() < 0.3 * stage.level)
    for _ in range(_TRIES):
        share = rng.uniform(0, 1, 2)
        if is_cut:
            share[int(rng.integers(2))] = rng.integers(2) + rng.uniform(-0.04, 0.04)
        at = ground_at(stage.camera, (float(share[0]) * width, float(share[1]) * height))
        spot = table.find(outer, at, touch=touch and not is_cut, stack=False, rng=rng)
        if spot is None:
            continue
        placed = replace(thing, at=spot[:2])
        if is_cut or _is_inside(placed, stage):
            return placed
    return None


def _is_inside(thing: Lying, stage: Stage) -> bool:
    """Whether all of it is in the picture, and its middle in the tray or on the belt, if any."""
    seen, _ = stage.camera.project(_world(thing))
    is_seen = (seen >= 2).all() and (seen <= np.array(stage.camera.size_wh) - 2).all()
    if not is_seen or stage.inside is None:
        return bool(is_seen)
    return cv2.pointPolygonTest(stage.inside, thing.at, False) >= 0


def _upon(thing: Lying, below: Lying, stage: Stage, rng: np.random.Generator) -> Lying | None:
    """A place partly upon another thing, its middle outside of that; None if out of the picture."""
    for _ in range(_TRIES):
        angle = rng.uniform(-np.pi, np.pi)
        way = np.array([np.cos(angle), np.sin(angle)])
        apart = float((below.outer @ way).max() - (thing.outer @ way).min())
        at = np.array(below.at) + way * apart * rng.uniform(0.6, 0.95)
        placed = replace(
            thing, at=(float(at[0]), float(at[1])), on_z=below.on_z + 0.5 * below.thick_cm
        )
        if _is_inside(placed, stage):
            return placed
    return None


def _all_visible(
    lit: Floats, lying: list[Lying], camera: Camera, light: Light
) -> tuple[list[Lying], Laid]:
    """Take off what is hidden or too small, the most hidden first."""
    least_px = MIN_SIDE * max(camera.size_wh)
    while True:
        laid = lay_down(lit, lying, camera, light)
        shares = _shares(laid)
        small = [max(x1 - x0, y1 - y0) < least_px for x0, y0, x1, y1 in laid.extents]
        faults = [
            -1.0 if is_small else share for is_small, share in zip(small, shares, strict=True)
        ]
        if not faults or min(faults) >= MIN_VISIBLE:
            return lying, laid
        worst = faults.index(min(faults))
        lying = lying[:worst] + lying[worst + 1 :]


def _shares(laid: Laid) -> list[float]:
    """Which share of each can be seen."""
    seen = np.bincount(laid.owner[laid.owner >= 0].ravel(), minlength=len(laid.whole))
    return [min(1.0, float(seen[n]) / max(1.0, whole)) for n, whole in enumerate(laid.whole)]


def _answers(lying: Sequence[Lying], laid: Laid, size_wh: tuple[int, int]) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            thing.sku, seen_of(laid.owner == number, _FINE, size_wh),
            clipped(laid.extents[number], _FINE, size_wh), round(share, 4),
        )
        for number, (thing, share) in enumerate(zip(lying, _shares(laid), strict=True))
    )  # fmt: skip
