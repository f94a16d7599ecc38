"""Finds letters for the labels: Chinese where the system has them, Latin everywhere.

Nothing has to be installed: the last font is Pillow's own, which is part of the package and
has plain Latin letters. Knows font files only.
"""

import os
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (
    "~/.fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
# File and the face inside it, best first. Source: Debian's fonts-noto-cjk, fonts-wqy-* and
# fonts-dejavu-core, and the fonts that macOS and Windows come with. Face 2 of Noto is SC.
_WANTED = (
    ("NotoSansCJK-Bold.ttc", 2),
    ("NotoSansCJK-Medium.ttc", 2),
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Bold.otf", 0),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("NotoSansSC-Bold.otf", 0),
    ("SourceHanSansSC-Bold.otf", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("DroidSansFallback.ttf", 0),
    ("PingFang.ttc", 0),
    ("Hiragino Sans GB.ttc", 0),
    ("STHeiti Medium.ttc", 0),
    ("msyhbd.ttc", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
    ("DejaVuSans-Bold.ttf", 0),
    ("LiberationSans-Bold.ttf", 0),
    ("Arial Bold.ttf", 0),
    ("arialbd.ttf", 0),
)
_HEAVY = ("Bold", "Medium", "bd.tt")
_NO_LETTER = "\U0010fffe"  # a code point that is no character, so no font draws it


@dataclass(frozen=True)
class Lettering:
    """A text and a font that has every letter of it."""

    text: str
    font: ImageFont.FreeTypeFont


def lettering(text: str, fallback: str, size_px: int) -> Lettering:
    """Choose the first font that has every letter of the text.

    When none has, the fallback is written instead; what is missing of that is left out.
    """
    choices = [words for words in (clean(text), clean(fallback)) if words]
    if not text or not choices:
        return Lettering("", _fonts(size_px)[0])
    for words in choices:
        for font in _fonts(size_px):
            if not _missing(words, font):
                return Lettering(words, font)
    return _as_far_as_it_goes(choices[-1], size_px)


def font_file(text: str, *, is_heavy: bool = True) -> tuple[Path, int] | None:
    """The first font file that has every letter of the text, and the face inside it.

    None where no font of the system has them all. Those of the other weight come last.
    """
    for path, face in sorted(_files(), key=lambda file: _is_heavy(file[0]) != is_heavy):
        font = _open(path, face, 16)
        if font is not None and not _missing(text, font):
            return path, face
    return None


def clean(text: str) -> str:
    """Take out line ends, doubled spaces and what cannot be printed."""
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if letter.isprintable())


def _is_heavy(path: Path) -> bool:
    return any(sign in path.name for sign in _HEAVY)


def _as_far_as_it_goes(text: str, size_px: int) -> Lettering:
    font = min(_fonts(size_px), key=lambda font: len(_missing(text, font)))
    bare = unicodedata.normalize("NFKD", text)  # é becomes e and an accent
    missing = _missing(bare, font)
    return Lettering("".join(letter for letter in bare if letter not in missing).strip(), font)


def _missing(text: str, font: ImageFont.FreeTypeFont) -> set[str]:
    return {letter for letter in set(text) if not _has_letter(font, letter)}


@lru_cache(maxsize=10_000)
def _has_letter(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    """A letter that a font lacks is drawn as the font's sign for nothing."""
    return letter == " " or _drawn(font, letter) != _drawn(font, _NO_LETTER)


def _drawn(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=16)
def _fonts(size_px: int) -> tuple[ImageFont.FreeTypeFont, ...]:
    opened: list[object] = [_open(path, face, size_px) for path, face in _files()]
    opened.append(ImageFont.load_default(size_px))
    return tuple(font for font in opened if isinstance(font, ImageFont.FreeTypeFont))


def _open(path: Path, face: int, size_px: int) -> ImageFont.FreeTypeFont | None:
    try:
        return ImageFont.truetype(str(path), size_px, index=face)
    except OSError:  # a damaged font of the system is no reason not to draw
        return None


@cache
def _files() -> tuple[tuple[Path, int], ...]:
    """The wanted fonts that are here, best first."""
    here: dict[str, Path] = {}
    for folder in _FOLDERS:
        for parent, _, names in os.walk(Path(folder).expanduser()):
            for name in names:
                here.setdefault(name, Path(parent) / name)
    return tuple((here[name], face) for name, face in _WANTED if name in here)
