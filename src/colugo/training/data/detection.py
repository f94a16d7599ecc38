"""Scenes with boxes from COCO files, and which of them are kept out. Knows no augmentation."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from colugo.errors import DatasetUnreadable
from colugo.vision import Boxes, Pixels

ANNOTATIONS = "annotations.json"
FOLDS = 5  # a fifth is kept out


@dataclass(frozen=True)
class Scene:
    """One picture on disk and the boxes of its products."""

    path: Path
    source: str  # copies of one picture share it
    size_wh: tuple[int, int]
    xyxy: Boxes


def read_scenes(folder: Path) -> list[Scene]:
    """Read `annotations.json` of a folder: COCO, every category a product.

    Boxes are clipped to the picture; those without area are dropped.

    Raises:
        DatasetUnreadable: the file is missing or is not COCO.
    """
    try:
        coco = json.loads((folder / ANNOTATIONS).read_text(encoding="utf-8"))
        boxes: dict[int, list[list[float]]] = defaultdict(list)
        for annotation in coco["annotations"]:
            boxes[annotation["image_id"]].append(annotation["bbox"])
        return [_scene(folder, image, boxes[image["id"]]) for image in coco["images"]]
    except OSError as error:
        raise DatasetUnreadable(str(folder), f"its {ANNOTATIONS} cannot be read") from error
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetUnreadable(str(folder), f"{ANNOTATIONS} is not COCO ({error!r})") from error


def split(scenes: Sequence[Scene], fold: int = 0) -> tuple[list[Scene], list[Scene]]:
    """Part scenes into those to train on and the fifth to measure on.

    A hash of the source decides, so that copies of one picture stay on one side, and a
    picture stays on its side when others come or go.

    Args:
        scenes: to part.
        fold: which fifth is kept out, 0 to 4; the five have no picture in common.
    """
    train: list[Scene] = []
    measure: list[Scene] = []
    for scene in scenes:
        (measure if int(_fraction(scene.source) * FOLDS) == fold else train).append(scene)
    return train, measure


def fingerprint(scenes: Iterable[Scene]) -> str:
    """A short name for exactly these pictures and boxes: sha256 over sources and boxes."""
    digest = hashlib.sha256()
    for scene in scenes:
        digest.update(f"{scene.path.name}|{scene.source}".encode())
        digest.update(scene.xyxy.tobytes())
    return digest.hexdigest()[:12]


class PictureCache:
    """Decodes pictures, keeping the first `limit_mb` of them decoded.

    Pictures larger than `max_side_px` are made smaller, their boxes with them. Fill it
    before worker processes start, so that they share it.
    """

    def __init__(self, limit_mb: int = 2000, max_side_px: int = 640) -> None:
        self._room_bytes = limit_mb * 1_000_000
        self._max_side_px = max_side_px
        self._kept: dict[Path, Pixels] = {}

    def fill(self, scenes: Iterable[Scene]) -> None:
        """Decode scenes until the room is used up."""
        for scene in scenes:
            if scene.path not in self._kept and self._room_bytes > 0:
                pixels = self._decode(scene.path)
                self._kept[scene.path] = pixels
                self._room_bytes -= pixels.nbytes

    def load(self, scene: Scene) -> tuple[Pixels, Boxes]:
        """Picture and boxes, both at the size at which they are kept.

        Raises:
            DatasetUnreadable: the picture is missing or broken.
        """
        pixels = self._kept.get(scene.path)
        if pixels is None:
            pixels = self._decode(scene.path)
        return pixels, scene.xyxy * np.float32(pixels.shape[1] / scene.size_wh[0])

    def _decode(self, path: Path) -> Pixels:
        image_bgr = cv2.imread(str(path))
        if image_bgr is None:
            raise DatasetUnreadable(str(path), "it is not a picture")
        factor = self._max_side_px / max(image_bgr.shape[:2])
        if factor < 1:
            image_bgr = cv2.resize(
                image_bgr, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA
            )
        pixels: Pixels = cv2.cvtColor(image_bgr, cv2.COLOR_BGR2RGB)
        return pixels


def _scene(folder: Path, image: dict[str, Any], xywh: list[list[float]]) -> Scene:
    """Source: the part of a file name before `.rf.` names the frame it is a copy of."""
    size_wh = (int(image["width"]), int(image["height"]))
    boxes = np.array(xywh, np.float32).reshape(-1, 4)
    xyxy = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
    xyxy = np.clip(xyxy, 0, np.array(size_wh * 2, np.float32))
    has_area = (xyxy[:, 2:] - xyxy[:, :2]).min(axis=1) > 1
    source = str(image.get("source", image["file_name"])).split(".rf.")[0]
    return Scene(folder / image["file_name"], source, size_wh, xyxy[has_area])


def _fraction(source: str) -> float:
    """A number from 0 to below 1 that is always the same for one source."""
    return int(hashlib.sha256(source.encode()).hexdigest()[:8], 16) / 2**32
