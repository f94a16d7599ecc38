"""Draws one label: a coloured chip with a mark, a name on dark ground, a note behind it."""

from dataclasses import dataclass
from typing import Literal

from PIL import Image as PilImage
from PIL import ImageDraw

from colugo.vision.fonts import Lettering, lettering

Kind = Literal["known", "unsure", "unknown"]
Colour = tuple[int, int, int]

# Close to the palette of Okabe and Ito (2008), made for all kinds of colour vision, and each
# of another brightness; marks and lines differ in shape too, so no one needs the colours.
COLOURS: dict[Kind, Colour] = {
    "known": (0, 188, 131),
    "unsure": (255, 176, 0),
    "unknown": (214, 54, 45),
}
INK: Colour = (22, 26, 30)
_PAPER: Colour = (255, 255, 255)
_GROUND = (*INK, 224)
_SMOOTH = 4  # shapes are drawn so many times larger and shrunk, for smooth edges


@dataclass(frozen=True)
class LabelText:
    """What a label says: `name` may be shortened with …, `note` (a price, say) never is."""

    kind: Kind
    name: str
    note: str
    fallback: str  # written when no font has the letters of the name


def draw_label(text: LabelText, size_px: int, max_width_px: int) -> PilImage.Image:
    """Draw a label, RGBA, at most about `max_width_px` wide.

    Args:
        text: what it says.
        size_px: height of the letters.
        max_width_px: the name is shortened to fit; chip and note always stay.
    """
    height, pad = round(size_px * 1.5), max(round(size_px * 0.4), 2)
    note = lettering(text.note, "", size_px)
    note_width = _width(note) + pad if note.text else 0
    room = max_width_px - height - 2 * pad - note_width
    name = _shorten(lettering(text.name, text.fallback, size_px), room)
    name_width = _width(name) + pad if name.text else 0
    has_words = bool(name_width or note_width)
    width = height + has_words * pad + name_width + note_width
    label = _ground((width, height), text.kind)
    draw = ImageDraw.Draw(label)
    left = height + pad
    for words, colour in ((name, _PAPER), (note, _lighter(COLOURS[text.kind]))):
        if words.text:
            draw.text((left, height / 2), words.text, (*colour, 255), words.font, anchor="lm")
            left += _width(words) + pad
    return label


def _lighter(colour: Colour) -> Colour:
    """Half way to white: the colour still shows, and reads well in small letters."""
    red, green, blue = ((channel + 255) // 2 for channel in colour)
    return red, green, blue


def _ground(size_wh: tuple[int, int], kind: Kind) -> PilImage.Image:
    """The rounded plate with the chip at its left."""
    width, height = (side * _SMOOTH for side in size_wh)
    large = PilImage.new("RGBA", (width, height), (*INK, 0))
    draw = ImageDraw.Draw(large)
    radius = height * 0.22
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius, _GROUND)
    is_alone = width == height
    draw.rounded_rectangle(
        (0, 0, height - 1, height - 1),
        radius,
        (*COLOURS[kind], 255),
        corners=(True, is_alone, is_alone, True),
    )
    _draw_mark(draw, kind, height)
    return large.resize(size_wh, PilImage.Resampling.LANCZOS)


def _draw_mark(draw: ImageDraw.ImageDraw, kind: Kind, side: int) -> None:
    """A tick, a question mark or a cross, so that the kind is told without colour."""
    stroke = round(side * 0.11)
    if kind == "unsure":
        question = lettering("?", "?", round(side * 0.74))
        draw.text((side / 2, side / 2), "?", (*INK, 255), question.font, anchor="mm")
        return
    strokes = {
        "known": [[(0.26, 0.52), (0.43, 0.69), (0.75, 0.33)]],
        "unknown": [[(0.3, 0.3), (0.7, 0.7)], [(0.7, 0.3), (0.3, 0.7)]],
    }[kind]
    for points in strokes:
        scaled = [(x * side, y * side) for x, y in points]
        draw.line(scaled, (*_PAPER, 255), stroke, joint="curve")
        for x, y in (scaled[0], scaled[-1]):  # round ends
            r = stroke / 2
            draw.ellipse((x - r, y - r, x + r, y + r), (*_PAPER, 255))


def _shorten(words: Lettering, room_px: int) -> Lettering:
    """Cut letters off the end until the text fits; nothing is left when not even one does."""
    if _width(words) <= room_px:
        return words
    for length in range(len(words.text) - 1, 0, -1):
        shorter = Lettering(words.text[:length].rstrip() + "…", words.font)
        if _width(shorter) <= room_px:
            return shorter
    return Lettering("", words.font)


def _width(words: Lettering) -> int:
    return round(words.font.getlength(words.text))
