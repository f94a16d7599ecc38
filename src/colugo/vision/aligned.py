"""Lays a photo over a query, by what both show, and compares their colours place by place.

Look-alikes share layout and words, so their features agree; what differs is the colour of a
picture or a band on the aligned label. Knows no product.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.vision.closer_look import SMALL_PX, Floats, Look

CELLS: Final = 12  # a side: a cell is 8 pixels of the small picture
FAR: Final = 0.25  # a difference of colours above this counts as this
_RATIO = 0.85  # Source: Lowe (2004) has 0.8; a label is compared with few others here
_LEAST = 6  # matches that agree; a homography needs 4
_OFF_PX = 4.0 * SMALL_PX / 224  # how far a match may be off, for labels on round bodies
_TRIALS = 300
_ROOM_PX = 4  # around the matches that agree: what lies between and beside them is compared too
_DARK = 12.0  # added to each channel: colours of the dark say little
_WHITE_BALANCE = 0.08  # by so much cameras differ, as a log of channels: `synth.photo`, 1 sigma
_HALF = 0.5  # of a cell must be seen


@dataclass(frozen=True, eq=False)
class Aligned:
    """A photo that was laid over a query.

    Attributes:
        inliers: features that agree on how it lies.
        differences: (12, 12) how unlike the colours of each cell of the query are, 0 to `FAR`;
            nan where the photo does not show it.
    """

    inliers: int
    differences: Floats


def align(query: Look, photo: Look) -> Aligned | None:
    """Lay a photo over a query; None where too few features agree on how it lies."""
    there, here = _matches(query, photo)
    if len(here) < _LEAST:
        return None
    found, agrees = cv2.findHomography(
        here[:, None], there[:, None], cv2.USAC_MAGSAC, _OFF_PX, None, _TRIALS, 0.99
    )
    if found is None:
        return None
    agreed = there[agrees.ravel() > 0]
    if len(agreed) < _LEAST:
        return None
    return Aligned(len(agreed), _differences(query, photo, found, agreed))


def _matches(query: Look, photo: Look) -> tuple[Floats, Floats]:
    """(m, 2) places in the query and in the photo of features that are each other's nearest."""
    if min(len(query.xy), len(photo.xy)) < _LEAST:
        return np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32)
    alike = query.unit_descriptors @ photo.unit_descriptors.T
    rows = np.arange(len(alike))
    nearest = alike.argmax(axis=1)
    best = alike[rows, nearest].copy()
    is_mutual = alike.argmax(axis=0)[nearest] == rows
    alike[rows, nearest] = -1
    # the squared distance of rows of length 1 is 2 - 2 * cosine
    is_clear = (1 - best) < _RATIO**2 * (1 - alike.max(axis=1))
    kept = is_mutual & is_clear
    return query.xy[kept], photo.xy[nearest[kept]]


def _differences(
    query: Look, photo: Look, homography: NDArray[np.float64], agreed: Floats
) -> Floats:
    height, width = query.small.shape[:2]
    laid = cv2.warpPerspective(photo.small, homography, (width, height))
    white = np.full(photo.small.shape[:2], 255, np.uint8)
    shown = cv2.warpPerspective(white, homography, (width, height)) == 255
    hull = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.round(agreed).astype(np.int32)), 1)
    around = np.ones((2 * _ROOM_PX + 1,) * 2, np.uint8)
    seen = (shown & (cv2.dilate(hull, around) > 0)).astype(np.float32)
    share = _cells(seen)
    is_seen = share > _HALF
    if not is_seen.any():
        return np.full((CELLS, CELLS), np.nan, np.float32)
    weight = (1 / np.maximum(share, 1e-3))[..., None].astype(np.float32)
    here, there = (_cells(each * seen[..., None]) * weight for each in (query.small, laid))
    return _unlike(here, there, is_seen)


def _unlike(here: Floats, there: Floats, is_seen: NDArray[np.bool_]) -> Floats:
    """In chroma of logs: light and shade say nothing, nor does a little white balance."""
    logs = np.log((here + _DARK) / (there + _DARK))
    chroma = logs - logs.mean(axis=2, keepdims=True)
    camera = np.clip(np.median(chroma[is_seen], axis=0), -_WHITE_BALANCE, _WHITE_BALANCE)
    far = np.minimum(np.sqrt(((chroma - camera) ** 2).sum(axis=2)), FAR)
    return np.where(is_seen, far, np.nan).astype(np.float32)


def _cells(picture: Floats) -> Floats:
    return np.asarray(cv2.resize(picture, (CELLS, CELLS), interpolation=cv2.INTER_AREA), np.float32)
