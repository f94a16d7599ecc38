"""Promotions, and which of them a basket gets. Knows no tax and no payment."""

from colugo.shop.promotions.choose import MAX_STATES, Chosen, Discount, choose
from colugo.shop.promotions.promotion import (
    AmountOff,
    BundlePart,
    BundlePrice,
    NForM,
    Offer,
    OfferedLine,
    PercentOff,
    Promotion,
    Target,
    WeeklyHours,
)

__all__ = [
    "MAX_STATES",
    "AmountOff",
    "BundlePart",
    "BundlePrice",
    "Chosen",
    "Discount",
    "NForM",
    "Offer",
    "OfferedLine",
    "PercentOff",
    "Promotion",
    "Target",
    "WeeklyHours",
    "choose",
]
