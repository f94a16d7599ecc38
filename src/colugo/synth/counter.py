"""A counter with shadows, seen by a camera, and bodies laid over it by depth."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Camera, Floats
from colugo.synth.canvas import Pixels
from colugo.synth.draw import Layer
from colugo.synth.light import Light

_SHADOW_TEXELS = 420  # along the longer side of the shadow map, at most
_LINEAR = (np.arange(256, dtype=np.float32) / 255) ** 2  # light of each sRGB step, gamma taken as 2


@dataclass(frozen=True, eq=False)
class Counter:
    """A ground picture and the rectangle of the counter that it shows."""

    picture: Pixels  # (h, w, 3) RGB; row 0 is the far rim
    low_xy: tuple[float, float]  # cm
    high_xy: tuple[float, float]
    backdrop: Pixels | None = None  # what is behind the counter, as large as the photo, or none


def visible_ground(
    camera: Camera, reach_cm: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The rectangle of the counter in the picture, within `reach_cm` of the camera's foot."""
    width, height = camera.size_wh
    steps = np.linspace(0, 1, 5)
    rim = [(x * width, y * height) for x in steps for y in steps if x in (0, 1) or y in (0, 1)]
    points = np.stack([ground_at(camera, at, reach_cm) for at in rim])
    low, high = points.min(axis=0) - 2, points.max(axis=0) + 2
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


def ground_at(camera: Camera, pixel: tuple[float, float], reach_cm: float = 1e4) -> Floats:
    """Where on the counter a pixel looks, (2,) cm, at most `reach_cm` from the camera's foot."""
    width, height = camera.size_wh
    ray = np.array([pixel[0] - width / 2, pixel[1] - height / 2, camera.focal_px]) @ camera.turn
    ray /= camera.focal_px
    away = reach_cm / max(1e-6, float(np.hypot(ray[0], ray[1])))
    down = -camera.position[2] / ray[2] if ray[2] < -1e-3 else away
    return np.asarray(camera.position[:2] + ray[:2] * min(float(down), away), np.float32)


def lit_ground(
    counter: Counter, bodies: list[list[Floats]], camera: Camera, light: Light
) -> Floats:
    """The picture of the empty counter in linear light (h, w, 3), with the bodies' shadows on it.

    Args:
        counter: what to show.
        bodies: for each body its convex pieces, (n, 3) world points.
        camera: who looks.
        light: what shines.
    """
    to_pixels = camera.ground_homography() @ _texels_to_cm(counter, counter.picture.shape)
    seen = cv2.warpPerspective(
        counter.picture, to_pixels, camera.size_wh, borderMode=cv2.BORDER_REFLECT
    )
    albedo = cv2.LUT(seen, _LINEAR)
    texels = min(_SHADOW_TEXELS, max(camera.size_wh))
    shade = _shading(counter, bodies, light, texels)
    to_shade = camera.ground_homography() @ _texels_to_cm(counter, shade.shape)
    warped = cv2.warpPerspective(shade, to_shade, camera.size_wh, borderMode=cv2.BORDER_REPLICATE)
    return _with_backdrop(cv2.multiply(albedo, warped), counter, camera)


def _texels_to_cm(counter: Counter, shape: tuple[int, ...]) -> NDArray[np.float64]:
    (x0, y0), (x1, y1) = counter.low_xy, counter.high_xy
    across, along = (x1 - x0) / shape[1], (y1 - y0) / shape[0]
    return np.array([[across, 0, x0 + across / 2], [0, -along, y1 - along / 2], [0, 0, 1]])


def _shading(counter: Counter, bodies: list[list[Floats]], light: Light, texels: int) -> Floats:
    """How much light each spot of the counter gets, (h, w, 3): cast and contact shadows."""
    (x0, y0), (x1, y1) = counter.low_xy, counter.high_xy
    scale = texels / max(x1 - x0, y1 - y0)
    size = max(4, round((y1 - y0) * scale)), max(4, round((x1 - x0) * scale))
    cast, contact = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    slide = light.towards[:2] / light.towards[2]
    for pieces in bodies:
        for piece in pieces:
            _fill(cast, piece[:, :2] - slide * piece[:, 2:], counter, scale)
        points = np.concatenate(pieces)
        _fill(contact, points[points[:, 2] < points[:, 2].min() + 0.9][:, :2], counter, scale)
    depth = np.float32(0.95 - 0.35 * light.softness)
    dark = _softened(cast, 0.35 + scale * (0.15 + 1.1 * light.softness)) * depth
    close = _softened(contact, 0.35 + scale * 0.55) * np.float32(0.75)
    shade = (light.sky + light.key * light.towards[2] * (1 - dark)) * (1 - close)
    return np.asarray(cv2.merge([shade, shade, shade]), np.float32)


