"""One photo of one product: a packshot, a phone photo, or a cut-out. Knows how photos are taken of one thing."""

from typing import Literal

import cv2
import numpy as np

from colugo.errors import BadSynthRequest
from colugo.synth.bodies import Body, body_of
from colugo.synth.camera import Camera, Floats, Pose, framed, look_at, resting, turned
from colugo.synth.canvas import Pixels
from colugo.synth.counter import Counter, lay_over, lit_ground, visible_ground
from colugo.synth.distractors import stamp_distractors
from colugo.synth.grounds import GROUND_KINDS, draw_ground
from colugo.synth.light import Layer, Light, draw_body, draw_light
from colugo.synth.photo import take_photo
from colugo.synth.product import SynthProduct, make_product
from colugo.synth.skin import skin_of

Ground = Literal["plain", "scene", "transparent"]
_BYSTANDERS = 24  # products that stand around in the background


def render_view(
    product: SynthProduct, seed: int, size_px: int = 224, ground: Ground = "scene"
) -> Pixels:
    """Take one photo of a product at a pose and in a light drawn from the seed.

    Args:
        product: which.
        seed: another seed is another photo.
        size_px: both sides of the photo, 16 to 2048.
        ground: `plain` is white or grey like a packshot, `scene` a counter with things
            around as a phone takes it, `transparent` gives the product alone.

    Returns:
        (size_px, size_px, 3) RGB uint8, or 4 with opacity for `transparent`.

    Raises:
        BadSynthRequest: size or ground is none of these.
    """
    if not 16 <= size_px <= 2048:
        raise BadSynthRequest("the side of a view in pixels", "16 to 2048", size_px)
    if ground not in ("plain", "scene", "transparent"):
        raise BadSynthRequest("the ground", "plain, scene or transparent", ground)
    rng = np.random.default_rng([product.seed, seed, 51])
    fine = 1.5 if size_px <= 160 else 1.25 if size_px <= 256 else 1.75
    body, light = body_of(product), draw_light(rng)
    pose, camera = draw_pose(body, rng, tidy=ground != "scene")
    camera = camera.scaled(size_px * fine / camera.size_wh[0])
    layer = draw_body(
        body.shape, skin_of(product, detail_for(size_px)), pose, camera, light, whole=False
    )
    if layer is None:  # closer than the lens allows: step back
        camera = look_at(np.zeros(3, np.float32), 90, 0.9, 0, fov=0.5, size_wh=camera.size_wh)
        layer = draw_body(body.shape, skin_of(product, detail_for(size_px)), pose, camera, light)
    if layer is None:
        raise BadSynthRequest("the seed", "one whose camera sees the product", seed)
    if ground == "transparent":
        return _cut_out(layer, camera, size_px)
    world = [pose.to_world(piece) for piece in body.shape.pieces]
    if ground == "plain":
        counter, others, layers = _studio(camera, rng), [], []
    else:
        counter = _table(camera, rng)
        others, layers = _bystanders(pose, body, camera, light, rng, size_px)
    lit = lit_ground(counter, [world, *others], camera, light)
    picture, _ = lay_over(lit, [layer, *layers])
    return take_photo(
        picture,
        (size_px, size_px),
        rng,
        0.1 if ground == "plain" else float(rng.uniform(0.05, 0.9)),
    )


def detail_for(size_px: int) -> int:
    """Texels along a face that a picture of this size can show."""
    return 300 if size_px <= 320 else 480 if size_px <= 700 else 900


def draw_turn(body: Body, kind_of_pose: str, rng: np.random.Generator, *, tidy: bool) -> Floats:
    """A (3, 3) turn: `upright`, `lying` or, for what is seen from any side, `lying` on its back."""
    spread = 0.5 if tidy else 0.8
    yaw = float(rng.normal(0, spread)) if rng.random() < 0.75 else float(rng.uniform(-np.pi, np.pi))
    if kind_of_pose == "upright":
        return turned(yaw)
    roll = float(rng.normal(0, 0.5)) if rng.random() < 0.7 else float(rng.uniform(-np.pi, np.pi))
    if body.vessel is None:  # boxes and pouches lie on a face
        sides = [0.0, 0.0, 0.0, np.pi] + (
            [np.pi / 2, -np.pi / 2] if body.gloss < 0.6 and hasattr(body.shape, "edge_cm") else []
        )
        roll = float(sides[rng.integers(len(sides))])
    return turned(yaw, -np.pi / 2, roll)


