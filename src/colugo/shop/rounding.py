"""The one rounding rule of the shop, and rounding of what is paid in cash. Knows no tax.

Wherever a fraction of a minor unit comes up, it is rounded half up by its size: 0.5 becomes
1, and -0.5 becomes -1, so that a refund mirrors the sale.
"""

from dataclasses import dataclass

from colugo.errors import RoundingStepInvalid
from colugo.shop.money import Money


def divide_half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to `numerator / denominator`; halves go away from zero.

    Args:
        numerator: any whole number.
        denominator: 1 or more.
    """
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


@dataclass(frozen=True, slots=True)
class CashRounding:
    """Rounds what is paid in cash to the smallest coin; what is paid otherwise stays exact.

    Attributes:
        step_minor: of the smallest coin: 5 for 0.05 CHF, 100 for 1 SEK, 1 rounds nothing.

    Raises:
        RoundingStepInvalid: `step_minor` is not an int of 1 or more.
    """

    step_minor: int = 1

    def __post_init__(self) -> None:
        if type(self.step_minor) is not int or self.step_minor < 1:
            raise RoundingStepInvalid(self.step_minor)

    def payable(self, total: Money) -> Money:
        """The amount to hand over in cash for `total`."""
        steps = divide_half_up(total.minor, self.step_minor)
        return Money(steps * self.step_minor, total.currency)

    def difference(self, total: Money) -> Money:
        """What rounding adds to `total`, negative where it takes away."""
        return self.payable(total) - total

    def payback(self, refunded_before: Money, refunded_after: Money) -> Money:
        """The cash of one refund, by the exact sums refunded before and after it.

        The paybacks of all refunds of an order add up to what was paid for it in cash.
        """
        return self.payable(refunded_after) - self.payable(refunded_before)
