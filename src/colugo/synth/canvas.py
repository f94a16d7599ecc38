"""A sheet to print on: gradients, text that fits, pictures. Knows Pillow and numpy."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from colugo.synth.fonts import Face, load
from colugo.synth.palette import Rgb

Pixels = NDArray[np.uint8]
Area = tuple[float, float, float, float]  # x, y, width, height as shares of the sheet


class Canvas:
    """A sheet of RGB pixels. Places are shares of its sides, so that any size prints alike."""

    def __init__(self, pixels: Pixels) -> None:
        self.image = Image.fromarray(pixels)
        self.draw = ImageDraw.Draw(self.image)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.size

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.image.width / self.image.height

    def pixels(self) -> Pixels:
        """The sheet as (h, w, 3) uint8 RGB."""
        return np.asarray(self.image)

    def box(self, area: Area) -> tuple[int, int, int, int]:
        """An area in pixels: x0, y0, x1, y1, at least one pixel large."""
        (x, y, w, h), (width, height) = area, self.size
        x0, y0 = round(x * width), round(y * height)
        return x0, y0, max(x0 + 1, round((x + w) * width)), max(y0 + 1, round((y + h) * height))

    def part(self, area: Area) -> "Canvas":
        """A copy of an area as a sheet of its own."""
        return Canvas(np.asarray(self.image.crop(self.box(area))))

    def put(self, sheet: "Canvas", area: Area, mask: Image.Image | None = None) -> None:
        """Lay a sheet at an area's upper left corner."""
        self.image.paste(sheet.image, self.box(area)[:2], mask)

    def fill(self, area: Area, rgb: Rgb, radius: float = 0.0, outline: Rgb | None = None) -> None:
        """A rectangle; `radius` is a share of its shorter side."""
        x0, y0, x1, y1 = self.box(area)
        line = max(1, self.size[1] // 140) if outline else 0
        bow = radius * min(x1 - x0, y1 - y0)
        self.draw.rounded_rectangle((x0, y0, x1 - 1, y1 - 1), bow, rgb, outline, line)

    def oval(self, area: Area, rgb: Rgb, outline: Rgb | None = None) -> None:
        """An ellipse in an area."""
        line = max(1, self.size[1] // 120) if outline else 0
        self.draw.ellipse(self.box(area), rgb, outline, line)

    def polygon(self, corners: list[tuple[float, float]], rgb: Rgb) -> None:
        """A filled shape with these corners."""
        width, height = self.size
        self.draw.polygon([(round(x * width), round(y * height)) for x, y in corners], rgb)

    def shade(self, area: Area, first: Rgb, last: Rgb, *, sideways: bool = False) -> None:
        """Fill an area with a gradient."""
        x0, y0, x1, y1 = self.box(area)
        ramp = np.linspace(0, 1, (x1 - x0) if sideways else (y1 - y0))[:, None]
        strip = np.array(first) * (1 - ramp) + np.array(last) * ramp
        strip = strip[None, :, :] if sideways else strip[:, None, :]
        whole = np.broadcast_to(strip, (y1 - y0, x1 - x0, 3)).astype(np.uint8)
        self.image.paste(Image.fromarray(whole), (x0, y0))

    def paste(self, picture: Pixels, area: Area, *, angle: float = 0.0) -> None:
        """Put an RGBA picture whole into the middle of an area, turned by an angle in degrees."""
        x0, y0, x1, y1 = self.box(area)
        source = Image.fromarray(picture)
        ratio = min((x1 - x0) / source.width, (y1 - y0) / source.height)
        size = max(1, round(source.width * ratio)), max(1, round(source.height * ratio))
        small = source.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.0)
        if angle:
            small = small.rotate(angle, Image.Resampling.BILINEAR)
        self.image.paste(small, ((x0 + x1 - size[0]) // 2, (y0 + y1 - size[1]) // 2), small)

    def text(
        self, words: str, area: Area, face: Face, ink: Rgb, *, stroke: float = 0.0,
        edge: Rgb | None = None, align: str = "middle", shadow: Rgb | None = None,
    ) -> None:  # fmt: skip
        """Print one line as large as fits an area.

        Args:
            words: what to print.
            area: where.
            face: which font.
            ink: colour of the letters.
            stroke: width of the outline as a share of the letters' size.
            edge: colour of the outline.
            align: `left`, `middle` or `right`.
            shadow: colour of a copy a little lower, or none.
        """
        x0, y0, x1, y1 = self.box(area)
        size_px = fitting_size(words, face, (x1 - x0) / (1 + stroke), (y1 - y0) / (1 + stroke))
        if size_px < 4:
            return
        font, line = load(face, size_px), round(stroke * size_px)
        anchor, x = {"left": ("lm", x0), "right": ("rm", x1)}.get(align, ("mm", (x0 + x1) // 2))
        y = (y0 + y1) // 2
        if shadow is not None:
            drop = max(1, size_px // 14)
            self.draw.text((x + drop, y + drop), words, shadow, font, anchor, stroke_width=line)
        rim = edge or ink
        self.draw.text((x, y), words, ink, font, anchor, stroke_width=line, stroke_fill=rim)

    def column(
        self, words: str, area: Area, face: Face, ink: Rgb, *, stroke: float = 0.0,
        edge: Rgb | None = None,
    ) -> None:  # fmt: skip
        """Print words from the top down, letter under letter."""
        x, y, width, height = area
        step = height / len(words)
        for number, letter in enumerate(words):
            spot = (x, y + number * step, width, step * 0.98)
            self.text(letter, spot, face, ink, stroke=stroke, edge=edge)

    def ring_text(self, words: str, area: Area, face: Face, ink: Rgb) -> None:
        """Print words around the upper half of a circle."""
        x0, y0, x1, y1 = self.box(area)
        radius, middle = (x1 - x0) / 2, ((x0 + x1) / 2, (y0 + y1) / 2)
        size_px = max(5, round(radius * 0.3))
        font, reach = load(face, size_px), radius - size_px * 0.6
        for number, letter in enumerate(words):
            angle = np.pi * (number + 0.5) / len(words)
            tile = Image.new("L", (2 * size_px, 2 * size_px), 0)
            ImageDraw.Draw(tile).text((size_px, size_px), letter, 255, font, "mm")
            turned = tile.rotate(float(90 - np.degrees(angle)), Image.Resampling.BILINEAR)
            x, y = middle[0] - reach * np.cos(angle), middle[1] - reach * np.sin(angle)
            at = (round(x) - size_px, round(y) - size_px)
            self.image.paste(Image.new("RGB", turned.size, ink), at, turned)


def plain_sheet(width_px: int, height_px: int, ground: Rgb) -> Canvas:
    """An empty sheet of one colour."""
    return Canvas(np.full((height_px, width_px, 3), ground, np.uint8))


def fitting_size(words: str, face: Face, width_px: float, height_px: float) -> int:
    """The largest even size in pixels at which one line of words fits."""
    wide, high = _extent_at_100(words, face)
    size_px = 100 * min(width_px / max(wide, 1), height_px / max(high, 1))
    return int(min(size_px, 600)) // 2 * 2


@lru_cache(maxsize=20000)
def _extent_at_100(words: str, face: Face) -> tuple[float, float]:
    left, _, right, _ = load(face, 100).getbbox(words, anchor="lm")
    has_tail = any(letter in "gjpqy,;Q" for letter in words)
    return right - left, 100 * (1.06 if has_tail or not words.isascii() else 0.86)
