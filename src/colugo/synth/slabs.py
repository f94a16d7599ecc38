"""Bodies with flat sides: the box, and the pouch, a cushion between two seams. Knows numpy and OpenCV."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Floats
from colugo.synth.shapes import NO_HITS, FaceRects, Hits, lay_out, sample, unit

# Face: (axis it looks along, sign, axis and sign of its x on the atlas, the same for its y).
_BOX_FACES = {
    "front": (1, -1, (0, 1), (2, -1)),
    "right": (0, 1, (1, 1), (2, -1)),
    "back": (1, 1, (0, -1), (2, -1)),
    "left": (0, -1, (1, -1), (2, -1)),
    "top": (2, 1, (0, 1), (1, -1)),
    "bottom": (2, -1, (0, 1), (1, 1)),
}


@dataclass(frozen=True, eq=False)
class Box:
    """A box; its front looks towards y < 0."""

    size: tuple[float, float, float]  # width, depth, height in cm
    edge_cm: float = 0.25  # how far the edges are rounded, in the light only

    @cached_property
    def faces(self) -> FaceRects:
        """`front`, `right`, `back`, `left`, `top`, `bottom`."""
        return lay_out({
            name: (self.size[across], self.size[along])
            for name, (_, _, (across, _), (along, _)) in _BOX_FACES.items()
        })  # fmt: skip

    @cached_property
    def pieces(self) -> tuple[Floats, ...]:
        """The eight corners."""
        low, high = self._bounds
        corners = np.stack(np.meshgrid(*zip(low, high, strict=True)), axis=-1).reshape(-1, 3)
        return (corners.astype(np.float32),)

    @property
    def _bounds(self) -> tuple[Floats, Floats]:
        width, depth, height = self.size
        low = np.array([-width / 2, -depth / 2, 0], np.float32)
        return low, low + np.array(self.size, np.float32)

    def hit(self, origin: Floats, rays: Floats) -> Hits:
        """See `Shape.hit`. Source: Kay and Kajiya 1986, slabs."""
        index, axis, depth, _, ray = meet_slabs(*self._bounds, origin, rays)
        point = origin[:, None] + ray * depth
        normal, atlas = np.zeros_like(point), np.zeros((2, len(index)), np.float32)
        low, high = self._bounds
        middle, half = (low + high) / 2, (high - low) / 2
        from_middle = point - middle[:, None]
        for name, (face_axis, sign, across, along) in _BOX_FACES.items():
            here = (axis == face_axis) & (from_middle[face_axis] * sign > 0)
            if not here.any():
                continue
            local = from_middle[:, here]
            left, up, _, _ = self.faces[name]
            atlas[0, here] = left + half[across[0]] + local[across[0]] * across[1]
            atlas[1, here] = up + half[along[0]] + local[along[0]] * along[1]
            normal[:, here] = self._rounded(local, half, face_axis, sign)
        return Hits(index, depth, normal, atlas)

    def _rounded(self, local: Floats, half: Floats, face_axis: int, sign: int) -> Floats:
        """The face's normal, leaning outwards close to its edges."""
        normal = np.zeros_like(local)
        normal[face_axis] = sign
        for axis in {0, 1, 2} - {face_axis}:
            bent = np.clip(1 - (half[axis] - np.abs(local[axis])) / self.edge_cm, 0, 1)
            normal[axis] = np.sign(local[axis]) * bent * 0.8
        return unit(normal)


