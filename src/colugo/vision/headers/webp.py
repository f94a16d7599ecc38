"""Reads the header of a WebP and follows its chunks to the end.

Source: RFC 9649 (container), RFC 6386 section 9.1 (VP8 frame header).
"""

import struct
from collections.abc import Iterator

from colugo.errors import PictureDamaged, PictureFormatUnsupported, PictureTruncated
from colugo.vision.headers.exif import read_orientation
from colugo.vision.headers.header import Header

_ANIMATION_FLAG, _ALPHA_FLAG = 0x02, 0x10
_SIDE_BITS = 0x3FFF


def is_webp(content: bytes) -> bool:
    """Does the file begin like a WebP?"""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def read_webp_header(content: bytes, source: str) -> Header:
    """Read size, transparency and orientation of a WebP, and check that it ends.

    Raises:
        PictureTruncated: the file is shorter than it says.
        PictureDamaged: there are no pixels in it.
        PictureFormatUnsupported: the WebP is animated.
    """
    bodies = dict(_read_chunks(content, source))
    extended = bodies.get(b"VP8X", b"")
    if extended and extended[0] & _ANIMATION_FLAG:
        raise PictureFormatUnsupported(source, "an animated WebP")
    try:
        size_wh, has_alpha = _read_pixels_header(bodies)
    except (KeyError, struct.error) as error:
        raise PictureDamaged(source, "WebP", "its header or its pixels are missing") from error
    return Header(
        "WebP",
        size_wh,
        read_orientation(bodies.get(b"EXIF", b"")),
        has_alpha=has_alpha or bool(extended and extended[0] & _ALPHA_FLAG),
    )


def _read_pixels_header(bodies: dict[bytes, bytes]) -> tuple[tuple[int, int], bool]:
    """Width and height in pixels, and whether the pixels themselves carry alpha."""
    if b"VP8L" in bodies:
        (packed,) = struct.unpack_from("<I", bodies[b"VP8L"], 1)
        size_wh = (packed & _SIDE_BITS) + 1, (packed >> 14 & _SIDE_BITS) + 1
        return size_wh, bool(packed >> 28 & 1)
    width, height = struct.unpack_from("<HH", bodies[b"VP8 "], 6)
    return (width & _SIDE_BITS, height & _SIDE_BITS), False


def _read_chunks(content: bytes, source: str) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of every chunk within the length that the file gives itself."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise PictureTruncated(source, "WebP")
    position = 12
    while position + 8 <= end:
        name, length = struct.unpack_from("<4sI", content, position)
        start = position + 8
        if start + length > end:
            raise PictureTruncated(source, "WebP")
        yield name, content[start : start + length]
        position = start + length + length % 2  # bodies are padded to an even length
