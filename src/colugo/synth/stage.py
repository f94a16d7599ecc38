"""Where a scene plays: camera, light, counter with its furniture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from colugo.synth.bodies import body_of
from colugo.synth.camera import Camera, Floats, look_at
from colugo.synth.counter import Counter, visible_ground
from colugo.synth.distractors import DISTRACTOR_KINDS, stamp_distractors
from colugo.synth.furniture import Corners, put_furniture
from colugo.synth.grounds import GROUND_KINDS, draw_ground
from colugo.synth.light import Light, draw_light
from colugo.synth.product import SynthProduct

_KINDS = (*GROUND_KINDS, "belt", "belt", "steel")  # what counters are made of most often
_CROWD = ((0.1, 0.3), (0.12, 0.45), (0.25, 0.6), (0.35, 0.75))  # share of the counter covered
_SLANT = (15, 40, 50, 50)  # degrees off straight down, at most
_LARGEST = 0.58  # of the picture's side, for the longest product


@dataclass(frozen=True, eq=False)
class Stage:
    """A counter before anything is put on it."""

    camera: Camera
    light: Light
    counter: Counter
    inside: Corners | None  # where products have to stay, if there is a tray or a belt
    level: int


def set_stage(
    chosen: Sequence[SynthProduct], size_wh: tuple[int, int], level: int, rng: np.random.Generator
) -> Stage:
    """A stage with room for some products, the more level the more crowded and slanted."""
    spans = (np.ptp(np.concatenate(body_of(one).shape.pieces), axis=0) for one in chosen)
    sides = np.array([np.sort(span)[1:] for span in spans])  # as they lie: the two longer sides
    return stage_for(sides, size_wh, level, rng)


def stage_for(
    sides: Floats, size_wh: tuple[int, int], level: int, rng: np.random.Generator,
    slants: tuple[float, ...] = _SLANT, things: tuple[str, ...] = DISTRACTOR_KINDS,
) -> Stage:  # fmt: skip
    """A stage with room for things that lie.

    Args:
        sides: (n, 2) their two longer sides in cm, n at least 1.
        size_wh: pixels of the picture.
        level: 0..3, see `make_scene`.
        rng: for everything that is drawn.
        slants: degrees off straight down at most, by level.
        things: kinds of what lies around and is not for sale.
    """
    camera = _stand(sides, size_wh, (level, slants[level]), rng)
    light = draw_light(rng)
    kind = str(rng.choice(_KINDS))
    low, high = visible_ground(camera, float(camera.position[2] * 2.2 + 20))
    size_cm = high[0] - low[0], high[1] - low[1]
    texels_per_cm = max(camera.size_wh) * 1.05 / max(size_cm)
    picture = draw_ground(kind, size_cm, texels_per_cm, rng)
    picture, inside = put_furniture(picture, kind, (low, high), texels_per_cm, rng)
    if level and rng.random() < 0.75:
        count = int(rng.integers(1, 3 + 2 * level))
        picture = stamp_distractors(picture, texels_per_cm, count, rng, things)
    return Stage(camera, light, Counter(picture, low, high), inside, level)


def _stand(
    sides: Floats, size_wh: tuple[int, int], level_slant: tuple[int, float],
    rng: np.random.Generator,
) -> Camera:  # fmt: skip
    """A camera that has room for things of such sides, from straight above to a slant."""
    level, most_slant = level_slant
    crowd, fov = rng.uniform(*_CROWD[level]), float(rng.uniform(0.6, 1.05))
    room = max(np.sqrt(sides.prod(axis=1).sum() / crowd), sides.max() / _LARGEST)
    longer = max(size_wh) / np.sqrt(size_wh[0] * size_wh[1])
    across = float(room * longer * np.exp(abs(rng.normal(0, 0.25))))
    slant = float(rng.uniform(0, np.radians(most_slant)))
    roll = rng.normal(0, 0.12) if rng.random() < 0.8 else rng.uniform(-np.pi, np.pi)
    return look_at(
        np.zeros(3, np.float32), across / (2 * np.tan(fov / 2)) + 6, np.pi / 2 - slant, 0.0,
        roll=float(roll), fov=fov, size_wh=size_wh,
    )  # fmt: skip
