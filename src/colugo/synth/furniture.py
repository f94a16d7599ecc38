"""What belongs to a counter: the rails of a belt, a tray. Knows OpenCV."""

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Floats
from colugo.synth.canvas import Pixels
from colugo.synth.grounds import draw_ground

Span = tuple[tuple[float, float], tuple[float, float]]  # lowest and highest x, y in cm
Corners = NDArray[np.float32]  # (4, 2) cm


def put_furniture(
    ground: Pixels, kind: str, span: Span, texels_per_cm: float, rng: np.random.Generator
) -> tuple[Pixels, Corners | None]:
    """A ground with a tray or rails drawn on it, and where products must stay then."""
    draw = rng.random()
    if kind == "belt" or draw < 0.12:
        return _rails(ground, span, texels_per_cm, rng)
    if draw < 0.4:
        return _tray(ground, span, texels_per_cm, rng)
    return ground, None


def _rails(
    ground: Pixels, span: Span, scale: float, rng: np.random.Generator
) -> tuple[Pixels, Corners]:
    """Steel or plastic edges left and right of a belt, a shadow along them."""
    (x0, y0), (x1, y1) = span
    half, ground = (x1 - x0) / 2, ground.copy()
    keep, middle = half * rng.uniform(0.6, 0.85), (x0 + x1) / 2 + half * rng.uniform(-0.12, 0.12)
    kind = str(rng.choice(["steel", "laminate", "steel", "granite"]))
    beside = draw_ground(kind, (x1 - x0, y1 - y0), scale, rng)
    columns = x0 + (np.arange(ground.shape[1]) + 0.5) / scale
    away = np.abs(columns - middle) - keep  # cm outside the belt
    ground[:, away > 0] = beside[:, away > 0]
    edge = 1 - 0.55 * np.exp(-np.abs(away) / 0.6) + 0.35 * np.exp(-((away - 1.4) ** 2) / 0.1)
    left, right = middle - keep, middle + keep
    corners = np.array([(left, y0), (right, y0), (right, y1), (left, y1)], np.float32)
    return _toned(ground, edge[None, :]), corners


def _tray(
    ground: Pixels, span: Span, scale: float, rng: np.random.Generator
) -> tuple[Pixels, Corners]:
    """A plastic tray with a raised, lit rim, turned a little."""
    rows, columns = ground.shape[:2]
    middle = np.array([columns * rng.uniform(0.45, 0.55), rows * rng.uniform(0.4, 0.5)])
    half = np.array([columns * rng.uniform(0.36, 0.47), rows * rng.uniform(0.32, 0.42)])
    turn = float(rng.normal(0, 0.06))
    colour = rng.uniform(20, 235, 3) * 0.5 + rng.uniform(20, 120)
    radius = 2.0 * scale
    mask = np.zeros((rows, columns), np.uint8)
    inner = np.round(_corners(middle, half - radius, turn)).astype(np.int32)
    cv2.fillConvexPoly(mask, inner, 255)
    cv2.polylines(mask, [inner], True, 255, max(1, round(2 * radius)))  # rounds the corners
    seen = _toned(ground, 1 - 0.5 * _shadow(mask, scale))
    plain = np.broadcast_to(colour.astype(np.uint8), ground.shape)
    cv2.copyTo(_toned(plain, _relief(mask, scale, rng)), mask, seen)
    texels = _corners(middle, half - 2.2 * scale, turn)
    corners = np.array([span[0][0], span[1][1]]) + texels / np.array([scale, -scale])
    return seen, corners.astype(np.float32)


def _shadow(mask: NDArray[np.uint8], scale: float) -> Floats:
    """The shadow a tray throws on the counter, 0..1."""
    side = max(1, round(1.6 * scale))
    lower = np.roll(mask, round(0.4 * scale), axis=0)
    return np.asarray(cv2.blur(lower, (side, side)), np.float32) / 255


def _relief(mask: NDArray[np.uint8], scale: float, rng: np.random.Generator) -> Floats:
    """How light a tray is: a bright rim, a dark step inside it, a fine grain."""
    rows, columns = mask.shape
    reach = np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 3)) / scale  # cm from the edge
    rim = np.exp(-((reach - 0.5) ** 2) / 0.08) - np.exp(-((reach - 1.2) ** 2) / 0.12)
    grain = rng.standard_normal((256, 256)).astype(np.float32) * 0.02
    tiles = -(-rows // 256), -(-columns // 256)
    return np.asarray(1 + np.tile(grain, tiles)[:rows, :columns] + 0.35 * rim)


def _toned(picture: Pixels, factor: Floats) -> Pixels:
    tone = np.broadcast_to(factor, picture.shape[:2]).astype(np.float32)
    return np.asarray(cv2.multiply(picture, cv2.merge([tone, tone, tone]), dtype=cv2.CV_8U))


def _corners(
    middle: NDArray[np.float64], half: NDArray[np.float64], turn: float
) -> NDArray[np.float64]:
    """The corners of a turned rectangle, (4, 2)."""
    cos, sin = np.cos(turn), np.sin(turn)
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    return np.asarray(square @ np.array([[cos, sin], [-sin, cos]]) + middle)