def draw_pose(body: Body, rng: np.random.Generator, *, tidy: bool) -> tuple[Pose, Camera]:
    """A pose on the counter and a camera that sees nearly all of it."""
    points = np.concatenate(body.shape.pieces)
    is_lying = rng.random() < (0.12 if tidy else 0.3)
    turn = draw_turn(body, "lying" if is_lying else "upright", rng, tidy=tidy)
    pose = resting(turn, points, (0.0, 0.0))
    world = pose.to_world(points)
    if tidy:
        elevation = rng.uniform(0.08, 0.45) if not is_lying else rng.uniform(0.7, 1.45)
    else:
        elevation = rng.uniform(0.12, 1.1) if not is_lying else rng.uniform(0.55, 1.5)
    roll = float(rng.normal(0, 0.05 if tidy else 0.14))
    if not tidy and rng.random() < 0.2:
        roll = float(rng.uniform(-np.pi, np.pi))
    fill = float(rng.uniform(0.8, 0.96) if tidy else rng.uniform(0.66, 1.1))
    off = (
        float(rng.uniform(-0.15, 0.15)) * max(0.0, 1 - fill),
        float(rng.uniform(-0.15, 0.15)) * max(0.0, 1 - fill),
    )
    camera = framed(
        world, float(elevation), fov=float(rng.uniform(0.25, 0.75)), roll=roll, fill=fill, off=off
    )
    return pose, camera


def _cut_out(layer: Layer, camera: Camera, size_px: int) -> Pixels:
    width, height = camera.size_wh
    picture, owner = lay_over(np.zeros((height, width, 3), np.float32), [layer])
    solid = (owner >= 0).astype(np.float32)
    shown = np.sqrt(np.clip(picture, 0, 1))
    whole = cv2.resize(
        np.dstack([shown * solid[..., None], solid]),
        (size_px, size_px),
        interpolation=cv2.INTER_AREA,
    )
    straight = whole[..., :3] / np.maximum(whole[..., 3:], 1e-3)
    return np.clip(np.dstack([straight, whole[..., 3]]) * 255 + 0.5, 0, 255).astype(np.uint8)


def _studio(camera: Camera, rng: np.random.Generator) -> Counter:
    tone = int(rng.choice([250, 252, 240, 225]))
    low, high = visible_ground(camera, 120)
    width, height = camera.size_wh
    sweep = np.full((height, width, 3), tone, np.uint8)
    return Counter(np.full((8, 8, 3), tone, np.uint8), low, high, sweep)


def _table(camera: Camera, rng: np.random.Generator) -> Counter:
    kind = GROUND_KINDS[rng.integers(len(GROUND_KINDS))]
    reach = float(
        camera.position[2] * rng.uniform(0.8, 2.0) + np.hypot(*camera.position[:2]) * 1.4 + 10
    )
    low, high = visible_ground(camera, reach)
    size_cm = high[0] - low[0], high[1] - low[1]
    texels_per_cm = min(360.0 * camera.size_wh[0] / 336, 700.0) / max(size_cm)
    picture = draw_ground(kind, size_cm, texels_per_cm, rng)
    if rng.random() < 0.5:
        picture = stamp_distractors(picture, texels_per_cm, int(rng.integers(1, 4)), rng)
    return Counter(picture, low, high, draw_backdrop(camera.size_wh, rng))


def draw_backdrop(size_wh: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """A room far out of focus: shelves, lamps, blots of colour. (h, w, 3) RGB."""
    tone = rng.uniform(40, 210)
    small = np.clip(tone + rng.normal(0, 9, (48, 48, 1)) + rng.normal(0, 8, 3), 0, 255)
    small = np.broadcast_to(small, (48, 48, 3)).copy()
    for _ in range(int(rng.integers(3, 14))):
        x, y, w, h = (
            rng.integers(0, 44),
            rng.integers(0, 44),
            rng.integers(2, 14),
            rng.integers(2, 20),
        )
        colour = rng.uniform(10, 245, 3)
        small[y : y + h, x : x + w] = colour * 0.35 + colour.mean() * 0.4 + tone * 0.25
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), float(rng.uniform(0.8, 3)))
    return np.clip(cv2.resize(soft, size_wh, interpolation=cv2.INTER_CUBIC), 0, 255).astype(
        np.uint8
    )


def _bystanders(
    pose: Pose, body: Body, camera: Camera, light: Light, rng: np.random.Generator, size_px: int
) -> tuple[list[list[Floats]], list[Layer]]:
    """Up to two other products beside or behind, as shops have them."""
    worlds: list[list[Floats]] = []
    layers: list[Layer] = []
    own = np.ptp(pose.to_world(np.concatenate(body.shape.pieces))[:, :2], axis=0).max() / 2
    for _ in range(int(rng.choice([0, 0, 0, 1, 1, 2]))):
        other = make_product(int(rng.integers(_BYSTANDERS)) + 7_000_000)
        shape = body_of(other).shape
        points = np.concatenate(shape.pieces)
        room = own + np.hypot(*np.ptp(points[:, :2], axis=0)) / 2 + rng.uniform(0.5, 6)
        angle = rng.uniform(0.0, np.pi)  # behind: not between the product and the camera
        where = resting(
            turned(float(rng.uniform(-np.pi, np.pi))),
            points,
            (float(np.cos(angle) * room), float(np.sin(angle) * room)),
        )
        layer = draw_body(
            shape, skin_of(other, detail_for(size_px)), where, camera, light, whole=False
        )
        if layer is not None:
            worlds.append([where.to_world(piece) for piece in shape.pieces])
            layers.append(layer)
    return worlds, layers
