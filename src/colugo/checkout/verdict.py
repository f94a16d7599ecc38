"""What a scene came to: a verdict per box, and the basket of what is certain. Decides nothing."""

from dataclasses import dataclass
from typing import Literal

from colugo.shop import Basket

Kind = Literal["known", "unsure", "unknown"]
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True)
class Candidate:
    """A product that a box may show, and how alike they are.

    `similarity` is the cosine to the product's photos, -1..1.
    """

    sku: str
    similarity: float


@dataclass(frozen=True)
class Verdict:
    """What one box shows.

    Attributes:
        xyxy: the box in pixels of the photo as taken (after its EXIF orientation).
        score: how sure the detector is that there is a product, 0..1.
        kind: `known` is priced, `unsure` is asked about, `unknown` stops the checkout.
        candidates: products it may be, best first; the first is the one chosen when
            known. Empty when unknown.
        similarity: cosine to the best product, whatever came of it; None when the
            gallery is empty.
        chance: probability that the best product is the right one, 0..1.
        by: what says so: how alike it looks, a second look at what differs from its look-alikes,
            or the barcode that is seen on it.
    """

    xyxy: Box
    score: float
    kind: Kind
    candidates: tuple[Candidate, ...]
    similarity: float | None
    chance: float = 0.0
    by: Literal["look", "second_look", "barcode"] = "look"

    @property
    def sku(self) -> str | None:
        """The product, where it is known."""
        return self.candidates[0].sku if self.kind == "known" else None


@dataclass(frozen=True)
class Recognition:
    """One scene: every box with its verdict, and the basket of the known ones."""

    verdicts: tuple[Verdict, ...]
    basket: Basket

    @property
    def unsure(self) -> tuple[Verdict, ...]:
        """The boxes to ask about."""
        return self._of("unsure")

    @property
    def unknown(self) -> tuple[Verdict, ...]:
        """The boxes that match no product: nothing may leave before they are settled."""
        return self._of("unknown")

    @property
    def is_settled(self) -> bool:
        """Whether the basket holds everything that was seen."""
        return len(self._of("known")) == len(self.verdicts)

    def _of(self, kind: Kind) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.kind == kind)
