"""What is printed on a package, piece by piece: logo, name, flavour, picture, badge."""

from dataclasses import dataclass

import numpy as np

from colugo.synth.canvas import Area, Canvas
from colugo.synth.design import Design
from colugo.synth.icons import icon
from colugo.synth.palette import Rgb, luminance, mix, readable_on, shift
from colugo.synth.product import SynthProduct

WHITE: Rgb = (255, 255, 255)


@dataclass(frozen=True, eq=False)
class Label:
    """A sheet, and whose words in which design go on it. Every method prints one piece."""

    sheet: Canvas
    product: SynthProduct
    design: Design

    @property
    def ink(self) -> Rgb:
        """The ink that can be read on the printed ground."""
        return readable_on(mix(self.design.ground, self.design.second, 0.4), self.dark)

    @property
    def dark(self) -> Rgb:
        """The design's dark ink."""
        return self.design.palette.dark

    @property
    def rim(self) -> Rgb:
        """The outline that sets `ink` off from the ground."""
        return WHITE if luminance(self.ink) < 0.5 else self.dark

    @property
    def band(self) -> Rgb:
        """The flavour's colour, or paper where the ground has that colour already."""
        is_free = self.design.ground != self.design.accent
        return self.design.accent if is_free else self.design.palette.paper

    def zh(self, words: str, area: Area, ink: Rgb | None = None, align: str = "middle") -> None:
        """Words in the family's Chinese face."""
        self.sheet.text(words, area, self.design.name_face, ink or self.ink, align=align)

    def latin(self, words: str, area: Area, ink: Rgb | None = None, align: str = "middle") -> None:
        """Words in the family's Latin face; capitals in some families."""
        spelt = words.upper() if self.design.variation % 5 < 3 else words
        self.sheet.text(spelt, area, self.design.latin_face, ink or self.ink, align=align)

    def name(self, area: Area, ink: Rgb | None = None) -> None:
        """What the product is, large."""
        ink = ink or self.ink
        shadow = mix(self.design.ground, (0, 0, 0), 0.35) if self.design.variation % 2 else None
        edge = self.dark if luminance(ink) > 0.5 else WHITE
        self.sheet.text(
            self.product.noun[0], area, self.design.name_face, ink, stroke=self.design.stroke,
            edge=edge, shadow=shadow,
        )  # fmt: skip

    def flavour(self, area: Area, *, radius: float = 0.5) -> None:
        """The flavour in both scripts on a band of its colour."""
        x, y, w, h = area
        ink = readable_on(self.band, mix(self.design.accent, (20, 10, 14), 0.75))
        outline = WHITE if luminance(self.band) < 0.75 else self.design.accent
        self.sheet.fill(area, self.band, radius, outline)
        words = self.product.flavour.zh, self.product.flavour.latin
        taste = f"{words[0]}味" if self.product.language == "zh" else words[0]
        self.zh(taste, (x + w * 0.06, y + h * 0.1, w * 0.4, h * 0.8), ink)
        spot = (x + w * 0.48, y + h * 0.18, w * 0.46, h * 0.64)
        self.sheet.text(words[1], spot, self.design.latin_face, ink)

    def size(self, area: Area, align: str = "right", ink: Rgb | None = None) -> None:
        """The net content."""
        net = "净含量" if self.product.language == "zh" else "Net"
        self.zh(f"{net} {self.product.size_text}", area, ink, align)

    def badge(self, area: Area) -> None:
        """A burst or a dot with a shout on it."""
        x, y, w, h = area
        colour = shift(self.design.palette.second, 0, 1.1)
        if self.design.variation % 2:
            aspect = self.sheet.aspect
            side = min(w * aspect, h) / 2
            turns = [(n * np.pi / 16, side * (1.0 if n % 2 else 0.84)) for n in range(32)]
            self.sheet.polygon(
                [(x + w / 2 + r / aspect * np.cos(a), y + h / 2 + r * np.sin(a)) for a, r in turns],
                colour,
            )
        else:
            self.sheet.oval(area, colour, WHITE)
        spot = (x + w * 0.18, y + h * 0.3, w * 0.64, h * 0.4)
        self.zh(self.design.badge, spot, readable_on(colour, self.dark))

    def picture(self, area: Area) -> None:
        """The flavour's picture, turned a little."""
        art = icon(self.design.icon, self.design.accent)
        self.sheet.paste(art, area, angle=self.design.variation % 25 - 12.0)

    def still_life(self, area: Area, count: int) -> None:
        """The flavour's picture several times, strewn over an area."""
        rng = np.random.default_rng([self.design.variation, 4])
        x, y, w, h = area
        art = icon(self.design.icon, self.design.accent)
        for _ in range(count):
            size = rng.uniform(0.4, 0.62)
            left, up = x + rng.uniform(0, 1 - size) * w, y + rng.uniform(0.1, 1 - size) * h
            spot = (left, up, size * w, size * h)
            self.sheet.paste(art, spot, angle=float(rng.uniform(-40, 40)))

    def logo(self, area: Area) -> None:
        """The brand, in the family's own sort of badge."""
        x, y, w, h = area
        brand = self.product.brand[1 if self.design.variation % 3 else 0]
        face = self.design.brand_face if brand.isascii() else self.design.name_face
        palette = self.design.palette
        ground = palette.main if self.design.ground != palette.main else palette.paper
        if self.design.logo == 0:
            self.sheet.text(brand, area, face, self.ink)
        elif self.design.logo == 1:
            self.shout(brand, area)
        else:
            self._logo_ground(area, ground)
            spot = (x + w * 0.12, y + h * 0.2, w * 0.76, h * 0.6)
            self.sheet.text(brand, spot, face, readable_on(ground, self.dark))

    def shout(self, words: str, area: Area) -> None:
        """Words in white with a thick rim and a shadow."""
        face = self.design.brand_face if words.isascii() else self.design.name_face
        second = self.design.palette.second
        self.sheet.text(words, area, face, WHITE, stroke=0.1, edge=self.dark, shadow=second)

    def _logo_ground(self, area: Area, ground: Rgb) -> None:
        x, y, w, h = area
        metal = self.design.palette.metal
        if self.design.logo == 2:
            self.sheet.oval(area, ground, metal)
        elif self.design.logo == 3:
            self.sheet.fill(area, ground, 0.5)
        elif self.design.logo == 4:
            self.sheet.fill(area, ground, 0.12, readable_on(ground, self.dark))
        elif self.design.logo == 5:
            self.sheet.fill((x, y + h * 0.1, w, h * 0.8), ground)
            for top in (y, y + h * 0.94):
                self.sheet.fill((x, top, w, h * 0.06), metal)
        else:
            right, low = x + w, y + h
            notches = [
                (right - w * 0.06, y + h / 2),
                (right, low),
                (x, low),
                (x + w * 0.06, y + h / 2),
            ]
            self.sheet.polygon([(x, y), (right, y), *notches], ground)
