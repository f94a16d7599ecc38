"""Makes picture files by hand, so that what they hold is known exactly."""

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage


def colourful(width: int = 48, height: int = 32) -> NDArray[np.uint8]:
    """Four flat quarters (red, green, blue, yellow): every turn of it looks different."""
    quarters = np.array([[[200, 40, 30], [20, 180, 90]], [[30, 60, 210], [240, 220, 40]]], np.uint8)
    rows = np.arange(height) * 2 // height
    columns = np.arange(width) * 2 // width
    return quarters[rows][:, columns]


def encode(
    pixels: NDArray[np.uint8], format_name: str, mode: str | None = None, **options: Any
) -> bytes:
    """Encode with Pillow, a decoder's twin that Colugo itself does not decode with."""
    picture = PilImage.fromarray(pixels)
    file = io.BytesIO()
    if format_name == "WEBP":
        options = {"lossless": True} | options
    (picture.convert(mode) if mode else picture).save(file, format_name, **options)
    return file.getvalue()


def exif(orientation: int) -> bytes:
    tags = PilImage.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def png(
    size_wh: tuple[int, int],
    bit_depth: int,
    colour: int,
    rows: bytes,
    *extra: tuple[bytes, bytes],
) -> bytes:
    """A PNG out of its parts; `rows` are packed pixels, one row only unless rows repeat."""
    width, height = size_wh
    header = struct.pack(">IIBBBBB", width, height, bit_depth, colour, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + rows for _ in range(height)))
    chunks = [(b"IHDR", header), *extra, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, body) for name, body in chunks)


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_header_only(size_wh: tuple[int, int]) -> bytes:
    """Promises so many pixels and holds next to none: a decompression bomb in a hundred bytes."""
    header = struct.pack(">IIBBBBB", *size_wh, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(10))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, body) for name, body in chunks)


def jpeg_of_size(size_wh: tuple[int, int]) -> bytes:
    """A small JPEG whose frame header claims another size."""
    content = bytearray(encode(colourful(), "JPEG"))
    frame = content.index(b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">HH", size_wh[1], size_wh[0])
    return bytes(content)


def jpeg_of_many_scans(scans: int) -> bytes:
    """A progressive JPEG that repeats its last scan over and over."""
    content = encode(colourful(), "JPEG", progressive=True)
    last_scan = content[content.rindex(b"\xff\xda") : -2]
    repeats = scans - content.count(b"\xff\xda")
    return content[:-2] + last_scan * repeats + content[-2:]


def ycck_jpeg() -> bytes:
    """A CMYK JPEG as Photoshop writes it: ink stored inverted, as luma, two chromas and black."""
    cyan_magenta_yellow = 255 - colourful()
    luma_chroma = PilImage.fromarray(cyan_magenta_yellow).convert("YCbCr").split()
    no_black = PilImage.new("L", luma_chroma[0].size, 0)
    inverted = [band.point(lambda value: 255 - value) for band in luma_chroma]
    stored = PilImage.merge("CMYK", (*inverted, no_black))  # Pillow inverts once more
    file = io.BytesIO()
    stored.save(file, "JPEG", quality=100, subsampling=0)
    content = bytearray(file.getvalue())
    content[content.index(b"Adobe") + 11] = 2  # the colour transform: YCCK
    return bytes(content)
