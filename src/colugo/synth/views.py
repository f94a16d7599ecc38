"""One photo of one product: a packshot, a phone photo, or a cut-out."""

from typing import Literal

import cv2
import numpy as np

from colugo.errors import BadSynthRequest
from colugo.synth.bodies import body_of
from colugo.synth.camera import Camera
from colugo.synth.canvas import Pixels
from colugo.synth.counter import lay_over, lit_ground
from colugo.synth.draw import Layer, draw_body
from colugo.synth.light import draw_light
from colugo.synth.outline import Seen, seen_of
from colugo.synth.photo import take_photo
from colugo.synth.poses import draw_pose
from colugo.synth.product import SynthProduct
from colugo.synth.skin import skin_of
from colugo.synth.surroundings import bystanders, studio, table

Ground = Literal["plain", "scene", "transparent"]


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
        raise BadSynthRequest("the ground of a view", "plain, scene or transparent", ground)
    return take_view(product, seed, size_px, ground)[0]


def take_view(
    product: SynthProduct, seed: int, size_px: int, ground: Ground
) -> tuple[Pixels, Seen | None]:
    """The photo as `render_view` takes it, and where the product is; None where it is alone."""
    rng = np.random.default_rng([product.seed, seed, 51])
    body, light, detail_px = body_of(product), draw_light(rng), detail_for(size_px)
    pose, camera = draw_pose(body, rng, tidy=ground != "scene")
    camera = camera.scaled(size_px * _fineness(size_px) / camera.size_wh[0])
    skin = skin_of(product, detail_px)
    layer = draw_body(body.shape, skin, pose, camera, light, whole=False)
    layers = [] if layer is None else [layer]
    if ground == "transparent":
        return _cut_out(layers, camera, size_px), None
    worlds = [[pose.to_world(piece) for piece in body.shape.pieces]]
    counter = studio(camera, rng) if ground == "plain" else table(camera, rng)
    if ground == "scene":
        others = bystanders(np.concatenate(worlds[0]), camera, light, detail_px, rng)
        worlds += [one.world for one in others]
        layers += [one.layer for one in others]
    picture, owner = lay_over(lit_ground(counter, worlds, camera, light), layers)
    roughness = 0.1 if ground == "plain" else float(rng.uniform(0.05, 0.9))
    size_wh = (size_px, size_px)
    is_own = (owner == 0) if layer is not None else np.zeros(owner.shape, np.bool_)
    seen = seen_of(is_own, owner.shape[1] / size_px, size_wh) if is_own.any() else None
    return take_photo(picture, size_wh, rng, roughness), seen


def detail_for(size_px: int) -> int:
    """Texels along a face that a picture of this size can show."""
    return 300 if size_px <= 320 else 480 if size_px <= 700 else 900


def _fineness(size_px: int) -> float:
    """How much larger a view is drawn than it will be, for smooth rims."""
    return 1.25 if 160 < size_px <= 256 else 1.5


def _cut_out(layers: list[Layer], camera: Camera, size_px: int) -> Pixels:
    width, height = camera.size_wh
    picture, owner = lay_over(np.zeros((height, width, 3), np.float32), layers)
    solid = (owner >= 0).astype(np.float32)[..., None]
    shown = np.dstack([np.sqrt(np.clip(picture, 0, 1)) * solid, solid])
    whole = cv2.resize(shown, (size_px, size_px), interpolation=cv2.INTER_AREA)
    straight = whole[..., :3] / np.maximum(whole[..., 3:], 1e-3)
    return np.clip(np.dstack([straight, whole[..., 3]]) * 255 + 0.5, 0, 255).astype(np.uint8)
