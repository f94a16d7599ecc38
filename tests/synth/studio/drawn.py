"""Photos of one coloured product, drawn so that the right mask is known."""

import cv2
import numpy as np

from colugo.synth.canvas import Pixels
from colugo.synth.studio.cutouts import Exemplar, FindBoxes
from colugo.vision import Detections, Image, encode

Box = tuple[int, int, int, int]
WHITE = (250, 250, 250)
RED = (200, 30, 40)


def photo(
    box: Box = (60, 40, 140, 170), colour: tuple[int, int, int] = RED, *, size: int = 200,
    ground: tuple[int, int, int] | None = WHITE, seed: int = 0,
) -> Pixels:  # fmt: skip
    """A rectangle with stripes on a plain ground, or on one of coloured noise."""
    rng = np.random.default_rng(seed)
    if ground is None:
        blots = rng.integers(90, 200, (size // 8, size // 8, 3)).astype(np.uint8)
        pixels = cv2.resize(blots, (size, size), interpolation=cv2.INTER_CUBIC)
        pixels[..., 0] //= 3  # nothing red
    else:
        pixels = np.full((size, size, 3), ground, np.uint8)
    x0, y0, x1, y1 = box
    pixels[y0:y1, x0:x1] = colour
    pixels[y0 + 10 : y1 - 10 : 14, x0 + 8 : x1 - 8] = (240, 200, 40)
    return np.ascontiguousarray(pixels)


def finds(*boxes: Box) -> FindBoxes:
    """A detector that finds these boxes on every photo."""

    def find(_: Image) -> Detections:
        xyxy = np.array(boxes, np.float32).reshape(-1, 4)
        return Detections(xyxy, np.full(len(boxes), 0.9, np.float32))

    return find


def exemplar(sku: str, pixels: Pixels, name: str = "1.png") -> Exemplar:
    content = encode(Image(pixels), ".png")
    return Exemplar(sku, name, lambda: content)
