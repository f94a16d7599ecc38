"""How well the counters see: shares of what lay there that were asked, corrected, unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from colugo.shop.orders import Order


@dataclass(frozen=True, slots=True)
class RecognitionQuality:
    """Counts over many orders; shares are of everything that was seen, 0 when nothing was."""

    found: int
    asked: int
    unknown: int
    corrected: int

    @property
    def seen(self) -> int:
        """Everything that the counters saw: found, asked about or unknown."""
        return self.found + self.asked + self.unknown

    @property
    def asked_share(self) -> Fraction:
        """The share that was asked about."""
        return self._share(self.asked)

    @property
    def unknown_share(self) -> Fraction:
        """The share that was unknown."""
        return self._share(self.unknown)

    @property
    def corrected_share(self) -> Fraction:
        """The share that people had to correct."""
        return self._share(self.corrected)

    def _share(self, count: int) -> Fraction:
        return Fraction(count, max(1, self.seen))


def recognition_quality(orders: Iterable[Order]) -> RecognitionQuality:
    """The sums of what the orders say about recognition."""
    all_of = [order.recognised for order in orders]
    return RecognitionQuality(
        found=sum(each.found for each in all_of),
        asked=sum(each.asked for each in all_of),
        unknown=sum(each.unknown for each in all_of),
        corrected=sum(each.corrected for each in all_of),
    )
