"""Shares amounts out to the last minor unit. Knows no products and no tax."""

from collections.abc import Sequence

from colugo.errors import AllocationInvalid
from colugo.shop.money import Money
from colugo.shop.rounding import divide_half_up


def allocate(amount: Money, weights: Sequence[int]) -> tuple[Money, ...]:
    """Share `amount` out in proportion to `weights`; the shares add up to it exactly.

    Each share is rounded down, and what is left goes one minor unit each to the largest
    remainders, the earlier share first where remainders are equal.

    Args:
        amount: may be negative; its shares then mirror those of the positive amount.
        weights: whole numbers, 0 or more. All of them may be 0 only for an amount of 0.

    Raises:
        AllocationInvalid: a negative weight, or no weight above 0 for an amount.

    Source: the method of the largest remainder (Hare quota), known from seats in parliaments.
    """
    if any(type(weight) is not int or weight < 0 for weight in weights):
        raise AllocationInvalid("a weight is negative or no whole number")
    whole = sum(weights)
    if whole == 0:
        if amount.minor:
            raise AllocationInvalid("all weights are 0")
        return tuple(Money.zero(amount.currency) for _ in weights)
    size = abs(amount.minor)
    shares = [size * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: -(size * weights[at] % whole))
    for at in by_remainder[: size - sum(shares)]:
        shares[at] += 1
    sign = -1 if amount.minor < 0 else 1
    return tuple(Money(sign * share, amount.currency) for share in shares)


def part_of(amount: Money, before: int, after: int, whole: int) -> Money:
    """The share of the units `before` to `after` of `whole` in `amount`.

    Counted as the difference of two rounded sums, so the parts of any split add up to
    `amount` exactly, and one part of two units is worth what two parts of one are.

    Args:
        amount: of all the units.
        before: units that were shared out already, 0 or more.
        after: units shared out with this part, `before` or more, `whole` or fewer.
        whole: all units, 1 or more.

    Raises:
        AllocationInvalid: the three numbers are not in this order.
    """
    if not 0 <= before <= after <= whole or whole < 1:
        raise AllocationInvalid(f"units {before} to {after} are not part of {whole}")
    reached = divide_half_up(amount.minor * after, whole)
    return Money(reached - divide_half_up(amount.minor * before, whole), amount.currency)
