"""What is around one product on its photo: a studio, or a table in a room. Knows grounds."""

from dataclasses import dataclass

import cv2
import numpy as np

from colugo.synth.bodies import body_of
from colugo.synth.camera import Camera, Floats, resting, turned
from colugo.synth.canvas import Pixels
from colugo.synth.counter import Counter, visible_ground
from colugo.synth.distractors import stamp_distractors
from colugo.synth.draw import Layer, draw_body
from colugo.synth.grounds import GROUND_KINDS, draw_ground
from colugo.synth.light import Light
from colugo.synth.product import make_product
from colugo.synth.skin import skin_of

_BYSTANDERS = range(9_990_000_000, 9_990_000_024)  # seeds outside of every shop
_STUDIO_TONES = (250, 252, 240, 225)


@dataclass(frozen=True, eq=False)
class Bystander:
    """A product that happens to stand nearby."""

    world: list[Floats]  # its convex pieces, (n, 3) world points each
    layer: Layer


def studio(camera: Camera, rng: np.random.Generator) -> Counter:
    """A seamless white or light grey sweep."""
    tone = _STUDIO_TONES[int(rng.integers(len(_STUDIO_TONES)))]
    width, height = camera.size_wh
    sweep = np.full((height, width, 3), tone, np.uint8)
    return Counter(sweep[:8, :8], *visible_ground(camera, 120), sweep)


def table(camera: Camera, rng: np.random.Generator) -> Counter:
    """A table with a few things on it, and a room out of focus behind its far rim."""
    foot = float(np.hypot(camera.position[0], camera.position[1]))
    low, high = visible_ground(camera, camera.position[2] * rng.uniform(0.8, 2.0) + foot * 1.4 + 10)
    size_cm = high[0] - low[0], high[1] - low[1]
    texels_per_cm = min(1.07 * max(camera.size_wh), 700.0) / max(size_cm)
    kind = GROUND_KINDS[int(rng.integers(len(GROUND_KINDS)))]
    picture = draw_ground(kind, size_cm, texels_per_cm, rng)
    if rng.random() < 0.5:
        picture = stamp_distractors(picture, texels_per_cm, int(rng.integers(1, 4)), rng)
    return Counter(picture, low, high, room(camera.size_wh, rng))


def room(size_wh: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """A room far out of focus: shelves, lamps, blots of colour. (h, w, 3) RGB."""
    tone = rng.uniform(40, 210)
    small = tone + rng.normal(0, 9, (48, 48, 1)) + rng.normal(0, 8, 3)
    for _ in range(int(rng.integers(3, 14))):
        (x, y), (w, h) = rng.integers(0, 44, 2), rng.integers(2, (14, 20))
        colour = rng.uniform(10, 245, 3)
        small[y : y + h, x : x + w] = colour * 0.35 + colour.mean() * 0.4 + tone * 0.25
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), float(rng.uniform(0.8, 3)))
    whole = cv2.resize(soft, size_wh, interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(whole, 0, 255), np.uint8)


def bystanders(
    own: Floats, camera: Camera, light: Light, detail_px: int, rng: np.random.Generator
) -> list[Bystander]:
    """Up to two other products beside or behind the one whose world points (n, 3) are `own`."""
    reach = float(np.ptp(own[:, :2], axis=0).max()) / 2
    found = []
    for _ in range(int(rng.choice([0, 0, 0, 1, 1, 2]))):
        other = make_product(_BYSTANDERS[int(rng.integers(len(_BYSTANDERS)))])
        shape = body_of(other).shape
        points = np.concatenate(shape.pieces)
        away = reach + float(np.hypot(*np.ptp(points[:, :2], axis=0))) / 2 + rng.uniform(0.5, 6)
        angle = rng.uniform(0.0, np.pi)  # not between the product and the camera
        at = (float(np.cos(angle) * away), float(np.sin(angle) * away))
        pose = resting(turned(float(rng.uniform(-np.pi, np.pi))), points, at)
        skin = skin_of(other, detail_px)
        layer = draw_body(shape, skin, pose, camera, light, whole=False)
        if layer is not None:
            found.append(Bystander([pose.to_world(piece) for piece in shape.pieces], layer))
    return found
