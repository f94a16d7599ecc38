"""Reads the header of a PNG and follows its chunks to the end.

Source: Portable Network Graphics (third edition), W3C.
"""

import struct
import zlib
from collections.abc import Iterator

from colugo.errors import PictureDamaged, PictureFormatUnsupported, PictureTruncated
from colugo.vision.headers.exif import read_orientation
from colugo.vision.headers.header import Header

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_GREY = 0
_COLOURS_WITH_ALPHA = {4, 6}
_IHDR_BYTES = 13


def read_png_header(content: bytes, source: str) -> Header:
    """Read size, depth, transparency and orientation of a PNG, and check that it ends.

    Raises:
        PictureTruncated: the file ends before the chunk IEND does.
        PictureDamaged: a needed chunk is missing, or does not match its checksum.
        PictureFormatUnsupported: the PNG is animated.
    """
    chunks = list(_read_chunks(content, source))
    bodies = dict(reversed(chunks))  # the first of a kind counts
    if chunks[0][0] != b"IHDR" or len(chunks[0][1]) != _IHDR_BYTES or b"IDAT" not in bodies:
        raise PictureDamaged(source, "PNG", "its header or its pixels are missing")
    if b"acTL" in bodies:
        raise PictureFormatUnsupported(source, "an animated PNG")
    width, height, bit_depth, colour = struct.unpack_from(">IIBB", bodies[b"IHDR"])
    if width == 0 or height == 0:
        raise PictureDamaged(source, "PNG", f"it is {width} x {height} pixels")
    transparency = bodies.get(b"tRNS")
    return Header(
        "PNG",
        (width, height),
        read_orientation(bodies.get(b"eXIf", b"")),
        has_alpha=colour in _COLOURS_WITH_ALPHA or transparency is not None,
        bit_depth=bit_depth,
        grey_key=_grey_key(colour, transparency),
    )


def _grey_key(colour: int, transparency: bytes | None) -> int | None:
    if colour != _GREY or transparency is None:
        return None
    return int.from_bytes(transparency[:2], "big")


def _read_chunks(content: bytes, source: str) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of every chunk, IEND the last."""
    position = len(PNG_MAGIC)
    while True:
        if position + 12 > len(content):
            raise PictureTruncated(source, "PNG")
        length, name = struct.unpack_from(">I4s", content, position)
        end = position + 12 + length
        if end > len(content):
            raise PictureTruncated(source, "PNG")
        body = content[position + 8 : end - 4]
        _check_sum(name, body, content[end - 4 : end], source)
        yield name, body
        if name == b"IEND":
            return
        position = end


def _check_sum(name: bytes, body: bytes, expected: bytes, source: str) -> None:
    is_critical = not name[0] & 0x20
    if is_critical and zlib.crc32(body, zlib.crc32(name)).to_bytes(4, "big") != expected:
        raise PictureDamaged(source, "PNG", f"the checksum of chunk {name!r} is wrong")
