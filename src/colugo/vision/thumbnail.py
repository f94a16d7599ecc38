"""A picture made small enough to be one of many on a page. Knows no file."""

import cv2

from colugo.vision.image import Image


def thumbnail(image: Image, side_px: int) -> Image:
    """The picture, its longer side `side_px` at most; one that is small enough stays as it is.

    Source: OpenCV's manual recommends INTER_AREA for shrinking, which does not alias.
    """
    width, height = image.size_wh
    scale = side_px / max(width, height)
    if scale >= 1:
        return image
    size_wh = max(1, round(width * scale)), max(1, round(height * scale))
    return Image(cv2.resize(image.pixels, size_wh, interpolation=cv2.INTER_AREA))
