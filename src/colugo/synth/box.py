"""The box, and where rays meet its sides. Knows numpy only."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Floats
from colugo.synth.shapes import FaceRects, Hits, lay_out, unit

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
        low = np.array([-self.size[0] / 2, -self.size[1] / 2, 0], np.float32)
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
    enter, leave = (np.full(flat.shape[1], end, np.float32) for end in (-np.inf, np.inf))
    axis = np.zeros(flat.shape[1], np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        for number in range(3):
            to_low, to_high = low[number] - origin[number], high[number] - origin[number]
            first, second = to_low / flat[number], to_high / flat[number]
            near = np.minimum(first, second)
            later = near > enter
            axis[later] = number
            np.copyto(enter, near, where=later)
            np.fmin(leave, np.maximum(first, second), out=leave)
    index = np.flatnonzero((enter < leave) & (enter > 0))
    return index, axis[index], enter[index], leave[index], flat[:, index]
