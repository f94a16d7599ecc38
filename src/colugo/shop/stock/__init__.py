"""Stock as a ledger of moves: what is on hand is their sum, never a number of its own."""

from colugo.shop.stock.ledger import (
    MoveKind,
    StockMove,
    count_move,
    moves_of_order,
    moves_of_reversal,
    on_hand,
)
from colugo.shop.stock.levels import Alert, ReorderLevel, alerts, check_sale

__all__ = [
    "Alert",
    "MoveKind",
    "ReorderLevel",
    "StockMove",
    "alerts",
    "check_sale",
    "count_move",
    "moves_of_order",
    "moves_of_reversal",
    "on_hand",
]
