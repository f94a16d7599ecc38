"""Which fonts are here and how to load them. Knows font files only."""

import os
from functools import cache
from pathlib import Path

from PIL import ImageFont

from colugo.errors import NoChineseFont

Font = ImageFont.FreeTypeFont
DEBIAN_PACKAGES = ("fonts-noto-cjk", "fonts-wqy-zenhei", "fonts-wqy-microhei", "fonts-arphic-ukai")
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")

# (file name, face number in the collection); Noto's third face is Simplified Chinese.
_NOTO_SANS = tuple((f"NotoSansCJK-{w}.ttc", 2) for w in ("Regular", "Medium", "Bold", "Black"))
_NOTO_SERIF = tuple((f"NotoSerifCJK-{w}.ttc", 2) for w in ("Regular", "Medium", "Bold", "Black"))
_OTHERS = (("wqy-zenhei.ttc", 0), ("wqy-microhei.ttc", 0), ("ukai.ttc", 0), ("uming.ttc", 0))
_CHINESE = (*_NOTO_SANS, *_NOTO_SERIF, *_OTHERS)
_HEAVY = (*_NOTO_SANS[2:], *_NOTO_SERIF[2:], *_OTHERS[:3])
_LATIN = (
    "Lato-Black.ttf",
    "Lato-BlackItalic.ttf",
    "Lato-Bold.ttf",
    "Lato-Heavy.ttf",
    "Roboto-Black.ttf",
    "Roboto-Bold.ttf",
    "RobotoCondensed-Bold.ttf",
    "OpenSans-ExtraBold.ttf",
    "OpenSans-BoldItalic.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSerif-BoldItalic.ttf",
    "LiberationSerif-Bold.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSerif-Bold.ttf",
    "DejaVuSansCondensed-BoldOblique.ttf",
    "DejaVuSerifCondensed-BoldItalic.ttf",
    "Comfortaa-Bold.ttf",
    "lobster.otf",
    "LobsterTwo-Bold.otf",
    "LobsterTwo-BoldItalic.otf",
    "Cantarell-ExtraBold.otf",
    "NotoSansCJK-Black.ttc",
    "NotoSerifCJK-Black.ttc",
)
Face = tuple[str, int]  # path of the file, number of the face in it


@cache
def chinese_faces() -> tuple[Face, ...]:
    """Every known face with Chinese letters that is installed, in a fixed order.

    Raises:
        NoChineseFont: none is installed; the message names the Debian packages.
    """
    found = tuple((path, face) for name, face in _CHINESE if (path := _installed().get(name)))
    if not found:
        raise NoChineseFont(_FOLDERS, DEBIAN_PACKAGES)
    return found


@cache
def heavy_chinese_faces() -> tuple[Face, ...]:
    """The Chinese faces strong enough for a product name; all of them where none is."""
    names = {name for name, _ in _HEAVY}
    heavy = tuple(face for face in chinese_faces() if Path(face[0]).name in names)
    return heavy or chinese_faces()


@cache
def latin_faces() -> tuple[Face, ...]:
    """Every known face for Latin words that is installed; the Chinese ones where none is."""
    found = tuple((path, 0) for name in _LATIN if (path := _installed().get(name)))
    return found or chinese_faces()


@cache
def load(face: Face, size_px: int) -> Font:
    """A face at one size, kept for the next time."""
    path, number = face
    return ImageFont.truetype(path, size_px, index=number, layout_engine=ImageFont.Layout.BASIC)


@cache
def _installed() -> dict[str, str]:
    """File name to path of every font in the folders where Linux keeps fonts."""
    roots = (Path(folder).expanduser() for folder in _FOLDERS)
    paths = (
        Path(top) / name for root in roots for top, _, names in os.walk(root) for name in names
    )
    return {path.name: str(path) for path in sorted(paths, reverse=True)}
