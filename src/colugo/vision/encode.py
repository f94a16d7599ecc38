"""A picture in memory becomes a file: JPEG, PNG or WebP, by the ending of its name."""

import os
from pathlib import Path

import cv2

from colugo.errors import PictureFormatUnsupported, PictureUnwritable
from colugo.vision.image import Image

_JPEG = (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 90])
_SUFFIXES: dict[str, tuple[str, list[int]]] = {
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": (".png", []),
    ".webp": (".webp", [cv2.IMWRITE_WEBP_QUALITY, 90]),
}


def encode(image: Image, suffix: str = ".jpg") -> bytes:
    """Encode a picture; JPEG and WebP at quality 90.

    Args:
        image: the picture.
        suffix: the ending of a file name, upper or lower case.

    Raises:
        PictureFormatUnsupported: another ending than .jpg, .jpeg, .png or .webp.
        PictureUnwritable: the format cannot hold a picture as large as this.
    """
    if suffix.lower() not in _SUFFIXES:
        raise PictureFormatUnsupported("picture", suffix or "a name without an ending")
    codec, options = _SUFFIXES[suffix.lower()]
    try:
        is_done, content = cv2.imencode(
            codec, cv2.cvtColor(image.pixels, cv2.COLOR_RGB2BGR), options
        )
    except cv2.error as error:
        raise PictureUnwritable("picture", error.err) from error
    if not is_done:
        raise PictureUnwritable("picture", f"it is too large for {codec}")
    return bytes(content)


def write_picture(image: Image, path: str | os.PathLike[str]) -> None:
    """Write a picture as the kind of file that its name ends in; an old file is replaced.

    Raises:
        PictureFormatUnsupported: the name ends in none of .jpg, .jpeg, .png and .webp.
        PictureUnwritable: the system refuses, or the format cannot hold it.
    """
    content = encode(image, Path(path).suffix)
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise PictureUnwritable(str(path), error.strerror or str(error)) from error
