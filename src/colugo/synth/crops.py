"""Cuts the products out of written scenes, as a detector would. Knows no pose and no light."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.errors import BadSynthRequest
from colugo.synth.dataset import Progress, no_progress

Box = tuple[float, float, float, float]

_SHIFT = 0.06  # how far a box may be off, as a share of its side: the detector's errors at IoU 0.8
_JPEG_QUALITY = 92


def write_crops(
    scenes: str | Path, folder: str | Path, seed: int = 0, *, least_visible: float = 0.4,
    least_px: int = 24, progress: Progress = no_progress,
) -> int:  # fmt: skip
    """Write every product of the scenes into one sub-folder per SKU, beside its photos if any.

    Args:
        scenes: a folder that `write_scenes` made.
        folder: of the crops, made when missing.
        seed: of the errors of the boxes.
        least_visible: products that are hidden more are left out.
        least_px: shortest side of a box that is cut out.
        progress: told how many scenes are cut.

    Returns:
        How many crops were written.

    Raises:
        BadSynthRequest: `scenes` holds no annotations.json of scenes, or a picture of it is gone.
    """
    rng = np.random.default_rng([seed, 74])
    document = _read(Path(scenes))
    by_image: dict[int, list[dict[str, Any]]] = {}
    for row in document["annotations"]:
        if row["visible_fraction"] >= least_visible and min(row["bbox"][2:]) >= least_px:
            by_image.setdefault(row["image_id"], []).append(row)
    written = 0
    for done, image in enumerate(document["images"], start=1):
        path = Path(scenes, image["file_name"])
        pixels = cv2.imread(str(path))
        if pixels is None:
            raise BadSynthRequest("a picture of the scenes", "one that `scenes` wrote", path)
        for row in by_image.get(image["id"], []):
            place = Path(folder, row["sku"])
            place.mkdir(parents=True, exist_ok=True)
            crop = _cut(pixels, row["bbox"], rng)
            _, code = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
            name = f"{Path(image['file_name']).stem}-{row['id']:06d}.jpg"
            (place / name).write_bytes(code.tobytes())
            written += 1
        progress(done)
    return written


def _read(scenes: Path) -> dict[str, Any]:
    path = scenes / "annotations.json"
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSynthRequest("the folder of scenes", "one that `scenes` wrote", path) from error
    return document


def _cut(pixels: NDArray[Any], xywh: list[float], rng: np.random.Generator) -> NDArray[Any]:
    """The pixels in a box whose sides are each a little off."""
    height, width = pixels.shape[:2]
    x, y, w, h = xywh
    off = rng.uniform(-_SHIFT, _SHIFT, 4) * (w, h, w, h)
    left, top = max(0, round(x + off[0])), max(0, round(y + off[1]))
    right, bottom = min(width, round(x + w + off[2])), min(height, round(y + h + off[3]))
    return pixels[top:bottom, left:right]
