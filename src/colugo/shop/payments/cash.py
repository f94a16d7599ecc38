"""Cash handed over for a payment, and the change. Knows no drawer."""

from dataclasses import dataclass

from colugo.errors import CashTooLittle
from colugo.shop.money import Money


@dataclass(frozen=True, slots=True)
class CashTaken:
    """What a shopper handed over, and what of it went back as change."""

    tendered: Money
    change: Money


def take_cash(due: Money, tendered: Money) -> CashTaken:
    """The change for what was handed over.

    Args:
        due: to be paid, rounded to the smallest coin where the store rounds.
        tendered: handed over.

    Raises:
        CashTooLittle: it is less than is due.
    """
    if tendered < due:
        raise CashTooLittle(str(due), str(tendered))
    return CashTaken(tendered, tendered - due)
