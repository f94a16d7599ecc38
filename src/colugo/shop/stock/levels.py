"""How low stock may go, and when to order more. Moves nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from colugo.errors import StockMoveInvalid, StockTooLow
from colugo.shop.people.people import StockPolicy


@dataclass(frozen=True, slots=True)
class ReorderLevel:
    """At `level` or below, order up to `target`. Pieces or grams.

    Raises:
        StockMoveInvalid: a level below 0, or a target that is not above it.
    """

    store_id: str
    sku: str
    level: int
    target: int

    def __post_init__(self) -> None:
        if self.level < 0 or self.target <= self.level:
            reason = f"has a reorder level of {self.level} and a target of {self.target}"
            raise StockMoveInvalid(self.sku, reason)


@dataclass(frozen=True, slots=True)
class Alert:
    """A product that is low: what is there, and how much to order."""

    store_id: str
    sku: str
    on_hand: int
    to_order: int


def check_sale(
    wanted: Mapping[str, int], there: Mapping[str, int], policy: StockPolicy
) -> tuple[str, ...]:
    """The SKUs whose stock a sale would take below 0, to warn about.

    Args:
        wanted: pieces or grams by SKU. there: on hand by SKU; a SKU not in it has 0.
        policy: of the store; `allow` warns of none.

    Raises:
        StockTooLow: the policy is `refuse` and one is too low.
    """
    low = tuple(sku for sku in sorted(wanted) if wanted[sku] > there.get(sku, 0))
    if low and policy == "refuse":
        raise StockTooLow(low[0], there.get(low[0], 0), wanted[low[0]])
    return low if policy == "warn" else ()


def alerts(
    there: Mapping[tuple[str, str], int], levels: Iterable[ReorderLevel]
) -> tuple[Alert, ...]:
    """The products at or below their level, in the order of store and SKU."""
    found = []
    for level in sorted(levels, key=lambda each: (each.store_id, each.sku)):
        quantity = there.get((level.store_id, level.sku), 0)
        if quantity <= level.level:
            found.append(Alert(level.store_id, level.sku, quantity, level.target - quantity))
    return tuple(found)
