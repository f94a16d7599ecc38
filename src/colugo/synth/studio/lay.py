"""Lays cut-outs flat on a stage: where they go, how they look there, the shadows they throw.

A cut-out has no depth: it lies, as a product seen from above does, and throws the shadow of a body
of some thickness. Cameras that slant far would show that it has no sides; the studio's do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Camera, Floats
from colugo.synth.canvas import Pixels
from colugo.synth.light import Light

_FINER = 1.5  # a cut-out is made smaller to so many texels a pixel, for smooth letters


@dataclass(frozen=True, eq=False)
class Lying:
    """A cut-out on the counter."""

    sku: str
    pixels: Pixels  # (h, w, 4) RGB and opacity
    length_cm: float  # of its longer side
    thick_cm: float
    turn: float  # radians
    at: tuple[float, float]  # its middle, cm
    on_z: float = 0.0  # what it lies on, cm

    @cached_property
    def outer(self) -> Floats:
        """The corners of its outline's hull around the origin, turned, (n, 2) cm."""
        inside = cv2.findNonZero((self.pixels[..., 3] > 127).astype(np.uint8))
        hull = cv2.convexHull(inside)[:, 0].astype(np.float64)
        flat = np.column_stack([hull, np.ones(len(hull))]) @ self._to_cm((0.0, 0.0)).T
        return np.asarray(flat[:, :2], np.float32)

    def homography(self, camera: Camera, moved: tuple[float, float] = (0.0, 0.0)) -> Floats:
        """The (3, 3) matrix from its pixels to those of the camera's picture."""
        place = self.at[0] + moved[0], self.at[1] + moved[1]
        return np.asarray(camera.ground_homography(self.on_z) @ self._to_cm(place))

    def _to_cm(self, at: tuple[float, float]) -> NDArray[np.float64]:
        height, width = self.pixels.shape[:2]
        scale = self.length_cm / max(height, width)
        cos, sin = np.cos(self.turn) * scale, np.sin(self.turn) * scale
        turn = np.array([[cos, sin], [sin, -cos]])  # rows go down, y goes away
        shift = np.array(at) - turn @ (width / 2, height / 2)
        return np.vstack([np.column_stack([turn, shift]), [0, 0, 1]])


@dataclass(frozen=True, eq=False)
class Laid:
    """A picture in linear light with cut-outs on it.

    Attributes:
        picture: (h, w, 3).
        owner: (h, w) which of them each pixel shows, -1 the ground.
        whole: how many pixels each would show if it lay alone on an endless picture.
        extents: the box of each as if it lay alone, in pixels, not clipped.
    """

    picture: Floats
    owner: NDArray[np.int16]
    whole: tuple[float, ...]
    extents: tuple[tuple[float, float, float, float], ...]


def lay_down(ground: Floats, things: Sequence[Lying], camera: Camera, light: Light) -> Laid:
    """Paint cut-outs and their shadows over a ground, the lowest first.

    Args:
        ground: (h, w, 3) linear light.
        things: what lies there, in any order.
        camera: who looks.
        light: what shines.
    """
    picture, owner = ground.copy(), np.full(ground.shape[:2], -1, np.int16)
    whole, extents = [0.0] * len(things), [(0.0, 0.0, 0.0, 0.0)] * len(things)
    brightness = light.sky + light.key * float(light.towards[2])
    for number in sorted(range(len(things)), key=lambda n: things[n].on_z):
        thing = _sharpened(things[number], camera)
        matrix = thing.homography(camera)
        corners = _through(matrix, _rim(thing.pixels))
        extents[number] = _box(_through(matrix, _solid_rim(thing.pixels)))
        whole[number] = _area(thing.pixels, matrix)
        part = _spot(corners, thing, camera)
        if part is None:
            continue
        spot, corner = part
        size = spot[1].stop - spot[1].start, spot[0].stop - spot[0].start
        picture[spot] *= _shade(thing, camera, light, corner, size)[..., None]
        layer = _warped(thing.pixels.astype(np.float32) / 255, matrix, corner, size)
        share = layer[..., 3:]
        straight = layer[..., :3] / np.maximum(share, 1e-3)
        picture[spot] += (straight**2 * np.float32(brightness) - picture[spot]) * share
        owner[spot][share[..., 0] > 0.5] = number
    return Laid(picture, owner, tuple(whole), tuple(extents))