def _softened(mask: NDArray[np.uint8], sigma: float) -> Floats:
    """Blur a mask, to 0..1, by two boxes. Source: a box of width w has variance (w^2 - 1) / 12."""
    side = int(np.sqrt(6 * sigma**2 + 1)) | 1
    return np.asarray(cv2.blur(cv2.blur(mask, (side, side)), (side, side)), np.float32) / 255


def _fill(mask: NDArray[np.uint8], xy: Floats, counter: Counter, scale: float) -> None:
    texels = np.stack(
        [(xy[:, 0] - counter.low_xy[0]) * scale, (counter.high_xy[1] - xy[:, 1]) * scale], 1
    )
    hull = cv2.convexHull(texels.astype(np.float32))
    cv2.fillConvexPoly(mask, np.round(hull * 8).astype(np.int32), 255, cv2.LINE_AA, shift=3)


def _with_backdrop(lit: Floats, counter: Counter, camera: Camera) -> Floats:
    """Where the picture looks over the counter's far rim, what is behind it."""
    if counter.backdrop is None:
        return lit
    width, height = camera.size_wh
    back = np.linalg.inv(camera.ground_homography())
    back *= np.sign(back[2] @ np.array([width / 2, height * 4.0, 1.0]))  # below is the counter
    x = (np.arange(width, dtype=np.float32) + 0.5)[None, :]
    y = (np.arange(height, dtype=np.float32) + 0.5)[:, None]
    ahead, weight = (row[0] * x + row[1] * y + row[2] for row in back[1:].astype(np.float32))
    behind = (weight <= 0) | (ahead > np.float32(counter.high_xy[1] - 2) * weight)
    if not behind.any():
        return lit
    share = cv2.blur(behind.astype(np.float32), (max(1, width // 80),) * 2)
    backdrop = cv2.LUT(counter.backdrop, _LINEAR)
    return np.asarray(cv2.blendLinear(lit, backdrop, 1 - share, share))


def front_most(layers: Sequence[Layer], size_wh: tuple[int, int]) -> NDArray[np.int16]:
    """Which layer is nearest in each pixel, (h, w); -1 where there is none."""
    width, height = size_wh
    nearest = np.full((height, width), np.inf, np.float32)
    owner = np.full((height, width), -1, np.int16)
    for number, layer in enumerate(layers):
        here, there = _overlap(layer, size_wh)
        in_front = layer.depth[there] < nearest[here]
        owner[here][in_front] = number
        nearest[here][in_front] = layer.depth[there][in_front]
    return owner


def lay_over(ground: Floats, layers: Sequence[Layer]) -> tuple[Floats, NDArray[np.int16]]:
    """Put bodies over a ground, nearer ones in front; what is clear lets through what is behind.

    Returns:
        The picture (h, w, 3) in linear light, and which layer each pixel shows (-1 the ground).
    """
    size_wh = ground.shape[1], ground.shape[0]
    picture, owner = ground.copy(), front_most(layers, size_wh)
    middles = [float(np.median(layer.depth[np.isfinite(layer.depth)])) for layer in layers]
    nearest = np.full(ground.shape[:2], np.inf, np.float32)
    for number in np.argsort(middles)[::-1]:  # the farthest first
        layer = layers[number]
        here, there = _overlap(layer, size_wh)
        in_front = layer.depth[there] < nearest[here]
        share = np.where(in_front, layer.opacity[there], 0)[..., None]
        picture[here] += (layer.colour[there] - picture[here]) * share
        np.minimum(nearest[here], layer.depth[there], out=nearest[here])
    return picture, owner


def _overlap(
    layer: Layer, size_wh: tuple[int, int]
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The part of a layer that is in the picture: where in the picture, where in the layer."""
    x0, y0, x1, y1 = layer.rect
    left, top = max(x0, 0), max(y0, 0)
    right, bottom = max(left, min(x1, size_wh[0])), max(top, min(y1, size_wh[1]))
    here = slice(top, bottom), slice(left, right)
    return here, (slice(top - y0, bottom - y0), slice(left - x0, right - x0))
