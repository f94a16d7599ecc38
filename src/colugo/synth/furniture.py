"""What belongs to a counter: the rails of a belt, a tray, a mat, the counter's own rim. Knows OpenCV."""

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.canvas import Pixels
from colugo.synth.grounds import draw_ground

Xy = tuple[float, float]
Corners = NDArray[np.float32]  # (4, 2) cm


def put_furniture(
    ground: Pixels, kind: str, low: Xy, high: Xy, texels_per_cm: float, rng: np.random.Generator
) -> tuple[Pixels, Corners | None]:
    """A ground with a tray, a mat, rails or a rim drawn on it, and the area products must stay in, if any."""
    draw = rng.random()
    if kind == "belt" or draw < 0.12:
        return _rails(ground, low, high, texels_per_cm, rng)
    if draw < 0.4:
        return _tray(ground, low, high, texels_per_cm, rng)
    return ground, None


def _rails(
    ground: Pixels, low: Xy, high: Xy, scale: float, rng: np.random.Generator
) -> tuple[Pixels, Corners]:
    """Steel or plastic edges left and right, or at the far side, a shadow along them."""
    ground = ground.copy()
    half = (high[0] - low[0]) / 2
    keep = half * rng.uniform(0.6, 0.85)
    shift = half * rng.uniform(-0.12, 0.12)
    kind = str(rng.choice(["steel", "laminate", "steel", "granite"]))
    beside = draw_ground(kind, (high[0] - low[0], high[1] - low[1]), scale, rng)[
        : ground.shape[0], : ground.shape[1]
    ]
    middle = (low[0] + high[0]) / 2 + shift
    columns = low[0] + (np.arange(ground.shape[1]) + 0.5) / scale
    away = np.abs(columns - middle) - keep
    outside = away > 0
    ground[:, outside] = beside[:, outside]
    edge = 1 - 0.55 * np.exp(-np.abs(away) / 0.6) + 0.35 * np.exp(-((away - 1.4) ** 2) / 0.1)
    whole = np.broadcast_to(edge[None, :, None], ground.shape).astype(np.float32)
    ground = np.asarray(cv2.multiply(ground, whole, dtype=cv2.CV_8U), np.uint8)
    left, right = middle - keep, middle + keep
    return ground, np.array(
        [(left, low[1]), (right, low[1]), (right, high[1]), (left, high[1])], np.float32
    )


def _tray(
    ground: Pixels, low: Xy, high: Xy, scale: float, rng: np.random.Generator
) -> tuple[Pixels, Corners]:
    """A plastic tray with a raised, lit rim, or a flat mat, turned a little."""
    ground = ground.copy()
    rows, columns = ground.shape[:2]
    middle = np.array([columns * rng.uniform(0.45, 0.55), rows * rng.uniform(0.4, 0.5)])
    half = np.array([columns * rng.uniform(0.36, 0.47), rows * rng.uniform(0.32, 0.42)])
    turn = rng.normal(0, 0.06)
    colour = rng.uniform(20, 235, 3) * 0.5 + rng.uniform(20, 120)
    mask = _rounded((rows, columns), middle, half, turn, 2.0 * scale)
    reach = cv2.distanceTransform(mask, cv2.DIST_L2, 3) / scale
    rim = np.exp(-((reach - 0.5) ** 2) / 0.08) * 0.35 - np.exp(-((reach - 1.2) ** 2) / 0.12) * 0.35
    shadow = (
        cv2.blur(np.roll(mask, round(0.4 * scale), 0), (max(1, round(1.6 * scale)),) * 2).astype(
            np.float32
        )
        / 255
    )
    grain = rng.standard_normal((256, 256)).astype(np.float32) * 0.02
    texture = 1 + np.tile(grain, (-(-rows // 256), -(-columns // 256)))[:rows, :columns] + rim
    plain = np.broadcast_to(colour.astype(np.uint8), (rows, columns, 3))
    tray = cv2.multiply(plain, cv2.merge([texture, texture, texture]), dtype=cv2.CV_8U)
    dim = 1 - 0.5 * shadow
    seen = cv2.multiply(ground, cv2.merge([dim, dim, dim]), dtype=cv2.CV_8U)
    cv2.copyTo(tray, mask, seen)
    inner = _corners(middle, half - 2.2 * scale, turn)
    corners = np.stack([low[0] + inner[:, 0] / scale, high[1] - inner[:, 1] / scale], axis=1)
    return np.asarray(seen, np.uint8), corners.astype(np.float32)


def _corners(
    middle: NDArray[np.float64], half: NDArray[np.float64], turn: float
) -> NDArray[np.float64]:
    cos, sin = np.cos(turn), np.sin(turn)
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    return square @ np.array([[cos, sin], [-sin, cos]]) + middle


def _rounded(
    size: tuple[int, int],
    middle: NDArray[np.float64],
    half: NDArray[np.float64],
    turn: float,
    radius: float,
) -> NDArray[np.uint8]:
    mask = np.zeros(size, np.uint8)
    inner = np.round(_corners(middle, half - radius, turn)).astype(np.int32)
    cv2.fillConvexPoly(mask, inner, 255)
    cv2.polylines(mask, [inner], True, 255, max(1, round(2 * radius)))
    return mask
