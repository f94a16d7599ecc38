"""Bodies, where a view ray meets them, and bodies turned on a lathe. Knows numpy and OpenCV.

A body stands on z = 0 around the z axis, in centimetres. Each has flat `faces`,
rectangles of an atlas in centimetres; a hit says where on the atlas it is.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Floats

_OUT = np.linspace(0, 1, 128, dtype=np.float32)
# How far a lid's normal leans outwards at each share of its radius: a raised rim, a step
# inside it, a slight dome.
_RIM, _STEP = np.exp(-(((_OUT - 0.98) / 0.03) ** 2)), np.exp(-(((_OUT - 0.89) / 0.025) ** 2))
_LID_LEAN = (0.9 * _RIM - 0.8 * _STEP + 0.12 * (_OUT - 0.4)).astype(np.float32)
FaceRects = dict[str, tuple[float, float, float, float]]  # x, y, width, height in cm
GUTTER_CM = 0.6


@dataclass(frozen=True, eq=False)
class Hits:
    """Which rays meet a body, and where. All arrays have one number per ray that does."""

    index: NDArray[np.int64]  # flat number of the ray
    depth: Floats  # cm along the view
    normal: Floats  # (3, n) of the body, length about 1
    atlas_xy: Floats  # (2, n) cm on the atlas


NO_HITS = Hits(
    np.zeros(0, np.int64), *(np.zeros(shape, np.float32) for shape in ((0,), (3, 0), (2, 0)))
)


class Shape(Protocol):
    """What every body can do."""

    @property
    def faces(self) -> FaceRects:
        """Where each face lies on the atlas."""
        ...

    @property
    def pieces(self) -> tuple[Floats, ...]:
        """Point sets (n, 3) whose convex hulls together are the body."""
        ...

    def hit(self, origin: Floats, rays: Floats) -> Hits:
        """Meet rays (3, h, w) from one origin (3,), both in body centimetres."""
        ...


def lay_out(sizes: dict[str, tuple[float, float]]) -> FaceRects:
    """Put faces (width, height in cm) side by side with gutters between them."""
    rects, x = {}, GUTTER_CM
    for name, (width, height) in sizes.items():
        rects[name] = (x, GUTTER_CM, width, height)
        x += width + 2 * GUTTER_CM
    return rects


def sample(
    texture: NDArray[np.generic], xy: Floats, *, nearest: bool = False
) -> NDArray[np.generic]:
    """Read a picture at n places (2, n) in its pixels; gives (n,) or (n, channels)."""
    count = xy.shape[1]
    columns = 1024  # OpenCV's remap takes no side above 32,767
    padded = np.zeros((2, -(-count // columns) * columns), np.float32)
    padded[:, :count] = xy
    maps = padded.reshape(2, -1, columns)
    how = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
    read = cv2.remap(texture, maps[0], maps[1], how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(read.reshape(-1, *read.shape[2:])[:count])


def unit(vectors: Floats) -> Floats:
    """Vectors (3, n) made 1 long."""
    x, y, z = vectors
    return np.asarray(vectors / np.sqrt(x * x + y * y + z * z), np.float32)


@dataclass(frozen=True, eq=False)
class Turned:
    """A body turned on a lathe: cans, bottles, cups, tubs, jars.

    `profile` is (n, 2) heights and radii, heights rising. `flat` presses it along y (1 is round).
    """

    profile: Floats
    flat: float = 1.0
    smooth: bool = True

    @property
    def height(self) -> float:
        """Height in cm."""
        return float(self.profile[-1, 0])

    @property
    def radius(self) -> float:
        """Largest radius in cm."""
        return float(self.profile[:, 1].max())

    @cached_property
    def faces(self) -> FaceRects:
        """`side` once round, `top` and `bottom` as squares around the discs."""
        across = 2 * float(np.pi) * self.radius * (0.5 + 0.5 * self.flat)
        top, bottom = 2 * float(self.profile[-1, 1]), 2 * float(self.profile[0, 1])
        return lay_out(
            {"side": (across, self.height), "top": (top, top), "bottom": (bottom, bottom)}
        )

    @cached_property
    def pieces(self) -> tuple[Floats, ...]:
        """One ring of points per height, two rings a piece."""
        angles = np.linspace(0, 2 * np.pi, 20, endpoint=False, dtype=np.float32)
        circle = np.stack([np.cos(angles), np.sin(angles) * self.flat], axis=1)
        rings = [
            np.column_stack([circle * r, np.full(len(circle), z)]).astype(np.float32)
            for z, r in self.profile
        ]
        return tuple(np.concatenate(pair) for pair in pairwise(rings))

    @cached_property
    def _slopes(self) -> Floats:
        """dr/dz at 256 heights, rounded over the corners."""
        z, r = self.profile[:, 0], self.profile[:, 1]
        heights = np.linspace(z[0], z[-1], 256)
        slopes = np.gradient(np.interp(heights, z, r), heights)
        slopes = np.clip(slopes, -2.5, 2.5).astype(np.float32)
        if self.smooth:
            slopes = cv2.GaussianBlur(slopes[:, None], (1, 9), 0, borderType=cv2.BORDER_REPLICATE)[
                :, 0
            ]
        return np.asarray(slopes, np.float32)

    def hit(self, origin: Floats, rays: Floats) -> Hits:
        """See `Shape.hit`. Source: a ray and a cone meet where a quadratic in t is 0."""
        press = np.array([1, 1 / self.flat, 1], np.float32)
        start = origin * press
        flat_rays = (rays * press[:, None, None]).reshape(3, -1)
        index, ray, inner = self._near(start, flat_rays)
        depth, kind = self._first(start, ray, inner)
        met = np.flatnonzero(np.isfinite(depth))
        if not len(met):
            return NO_HITS
        index, ray, depth, kind = index[met], ray[:, met], depth[met], kind[met]
        point = start[:, None] + ray * depth
        return Hits(index, depth, self._normals(point, kind), self._atlas(point, kind))

    def _near(self, start: Floats, rays: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Rays that meet the endless cylinder around the body; lowest and highest z in it."""
        c = start[0] ** 2 + start[1] ** 2 - self.radius**2
        a = rays[0] * rays[0] + rays[1] * rays[1]
        b = start[0] * rays[0] + start[1] * rays[1]
        rest = b * b - a * np.float32(c)
        index = np.flatnonzero(rest >= 0) if c > 0 else np.arange(rays.shape[1])
        ray, root = rays[:, index], np.sqrt(np.maximum(rest[index], 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            enter, leave = (
                (-b[index] + sign * root) / np.maximum(a[index], 1e-12) for sign in (-1, 1)
            )
        first, last = start[2] + enter * ray[2], start[2] + leave * ray[2]
        inner = np.stack([np.minimum(first, last), np.maximum(first, last)])
        keep = np.flatnonzero((inner[0] <= self.height) & (inner[1] >= 0))
        return index[keep], ray[:, keep], inner[:, keep]

    def _first(self, start: Floats, ray: Floats, inner: Floats) -> tuple[Floats, NDArray[np.uint8]]:
        """Nearest depth per ray (inf for none) and 0 side, 1 top, 2 bottom."""
        depth = np.full(ray.shape[1], np.inf, np.float32)
        kind = np.zeros(ray.shape[1], np.uint8)
        a = ray[0] * ray[0] + ray[1] * ray[1]
        b = start[0] * ray[0] + start[1] * ray[1]
        c = start[0] ** 2 + start[1] ** 2
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for (z0, r0), (z1, r1) in pairwise(self.profile):
                near = np.flatnonzero((inner[1] >= z0 - 0.01) & (inner[0] <= z1 + 0.01))
                m = (r1 - r0) / (z1 - z0)
                q = r0 + m * (start[2] - z0)
                up, nearest = ray[2, near], depth[near]
                aa, bb, cc = a[near] - (m * up) ** 2, b[near] - (m * q) * up, c - q * q
                t = -(bb + np.sqrt(bb * bb - aa * cc)) / aa
                z = start[2] + t * up
                depth[near] = np.where((z >= z0) & (z <= z1) & (t > 0) & (t < nearest), t, nearest)
            for number, (z, r) in ((1, self.profile[-1]), (2, self.profile[0])):
                t = (z - start[2]) / ray[2]
                inside = (start[0] + t * ray[0]) ** 2 + (start[1] + t * ray[1]) ** 2 <= r * r
                nearer = inside & (t > 0) & (t < depth)
                np.copyto(depth, t, where=nearer)
                kind[nearer] = number
        return depth, kind

    def _normals(self, point: Floats, kind: NDArray[np.uint8]) -> Floats:
        rows = np.clip(point[2] * (255 / self.height), 0, 255).astype(np.int32)
        slope = self._slopes[rows]
        radius = np.sqrt(point[0] ** 2 + point[1] ** 2) + 1e-6
        normal = np.stack([point[0] / radius, point[1] / radius / self.flat, -slope])
        normal = unit(normal)
        for number, up in ((1, 1.0), (2, -1.0)):
            lid = kind == number
            out = radius[lid] / self.profile[-1 if number == 1 else 0, 1]
            lean = _LID_LEAN[np.clip(out * 127, 0, 127).astype(np.int32)] / radius[lid]
            normal[0, lid], normal[1, lid], normal[2, lid] = (
                point[0, lid] * lean,
                point[1, lid] * lean,
                up,
            )
        return np.asarray(normal, np.float32)

    def _atlas(self, point: Floats, kind: NDArray[np.uint8]) -> Floats:
        x0, y0, width, height = self.faces["side"]
        # The front, u = 1/2, looks towards y < 0; seen from outside u grows to the right.
        around = cv2.phase(-point[1:2], point[0:1])[0] / np.float32(2 * np.pi)
        around = np.where(around >= 0.5, around - 0.5, around + 0.5)
        atlas = np.stack(
            [x0 + around * width, y0 + (self.height - point[2]) * (height / self.height)]
        )
        for number, name in ((1, "top"), (2, "bottom")):
            lid = kind == number
            left, up, side, _ = self.faces[name]
            atlas[0, lid] = left + side / 2 + point[0, lid]
            atlas[1, lid] = up + side / 2 - point[1, lid]
        return np.asarray(atlas, np.float32)
