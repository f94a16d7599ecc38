"""Tries every combination of promotions piece by piece: slow, and written without the search."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from colugo.shop.promotions import (
    AmountOff,
    BundlePrice,
    NForM,
    OfferedLine,
    PercentOff,
    Promotion,
)


def most_off(lines: Sequence[OfferedLine], promotions: Sequence[Promotion]) -> int:
    """The most that can be taken off, in minor units. Lines of pieces only."""
    pieces = [at for at, line in enumerate(lines) for _ in range(line.quantity)]
    return _most(tuple(pieces), lines, promotions)


def _most(
    pieces: tuple[int, ...], lines: Sequence[OfferedLine], promotions: Sequence[Promotion]
) -> int:
    best = sum(
        max(0, *(_one(lines[at], pieces.count(at), each) for each in promotions), 0)
        for at in set(pieces)
    )
    for promotion in promotions:
        for size in range(1, len(pieces) + 1):
            for places in combinations(range(len(pieces)), size):
                group = [lines[pieces[place]] for place in places]
                saving = _group(group, promotion)
                if saving is not None:
                    rest = tuple(at for place, at in enumerate(pieces) if place not in places)
                    best = max(best, saving + _most(rest, lines, promotions))
    return best


def _one(line: OfferedLine, count: int, promotion: Promotion) -> int:
    if not promotion.target.holds(line):
        return 0
    price = line.unit_price.minor
    if isinstance(promotion.offer, PercentOff):
        exact = Decimal(price * count * promotion.offer.share_ppm) / Decimal(1_000_000)
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    if isinstance(promotion.offer, AmountOff):
        return sum(min(price, promotion.offer.amount.minor) for _ in range(count))
    return 0


def _group(group: Sequence[OfferedLine], promotion: Promotion) -> int | None:
    prices = sorted((line.unit_price.minor for line in group), reverse=True)
    if isinstance(promotion.offer, NForM):
        is_group = all(promotion.target.holds(line) for line in group)
        is_group = is_group and len(group) == promotion.offer.n
        return sum(prices[promotion.offer.m :]) if is_group else None
    if isinstance(promotion.offer, BundlePrice):
        wanted = [part.target for part in promotion.offer.parts for _ in range(part.quantity)]
        is_group = len(wanted) == len(group) and _can_fill(list(group), wanted)
        return sum(prices) - promotion.offer.price.minor if is_group else None
    return None


def _can_fill(group: list[OfferedLine], wanted: list) -> bool:  # type: ignore[type-arg]
    if not wanted:
        return True
    return any(
        wanted[0].holds(line) and _can_fill(group[:at] + group[at + 1 :], wanted[1:])
        for at, line in enumerate(group)
    )
