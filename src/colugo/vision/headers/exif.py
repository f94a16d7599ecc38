"""Reads one number out of an EXIF block: which way up the picture is.

Source: EXIF 2.32, tag 0x0112 `Orientation` of the first directory; TIFF 6.0.
"""

import struct

_ORIENTATION_TAG = 0x0112
_SHORT = 3


def read_orientation(exif: bytes) -> int:
    """Give the orientation 1..8; 1 (upright) when the block is damaged or does not say.

    Args:
        exif: the TIFF part, with or without the six bytes `Exif\\0\\0` before it.
    """
    tiff = exif.removeprefix(b"Exif\x00\x00")
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        return _read_first_directory(tiff, order)
    except struct.error:  # a directory that points past the end
        return 1


def _read_first_directory(tiff: bytes, order: str) -> int:
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (entries,) = struct.unpack_from(f"{order}H", tiff, start)
    for row in range(entries):
        tag, kind, count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * row)
        if tag == _ORIENTATION_TAG:
            return value if kind == _SHORT and count == 1 and 1 <= value <= 8 else 1
    return 1
