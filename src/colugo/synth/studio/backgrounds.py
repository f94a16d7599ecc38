"""Real grounds: parts of pictures that lie outside of every box. Reads COCO JSON; draws nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from colugo.errors import BadSynthRequest

_CELLS: Final = 32  # along each side of a picture
_LEAST_CELLS: Final = 9  # along each side of a patch: a good quarter of the picture
_LEAST_PX: Final = 120
_MARGIN: Final = 0.02  # of the picture, around a box, because boxes are a little off


@dataclass(frozen=True)
class Patch:
    """A part of a picture without any box."""

    path: Path
    xyxy: tuple[int, int, int, int]


def empty_patches(folder: Path) -> list[Patch]:
    """The largest part outside the boxes of each picture that has one of some size.

    Args:
        folder: `annotations.json` in COCO JSON, pictures beside it or in `images/`.

    Raises:
        BadSynthRequest: the file is missing or has another form.
    """
    file = folder / "annotations.json"
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        boxes: dict[Any, list[list[float]]] = {each["id"]: [] for each in told["images"]}
        for box in told["annotations"]:
            boxes[box["image_id"]].append(box["bbox"])
        found = (_patch(folder, each, boxes[each["id"]]) for each in told["images"])
        return [patch for patch in found if patch is not None]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadSynthRequest(
            f"{file}, where grounds are looked for,", "COCO JSON with images and annotations",
            error.strerror if isinstance(error, OSError) else f"a fault at {error}",
        ) from error  # fmt: skip


def _patch(folder: Path, image: dict[str, Any], xywh: Sequence[Sequence[float]]) -> Patch | None:
    size = np.array([image["width"], image["height"]], np.float64)
    cell = size / _CELLS
    is_free = np.ones((_CELLS, _CELLS), np.bool_)
    for x, y, width, height in xywh:
        low = (np.array([x, y]) - _MARGIN * size) / cell
        high = (np.array([x + width, y + height]) + _MARGIN * size) / cell
        (left, top), (right, bottom) = np.floor(np.maximum(low, 0)), np.ceil(np.maximum(high, 0))
        is_free[int(top) : int(bottom), int(left) : int(right)] = False
    left, top, right, bottom = largest_rectangle(is_free)
    sides = np.array([right - left, bottom - top])
    if min(sides) < _LEAST_CELLS or (sides * cell).min() < _LEAST_PX:
        return None
    x0, y0 = np.ceil(np.array([left, top]) * cell).astype(int)
    x1, y1 = np.floor(np.array([right, bottom]) * cell).astype(int)
    name = str(image["file_name"])
    beside, below = folder / name, folder / "images" / name
    return Patch(beside if beside.is_file() else below, (int(x0), int(y0), int(x1), int(y1)))


def largest_rectangle(is_free: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """The largest rectangle that is true all over: left, top, right, bottom, the latter outside.

    Nothing free gives four zeros.
    """
    best, area = (0, 0, 0, 0), 0
    rows, columns = is_free.shape
    for top in range(rows):
        run = np.ones(columns, np.bool_)
        for bottom in range(top + 1, rows + 1):
            run &= is_free[bottom - 1]
            left, right = _longest_run(run)
            if (right - left) * (bottom - top) > area:
                best, area = (left, top, right, bottom), (right - left) * (bottom - top)
    return best


def _longest_run(run: NDArray[np.bool_]) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], run.astype(np.int8), [0]])))
    if not len(edges):
        return 0, 0
    starts, ends = edges[0::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest])
