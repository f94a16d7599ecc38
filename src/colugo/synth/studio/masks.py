"""Which pixels of a photo are the product: a plain ground taken away, or GrabCut. Knows OpenCV.

A mask that cannot be trusted is refused with its reason, because a wrong cut-out teaches a wrong
product.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.canvas import Pixels
from colugo.synth.outline import Xyxy, bounds

Mask = NDArray[np.bool_]  # (h, w)

# All by looking at the cut-outs of 203 shop pictures and 296 phone photos.
_PLAIN_NEAR: Final = 14.0  # distance in Lab within which a border pixel has the ground's colour
_PLAIN_SHARE: Final = 0.8  # of the border that must have it
_FLOOD: Final = 9.0  # distance from the ground's colour up to which it goes on inwards
_SHADOW_CHROMA, _SHADOW_LIGHT, _SHADOW_SLOPE = 5.0, 0.5, 2.0  # how far off, how dark, how steep
_LEAST_SHARE, _MOST_SHARE = 0.02, 0.96  # of the photo that is product
_LEAST_PX: Final = 64  # of the longer side of a cut-out
_RIM_SHARE: Final = 0.08  # of a side of the photo that a product touches before it counts as cut
_GRABCUT_ROUNDS: Final = 4
_GRABCUT_PX: Final = 260  # longer side of the picture that it works on
_BOX_SHARE: Final = 0.45  # of the photo's longer side that the box found is long, at least
_BOX_IOU: Final = 0.75  # of the box that was found and that of the mask
_FRAYED: Final = 3.7  # of what smoothing takes and adds, to the root of the mask's area, at most


@dataclass(frozen=True)
class Demands:
    """What a mask must keep: sides of the photo it may touch, how solid, how smooth it is.

    `solid` is the least share of its convex hull that it fills, `rough` how many times as long
    as that of the hull its rim may be.
    """

    most_rims: int
    solid: float
    rough: float


ON_PLAIN = Demands(most_rims=3, solid=0.78, rough=1.18)
BY_GRABCUT = Demands(most_rims=0, solid=0.88, rough=1.18)  # it errs in more ways: hands, shelves


@dataclass(frozen=True)
class Refused:
    """Why a photo gives no cut-out."""

    reason: str


def mask_of(pixels: Pixels, boxes: NDArray[np.float32]) -> Mask | Refused:
    """Find the one product of a photo.

    Where the border of the photo has one colour, that is taken away from the border inwards. Else
    exactly one box must have been found, and GrabCut parts product and ground in and around it.

    Args:
        pixels: (h, w, 3) RGB.
        boxes: (n, 4) of products that a detector found, in pixels; for a plain ground not needed.
    """
    ground = plain_ground(pixels)
    if ground is not None:
        return _judged(_tidied(~_flooded(pixels, ground)), ON_PLAIN)
    if len(boxes) != 1:
        return Refused("no product found" if len(boxes) == 0 else "several products on it")
    if max(boxes[0][2:] - boxes[0][:2]) < _BOX_SHARE * max(pixels.shape[:2]):
        return Refused("too small")
    mask = _tidied(_grab_cut(pixels, boxes[0]))
    if mask.any() and _iou(bounds(mask), boxes[0]) < _BOX_IOU:
        return Refused("not told from its ground")
    return _judged(mask, BY_GRABCUT)


def plain_ground(pixels: Pixels) -> NDArray[np.float32] | None:
    """The colour of the ground in Lab, (3,), where nearly all of the border has it, else None."""
    lab = _lab(pixels)
    rim = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    middle = np.median(rim, axis=0).astype(np.float32)
    is_near = np.linalg.norm(rim - middle, axis=1) < _PLAIN_NEAR
    return middle if is_near.mean() >= _PLAIN_SHARE else None


def fault_of(mask: Mask, demands: Demands) -> str | None:
    """What is wrong with a mask of one piece, None if nothing is."""
    share = mask.mean()
    if not mask.any():
        return "too small"
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if share < _LEAST_SHARE or max(np.ptp(rows), np.ptp(columns)) < _LEAST_PX:
        return "too small"
    if share > _MOST_SHARE:
        return "no ground around it"
    rims = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
    if sum(bool(rim.mean() > _RIM_SHARE) for rim in rims) > demands.most_rims:
        return "cut off by the rim of the photo"
    (outline, *_), _ = cv2.findContours(
        mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    hull = cv2.convexHull(outline)
    solid = cv2.contourArea(outline) / max(1.0, cv2.contourArea(hull))
    rough = cv2.arcLength(cv2.approxPolyDP(outline, 1.5, True), True) / cv2.arcLength(hull, True)
    is_ragged = solid < demands.solid or rough > demands.rough or _frayed(mask) > _FRAYED
    return "ragged" if is_ragged else None


def _frayed(mask: Mask) -> float:
    """How much of a mask is thorns and notches: lost white on white ground, shadow that stayed."""
    side = max(3, round(float(np.sqrt(mask.sum())) / 14) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    solid = mask.astype(np.uint8)
    less, more = (cv2.morphologyEx(solid, how, kernel) for how in (cv2.MORPH_OPEN, cv2.MORPH_CLOSE))
    return float((more - less).sum()) / float(np.sqrt(solid.sum()))


def _judged(mask: Mask, demands: Demands) -> Mask | Refused:
    reason = fault_of(mask, demands)
    return mask if reason is None else Refused(reason)


def _iou(one: Xyxy, other: NDArray[np.float32]) -> float:
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    common = float(np.prod(np.maximum(high - low, 0)))
    areas = (float((box[2] - box[0]) * (box[3] - box[1])) for box in (one, other))
    return common / max(1.0, sum(areas) - common)


def _lab(pixels: Pixels) -> NDArray[np.float32]:
    """Lab with L in 0..100, (h, w, 3)."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def _flooded(pixels: Pixels, ground: NDArray[np.float32]) -> Mask:
    """What of the ground's colour, or in a soft shadow on it, hangs together with the border."""
    lab = _lab(pixels)
    light = lab[..., 0]
    slope = np.hypot(cv2.Sobel(light, -1, 1, 0), cv2.Sobel(light, -1, 0, 1)) / 8
    is_shade = (
        (np.linalg.norm(lab[..., 1:] - ground[1:], axis=2) < _SHADOW_CHROMA)
        & (light > _SHADOW_LIGHT * ground[0])
        & (slope < _SHADOW_SLOPE)
    )
    near = (np.linalg.norm(lab - ground, axis=2) < _FLOOD) | is_shade
    framed = cv2.copyMakeBorder(near.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, pieces = cv2.connectedComponents(framed, connectivity=4)
    return np.asarray(pieces[1:-1, 1:-1] == pieces[0, 0])


def _grab_cut(pixels: Pixels, xyxy: NDArray[np.float32]) -> Mask:
    """GrabCut in a box and a rim around it; the middle of the box is product for sure."""
    factor = min(1.0, _GRABCUT_PX / max(pixels.shape[:2]))
    if factor < 1:
        small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        mask = _grab_cut(np.asarray(small, np.uint8), xyxy * np.float32(factor))
        smooth = cv2.resize(mask.astype(np.float32), pixels.shape[1::-1])
        return np.asarray(smooth > 0.5)
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = map(float, xyxy)
    w, h = x1 - x0, y1 - y0
    told = np.full((height, width), cv2.GC_BGD, np.uint8)
    for grow, what in ((0.03, cv2.GC_PR_BGD), (0.0, cv2.GC_PR_FGD), (-0.3, cv2.GC_FGD)):
        low = max(0, round(y0 - grow * h)), max(0, round(x0 - grow * w))
        high = min(height, round(y1 + grow * h)), min(width, round(x1 + grow * w))
        told[low[0] : high[0], low[1] : high[1]] = what
    if not (told == cv2.GC_BGD).any():
        told[[0, -1]], told[:, [0, -1]] = cv2.GC_BGD, cv2.GC_BGD
    cv2.setRNGSeed(1)  # its clusters begin at random
    models = np.zeros((1, 65)), np.zeros((1, 65))
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    cv2.grabCut(bgr, told, None, *models, _GRABCUT_ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.asarray((told == cv2.GC_FGD) | (told == cv2.GC_PR_FGD))


def _tidied(mask: Mask) -> Mask:
    """The largest piece of a mask, without threads and holes; empty where there is none."""
    side = max(3, round(max(mask.shape) / 120) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    smooth = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    smooth = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, kernel)
    outlines, _ = cv2.findContours(smooth, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = np.zeros(mask.shape, np.uint8)
    if outlines:
        cv2.drawContours(whole, [max(outlines, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return whole.astype(bool)
