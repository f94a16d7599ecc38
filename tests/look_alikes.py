"""Labels that share a layout, drawn from a seed: only the colour of one patch differs."""

import cv2
import numpy as np

from colugo.vision import Image

ORANGE, GREEN, BLUE = (240, 140, 20), (60, 170, 50), (40, 80, 200)
PATCH = (60, 130, 100, 60)  # left, top, width, height


def label(
    patch: tuple[int, int, int], seed: int = 1, light: float = 1.0, turn: float = 0.0
) -> Image:
    """A label of 220 px with many corners and a patch, in a light, turned by some degrees."""
    rng = np.random.default_rng(seed)
    pixels = np.full((220, 220, 3), 235, np.uint8)
    for _ in range(45):
        x, y, w, h = (*rng.integers(5, 180, 2).tolist(), *rng.integers(6, 34, 2).tolist())
        ink = rng.integers(0, 160, 3).tolist()
        cv2.rectangle(pixels, (x, y), (x + w, y + h), ink, -1 if rng.random() < 0.7 else 2)
    left, top, width, height = PATCH
    cv2.rectangle(pixels, (left, top), (left + width, top + height), patch, -1)
    turning = cv2.getRotationMatrix2D((110, 110), turn, 1.0)
    turned = cv2.warpAffine(pixels, turning, (220, 220), borderValue=(235, 235, 235))
    return Image(np.clip(turned * light, 0, 255).astype(np.uint8))
