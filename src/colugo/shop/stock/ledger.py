"""Moves of stock and their sum. Knows no policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID, uuid5

from colugo.errors import StockMoveInvalid
from colugo.shop.orders import By, Order, Reversal
from colugo.shop.period import check_moment

MoveKind = Literal["sale", "refund", "delivery", "count", "waste"]
_SIGNS: Final[Mapping[MoveKind, int]] = MappingProxyType(
    {"sale": -1, "refund": 1, "delivery": 1, "count": 0, "waste": -1}
)


@dataclass(frozen=True, slots=True)
class StockMove:
    """Pieces or grams that came or went.

    Attributes:
        id: unique; a move of an order has an id made of the order's, so a repeat is the same.
        quantity: above 0 came, below 0 went; of a count, the correction.
        reference: order, reversal, delivery note or count sheet.

    Raises:
        StockMoveInvalid: a quantity of 0, no whole number, or against its kind.
        PeriodInvalid: the moment has no time zone.
    """

    id: UUID
    store_id: str
    sku: str
    kind: MoveKind
    quantity: int
    at: datetime
    made_by: str
    reference: str = ""

    def __post_init__(self) -> None:
        check_moment(self.at)
        if self.kind not in _SIGNS:
            raise StockMoveInvalid(self.sku, f"is of the kind {self.kind!r}")
        is_against = type(self.quantity) is int and self.quantity * _SIGNS[self.kind] < 0
        if type(self.quantity) is not int or self.quantity == 0 or is_against:
            raise StockMoveInvalid(self.sku, f"({self.kind}) has the quantity {self.quantity!r}")


def on_hand(moves: Iterable[StockMove]) -> dict[tuple[str, str], int]:
    """What is there, by store and SKU: the sum of the moves, each id counted once."""
    sums: dict[tuple[str, str], int] = {}
    seen: set[UUID] = set()
    for move in moves:
        if move.id not in seen:
            seen.add(move.id)
            key = move.store_id, move.sku
            sums[key] = sums.get(key, 0) + move.quantity
    return sums


def count_move(
    move_id: UUID, store_id: str, sku: str, *, counted: int, expected: int, by: By, sheet: str = ""
) -> StockMove | None:
    """The move that corrects the ledger to what was counted; None when they agree.

    Args:
        counted: what lies there. expected: the sum of the ledger at that moment.

    Raises:
        StockMoveInvalid: a count below 0 or no whole number.
    """
    if type(counted) is not int or counted < 0:
        raise StockMoveInvalid(sku, f"has the count {counted!r}")
    if counted == expected:
        return None
    return StockMove(move_id, store_id, sku, "count", counted - expected, by.at, by.who, sheet)


def moves_of_order(order: Order) -> tuple[StockMove, ...]:
    """What leaves the store with an order, a move per line."""
    return tuple(
        StockMove(
            uuid5(order.id, f"sale:{line.number}"),
            order.store_id,
            line.sku,
            "sale",
            -line.quantity,
            order.closed_at,
            order.closed_by,
            str(order.id),
        )
        for line in order.lines
    )


def moves_of_reversal(order: Order, reversal: Reversal) -> tuple[StockMove, ...]:
    """What comes back with a refund or void; what is broken then leaves again as waste."""
    return tuple(
        StockMove(
            uuid5(reversal.id, f"refund:{line.line}"),
            order.store_id,
            line.sku,
            "refund",
            line.quantity,
            reversal.made_at,
            reversal.made_by,
            str(reversal.id),
        )
        for line in reversal.lines
    )