def _sharpened(thing: Lying, camera: Camera) -> Lying:
    """The cut-out at about the size in which the picture shows it."""
    px_per_cm = camera.focal_px / float(camera.position[2])
    wanted = thing.length_cm * px_per_cm * _FINER
    factor = wanted / max(thing.pixels.shape[:2])
    if factor >= 1:
        return thing
    size = [max(2, round(side * factor)) for side in thing.pixels.shape[1::-1]]
    opaque = thing.pixels[..., 3:].astype(np.float32) / 255
    small = cv2.resize(
        np.dstack([thing.pixels[..., :3] * opaque, opaque]), size, interpolation=cv2.INTER_AREA
    )
    straight = small[..., :3] / np.maximum(small[..., 3:], 1e-3)
    pixels = np.clip(np.dstack([straight, small[..., 3] * 255]), 0, 255).astype(np.uint8)
    return Lying(
        thing.sku, pixels, thing.length_cm, thing.thick_cm, thing.turn, thing.at, thing.on_z
    )


def _shade(
    thing: Lying, camera: Camera, light: Light, corner: tuple[int, int], size: tuple[int, int]
) -> Floats:
    """How much light what is below keeps, (h, w): the lamp's shadow and the dark of the contact."""
    px_per_cm = camera.focal_px / float(camera.position[2])
    opaque = np.ascontiguousarray(thing.pixels[..., 3]).astype(np.float32) / 255
    slide = -light.towards[:2] / light.towards[2] * thing.thick_cm
    slide *= min(1.0, 2.2 * thing.thick_cm / max(1e-6, float(np.hypot(*slide))))
    cast = np.zeros(size[::-1], np.float32)
    for share in (0.15, 0.4, 0.7, 1.0):
        moved = float(slide[0] * share), float(slide[1] * share)
        np.maximum(cast, _warped(opaque, thing.homography(camera, moved), corner, size), out=cast)
    close = _warped(opaque, thing.homography(camera), corner, size)
    soft = px_per_cm * (0.15 + 0.55 * light.softness * thing.thick_cm / 2)
    dark = _blurred(cast, soft) * np.float32(0.95 - 0.35 * light.softness)
    near = _blurred(close, px_per_cm * 0.55) * np.float32(0.65)
    lamp = light.key * float(light.towards[2])
    return np.asarray((light.sky + lamp * (1 - dark)) / (light.sky + lamp) * (1 - near))


def _blurred(mask: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, sigma)))


def _warped(
    pixels: Floats, matrix: Floats, corner: tuple[int, int], size: tuple[int, int]
) -> Floats:
    """Pixels with premultiplied colours in a part of the picture; clear where there are none."""
    if pixels.ndim == 3:
        pixels = np.dstack([pixels[..., :3] * pixels[..., 3:], pixels[..., 3]])
    moved = np.array([[1, 0, -corner[0]], [0, 1, -corner[1]], [0, 0, 1.0]]) @ matrix
    return np.asarray(cv2.warpPerspective(pixels, moved, size, flags=cv2.INTER_LINEAR))


def _spot(
    corners: Floats, thing: Lying, camera: Camera
) -> tuple[tuple[slice, slice], tuple[int, int]] | None:
    """The part of the picture that a cut-out and its shadow can reach, None if none."""
    reach = (thing.thick_cm * 3 + 1.5) * camera.focal_px / float(camera.position[2])
    width, height = camera.size_wh
    left, top = np.floor(np.maximum(corners.min(axis=0) - reach, 0)).astype(int)
    right, bottom = np.ceil(
        np.minimum(corners.max(axis=0) + reach, np.array([width, height]))
    ).astype(int)
    if right - left < 2 or bottom - top < 2:
        return None
    return (slice(int(top), int(bottom)), slice(int(left), int(right))), (int(left), int(top))


def _rim(pixels: Pixels) -> Floats:
    height, width = pixels.shape[:2]
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def _solid_rim(pixels: Pixels) -> Floats:
    """Corners around what is more than half opaque, (n, 2)."""
    inside = cv2.findNonZero((pixels[..., 3] > 127).astype(np.uint8))
    return np.asarray(cv2.convexHull(inside)[:, 0] + 0.5, np.float64)


def _through(matrix: Floats, points: Floats) -> Floats:
    seen = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(seen[:, :2] / seen[:, 2:])


def _box(points: Floats) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _area(pixels: Pixels, matrix: Floats) -> float:
    """How many pixels the solid part covers: its share of its hull times the hull's area."""
    solid = pixels[..., 3] > 127
    hull = cv2.convexHull(cv2.findNonZero(solid.astype(np.uint8)))
    share = float(solid.sum()) / max(1.0, cv2.contourArea(hull))
    return share * cv2.contourArea(_through(matrix, hull[:, 0].astype(float)).astype(np.float32))
