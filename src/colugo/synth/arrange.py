"""Puts products down on a stage: free places, touching, stacked, never hidden. Knows no answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.bodies import Body, body_of
from colugo.synth.camera import Floats, Pose, resting
from colugo.synth.counter import front_most, ground_at
from colugo.synth.draw import Layer, draw_body
from colugo.synth.placing import Spot, Table
from colugo.synth.poses import draw_turn
from colugo.synth.product import SynthProduct
from colugo.synth.skin import skin_of
from colugo.synth.stage import Stage
from colugo.synth.views import detail_for

MIN_VISIBLE = 0.25  # a product of which less can be seen is taken off the counter again
MIN_SIDE = 1 / 40  # of the picture's longer side; what looks smaller is not put down
_TRIES = 14


@dataclass(frozen=True, eq=False)
class Placed:
    """A product on the stage and how the camera sees it."""

    product: SynthProduct
    pose: Pose
    layer: Layer

    @property
    def world(self) -> list[Floats]:
        """Its convex pieces, (n, 3) world points each."""
        return [self.pose.to_world(piece) for piece in body_of(self.product).shape.pieces]


def arrange(chosen: Sequence[SynthProduct], stage: Stage, rng: np.random.Generator) -> list[Placed]:
    """Put products down one by one, large ones first, as long as there is room.

    Products of which less than MIN_VISIBLE can be seen in the end are taken off again,
    the most hidden first.
    """
    table = Table(stage.counter.low_xy, stage.counter.high_xy)
    placed: list[Placed] = []
    for product in sorted(chosen, key=lambda one: -_bulk(one)):
        one = _put_down(product, table, stage, rng)
        if one is not None:
            placed.append(one)
    return keep_visible(placed, stage.camera.size_wh)


def keep_visible(placed: list[Placed], size_wh: tuple[int, int]) -> list[Placed]:
    """Without products that the others or the picture's rim hide; the most hidden goes first."""
    while placed:
        layers = [one.layer for one in placed]
        shares = visible_shares(layers, front_most(layers, size_wh))
        worst = int(np.argmin(shares))
        if shares[worst] >= MIN_VISIBLE:
            break
        placed = placed[:worst] + placed[worst + 1 :]
    return placed


def visible_shares(layers: Sequence[Layer], owner: NDArray[np.int16]) -> list[float]:
    """Which share of each layer's pixels can be seen; those off the picture cannot."""
    seen = np.bincount(owner[owner >= 0].ravel(), minlength=len(layers))
    whole = [max(1, int(np.isfinite(layer.depth).sum())) for layer in layers]
    return [float(seen[number] / whole[number]) for number in range(len(layers))]


def _bulk(product: SynthProduct) -> float:
    return float(np.prod(np.ptp(np.concatenate(body_of(product).shape.pieces), axis=0)))


def _put_down(
    product: SynthProduct, table: Table, stage: Stage, rng: np.random.Generator
) -> Placed | None:
    """Find a free place for one product; None when there is none that the camera sees."""
    body = body_of(product)
    points = np.concatenate(body.shape.pieces)
    lies = bool(rng.random() < _lying_share(product, points, stage))
    turn = draw_turn(body, rng, lies=lies, tidy=False)
    outer = resting(turn, points, (0.0, 0.0)).to_world(points)
    for _ in range(_TRIES):
        spot = _free_spot(outer, table, stage, lies, rng)
        if spot is None:
            continue
        pose = resting(turn, points, spot[:2], spot[2])
        layer = _seen(product, body, pose, stage)
        if layer is not None:
            table.take(pose.to_world(points))
            return Placed(product, pose, layer)
    return None


def _lying_share(product: SynthProduct, points: Floats, stage: Stage) -> float:
    """How often a product lies: bags nearly always, tall ones the more the camera looks down."""
    if product.kind == "pouch":
        return 0.85
    span = np.ptp(points, axis=0)
    is_tall = span[2] > 1.3 * max(span[0], span[1])
    return 0.3 + 0.5 * float(-stage.camera.turn[2, 2]) * bool(is_tall)


def _free_spot(
    outer: Floats, table: Table, stage: Stage, lies: bool, rng: np.random.Generator
) -> Spot | None:
    inset = -0.02 if stage.level >= 2 else 0.1
    width, height = stage.camera.size_wh
    share = rng.uniform(inset, 1 - inset, 2)
    at = ground_at(stage.camera, (float(share[0]) * width, float(share[1]) * height))
    x, y = float(at[0]), float(at[1])
    if stage.inside is not None and cv2.pointPolygonTest(stage.inside, (x, y), False) < 0:
        return None
    touch = stage.level >= 1 and rng.random() < 0.3 + 0.15 * stage.level
    stack = stage.level >= 2 and lies and rng.random() < 0.2
    return table.find(outer, at, touch=touch, stack=stack, rng=rng)


def _seen(product: SynthProduct, body: Body, pose: Pose, stage: Stage) -> Layer | None:
    """How the camera sees it; None where it is too small or too far out of the picture."""
    longer = max(stage.camera.size_wh)
    skin = skin_of(product, detail_for(longer // 3))
    layer = draw_body(body.shape, skin, pose, stage.camera, stage.light)
    if layer is None:
        return None
    x0, y0, x1, y1 = layer.rect
    width, height = stage.camera.size_wh
    solid = layer.opacity > 0
    inside = solid[max(0, -y0) : max(0, height - y0), max(0, -x0) : max(0, width - x0)]
    least = 0.55 if stage.level >= 2 else 0.97
    is_large = max(x1 - x0, y1 - y0) >= MIN_SIDE * longer
    return layer if is_large and inside.sum() >= least * solid.sum() else None
