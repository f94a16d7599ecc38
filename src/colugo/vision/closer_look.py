"""What a picture of one product holds beyond its embedding: local features and colours.

Knows OpenCV and numpy; no product. Two looks are compared by `colugo.vision.aligned`.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.errors import ArrayMalformed
from colugo.vision.image import Image, Pixels

Floats = NDArray[np.float32]

# All of the following: as good as 250 features of a finer picture on drawn look-alikes, in half
# the time. Source: `benchmarks/bench_look_alikes.py`, docs/measured.md.
LONG_SIDE_PX: Final = 224  # of the picture that features are looked for in
SMALL_PX: Final = 96  # of the picture that is compared when aligned
FEATURES: Final = 200
_CONTRAST, _EDGE = 0.015, 15
_BINS, _HIST_PX = 12, 64
_AB_REACH = 72.0  # of CIELAB's a and b: what prints and fruit have
_MIDDLE = 0.28  # spread of the middle that counts most, as a share of the side: a crop has corners
_KEPT = 510.0  # a root of a share of SIFT's sum hardly reaches a half: 255 / 510


@dataclass(frozen=True, eq=False)
class Look:
    """A picture of one product, looked at closely.

    Attributes:
        xy: (n, 2) float32, middles of its local features in pixels of `small`; n may be 0.
        descriptors: (n, 128) uint8, RootSIFT times 510.
        colours: (144,) float32 of length 1, roots of the shares of its hues, however light; the
            middle of the picture counts most.
        small: (h, w, 3) uint8 RGB, its longer side `SMALL_PX`.

    Raises:
        ArrayMalformed: the shapes are others.
    """

    xy: Floats
    descriptors: NDArray[np.uint8]
    colours: Floats
    small: Pixels

    def __post_init__(self) -> None:
        got = (self.xy.shape, self.descriptors.shape, self.colours.shape, self.small.shape[2:])
        wanted = ((len(self.xy), 2), (len(self.xy), 128), (_BINS**2,), (3,))
        if got != wanted:
            raise ArrayMalformed("look", f"{wanted}", f"{got}")

    @property
    def unit_descriptors(self) -> Floats:
        """(n, 128) float32, about of length 1."""
        return self.descriptors.astype(np.float32) / np.float32(_KEPT)


def look_closely(image: Image) -> Look:
    """Find up to 200 local features and the colours of a picture of one product."""
    pixels = _scaled(image.pixels, LONG_SIDE_PX)
    small = cv2.GaussianBlur(_scaled(pixels, SMALL_PX), (0, 0), 0.8)
    xy, descriptors = _features(pixels)
    return Look(
        xy * np.float32(SMALL_PX / LONG_SIDE_PX), descriptors, _colours(pixels),
        np.asarray(small, np.uint8),
    )  # fmt: skip


def _scaled(pixels: Pixels, long_side: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = long_side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)


def _features(pixels: Pixels) -> tuple[Floats, NDArray[np.uint8]]:
    """RootSIFT. Source: Lowe (2004); Arandjelović and Zisserman (2012)."""
    sift = cv2.SIFT.create(nfeatures=FEATURES, contrastThreshold=_CONTRAST, edgeThreshold=_EDGE)
    points, found = sift.detectAndCompute(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), None)
    if found is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8)
    shares = found / np.maximum(found.sum(axis=1, keepdims=True), 1e-6)
    kept = np.clip(np.sqrt(shares) * _KEPT + 0.5, 0, 255).astype(np.uint8)
    # of equally strong ones OpenCV keeps all, so there may be a few more than asked for
    return np.array([point.pt for point in points], np.float32)[:FEATURES], kept[:FEATURES]


def _colours(pixels: Pixels) -> Floats:
    """A histogram of CIELAB's a and b, each pixel shared among its four nearest bins."""
    small = cv2.resize(pixels, (_HIST_PX, _HIST_PX), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    places = np.clip((lab[:, 1:] + _AB_REACH) * (_BINS / 2 / _AB_REACH), 0, _BINS - 1.001)
    low = places.astype(np.int64)
    beyond = places - low
    total = np.zeros(_BINS**2)
    for step in ((0, 0), (0, 1), (1, 0), (1, 1)):
        weight = _weights() * np.prod(np.where(step, beyond, 1 - beyond), axis=1)
        a, b = (np.minimum(low + step, _BINS - 1)).T
        total += np.bincount(a * _BINS + b, weight, len(total))
    return np.asarray(np.sqrt(total / total.sum()), np.float32)


@lru_cache(maxsize=1)
def _weights() -> Floats:
    """(4096,) how much each pixel counts: a bell over the middle."""
    reach = np.linspace(-0.5, 0.5, _HIST_PX, dtype=np.float32) / _MIDDLE
    bell = np.exp(-0.5 * reach**2)
    return np.asarray(np.outer(bell, bell).ravel(), np.float32)
