"""Names the picture formats that are not read, so that the error can say what came."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF or a camera's raw file"),
    (b"MM\x00*", "TIFF or a camera's raw file"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"8BPS", "Photoshop"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"%PDF", "PDF"),
    (b"<svg", "SVG"),
    (b"v/1\x01", "OpenEXR"),
    (b"qoif", "QOI"),
)
# Source: the registered brands of https://mp4ra.org and ISO/IEC 23008-12.
_BRANDS: dict[bytes, str] = {
    b"avif": "AVIF",
    b"avis": "AVIF",
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"heim": "HEIC",
    b"heis": "HEIC",
    b"hevc": "HEIC",
    b"hevx": "HEIC",
    b"mif1": "HEIF",
    b"msf1": "HEIF",
    b"crx ": "a camera's raw file",
}


def foreign_format(content: bytes) -> str | None:
    """Name the format that begins like this, or None when nothing known does."""
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "a film (MP4)")
    return next((name for magic, name in _MAGIC if content.startswith(magic)), None)
