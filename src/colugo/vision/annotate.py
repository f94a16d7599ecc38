"""Draws on a scene what was made of it: boxes, names, prices. Is told all of it; knows no product.

Known boxes are green with an unbroken line and a tick, unsure ones amber, dashed, with a
question mark, unknown ones red, dotted, with a cross: no one needs to tell the colours apart.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

from colugo.vision.image import Boxes, Image, Pixels
from colugo.vision.label import COLOURS, INK, Colour, Kind, LabelText, draw_label
from colugo.vision.label_places import place_labels

_SUBPIXEL_BITS = 4
_LABEL_LETTERS = 14  # how wide a label may be at a narrow box, in heights of its letters
_DASHES: dict[Kind, tuple[float, float]] = {  # drawn and left out, in line widths
    "known": (math.inf, 0),
    "unsure": (5, 3),
    "unknown": (1.5, 2.5),
}


@dataclass(frozen=True)
class Mark:
    """One box to draw and what to write at it.

    `xyxy` is in pixels of the scene. `label` is shortened when there is no room, `note` (a
    price, say) is not. `fallback` is written for a label that no installed font can write.
    """

    xyxy: tuple[float, float, float, float]
    kind: Kind
    label: str
    note: str = ""
    fallback: str = ""


def annotate(image: Image, marks: Sequence[Mark]) -> Image:
    """Draw the marks on a copy of the scene.

    Letters and lines grow with the picture. Labels stay inside it, as far as they fit, and
    off each other where there is room.
    """
    pixels = image.pixels.copy()
    if not marks:
        return Image(pixels)
    boxes = _clipped_boxes(marks, image.size_wh)
    line_px = max(_letter_px(image.size_wh) / 7, 1.5)
    for mark, box in zip(marks, boxes, strict=True):
        _draw_box(pixels, box, mark.kind, line_px)
    return Image(_with_labels(pixels, marks, boxes))


def _letter_px(size_wh: tuple[int, int]) -> int:
    """Height of letters: 1/50 of the picture's mean side, which reads well on a screen."""
    return max(round(math.sqrt(size_wh[0] * size_wh[1]) / 50), 12)


def _clipped_boxes(marks: Sequence[Mark], size_wh: tuple[int, int]) -> Boxes:
    boxes = np.array([mark.xyxy for mark in marks], np.float32)
    return np.clip(boxes, 0, np.array(size_wh * 2, np.float32))


def _with_labels(pixels: Pixels, marks: Sequence[Mark], boxes: Boxes) -> Pixels:
    size_wh = pixels.shape[1], pixels.shape[0]
    letter_px = _letter_px(size_wh)
    labels = []
    for mark, (left, _, right, _) in zip(marks, boxes.tolist(), strict=True):
        text = LabelText(mark.kind, mark.label, mark.note, mark.fallback)
        wanted_px = max(right - left, _LABEL_LETTERS * letter_px)
        labels.append(draw_label(text, letter_px, round(min(wanted_px, size_wh[0]))))
    scene = PilImage.fromarray(pixels).convert("RGBA")
    places = place_labels(boxes, [label.size for label in labels], size_wh)
    for label, place in zip(labels, places, strict=True):
        fitting = label.crop((0, 0, *(min(a, b) for a, b in zip(label.size, size_wh, strict=True))))
        scene.alpha_composite(fitting, place)
    return np.array(scene.convert("RGB"))


def _draw_box(pixels: Pixels, box: NDArray[np.float32], kind: Kind, line_px: float) -> None:
    outline = _rounded_outline(box, line_px)
    strokes = list(_dashes(outline, *(part * line_px for part in _DASHES[kind])))
    _draw_lines(pixels, [outline] if kind == "known" else strokes, INK, line_px * 1.9)
    _draw_lines(pixels, strokes, COLOURS[kind], line_px)


def _draw_lines(
    pixels: Pixels, lines: Sequence[NDArray[np.float64]], colour: Colour, width_px: float
) -> None:
    scaled = [np.round(line * 2**_SUBPIXEL_BITS).astype(np.int32) for line in lines]
    thickness = max(round(width_px), 1)
    cv2.polylines(pixels, scaled, False, colour, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)


def _rounded_outline(box: NDArray[np.float32], line_px: float) -> NDArray[np.float64]:
    """(p, 2) points around the box, half a line inside it, corners rounded."""
    left, top, right, bottom = box.astype(np.float64) + np.array([1, 1, -1, -1]) * line_px * 0.9
    right, bottom = max(left, right), max(top, bottom)
    radius = min(3 * line_px, (right - left) / 2, (bottom - top) / 2)
    centres = [
        (right - radius, top + radius),
        (right - radius, bottom - radius),
        (left + radius, bottom - radius),
        (left + radius, top + radius),
    ]
    angles = np.linspace(-math.pi / 2, 0, 8)
    corners = [
        np.array(centre) + radius * np.stack([np.cos(turned), np.sin(turned)], axis=1)
        for centre, turned in zip(
            centres, (angles + quarter * math.pi / 2 for quarter in range(4)), strict=True
        )
    ]
    return np.vstack([*corners, corners[0][:1]])


def _dashes(
    outline: NDArray[np.float64], drawn_px: float, left_out_px: float
) -> Iterator[NDArray[np.float64]]:
    """Cut the outline into dashes of equal length, as many as fit around it."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(outline, axis=0).T))])
    if math.isinf(drawn_px) or along[-1] == 0:
        yield outline
        return
    count = max(round(along[-1] / (drawn_px + left_out_px)), 1)
    period = along[-1] / count
    share = drawn_px / (drawn_px + left_out_px)
    for start in np.arange(count) * period:
        stops = np.linspace(start, start + share * period, 6)
        yield np.stack([np.interp(stops, along, axis) for axis in outline.T], axis=1)
