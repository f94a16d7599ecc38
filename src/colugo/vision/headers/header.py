"""The facts of a picture file that are known before it is decoded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    """What the file says about itself.

    `size_wh` is in pixels as stored, before `orientation` (EXIF, 1..8) turns the picture.
    `scans` is how often a JPEG goes over the picture; 1 for the other formats.
    `grey_key` is the grey value that a PNG declares transparent, in its own `bit_depth`.
    """

    format_name: str
    size_wh: tuple[int, int]
    orientation: int = 1
    scans: int = 1
    has_alpha: bool = False
    bit_depth: int = 8
    grey_key: int | None = None
