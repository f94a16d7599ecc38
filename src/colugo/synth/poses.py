"""How a product stands or lies before a camera that looks at it alone. Knows bodies and cameras."""

import numpy as np

from colugo.synth.bodies import Body
from colugo.synth.box import Box
from colugo.synth.camera import Camera, Floats, Pose, framed, resting, turned

_QUARTER = float(np.pi / 2)
# Lowest and highest elevation of the camera in radians, by (tidy, lying).
_ELEVATIONS = {
    (True, False): (0.08, 0.45), (True, True): (0.7, 1.45),
    (False, False): (0.12, 1.1), (False, True): (0.55, 1.5),
}  # fmt: skip


def draw_turn(body: Body, rng: np.random.Generator, *, lies: bool, tidy: bool) -> Floats:
    """A (3, 3) turn of a product that stands or lies; tidy ones show more of their front."""
    yaw = float(rng.normal(0, 0.5 if tidy else 0.8))
    if rng.random() > 0.75:
        yaw = float(rng.uniform(-np.pi, np.pi))
    if not lies:
        return turned(yaw)
    return turned(yaw, -_QUARTER, _lying_roll(body, rng))


def _lying_roll(body: Body, rng: np.random.Generator) -> float:
    """Which side is up: round bodies roll, boxes and bags lie on a face."""
    if body.vessel is not None:
        is_any = rng.random() > 0.7
        return float(rng.uniform(-np.pi, np.pi) if is_any else rng.normal(0, 0.5))
    faces = [0.0, 0.0, 0.0, float(np.pi)]
    if isinstance(body.shape, Box) and body.gloss < 0.5:  # on its narrow side, too
        faces += [_QUARTER, -_QUARTER]
    return faces[int(rng.integers(len(faces)))]


def draw_pose(body: Body, rng: np.random.Generator, *, tidy: bool) -> tuple[Pose, Camera]:
    """A pose on the counter and a camera that sees nearly all of it, on a picture 224 px wide."""
    points = np.concatenate(body.shape.pieces)
    lies = bool(rng.random() < (0.12 if tidy else 0.3))
    pose = resting(draw_turn(body, rng, lies=lies, tidy=tidy), points, (0.0, 0.0))
    elevation = float(rng.uniform(*_ELEVATIONS[tidy, lies]))
    roll = float(rng.normal(0, 0.05 if tidy else 0.14))
    if not tidy and rng.random() < 0.2:
        roll = float(rng.uniform(-np.pi, np.pi))
    fill = float(rng.uniform(0.8, 0.96) if tidy else rng.uniform(0.66, 1.1))
    across, down = (rng.uniform(-0.15, 0.15, 2) * max(0.0, 1 - fill)).tolist()
    fov = float(rng.uniform(0.25, 0.75))
    world = pose.to_world(points)
    return pose, framed(world, elevation, fov=fov, roll=roll, fill=fill, off=(across, down))
