"""Promotions that take something off each piece or gram by itself. Knows no groups."""

from collections.abc import Sequence
from typing import NamedTuple

from colugo.shop.promotions.promotion import AmountOff, OfferedLine, PercentOff, Promotion
from colugo.shop.rounding import divide_half_up
from colugo.shop.tax import PPM


class Single(NamedTuple):
    """The best promotion for a part of one line, and what it takes off."""

    promotion: Promotion
    saving_minor: int


def best_single(line: OfferedLine, quantity: int, promotions: Sequence[Promotion]) -> Single | None:
    """The promotion that takes most off `quantity` of a line; None when none does.

    Equal savings go to the promotion that stands first.
    """
    best: Single | None = None
    for promotion in promotions:
        saving = _saving_minor(line, quantity, promotion)
        if saving > (0 if best is None else best.saving_minor):
            best = Single(promotion, saving)
    return best


def _saving_minor(line: OfferedLine, quantity: int, promotion: Promotion) -> int:
    if not promotion.target.holds(line):
        return 0
    if isinstance(promotion.offer, PercentOff):
        return divide_half_up(line.cost_of(quantity).minor * promotion.offer.share_ppm, PPM)
    if isinstance(promotion.offer, AmountOff) and line.unit == "piece":
        return min(promotion.offer.amount, line.unit_price).minor * quantity
    return 0
