"""Small pictures and lists of them; every picture differs from the others."""

from pathlib import Path

import cv2
import numpy as np


def write_picture(path: Path, number: int) -> Path:
    """A 16 x 12 picture of noise that only this number has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(number).integers(0, 256, (12, 16, 3), np.uint8)
    assert cv2.imwrite(str(path), pixels)
    return path


def write_list(path: Path, *lines: str) -> Path:
    """A text file of these lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
