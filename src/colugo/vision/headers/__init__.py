"""What a picture file says about itself, read without decoding a pixel. One format, one file."""

from collections.abc import Callable

from colugo.errors import NotAPicture, PictureFormatUnsupported
from colugo.vision.headers.foreign import foreign_format
from colugo.vision.headers.header import Header
from colugo.vision.headers.jpeg import JPEG_MAGIC, read_jpeg_header
from colugo.vision.headers.png import PNG_MAGIC, read_png_header
from colugo.vision.headers.webp import is_webp, read_webp_header

__all__ = ["Header", "read_header"]

_Reader = Callable[[bytes, str], Header]
_FORMATS: tuple[tuple[Callable[[bytes], bool], _Reader], ...] = (
    (lambda content: content.startswith(JPEG_MAGIC), read_jpeg_header),
    (lambda content: content.startswith(PNG_MAGIC), read_png_header),
    (is_webp, read_webp_header),
)


def read_header(content: bytes, source: str) -> Header:
    """Read format, size and orientation, and check that the file is there to its end.

    The first bytes decide the format; the file's name is never looked at.

    Args:
        content: the whole file, at least one byte.
        source: how errors name the picture.

    Raises:
        NotAPicture: no known format begins like this.
        PictureFormatUnsupported: a format known by name, or an animation.
        PictureTruncated: the file ends before the picture does.
        PictureDamaged: the file contradicts itself.
    """
    for begins, read in _FORMATS:
        if begins(content):
            return read(content, source)
    if name := foreign_format(content):
        raise PictureFormatUnsupported(source, name)
    raise NotAPicture(source, content[:12])