def meet_slabs(
    low: Floats, high: Floats, origin: Floats, rays: Floats
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats, Floats]:
    """Meet rays (3, h, w) with an upright box.

    Returns:
        For the n rays that meet it: flat number, axis of the face entered, depth where
        they enter, depth where they leave, and the rays (3, n).
    """
    flat = rays.reshape(3, -1)
    enter, leave = (
        np.full(flat.shape[1], -np.inf, np.float32),
        np.full(flat.shape[1], np.inf, np.float32),
    )
    axis = np.zeros(flat.shape[1], np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        for number in range(3):
            first, second = (
                (low[number] - origin[number]) / flat[number],
                (high[number] - origin[number]) / flat[number],
            )
            near = np.minimum(first, second)
            later = near > enter
            axis[later] = number
            np.copyto(enter, near, where=later)
            np.fmin(leave, np.maximum(first, second), out=leave)
    index = np.flatnonzero((enter < leave) & (enter > 0))
    return index, axis[index], enter[index], leave[index], flat[:, index]


@dataclass(frozen=True, eq=False)
class Pouch:
    """A filled bag. It stands: its front looks towards y < 0, seams at top and bottom.

    `half_cm` is (rows, columns) half its thickness over width and height, 0 outside its outline.
    """

    size: tuple[float, float]  # width, height in cm
    half_cm: Floats

    @property
    def thickness(self) -> float:
        """Largest thickness, cm."""
        return 2 * float(self.half_cm.max())

    @cached_property
    def faces(self) -> FaceRects:
        """`front` and `back`."""
        return lay_out({"front": self.size, "back": self.size})

    @cached_property
    def pieces(self) -> tuple[Floats, ...]:
        """The surface's outer points in slices from the bottom to the top."""
        rows, columns = self.half_cm.shape
        down = np.linspace(0, rows - 1, 9).astype(int)
        across = np.linspace(0, columns - 1, 9).astype(int)
        half = self.half_cm[np.ix_(down, across)]
        x = (across / (columns - 1) - 0.5) * self.size[0]
        z = (1 - down / (rows - 1)) * self.size[1]
        grid_x, grid_z = np.meshgrid(x, z)
        shell = np.stack([np.stack([grid_x, sign * half, grid_z], -1) for sign in (-1, 1)], 1)
        return tuple(shell[i : i + 2].reshape(-1, 3).astype(np.float32) for i in range(8))

    @cached_property
    def _slopes(self) -> Floats:
        """(rows, columns, 2): how the half thickness grows with x and with z."""
        rows, columns = self.half_cm.shape
        by_row, by_column = np.gradient(self.half_cm)
        across, up = by_column * (columns / self.size[0]), -by_row * (rows / self.size[1])
        return np.ascontiguousarray(np.clip(np.stack([across, up], -1), -1.6, 1.6), np.float32)

    def hit(self, origin: Floats, rays: Floats) -> Hits:
        """See `Shape.hit`. Source: relief mapping, steps then one secant; Policarpo et al. 2005."""
        half = self.thickness / 2 + 0.05
        low = np.array([-self.size[0] / 2, -half, 0], np.float32)
        high = np.array([self.size[0] / 2, half, self.size[1]], np.float32)
        index, _, enter, leave, ray = meet_slabs(low, high, origin, rays)
        if not len(index):
            return NO_HITS
        depth = self._march(origin, ray, enter, leave)
        met = np.flatnonzero(np.isfinite(depth))
        if not len(met):
            return NO_HITS
        index, ray, depth = index[met], ray[:, met], depth[met]
        point = origin[:, None] + ray * depth
        is_front = self._facing(origin, point, ray)
        slopes = np.asarray(sample(self._slopes, self._cells(point)), np.float32)
        normal = np.stack([-slopes[:, 0], np.where(is_front, -1, 1), -slopes[:, 1]]).astype(
            np.float32
        )
        return Hits(index, depth, unit(normal), self._atlas(point, is_front))

    def _facing(self, origin: Floats, point: Floats, ray: Floats) -> NDArray[np.bool_]:
        """Whether each point is on the front; in the seam, the side the camera sees."""
        return np.where(np.abs(point[1]) > 0.04, point[1] < 0, ray[1] > 0)

    def _cells(self, point: Floats) -> Floats:
        rows, columns = self.half_cm.shape
        across = (point[0] / self.size[0] + 0.5) * (columns - 1)
        down = (1 - point[2] / self.size[1]) * (rows - 1)
        return np.stack([across, down])

    def _march(
        self, origin: Floats, ray: Floats, enter: Floats, leave: Floats, steps: int = 7
    ) -> Floats:
        depth = np.full(enter.shape, np.inf, np.float32)
        start, way = origin[:, None] + ray * enter, ray * ((leave - enter) / steps)
        cell, cell_way = self._cells(start), self._cells(start + way) - self._cells(start)
        active = np.arange(len(enter))
        before = np.full(enter.shape, 1.0, np.float32)
        for step in range(steps + 1):
            if not len(active):
                break
            height = np.asarray(
                sample(self.half_cm, cell[:, active] + cell_way[:, active] * np.float32(step)),
                np.float32,
            )
            gap = np.abs(start[1, active] + way[1, active] * np.float32(step)) - height
            new = gap < 0
            found, back = active[new], before[new]
            share = np.clip(back / np.maximum(back - gap[new], 1e-6), 0, 1)
            steps_gone = np.maximum(step - 1 + share, 0)
            depth[found] = enter[found] + (leave - enter)[found] * (steps_gone / steps)
            active, before = active[~new], gap[~new]
        return self._seam(origin, ray, depth)

    def _seam(self, origin: Floats, ray: Floats, depth: Floats) -> Floats:
        """Where the steps passed through the thin rim, take the plane between the two foils."""
        with np.errstate(divide="ignore", invalid="ignore"):
            t = -origin[1] / ray[1]
        point = origin[:, None] + ray * np.where(np.isfinite(t), t, 0)
        inside = np.asarray(sample(self.half_cm, self._cells(point)), np.float32) > 0.01
        inside &= (np.abs(point[0]) < self.size[0] / 2) & (point[2] > 0) & (point[2] < self.size[1])
        return np.where(np.isfinite(depth) | ~inside | (t <= 0), depth, t).astype(np.float32)

    def _atlas(self, point: Floats, is_front: NDArray[np.bool_]) -> Floats:
        front, back = self.faces["front"], self.faces["back"]
        x = np.where(is_front, front[0] + point[0], back[0] - point[0]) + self.size[0] / 2
        return np.stack([x, front[1] + self.size[1] - point[2]]).astype(np.float32)


def pouch_thickness(
    size: tuple[float, float], thick_cm: float, rng: np.random.Generator, *, stands: bool = False
) -> Floats:
    """Half the thickness of a crumpled bag over its outline, (128, 96) in cm."""
    rows, columns = 128, 96
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]  # -1 is the top
    seam = 0.9 if not stands else 0.92
    waist = 1 - rng.uniform(0.0, 0.035) * (1 - np.abs(y)) - rng.uniform(0, 0.03) * y**2
    across = np.clip(1 - np.abs(x / waist) ** rng.uniform(2.2, 3.2), 0, 1)
    along = np.clip(1 - np.abs(y / seam) ** rng.uniform(3.0, 6.0), 0, 1)
    if stands:  # a stand-up pouch is thickest near its foot
        along = np.clip((1 + y) / 1.4, 0, 1) ** 0.7 * np.clip((0.97 - y) * 6, 0, 1)
    body = np.sqrt(across * along) * thick_cm / 2
    noise = sum(
        cv2.resize(
            rng.normal(size=(n, n)).astype(np.float32),
            (columns, rows),
            interpolation=cv2.INTER_CUBIC,
        )
        * (0.35 / n)
        for n in (5, 9, 16)
    )
    folds = np.sin(y * rows * 0.35) * np.exp(-((np.abs(y) - seam) ** 2) * 200) * 0.02
    half = np.clip(
        body * (1 + noise * 1.1) + (noise * 0.25 + folds) * np.sqrt(np.clip(across, 0, 1)), 0, None
    )
    zigzag = np.abs(((np.arange(columns) / 3) % 2) - 1) * (0.0 if stands else 0.018)
    outline = (np.abs(x) <= waist) & (np.abs(y) <= 1 - zigzag[None, :])
    return np.ascontiguousarray(np.where(outline, np.maximum(half, 0.03), 0), np.float32)
