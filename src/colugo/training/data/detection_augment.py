"""Changes scenes so that boxes stay exact: no odd angles. Knows no file and no network.

A box drawn round a turned box is loose, and loose boxes are what cost AP at high overlap
(measured, see ../shared/design/recognition-notes.md); so pictures are mirrored, turned
by quarters, cut and zoomed, nothing else.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.training.data.photo_augment import blur, noise, recolour
from colugo.vision import Boxes, Pixels

PAD_VALUE = 114  # grey around pictures, as YOLOX and most detectors since
_LEAST_VISIBLE = 0.3  # of a box after cutting, else it is no product any more,
_LARGE = 0.05  # unless what is left covers this much of the view: that must be found
_LEAST_SIDE_PX = 4.0

LabelledPicture = tuple[Pixels, Boxes]
Window = tuple[float, float, float, float]  # x, y, width, height in px of the picture


def turn(labelled: LabelledPicture, rng: np.random.Generator) -> LabelledPicture:
    """Mirror left-right half the time, turn by quarters now and then."""
    if rng.random() < 0.5:
        labelled = mirror(labelled)
    quarters = int(rng.choice(4, p=[0.7, 0.1, 0.1, 0.1]))
    for _ in range(quarters):
        labelled = quarter_turn(labelled)
    return labelled


def mirror(labelled: LabelledPicture) -> LabelledPicture:
    """Swap left and right."""
    pixels, xyxy = labelled
    width = pixels.shape[1]
    left, top, right, bottom = xyxy.T
    return pixels[:, ::-1], np.stack([width - right, top, width - left, bottom], axis=1)


def quarter_turn(labelled: LabelledPicture) -> LabelledPicture:
    """Turn by 90 degrees, against the clock."""
    pixels, xyxy = labelled
    width = pixels.shape[1]
    left, top, right, bottom = xyxy.T
    return np.rot90(pixels), np.stack([top, width - right, bottom, width - left], axis=1)


def cut(labelled: LabelledPicture, window: Window, size_wh: tuple[int, int]) -> LabelledPicture:
    """Take a window, which may reach outside the picture, and resize it to `size_wh`.

    Boxes are cut with it; a product of which too little is left loses its box.
    """
    pixels, xyxy = labelled
    x, y, width, height = window
    scale = np.array([size_wh[0] / width, size_wh[1] / height], np.float32)
    view = _warp(pixels, scale, (x, y), size_wh)
    whole = (xyxy - np.array([x, y, x, y], np.float32)) * np.tile(scale, 2)
    clipped = np.clip(whole, 0, np.array(size_wh * 2, np.float32))
    sides = clipped[:, 2:] - clipped[:, :2]
    visible = sides.prod(axis=1) / np.maximum((whole[:, 2:] - whole[:, :2]).prod(axis=1), 1e-6)
    is_large = sides.prod(axis=1) >= _LARGE * size_wh[0] * size_wh[1]
    is_kept = ((visible >= _LEAST_VISIBLE) | is_large) & (sides.min(axis=1) >= _LEAST_SIDE_PX)
    return view, clipped[is_kept]


def random_window(
    size_wh: tuple[int, int], target_wh: tuple[int, int], rng: np.random.Generator
) -> Window:
    """A window from closer (0.6 of the side) to farther (1.5), a little out of proportion."""
    factor = max(size_wh[0] / target_wh[0], size_wh[1] / target_wh[1])  # shows it whole
    zoom = float(np.exp(rng.uniform(np.log(0.6), np.log(1.5))))
    stretch = float(np.exp(rng.uniform(-0.1, 0.1)))
    width = target_wh[0] * factor * zoom * stretch
    height = target_wh[1] * factor * zoom / stretch
    x = _offset(size_wh[0], width, rng)
    y = _offset(size_wh[1], height, rng)
    return x, y, width, height


def mosaic(
    four: Sequence[LabelledPicture], size_px: int, rng: np.random.Generator
) -> LabelledPicture:
    """Four pictures round a random point of a square.

    Source: Bochkovskiy et al., "YOLOv4" (2020), here with a window cut for each quarter.
    """
    x, y = (round(size_px * float(rng.uniform(0.3, 0.7))) for _ in range(2))
    corners = ((0, 0, x, y), (x, 0, size_px, y), (0, y, x, size_px), (x, y, size_px, size_px))
    canvas = np.full((size_px, size_px, 3), PAD_VALUE, np.uint8)
    boxes = []
    for labelled, (left, top, right, bottom) in zip(four, corners, strict=True):
        size_wh, target_wh = labelled[0].shape[1::-1], (right - left, bottom - top)
        window = random_window((size_wh[0], size_wh[1]), target_wh, rng)
        canvas[top:bottom, left:right], xyxy = cut(labelled, window, target_wh)
        boxes.append(xyxy + np.array([left, top, left, top], np.float32))
    return canvas, np.concatenate(boxes)


def recolour_scene(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Another light and another camera; the boxes stay where they are."""
    if rng.random() < 0.8:
        pixels = recolour(pixels, rng)
    for chance, change in _CAMERA:
        if rng.random() < chance:
            pixels = change(pixels, rng)
    return pixels


def shadow(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Darken everything on one side of a soft line."""
    height, width = pixels.shape[:2]
    angle, softness = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(0.02, 0.4))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    part = np.clip((along - rng.uniform(-0.3, 0.3)) / softness + 0.5, 0, 1)[..., None]
    darkened: Pixels = (pixels * (1 - part * rng.uniform(0.2, 0.6))).astype(np.uint8)
    return darkened


def compress(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """What JPEG leaves at low quality."""
    quality = int(rng.integers(25, 80))
    _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)  # type: ignore[return-value]


_CAMERA: tuple[tuple[float, Callable[[Pixels, np.random.Generator], Pixels]], ...] = (
    (0.15, shadow),
    (0.12, blur),
    (0.15, noise),
    (0.2, compress),
)


def _offset(picture_px: int, window_px: float, rng: np.random.Generator) -> float:
    """Where a window starts: inside when it is smaller, round the picture when larger."""
    return float(rng.uniform(min(0.0, picture_px - window_px), max(0.0, picture_px - window_px)))


def _warp(
    pixels: Pixels,
    scale: NDArray[np.float32],
    start_xy: tuple[float, float],
    size_wh: tuple[int, int],
) -> Pixels:
    """Resample a window; shrinking takes means first, so that no detail turns to noise."""
    start = np.array(start_xy, np.float32)
    if scale.max() < 1:
        height, width = pixels.shape[:2]
        small_wh = (max(1, round(width * scale[0])), max(1, round(height * scale[1])))
        shrunk = np.array([small_wh[0] / width, small_wh[1] / height], np.float32)
        pixels = cv2.resize(pixels, small_wh, interpolation=cv2.INTER_AREA)
        start, scale = start * shrunk, scale / shrunk
    # cv2 puts pixel centres at whole numbers, boxes have them at .5
    shift = (0.5 - start) * scale - 0.5
    matrix = np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]]], np.float32)
    view: Pixels = cv2.warpAffine(
        np.ascontiguousarray(pixels), matrix, size_wh, borderValue=(PAD_VALUE,) * 3
    )
    return view
