"""Changes a photo of one product the way cameras and hands change it. Knows no label.

Every function takes and gives RGB uint8 (h, w, 3) and draws from the generator it is
handed, so that a seed repeats the picture. None changes its input.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # (h, w, 3) RGB

_GREY = (124, 116, 104)  # the ImageNet mean: what a network takes for nothing


def augment(pixels: Pixels, size_px: int, rng: np.random.Generator) -> Pixels:
    """One random view of a photo: another crop, pose, light and camera, at `size_px` square."""
    view = random_crop(pixels, size_px, rng)
    if rng.random() < 0.5:
        view = tilt(view, rng)
    if rng.random() < 0.25:
        view = np.rot90(view, int(rng.integers(1, 4)))
    if rng.random() < 0.5:
        view = view[:, ::-1]
    view = recolour(np.ascontiguousarray(view), rng)
    for chance, change in _CAMERA_FAULTS:
        if rng.random() < chance:
            view = change(view, rng)
    return np.ascontiguousarray(view)


def random_crop(
    pixels: Pixels, size_px: int, rng: np.random.Generator, least_area: float = 0.25
) -> Pixels:
    """Cut `least_area` to all of the picture at a ratio of 3:4 to 4:3, resized to a square.

    Source: Szegedy et al., "Going Deeper with Convolutions" (2014), with a larger least
    area, since a product is the whole picture and not a part of it.
    """
    height, width = pixels.shape[:2]
    ratio = float(np.exp(rng.uniform(np.log(3 / 4), np.log(4 / 3)))) * width / height
    area = height * width * float(rng.uniform(least_area, 1.0))
    w = min(width, max(1, round((area * ratio) ** 0.5)))
    h = min(height, max(1, round((area / ratio) ** 0.5)))
    x, y = int(rng.integers(0, width - w + 1)), int(rng.integers(0, height - h + 1))
    return resize(pixels[y : y + h, x : x + w], size_px)


def resize(pixels: Pixels, size_px: int) -> Pixels:
    """Squash to a square: by area when both sides get smaller, else bilinear.

    The same rule as `colugo.vision.Preprocessing`, so that both see the same picture.
    """
    shrinks = min(pixels.shape[:2]) > size_px
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    square: Pixels = cv2.resize(pixels, (size_px, size_px), interpolation=interpolation)
    return square


def tilt(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Turn by up to 20 degrees and lean in perspective by up to a tenth of the side."""
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    leaning = corners + rng.uniform(-0.1, 0.1, (4, 2)).astype(np.float32) * width
    angle = float(rng.uniform(-20, 20))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.1)
    moved = leaning @ turn[:, :2].T + turn[:, 2]
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    border = cv2.BORDER_REFLECT_101 if rng.random() < 0.5 else cv2.BORDER_CONSTANT
    view: Pixels = cv2.warpPerspective(
        pixels, matrix, (width, height), borderMode=border, borderValue=_GREY
    )
    return view


def recolour(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Change brightness, contrast, saturation and the warmth of the light."""
    light = rng.uniform(0.6, 1.4) * (1 + rng.uniform(-0.1, 0.1, 3))  # (3,) gain per channel
    view = pixels.astype(np.float32) * light.astype(np.float32)
    grey = view.mean(axis=2, keepdims=True)
    view = grey + (view - grey) * np.float32(rng.uniform(0.6, 1.4))
    middle = np.float32(view.mean())
    view = middle + (view - middle) * np.float32(rng.uniform(0.7, 1.3))
    return np.asarray(np.clip(view, 0, 255), np.uint8)


def blur(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Out of focus, or moved while the shutter was open."""
    view: Pixels
    if rng.random() < 0.5:
        view = cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.5, 2.0)))
        return view
    length = int(rng.integers(3, 10))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D((length / 2, length / 2), float(rng.uniform(0, 180)), 1)
    kernel = cv2.warpAffine(kernel, turn, (length, length))
    view = cv2.filter2D(pixels, -1, kernel / max(float(kernel.sum()), 1e-6))
    return view


def shrink(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Lose detail, as in the crop of a product that lies far from the camera."""
    height, width = pixels.shape[:2]
    factor = float(rng.uniform(0.25, 0.7))
    small_wh = (max(8, round(width * factor)), max(8, round(height * factor)))
    small = cv2.resize(pixels, small_wh, interpolation=cv2.INTER_AREA)
    view: Pixels = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return view


def cover(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Hide a part behind a plain patch, as a hand or a neighbour does."""
    height, width = pixels.shape[:2]
    w, h = (round(side * rng.uniform(0.15, 0.4)) for side in (width, height))
    x, y = int(rng.integers(0, width - w)), int(rng.integers(0, height - h))
    view = pixels.copy()
    view[y : y + h, x : x + w] = rng.integers(0, 256, 3)
    return view


def noise(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The grain of a small sensor in little light."""
    grain = rng.normal(0, rng.uniform(3, 12), pixels.shape[:2])[..., None]
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


_CAMERA_FAULTS: tuple[tuple[float, Callable[[Pixels, np.random.Generator], Pixels]], ...] = (
    (0.15, blur),
    (0.2, shrink),
    (0.2, cover),
    (0.15, noise),
)
