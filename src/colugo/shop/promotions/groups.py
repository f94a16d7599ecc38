"""Promotions that take several pieces together: which groups they can be used on."""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement
from typing import NamedTuple

from colugo.shop.promotions.promotion import BundlePrice, NForM, OfferedLine, Promotion, Target

Counts = tuple[int, ...]  # pieces per line, one number for each line


class Group(NamedTuple):
    """One use of a promotion: the pieces it takes of each line, and what it takes off."""

    promotion: Promotion
    counts: Counts
    saving_minor: int


def possible_groups(
    lines: Sequence[OfferedLine], left: Counts, promotion: Promotion
) -> Iterator[Group]:
    """Every group of pieces that a promotion can be used on and that saves something.

    Args:
        lines: of the basket.
        left: pieces of each line that are free.
        promotion: `NForM` or `BundlePrice`.
    """
    seen: set[Counts] = set()
    for counts in _counts(lines, left, promotion):
        if counts not in seen and all(n <= m for n, m in zip(counts, left, strict=True)):
            seen.add(counts)
            saving = saving_of(lines, counts, promotion)
            if saving > 0:
                yield Group(promotion, counts, saving)


def likely_groups(
    lines: Sequence[OfferedLine], left: Counts, promotion: Promotion
) -> Iterator[Group]:
    """A few good groups, for baskets with too many to look at all.

    For n for m every run of pieces in the order of price; for a bundle the most expensive
    pieces of each part.
    """
    picks: list[list[int]] = []
    if isinstance(promotion.offer, NForM):
        pieces = _pieces_by_price(lines, left, promotion.target)
        runs = range(len(pieces) - promotion.offer.n + 1)
        picks = [pieces[at : at + promotion.offer.n] for at in runs]
    elif isinstance(promotion.offer, BundlePrice):
        pick: list[int] = []
        for part in promotion.offer.parts:
            free = tuple(n - pick.count(at) for at, n in enumerate(left))
            pick += _pieces_by_price(lines, free, part.target)[: part.quantity]
        if len(pick) == sum(part.quantity for part in promotion.offer.parts):
            picks = [pick]
    for counts in dict.fromkeys(_count(pick, len(lines)) for pick in picks):
        saving = saving_of(lines, counts, promotion)
        if saving > 0:
            yield Group(promotion, counts, saving)


def saving_of(lines: Sequence[OfferedLine], counts: Counts, promotion: Promotion) -> int:
    """What a promotion takes off a group, in minor units; below 0 when it costs more."""
    prices = sorted(
        price
        for line, count in zip(lines, counts, strict=True)
        for price in [line.unit_price.minor] * count
    )
    if isinstance(promotion.offer, NForM):
        return sum(prices[: promotion.offer.n - promotion.offer.m])
    if isinstance(promotion.offer, BundlePrice):
        return sum(prices) - promotion.offer.price.minor
    return 0


def _counts(lines: Sequence[OfferedLine], left: Counts, promotion: Promotion) -> Iterator[Counts]:
    offer = promotion.offer
    if isinstance(offer, NForM):
        at_lines = _lines_of(lines, left, promotion.target)
        for picks in combinations_with_replacement(at_lines, offer.n):
            yield _count(picks, len(lines))
    elif isinstance(offer, BundlePrice):
        partial = [_count((), len(lines))]
        for part in offer.parts:
            at_lines = _lines_of(lines, left, part.target)
            more = [
                _count(picks, len(lines))
                for picks in combinations_with_replacement(at_lines, part.quantity)
            ]
            partial = list(dict.fromkeys(_add(one, two) for one in partial for two in more))
        yield from partial


def _lines_of(lines: Sequence[OfferedLine], left: Counts, target: Target) -> list[int]:
    return [
        at
        for at, line in enumerate(lines)
        if left[at] > 0 and line.unit == "piece" and target.holds(line)
    ]


def _pieces_by_price(lines: Sequence[OfferedLine], left: Counts, target: Target) -> list[int]:
    dearest_first = sorted(
        _lines_of(lines, left, target), key=lambda at: -lines[at].unit_price.minor
    )
    return [at for line_at in dearest_first for at in [line_at] * left[line_at]]


def _count(picks: Sequence[int], size: int) -> Counts:
    return tuple(picks.count(at) for at in range(size))


def _add(one: Counts, two: Counts) -> Counts:
    return tuple(a + b for a, b in zip(one, two, strict=True))
