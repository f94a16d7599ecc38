"""One body in the light, as a camera sees it. Knows rays, skins and light."""

from dataclasses import dataclass

import numpy as np

from colugo.synth.camera import Camera, Floats, Pose, Rect
from colugo.synth.light import MIRROR_PX, Light
from colugo.synth.shapes import Hits, Shape, sample
from colugo.synth.skin import Skin

_NEAREST_CM = 2.0
_LARGEST = 6  # a body that would fill this many pictures is not drawn


@dataclass(frozen=True, eq=False)
class Layer:
    """One body as the camera sees it, in a rect of the picture."""

    rect: Rect  # may reach out of the picture
    colour: Floats  # (h, w, 3) linear light
    opacity: Floats  # (h, w) 0 where the body is not
    depth: Floats  # (h, w) cm, inf where the body is not


@dataclass(frozen=True, eq=False)
class _Surface:
    """What n rays meet, in the world."""

    rays: Floats  # (3, n) one cm of depth long
    normal: Floats  # (3, n)
    height_cm: Floats  # (n,) over what the body stands on
    albedo: Floats  # (n, 3) linear
    gloss: Floats  # (n,) 0..1, as are the next two
    metal: Floats
    opacity: Floats


def draw_body(
    shape: Shape, skin: Skin, pose: Pose, camera: Camera, light: Light, *, whole: bool = True
) -> Layer | None:
    """Draw one body; None when the camera does not see it, or from far too near.

    Args:
        shape: its form.
        skin: what is printed on it.
        pose: where it stands.
        camera: who looks.
        light: what shines.
        whole: draw what reaches out of the picture, too.
    """
    rect = _rect(shape, pose, camera, whole)
    if rect is None:
        return None
    rays = camera.rays(rect)
    origin = (camera.position - pose.shift) @ pose.turn
    hits = shape.hit(origin, np.tensordot(pose.turn.T, rays, axes=1).astype(np.float32))
    if not len(hits.index):
        return None
    surface = _surface(hits, skin, pose, camera, rays.reshape(3, -1)[:, hits.index])
    return _layer(rect, hits, _lit(surface, camera, light), surface.opacity)


def _rect(shape: Shape, pose: Pose, camera: Camera, whole: bool) -> Rect | None:
    """The part of the picture in which a body may be."""
    pixels, depths = camera.project(pose.to_world(np.concatenate(shape.pieces)))
    if depths.min() < _NEAREST_CM:
        return None
    (left, top), (right, bottom) = pixels.min(axis=0), pixels.max(axis=0)
    x0, y0, x1, y1 = int(left) - 2, int(top) - 2, int(right) + 2, int(bottom) + 2
    width, height = camera.size_wh
    if not whole:
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    is_drawn = x1 > x0 and y1 > y0 and (x1 - x0) * (y1 - y0) <= _LARGEST * width * height
    return (x0, y0, x1, y1) if is_drawn else None


def _surface(hits: Hits, skin: Skin, pose: Pose, camera: Camera, rays: Floats) -> _Surface:
    colours, scale = skin.level_for(camera.focal_px / float(np.median(hits.depth)))
    albedo = np.asarray(sample(colours, hits.atlas_xy * np.float32(scale) - 0.5), np.float32) / 255
    at = hits.atlas_xy * np.float32(skin.texels_per_cm / 4)
    finish = np.asarray(sample(skin.finish, at, nearest=True), np.float32).T / 255
    height_cm = camera.position[2] + rays[2] * hits.depth - pose.shift[2]
    return _Surface(rays, pose.turn @ hits.normal, height_cm, albedo * albedo, *finish)


def _lit(surface: _Surface, camera: Camera, light: Light) -> Floats:
    """The light (n, 3) that n points send to the camera."""
    normal, rays = surface.normal, surface.rays
    wrap = 0.1 + 0.35 * light.softness  # soft light reaches round the corner
    lamp = np.maximum((light.towards @ normal + wrap) * (light.key / (1 + wrap)), 0)
    sky = light.sky * 0.72 + light.sky * 0.28 * normal[2]
    shade = (lamp + sky) * np.minimum(0.68 + 0.13 * surface.height_cm, 1)  # the counter takes some
    faces = camera.turn[:2] @ (normal - rays * np.float32(0.9))  # which way each point faces
    at = np.clip(faces * 0.5 + 0.5, 0, 1) * (MIRROR_PX - 1)
    windows, room = np.asarray(sample(light.mirrors, at), np.float32).T
    x, y, z = rays
    straight = np.clip(-(normal * rays).sum(axis=0) / np.sqrt(x * x + y * y + z * z), 0, 1)
    grazing = (1 - straight) * (1 - straight) * (1 - straight)
    varnish = surface.gloss * np.sqrt(surface.gloss)
    mirrored = varnish * (windows * (0.42 + 0.8 * grazing) + 0.1 * grazing)
    dull = shade * (1 - surface.metal) + surface.metal * room * (0.3 + 0.6 * shade)
    # Glass and what is in it glow in the middle and darken towards the rim.
    dull *= 1 + np.minimum(3 - 3 * surface.opacity, 1) * (0.75 * straight - 0.4)
    # No brighter than a little over white, or single glints would make ragged rims.
    lit = surface.albedo * dull[:, None] + mirrored[:, None]
    return np.asarray(np.minimum(lit, np.float32(1.15)))


def _layer(rect: Rect, hits: Hits, lit: Floats, opacity: Floats) -> Layer:
    height, width = rect[3] - rect[1], rect[2] - rect[0]
    colour = np.zeros((height * width, 3), np.float32)
    solid, far = np.zeros(height * width, np.float32), np.full(height * width, np.inf, np.float32)
    colour[hits.index], solid[hits.index], far[hits.index] = lit, opacity, hits.depth
    shape = (height, width)
    return Layer(rect, colour.reshape(*shape, 3), solid.reshape(shape), far.reshape(shape))
