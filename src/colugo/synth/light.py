"""Light on a body: sun or lamp, sky, windows mirrored in what is glossy. Knows numpy and OpenCV."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Camera, Floats, Pose, Rect
from colugo.synth.shapes import Shape, sample
from colugo.synth.skin import Skin

_MIRROR_PX = 64


@dataclass(frozen=True, eq=False)
class Light:
    """Where the light of a picture comes from and what glossy things mirror."""

    towards: Floats  # (3,) from the counter to the lamp, length 1
    key: float  # strength of the lamp, about 1
    sky: float  # strength of the light from everywhere, about 0.5
    softness: float  # 0 sun with hard shadows .. 1 a cloudy window
    mirrors: Floats  # (64, 64, 2) what varnish and metal mirror, by the way they face the camera


@dataclass(frozen=True, eq=False)
class Layer:
    """One body as the camera sees it, in a rect of the picture."""

    rect: Rect  # may reach out of the picture
    colour: Floats  # (h, w, 3) linear light
    opacity: Floats  # (h, w) 0 where the body is not
    depth: Floats  # (h, w) cm, inf where the body is not


def draw_light(rng: np.random.Generator) -> Light:
    """A light at random, always from above."""
    height, around = rng.uniform(0.6, 1.35), rng.uniform(0, 2 * np.pi)
    towards = np.array(
        [np.cos(around) * np.cos(height), np.sin(around) * np.cos(height), np.sin(height)],
        np.float32,
    )
    softness = float(rng.uniform(0.1, 1.0))
    return Light(
        towards, key=float(rng.uniform(0.6, 0.95)), sky=float(rng.uniform(0.4, 0.62)), softness=softness,
        mirrors=np.dstack([_windows(rng, 0.02 + 0.1 * softness), _room(rng)]),
    )  # fmt: skip


def _windows(rng: np.random.Generator, blur: float) -> Floats:
    """Bright panes and a tall lamp at one side of a dark room, as a sphere would mirror them."""
    mirror = np.zeros((_MIRROR_PX, _MIRROR_PX), np.float32)
    side = rng.choice([-1, 1]) * rng.uniform(0.22, 0.36)
    panes = [(0.5 + side, 0.5, rng.uniform(0.02, 0.05), 0.42, rng.uniform(0.5, 1.3))]
    panes += [
        (
            rng.uniform(0.12, 0.88),
            rng.uniform(0.08, 0.45),
            rng.uniform(0.02, 0.09),
            rng.uniform(0.06, 0.26),
            rng.uniform(0.6, 1.6),
        )
        for _ in range(int(rng.integers(1, 4)))
    ]
    for x, y, across, along, strength in panes:
        corners = np.array(
            [
                (x - across, y - along),
                (x + across, y - along),
                (x + across, y + along),
                (x - across, y + along),
            ]
        )
        cv2.fillConvexPoly(mirror, np.round(corners * _MIRROR_PX).astype(np.int32), float(strength))
    return np.asarray(cv2.GaussianBlur(mirror, (0, 0), blur * _MIRROR_PX * 0.4 + 0.6), np.float32)


def _room(rng: np.random.Generator) -> Floats:
    """A room in bands, bright ceiling and dark floor, as metal mirrors it."""
    x, y = np.meshgrid(np.linspace(-1, 1, _MIRROR_PX), np.linspace(-1, 1, _MIRROR_PX))
    wave = np.sin(x * rng.uniform(4, 8) + rng.uniform(0, 6)) + 0.6 * np.sin(
        x * rng.uniform(10, 16) + y * 3 + 2
    )
    room = (1.0 + 0.75 * np.tanh(1.6 * wave)) * (0.95 - 0.45 * y)
    return np.clip(room, 0.1, 2.6).astype(np.float32)


def draw_body(
    shape: Shape, skin: Skin, pose: Pose, camera: Camera, light: Light, *, whole: bool = True
) -> Layer | None:
    """Draw one body; None when the camera does not see it.

    Args:
        shape: its form.
        skin: what is printed on it.
        pose: where it stands.
        camera: who looks.
        light: what shines.
        whole: draw what reaches out of the picture, too.
    """
    world = pose.to_world(np.concatenate(shape.pieces))
    pixels, depths = camera.project(world)
    if depths.min() < 2:
        return None
    low, high = np.floor(pixels.min(axis=0)) - 1, np.ceil(pixels.max(axis=0)) + 1
    rect = int(low[0]), int(low[1]), int(high[0]), int(high[1])
    if not whole:
        rect = (
            max(rect[0], 0),
            max(rect[1], 0),
            min(rect[2], camera.size_wh[0]),
            min(rect[3], camera.size_wh[1]),
        )
        if rect[2] <= rect[0] or rect[3] <= rect[1]:
            return None
    if (rect[2] - rect[0]) * (rect[3] - rect[1]) > 6 * camera.size_wh[0] * camera.size_wh[1]:
        return None
    rays = camera.rays(rect)
    origin = (camera.position - pose.shift) @ pose.turn
    hits = shape.hit(origin, np.tensordot(pose.turn.T, rays, axes=1).astype(np.float32))
    if len(hits.index) < 4:
        return None
    rays = rays.reshape(3, -1)[:, hits.index]
    normal = pose.turn @ hits.normal
    texels = camera.focal_px / float(np.median(hits.depth))
    colours, scale = skin.level_for(texels)
    albedo = np.asarray(sample(colours, hits.atlas_xy * np.float32(scale) - 0.5), np.float32) / 255
    finish_xy = hits.atlas_xy * np.float32(skin.texels_per_cm / 4)
    finish = np.asarray(sample(skin.finish, finish_xy, nearest=True), np.float32) / 255
    height_cm = camera.position[2] + rays[2] * hits.depth - pose.shift[2]
    lit = _lit(albedo * albedo, finish, normal, rays, height_cm, camera, light)
    return _layer(rect, hits.index, lit, finish[:, 2], hits.depth)


def _lit(
    albedo: Floats,
    finish: Floats,
    normal: Floats,
    rays: Floats,
    height_cm: Floats,
    camera: Camera,
    light: Light,
) -> Floats:
    """The light (n, 3) that n points send to the camera; albedo is linear."""
    wrap = 0.1 + 0.35 * light.softness
    facing = light.towards @ normal
    lamp = np.maximum((facing + wrap) * (light.key / (1 + wrap)), 0)
    sky = light.sky * 0.72 + light.sky * 0.28 * normal[2]
    near_counter = np.minimum(0.677 + height_cm * 0.127, 1)
    shade = (lamp + sky) * near_counter
    gloss, metal = finish[:, 0], finish[:, 1]
    spot = (
        camera.turn[:2] @ (normal - rays * np.float32(0.9))
    ) * 0.5 + 0.5  # which way each point faces
    mirror = np.asarray(sample(light.mirrors, np.clip(spot, 0, 1) * (_MIRROR_PX - 1)), np.float32)
    x, y, z = rays
    straight = (normal * rays).sum(axis=0) / np.sqrt(x * x + y * y + z * z)
    away = 1 - np.clip(-straight, 0, 1)
    grazing = away * away * away
    mirrored = gloss * np.sqrt(gloss) * (mirror[:, 0] * (0.42 + 0.8 * grazing) + 0.1 * grazing)
    dull = shade * (1 - metal) + metal * mirror[:, 1] * (0.3 + 0.6 * shade)
    clear = (
        1 - finish[:, 2]
    )  # glass and what is in it glow in the middle and darken towards the rim
    dull *= 1 + np.minimum(clear * 3, 1) * (0.75 * np.clip(-straight, 0, 1) - 0.4)
    # No brighter than a little over white, or single glints would make ragged rims.
    return np.minimum(albedo * dull[:, None] + mirrored[:, None], np.float32(1.15)).astype(
        np.float32
    )


def _layer(
    rect: Rect, index: NDArray[np.int64], lit: Floats, opacity: Floats, depth: Floats
) -> Layer:
    height, width = rect[3] - rect[1], rect[2] - rect[0]
    colour = np.zeros((height * width, 3), np.float32)
    solid, far = np.zeros(height * width, np.float32), np.full(height * width, np.inf, np.float32)
    colour[index], solid[index], far[index] = lit, opacity, depth
    shape = (height, width)
    return Layer(rect, colour.reshape(*shape, 3), solid.reshape(shape), far.reshape(shape))
