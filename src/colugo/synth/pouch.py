"""The pouch: a cushion between two seams. Knows numpy and OpenCV."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.box import meet_slabs
from colugo.synth.camera import Floats
from colugo.synth.shapes import NO_HITS, FaceRects, Hits, lay_out, sample, unit

_ROWS, _COLUMNS = 128, 96
_STEPS = 7  # on the way of a ray through the bag; one secant follows


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
        is_front = self._facing(point, ray)
        slopes = np.asarray(sample(self._slopes, self._cells(point)), np.float32)
        outwards = np.where(is_front, -1, 1).astype(np.float32)
        normal = unit(np.stack([-slopes[:, 0], outwards, -slopes[:, 1]]))
        return Hits(index, depth, normal, self._atlas(point, is_front))

    def _facing(self, point: Floats, ray: Floats) -> NDArray[np.bool_]:
        """Whether each point is on the front; in the seam, the side the camera sees."""
        is_front: NDArray[np.bool_] = np.where(np.abs(point[1]) > 0.04, point[1] < 0, ray[1] > 0)
        return is_front

    def _cells(self, point: Floats) -> Floats:
        rows, columns = self.half_cm.shape
        across = (point[0] / self.size[0] + 0.5) * (columns - 1)
        down = (1 - point[2] / self.size[1]) * (rows - 1)
        return np.stack([across, down])

    def _march(self, origin: Floats, ray: Floats, enter: Floats, leave: Floats) -> Floats:
        """Depth at which each ray first is inside the bag, inf where it never is."""
        depth = np.full(enter.shape, np.inf, np.float32)
        start, way = origin[:, None] + ray * enter, ray * ((leave - enter) / _STEPS)
        cell = self._cells(start)
        cell_way = self._cells(start + way) - cell
        active, before = np.arange(len(enter)), np.full(enter.shape, 1.0, np.float32)
        for step in range(_STEPS + 1):
            if not len(active):
                break
            at = cell[:, active] + cell_way[:, active] * np.float32(step)
            height = np.asarray(sample(self.half_cm, at), np.float32)
            gap = np.abs(start[1, active] + way[1, active] * np.float32(step)) - height
            new = gap < 0
            found, back = active[new], before[new]
            share = np.clip(back / np.maximum(back - gap[new], 1e-6), 0, 1)
            gone = np.maximum(step - 1 + share, 0) / _STEPS
            depth[found] = enter[found] + (leave - enter)[found] * gone
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


def pouch_thickness(thick_cm: float, rng: np.random.Generator, *, stands: bool = False) -> Floats:
    """Half the thickness of a crumpled bag over its outline, (128, 96) in cm.

    Args:
        thick_cm: how thick the filled bag is.
        rng: for its creases.
        stands: whether it is a stand-up bag, thickest near its foot.
    """
    x = np.linspace(-1, 1, _COLUMNS, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, _ROWS, dtype=np.float32)[:, None]  # -1 is the top
    seam = 0.92 if stands else 0.9
    waist = 1 - rng.uniform(0.0, 0.035) * (1 - np.abs(y)) - rng.uniform(0, 0.03) * y**2
    across = np.clip(1 - np.abs(x / waist) ** rng.uniform(2.2, 3.2), 0, 1)
    along = np.clip(1 - np.abs(y / seam) ** rng.uniform(3.0, 6.0), 0, 1)
    if stands:
        along = np.clip((0.9 + y) / 1.3, 0, 1) ** 0.7 * np.clip((0.97 - y) * 6, 0, 1)
    creases = np.sum([_creases(rng, cells) for cells in (5, 9, 16)], axis=0)
    ribs = np.sin(y * _ROWS * 0.35) * np.exp(-((np.abs(y) - seam) ** 2) * 200) * 0.02
    filled = np.sqrt(across * along) * (thick_cm / 2) * (1 + creases * 1.1)
    half = np.clip(filled + (creases * 0.25 + ribs) * np.sqrt(across), 0.03, None)
    teeth = 0.0 if stands else 0.018  # bags are cut off in a zigzag
    zigzag = np.abs((np.arange(_COLUMNS) / 3) % 2 - 1) * teeth
    outline = (np.abs(x) <= waist) & (np.abs(y) <= 1 - zigzag[None, :])
    return np.ascontiguousarray(np.where(outline, half, 0), np.float32)


def _creases(rng: np.random.Generator, cells: int) -> Floats:
    coarse = rng.normal(size=(cells, cells)).astype(np.float32) * np.float32(0.35 / cells)
    return np.asarray(cv2.resize(coarse, (_COLUMNS, _ROWS), interpolation=cv2.INTER_CUBIC))
