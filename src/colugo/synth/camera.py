"""A pinhole camera and where a body stands. Knows numpy only.

World: centimetres, x right, y away, z up; the counter is the plane z = 0.
Camera: x right, y down, z forward. Pixel (0, 0) is the upper left pixel's corner.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]  # float32 wherever there are many
Rect = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels, x1 and y1 outside


@dataclass(frozen=True, eq=False)
class Camera:
    """Where the camera is, which way it looks, how long its lens is."""

    position: Floats  # (3,) cm
    turn: Floats  # (3, 3) rows are the camera's right, down and forward in the world
    focal_px: float
    size_wh: tuple[int, int]

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """World points (n, 3) to pixels (n, 2) and depths (n,) in cm along the view."""
        seen = (points - self.position) @ self.turn.T
        depth = np.maximum(seen[:, 2], 1e-3)
        centre = np.array(self.size_wh, np.float32) / 2
        return seen[:, :2] / depth[:, None] * self.focal_px + centre, seen[:, 2]

    def rays(self, rect: Rect) -> Floats:
        """The view ray of each pixel of a rect, (3, h, w), one cm of depth long."""
        x0, y0, x1, y1 = rect
        across = (np.arange(x0, x1, dtype=np.float32) + 0.5 - self.size_wh[0] / 2) / self.focal_px
        along = (np.arange(y0, y1, dtype=np.float32) + 0.5 - self.size_wh[1] / 2) / self.focal_px
        right, down, forward = (row[:, None, None] for row in self.turn)
        rays: Floats = right * across[None, None, :] + down * along[None, :, None] + forward
        return rays.astype(np.float32)

    def ground_homography(self, height_cm: float = 0.0) -> NDArray[np.float64]:
        """The (3, 3) matrix from (x, y, 1) in cm on the ground to pixels, up to scale.

        `height_cm` is for a plane above the ground.
        """
        focal, (width, height) = self.focal_px, self.size_wh
        lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
        turn = self.turn.astype(np.float64)
        shift = -turn @ self.position.astype(np.float64)
        return lens @ np.column_stack([turn[:, 0], turn[:, 1], turn[:, 2] * height_cm + shift])

    def scaled(self, factor: float) -> "Camera":
        """The same view on a picture `factor` times as large."""
        width, height = self.size_wh
        size_wh = (round(width * factor), round(height * factor))
        return Camera(self.position, self.turn, self.focal_px * factor, size_wh)


def look_at(
    target: Floats, distance_cm: float, elevation: float, azimuth: float, *, roll: float = 0.0,
    fov: float = 0.7, size_wh: tuple[int, int] = (224, 224),
) -> Camera:  # fmt: skip
    """A camera that looks at a point.

    Args:
        target: (3,) the point, cm.
        distance_cm: how far the camera is from it.
        elevation: angle above the counter in radians; pi/2 looks straight down.
        azimuth: from which side, radians; 0 stands at y < 0.
        roll: turn of the picture, radians.
        fov: angle of view over the longer side, radians.
        size_wh: pixels of the picture.
    """
    level, height = np.cos(elevation), np.sin(elevation)
    away = np.array([np.sin(azimuth) * level, -np.cos(azimuth) * level, height])
    right = np.array([np.cos(azimuth), np.sin(azimuth), 0.0])
    down = np.cross(-away, right)
    turned_right = right * np.cos(roll) + down * np.sin(roll)
    turned_down = down * np.cos(roll) - right * np.sin(roll)
    turn = np.stack([turned_right, turned_down, -away]).astype(np.float32)
    focal_px = max(size_wh) / 2 / float(np.tan(fov / 2))
    position = (np.asarray(target) + away * distance_cm).astype(np.float32)
    return Camera(position, turn, focal_px, size_wh)


def framed(
    world: Floats, elevation: float, *, fov: float = 0.42, roll: float = 0.0, fill: float = 0.9,
    off: tuple[float, float] = (0.0, 0.0), size_wh: tuple[int, int] = (224, 224),
) -> Camera:  # fmt: skip
    """A camera in whose picture points (n, 3) fill a share, `off` the middle by shares of it.

    `fov` sets how near it stands; the other angles are those of `look_at`.
    """
    extent = float(np.linalg.norm(np.ptp(world, axis=0)))
    distance = extent / (2 * np.tan(fov / 2)) + extent * 0.4
    middle = ((world.min(axis=0) + world.max(axis=0)) / 2).astype(np.float32)
    for _ in range(3):  # aim at the middle of what the last look showed, then set the lens
        camera = look_at(middle, distance, elevation, 0.0, roll=roll, fov=fov, size_wh=size_wh)
        seen, _ = camera.project(world)
        low, high = seen.min(axis=0), seen.max(axis=0)
        away = ((low + high) / 2 - np.array(size_wh) / 2) / camera.focal_px * distance
        middle = middle + (camera.turn[0] * away[0] + camera.turn[1] * away[1]).astype(np.float32)
    grow = fill * float((np.array(size_wh) / (high - low)).min())
    shown = np.array(size_wh) / (camera.focal_px * grow) * distance
    middle = middle + (
        camera.turn[0] * (off[0] * shown[0]) + camera.turn[1] * (off[1] * shown[1])
    ).astype(np.float32)
    aimed = look_at(middle, distance, elevation, 0.0, roll=roll, fov=fov, size_wh=size_wh)
    return Camera(aimed.position, aimed.turn, aimed.focal_px * grow, size_wh)


@dataclass(frozen=True, eq=False)
class Pose:
    """How a body is turned and where it is put."""

    turn: Floats  # (3, 3) body to world
    shift: Floats  # (3,) cm

    def to_world(self, points: Floats) -> Floats:
        """Body points (n, 3) to world points (n, 3)."""
        moved: Floats = points @ self.turn.T + self.shift
        return moved


def resting(turn: Floats, points: Floats, xy: tuple[float, float], on_z: float = 0.0) -> Pose:
    """The pose in which a turned body touches the height `on_z` with its lowest point.

    Args:
        turn: (3, 3) body to world.
        points: (n, 3) the body's outer points.
        xy: where the middle of its outline goes, cm.
        on_z: height it lies on, cm.
    """
    turned = points @ turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    middle = (low + high) / 2
    shift = np.array([xy[0] - middle[0], xy[1] - middle[1], on_z - low[2]], np.float32)
    return Pose(turn.astype(np.float32), shift)


def turned(yaw: float, pitch: float = 0.0, roll: float = 0.0) -> Floats:
    """A (3, 3) turn: first `roll` about the body's z, then `pitch` about x, then `yaw` about z."""
    first, second, third = _about_z(roll), _about_x(pitch), _about_z(yaw)
    return (third @ second @ first).astype(np.float32)


def _about_z(angle: float) -> NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])


def _about_x(angle: float) -> NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0, 0], [0, cos, -sin], [0, sin, cos]])
