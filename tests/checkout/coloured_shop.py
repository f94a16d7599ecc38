"""A shop whose products are plain colours: networks of a few lines that are never wrong.

The detector boxes everything that is not white; the embedder looks at the mean colour.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo import Shop
from colugo.vision import Detections, Image

RED, GREEN, BLUE, GREY = (220, 20, 20), (20, 180, 40), (30, 40, 210), (128, 128, 128)
Colour = tuple[int, int, int]
Place = tuple[int, int, int, int]  # left, top, right, bottom


class ColourDetector:
    """Boxes whatever is not white; a bigger box is surer."""

    model_id = "colour-detector:000000000000:fp32"

    def with_threshold(self, _: float) -> "ColourDetector":
        return self

    def detect(self, image: Image) -> Detections:
        inked = (image.pixels.min(axis=2) < 230).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(inked)
        boxes = sorted(stats[1:].tolist(), key=lambda row: -row[4])
        if not boxes:
            return Detections.none()
        xyxy = np.array([[x, y, x + w, y + h] for x, y, w, h, _ in boxes], np.float32)
        return Detections(xyxy, np.linspace(0.95, 0.6, len(boxes)).astype(np.float32))


class ColourEmbedder:
    """The mean colour around its middle, made length 1."""

    dim = 3

    def __init__(self, model_id: str = "colour-embedder:000000000000:fp32") -> None:
        self.model_id = model_id

    def embed(self, images: Sequence[Image]) -> NDArray[np.float32]:
        colours = [image.pixels.reshape(-1, 3).mean(axis=0) - 110 for image in images]
        rows = np.array(colours, np.float32).reshape(-1, 3) + 1e-3
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def coloured_shop(folder: Path, **options: object) -> Shop:
    """An empty shop with the networks above."""
    return with_colour_networks(Shop.create(folder, **options))


def with_colour_networks(shop: Shop, model_id: str = ColourEmbedder().model_id) -> Shop:
    """Give a shop the networks above."""
    shop.detector = ColourDetector()
    shop.embedder = ColourEmbedder(model_id)
    return shop


def picture(*patches: tuple[Colour, Place], size_wh: tuple[int, int] = (200, 100)) -> bytes:
    """A PNG of coloured rectangles on white."""
    pixels = np.full((size_wh[1], size_wh[0], 3), 255, np.uint8)
    for colour, (left, top, right, bottom) in patches:
        pixels[top:bottom, left:right] = colour
    return encoded(pixels)


def photo_of(colour: Colour, shade: int = 0) -> bytes:
    """A PNG filled with a colour, a little darker by `shade`."""
    darker = np.clip(np.array(colour) - shade, 0, 255)
    pixels = np.full((40, 40, 3), darker, np.uint8)
    return encoded(pixels)


def encoded(pixels: NDArray[np.uint8]) -> bytes:
    """The pixels as a PNG file."""
    return cv2.imencode(".png", np.ascontiguousarray(pixels[:, :, ::-1]))[1].tobytes()


def colour_between(one: Colour, other: Colour) -> Colour:
    """A colour that the embedder takes to be just as like the one as the other."""
    rows = np.array([one, other], np.float64) - 110
    middle = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).sum(axis=0)
    red, green, blue = (110 + 100 * middle / np.linalg.norm(middle)).round().astype(int).tolist()
    return red, green, blue


def stocked_shop(folder: Path, **options: object) -> Shop:
    """A shop that sells red at 5.50, green at 3.00 and blue at 0.80, two photos of each."""
    shop = coloured_shop(folder, **options)
    for sku, name, price, colour in (
        ("R", "莫斯利安", "5.50", RED),
        ("G", "Green tea", "3.00", GREEN),
        ("B", "Water", "0.80", BLUE),
    ):
        shop.add_product(sku=sku, name=name, price=price)
        shop.enrol(sku, [photo_of(colour), photo_of(colour, shade=6)])
    return shop
