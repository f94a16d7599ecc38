"""What flows through vision: a picture, and the boxes found in it. Knows numpy only."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colugo.errors import ArrayMalformed

Pixels = NDArray[np.uint8]  # (h, w, 3) RGB
Boxes = NDArray[np.float32]  # (n, 4) left, top, right, bottom in pixels


@dataclass(frozen=True, eq=False)
class Image:
    """A picture in memory, the way the eye would see it (turned upright already).

    `pixels` is (h, w, 3) uint8 RGB with h, w at least 1. Each row is contiguous, as OpenCV
    wants it, and copied once if it was not; a crop is a view into the rows of its picture.

    Raises:
        ArrayMalformed: `pixels` is anything else.
    """

    pixels: Pixels

    def __post_init__(self) -> None:
        _check_pixels(self.pixels)
        if self.pixels.strides[1:] != (3, 1):
            object.__setattr__(self, "pixels", np.ascontiguousarray(self.pixels))

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def crop(self, xyxy: ArrayLike) -> "Image":
        """Cut out a box, as a view of the same pixels.

        Args:
            xyxy: left, top, right, bottom in pixels; rounded outward, clipped to the picture,
                and never smaller than one pixel.

        Raises:
            ArrayMalformed: not four finite numbers.
        """
        numbers = np.asarray(xyxy, dtype=np.float64)
        if numbers.shape != (4,) or not np.isfinite(numbers).all():
            raise ArrayMalformed("box", "4 finite numbers", f"{xyxy!r}")
        width, height = self.size_wh
        left, right = _clipped_span(numbers[0], numbers[2], width)
        top, bottom = _clipped_span(numbers[1], numbers[3], height)
        return Image(self.pixels[top:bottom, left:right])


@dataclass(frozen=True, eq=False)
class Detections:
    """The boxes found in one picture, best first.

    `xyxy` is (n, 4) float32 in pixels of the photo as taken (after its EXIF orientation),
    `scores` is (n,) float32 in 0..1, falling. n may be 0.

    Raises:
        ArrayMalformed: shapes, types or values are anything else.
    """

    xyxy: Boxes
    scores: NDArray[np.float32]

    def __post_init__(self) -> None:
        _check_array("detection boxes", self.xyxy, (len(self.scores), 4))
        _check_array("detection scores", self.scores, (len(self.xyxy),))
        if (self.xyxy[:, 2:] < self.xyxy[:, :2]).any():
            raise ArrayMalformed("detection boxes", "left <= right and top <= bottom", "a box not")
        if (np.diff(self.scores) > 0).any():
            raise ArrayMalformed("detection scores", "falling scores, best first", "rising ones")
        if len(self.scores) and not 0 <= self.scores[-1] <= self.scores[0] <= 1:
            raise ArrayMalformed("detection scores", "scores in 0..1", f"{self.scores}")

    def __len__(self) -> int:
        return len(self.scores)

    @classmethod
    def none(cls) -> "Detections":
        """Nothing was found."""
        return cls(np.zeros((0, 4), np.float32), np.zeros(0, np.float32))


def _check_pixels(pixels: Any) -> None:
    if not isinstance(pixels, np.ndarray):
        raise ArrayMalformed("picture", "a numpy array", type(pixels).__name__)
    got = f"{pixels.shape} {pixels.dtype}"
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ArrayMalformed("picture", "(h, w, 3) uint8 in RGB", got)
    if pixels.size == 0:
        raise ArrayMalformed("picture", "at least 1 x 1 pixels", got)


def _check_array(what: str, array: Any, shape: tuple[int, ...]) -> None:
    if array.shape != shape or array.dtype != np.float32:
        raise ArrayMalformed(what, f"{shape} float32", f"{array.shape} {array.dtype}")
    if not np.isfinite(array).all():
        raise ArrayMalformed(what, "finite numbers", "nan or infinity")


def _clipped_span(start: float, end: float, length: int) -> tuple[int, int]:
    """Whole pixels that cover start..end, inside 0..length, at least one."""
    first = min(max(math.floor(start), 0), length - 1)
    return first, max(min(math.ceil(end), length), first + 1)
