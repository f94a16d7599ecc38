"""Slow twins: where one ray meets a body, found step by step."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Camera, look_at
from colugo.synth.pouch import Pouch
from colugo.synth.shapes import Turned

Inside = Callable[[NDArray[np.float64]], bool]


def march(origin: NDArray[np.float64], ray: NDArray[np.float64], inside: Inside) -> float:
    """Depth at which a ray first is inside a body, to a hundredth of a centimetre; inf if never."""
    for depth in np.arange(20.0, 60.0, 0.1):
        if inside(origin + ray * depth):
            fine = np.arange(depth - 0.1, depth + 0.01, 0.005)
            return float(next(d for d in fine if inside(origin + ray * d)))
    return float("inf")


def inside_turned(body: Turned) -> Inside:
    def inside(point: NDArray[np.float64]) -> bool:
        if not 0 <= point[2] <= body.height:
            return False
        radius = np.interp(point[2], body.profile[:, 0], body.profile[:, 1])
        return bool(np.hypot(point[0], point[1] / body.flat) <= radius)

    return inside


def inside_box(size: tuple[float, float, float]) -> Inside:
    def inside(point: NDArray[np.float64]) -> bool:
        on_ground = abs(point[0]) <= size[0] / 2 and abs(point[1]) <= size[1] / 2
        return bool(on_ground and 0 <= point[2] <= size[2])

    return inside


def inside_pouch(bag: Pouch) -> Inside:
    rows, columns = bag.half_cm.shape

    def inside(point: NDArray[np.float64]) -> bool:
        column = (point[0] / bag.size[0] + 0.5) * (columns - 1)
        row = (1 - point[2] / bag.size[1]) * (rows - 1)
        if not (0 <= column < columns - 1 and 0 <= row < rows - 1):
            return False
        c, r = int(column), int(row)
        x, y = column - c, row - r
        upper = bag.half_cm[r, c] * (1 - x) + bag.half_cm[r, c + 1] * x
        lower = bag.half_cm[r + 1, c] * (1 - x) + bag.half_cm[r + 1, c + 1] * x
        return bool(abs(point[1]) <= upper * (1 - y) + lower * y)

    return inside


def camera_at(elevation: float, azimuth: float, roll: float = 0.0) -> Camera:
    target = np.array([0, 0, 5], np.float32)
    return look_at(target, 40, elevation, azimuth, roll=roll, fov=0.5, size_wh=(40, 30))
