"""Chooses the combination of promotions that takes most off. Knows no tax.

The rule: every piece is in at most one group (n for m, bundle); all the pieces of a line that
are in no group, and all of a line by weight, take the one percent or amount off that is best
for them. Of all such combinations the one that takes most off is chosen, and of equal ones the
one found first, in the order of the ids of the promotions and of the lines.

The search looks at every combination, remembering what it has solved. It gives up after
`MAX_GROUPS` possible groups or `MAX_STATES` solved states, counted and not timed, so that every
machine chooses alike; then groups are taken one by one, always the one that gains most,
of equal ones the one of fewest pieces, and `is_exhaustive` is False.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from colugo.shop.allocation import allocate
from colugo.shop.money import Money
from colugo.shop.promotions.groups import Counts, Group, likely_groups, possible_groups
from colugo.shop.promotions.promotion import (
    AmountOff,
    BundlePrice,
    NForM,
    OfferedLine,
    PercentOff,
    Promotion,
)
from colugo.shop.promotions.single import best_single

# Source: our choice; a basket of ten products and three mixed offers needs fewer
MAX_GROUPS: Final = 300
MAX_STATES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Discount:
    """What one promotion takes off one line, and for how many of its pieces or grams."""

    line: int
    promotion: Promotion
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Chosen:
    """The discounts in the order of lines and promotions; whether all was looked at."""

    discounts: tuple[Discount, ...]
    is_exhaustive: bool


class _TooMany(Exception):
    pass


def choose(lines: Sequence[OfferedLine], promotions: Iterable[Promotion]) -> Chosen:
    """The best combination of promotions for a basket, by the rule at the head of this module.

    Args:
        lines: one per product and price; the caller has merged them.
        promotions: those that hold now; their order changes nothing.
    """
    ordered = sorted(promotions, key=lambda promotion: promotion.id)
    search = _Search(lines, ordered)
    free = tuple(line.quantity for line in lines)
    try:
        groups, is_exhaustive = search.best(free), True
    except _TooMany:
        groups, is_exhaustive = search.greedy(free), False
    return Chosen(_discounts(lines, groups, search), is_exhaustive)


class _Search:
    """One search: the lines, the promotions, and what was solved already."""

    def __init__(self, lines: Sequence[OfferedLine], promotions: Sequence[Promotion]) -> None:
        self.lines = lines
        self.single = [
            each for each in promotions if isinstance(each.offer, PercentOff | AmountOff)
        ]
        self.grouping = [each for each in promotions if isinstance(each.offer, NForM | BundlePrice)]
        self._groups: list[Group] = []
        self._solved: dict[tuple[int, Counts], tuple[int, tuple[Group, ...]]] = {}
        self._rests: dict[tuple[int, int], int] = {}

    def best(self, free: Counts) -> tuple[Group, ...]:
        """The groups of the best combination.

        Raises:
            _TooMany: there are more groups or states than the search may look at.
        """
        found = (
            group
            for promotion in self.grouping
            for group in possible_groups(self.lines, free, promotion)
        )
        self._groups = list(islice(found, MAX_GROUPS + 1))
        if len(self._groups) > MAX_GROUPS:
            raise _TooMany
        return self._solve(0, free)[1]

    def greedy(self, free: Counts) -> tuple[Group, ...]:
        """Groups taken one by one, always the one that gains most over what it displaces."""
        taken: list[Group] = []
        while True:
            rest = self._rest(free)
            best, best_gain = None, (0, 0)
            for promotion in self.grouping:
                for group in likely_groups(self.lines, free, promotion):
                    gain = group.saving_minor + self._rest(_minus(free, group.counts)) - rest
                    if gain > 0 and (gain, -sum(group.counts)) > best_gain:
                        best, best_gain = group, (gain, -sum(group.counts))
            if best is None:
                return tuple(taken)
            taken.append(best)
            free = _minus(free, best.counts)

    def _solve(self, at: int, free: Counts) -> tuple[int, tuple[Group, ...]]:
        """The most that the groups from `at` on and the single promotions can take off."""
        if at == len(self._groups):
            return self._rest(free), ()
        known = self._solved.get((at, free))
        if known is not None:
            return known
        if len(self._solved) >= MAX_STATES:
            raise _TooMany
        self._solved[at, free] = (0, ())  # counted when begun; overwritten below
        group = self._groups[at]
        saving, groups = self._solve(at + 1, free)
        taken, left = 0, free
        while (left := _minus(left, group.counts)) and min(left) >= 0:
            taken += 1
            more, others = self._solve(at + 1, left)
            if taken * group.saving_minor + more > saving:
                saving = taken * group.saving_minor + more
                groups = (group,) * taken + others
        self._solved[at, free] = saving, groups
        return saving, groups

    def _rest(self, free: Counts) -> int:
        """What single promotions take off all that is free."""
        return sum(self._rest_of_line(at, quantity) for at, quantity in enumerate(free))

    def _rest_of_line(self, at: int, quantity: int) -> int:
        if (at, quantity) not in self._rests:
            single = best_single(self.lines[at], quantity, self.single) if quantity else None
            self._rests[at, quantity] = 0 if single is None else single.saving_minor
        return self._rests[at, quantity]


def _discounts(
    lines: Sequence[OfferedLine], groups: Sequence[Group], search: _Search
) -> tuple[Discount, ...]:
    sums: dict[tuple[int, str], Discount] = {}
    free = tuple(line.quantity for line in lines)
    for group in groups:
        free = _minus(free, group.counts)
        for part in _parts_of(lines, group):
            key = part.line, part.promotion.id
            before = sums.get(key, Discount(part.line, part.promotion, 0, part.amount * 0))
            sums[key] = Discount(
                part.line,
                part.promotion,
                before.quantity + part.quantity,
                before.amount + part.amount,
            )
    for at, quantity in enumerate(free):
        single = best_single(lines[at], quantity, search.single) if quantity else None
        if single is not None:
            amount = Money(single.saving_minor, lines[at].unit_price.currency)
            sums[at, single.promotion.id] = Discount(at, single.promotion, quantity, amount)
    return tuple(sums[key] for key in sorted(sums))


def _parts_of(lines: Sequence[OfferedLine], group: Group) -> list[Discount]:
    """The saving of a group shared out among its lines by what their pieces cost."""
    at_lines = [at for at, count in enumerate(group.counts) if count]
    costs = [lines[at].unit_price.minor * group.counts[at] for at in at_lines]
    saving = Money(group.saving_minor, lines[at_lines[0]].unit_price.currency)
    shares = allocate(saving, costs)
    return [
        Discount(at, group.promotion, group.counts[at], share)
        for at, share in zip(at_lines, shares, strict=True)
    ]


def _minus(one: Counts, two: Counts) -> Counts:
    return tuple(a - b for a, b in zip(one, two, strict=True))
