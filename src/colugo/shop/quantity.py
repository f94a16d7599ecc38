"""What a quantity counts and what it costs. Knows no products.

A quantity is a whole number: of pieces, or of grams where a product is sold by weight.
"""

from typing import Final, Literal, get_args

from colugo.shop.money import Money
from colugo.shop.rounding import divide_half_up

Unit = Literal["piece", "weight"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
GRAMS_OF_PRICE: Final = 1000  # a price by weight is for one kilogram


def cost(price: Money, unit: Unit, quantity: int) -> Money:
    """What a quantity costs: by the piece exact, by weight rounded half up.

    Args:
        price: of one piece, or of one kilogram.
        unit: `piece` or `weight`.
        quantity: pieces, or grams.
    """
    if unit == "piece":
        return price * quantity
    return Money(divide_half_up(price.minor * quantity, GRAMS_OF_PRICE), price.currency)
