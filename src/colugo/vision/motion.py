"""Whether something moves between two frames of a camera, on a small grey picture. Cheap.

Source: that of two frames the pixels differ where something moved is as old as video; the sizes
and the threshold are measured on drawn scenes, see docs/measured.md.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.errors import PictureDamaged
from colugo.vision.decode import DecodeLimits, checked_header

Grey = NDArray[np.uint8]  # (90, 160)
_SMALL_WH: Final = (160, 90)
_DIFFERENT: Final = 12  # of 255: camera noise of 8 averaged over 144 pixels is below 1
_REDUCED: Final = (
    (8, cv2.IMREAD_REDUCED_GRAYSCALE_8),
    (4, cv2.IMREAD_REDUCED_GRAYSCALE_4),
    (2, cv2.IMREAD_REDUCED_GRAYSCALE_2),
)


def small_grey(content: bytes, limits: DecodeLimits) -> tuple[Grey, tuple[int, int]]:
    """A picture as small as motion needs it, and its size as taken, before it is turned upright.

    A JPEG is never decoded to more than this needs.

    Args:
        content: JPEG, PNG or WebP.
        limits: the most that it may cost.

    Raises:
        PictureUnusable: one of its subclasses, as `decode`.
    """
    header = checked_header(content, limits)
    flags = next(
        (flag for by, flag in _REDUCED if header.size_wh[0] // by >= _SMALL_WH[0]),
        cv2.IMREAD_GRAYSCALE,
    )
    grey = cv2.imdecode(np.frombuffer(content, np.uint8), flags | cv2.IMREAD_IGNORE_ORIENTATION)
    if grey is None:
        raise PictureDamaged("picture", header.format_name, "its pixels cannot be decoded")
    small: Grey = cv2.resize(grey, _SMALL_WH, interpolation=cv2.INTER_AREA)
    return small, header.size_wh


def changed_share(before: Grey, after: Grey) -> float:
    """The share of two small pictures that differs, 0..1, apart from how bright the whole is."""
    difference = after.astype(np.int16) - before
    difference -= np.int16(np.median(difference))  # the camera opens or closes its eye
    return float((np.abs(difference) > _DIFFERENT).mean())
