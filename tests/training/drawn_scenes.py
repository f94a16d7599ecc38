"""Scenes of bright rectangles on grey, for tests that need pictures with boxes on disk."""

import json
from pathlib import Path

import cv2
import numpy as np

SIDE_PX = 96


def draw_scenes(folder: Path, count: int, seed: int = 0) -> Path:
    """Write `count` scenes of one or two rectangles as a COCO data set; gives the folder."""
    rng = np.random.default_rng(seed)
    (folder / "images").mkdir(parents=True)
    images, annotations = [], []
    for number in range(1, count + 1):
        pixels = np.full((SIDE_PX, SIDE_PX, 3), 60, np.uint8)
        for left in (8, 52)[: int(rng.integers(1, 3))]:
            top, width, height = (
                int(rng.integers(*span)) for span in ((8, 40), (20, 36), (20, 48))
            )
            pixels[top : top + height, left : left + width] = rng.integers(150, 256, 3)
            annotations.append(
                {"id": len(annotations) + 1, "image_id": number, "category_id": 1,
                 "bbox": [left, top, width, height]}
            )  # fmt: skip
        name = f"images/{number:05d}.png"
        cv2.imwrite(str(folder / name), pixels)
        images.append(
            {"id": number, "file_name": name, "width": SIDE_PX, "height": SIDE_PX,
             "source": f"frame-{number}_jpg.rf.{number:08x}.jpg"}
        )  # fmt: skip
    coco = {
        "images": images,
        "annotations": annotations,
        "categories": [{"id": 1, "name": "product"}],
    }
    (folder / "annotations.json").write_text(json.dumps(coco), encoding="utf-8")
    return folder
