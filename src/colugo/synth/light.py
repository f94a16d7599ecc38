"""Light: a lamp, the sky, and what glossy things mirror. Knows numpy and OpenCV."""

from dataclasses import dataclass

import cv2
import numpy as np

from colugo.synth.camera import Floats

MIRROR_PX = 64


@dataclass(frozen=True, eq=False)
class Light:
    """Where the light of a picture comes from and what glossy things mirror."""

    towards: Floats  # (3,) from the counter to the lamp, length 1
    key: float  # strength of the lamp, about 1
    sky: float  # strength of the light from everywhere, about 0.5
    softness: float  # 0 sun with hard shadows .. 1 a cloudy window
    mirrors: Floats  # (64, 64, 2) what varnish and metal mirror, by the way they face the camera


def draw_light(rng: np.random.Generator) -> Light:
    """A light at random, always from above."""
    height, around = rng.uniform(0.6, 1.35), rng.uniform(0, 2 * np.pi)
    level = np.cos(height)
    towards = np.array([np.cos(around) * level, np.sin(around) * level, np.sin(height)])
    softness = float(rng.uniform(0.1, 1.0))
    return Light(
        towards.astype(np.float32),
        key=float(rng.uniform(0.6, 0.95)),
        sky=float(rng.uniform(0.4, 0.62)),
        softness=softness,
        mirrors=np.dstack([_windows(rng, 0.02 + 0.1 * softness), _room(rng)]),
    )


def _windows(rng: np.random.Generator, blur: float) -> Floats:
    """Bright panes and a tall lamp at one side of a dark room, as a sphere would mirror them."""
    mirror = np.zeros((MIRROR_PX, MIRROR_PX), np.float32)
    side = rng.choice([-1, 1]) * rng.uniform(0.22, 0.36)
    panes = [(0.5 + side, 0.5, rng.uniform(0.02, 0.05), 0.42, rng.uniform(0.5, 1.3))]
    low, high = (0.12, 0.08, 0.02, 0.06, 0.6), (0.88, 0.45, 0.09, 0.26, 1.6)
    panes += [tuple(rng.uniform(low, high)) for _ in range(int(rng.integers(1, 4)))]
    for x, y, across, along, strength in panes:
        corners = np.array([(-across, -along), (across, -along), (across, along), (-across, along)])
        pane = np.round((corners + np.array([x, y])) * MIRROR_PX).astype(np.int32)
        cv2.fillConvexPoly(mirror, pane, float(strength))
    return np.asarray(cv2.GaussianBlur(mirror, (0, 0), blur * MIRROR_PX * 0.4 + 0.6))


def _room(rng: np.random.Generator) -> Floats:
    """A room in bands, bright ceiling and dark floor, as metal mirrors it."""
    x, y = np.meshgrid(np.linspace(-1, 1, MIRROR_PX), np.linspace(-1, 1, MIRROR_PX))
    wave = np.sin(x * rng.uniform(4, 8) + rng.uniform(0, 6))
    wave += 0.6 * np.sin(x * rng.uniform(10, 16) + y * 3 + 2)
    room = (1.0 + 0.75 * np.tanh(1.6 * wave)) * (0.95 - 0.45 * y)
    return np.clip(room, 0.1, 2.6).astype(np.float32)
