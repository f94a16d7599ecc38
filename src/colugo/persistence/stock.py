"""The ledger of stock and the reorder levels, within one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select

from colugo.persistence import sales_schema as tables
from colugo.persistence.lookup import in_batches
from colugo.shop.stock import ReorderLevel, StockMove


class StockRepository:
    """Moves are added once each; what is on hand is their sum."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, moves: Iterable[StockMove]) -> tuple[StockMove, ...]:
        """Add the moves whose ids are not there yet; gives those that were added."""
        wanted = {str(move.id): move for move in moves}
        table = tables.stock_moves
        for batch in in_batches(sorted(wanted)):
            for known in self._connection.scalars(select(table.c.id).where(table.c.id.in_(batch))):
                del wanted[known]
        if wanted:
            self._connection.execute(insert(table), [_row(move) for move in wanted.values()])
        return tuple(wanted.values())

    def on_hand(self, store_id: str, skus: Sequence[str] | None = None) -> dict[str, int]:
        """Pieces or grams by SKU; a SKU that never moved is not in it."""
        table = tables.stock_moves
        sums = (
            select(table.c.sku, func.sum(table.c.quantity))
            .where(table.c.store_id == store_id)
            .group_by(table.c.sku)
        )
        if skus is None:
            return {sku: int(total) for sku, total in self._connection.execute(sums)}
        found: dict[str, int] = {}
        for batch in in_batches(sorted(set(skus))):
            rows = self._connection.execute(sums.where(table.c.sku.in_(batch)))
            found |= {sku: int(total) for sku, total in rows}
        return found

    def moves(self, store_id: str | None = None, sku: str | None = None) -> Iterator[StockMove]:
        """The moves in the order in which they were kept, of a store or a product if given."""
        table = tables.stock_moves
        wanted = select(table).order_by(table.c.seq)
        if store_id is not None:
            wanted = wanted.where(table.c.store_id == store_id)
        if sku is not None:
            wanted = wanted.where(table.c.sku == sku)
        return (_move(row) for row in self._connection.execute(wanted))

    def levels(self, store_id: str | None = None) -> tuple[ReorderLevel, ...]:
        """The reorder levels, in the order of store and SKU."""
        table = tables.reorder_levels
        wanted = select(table).order_by(table.c.store_id, table.c.sku)
        if store_id is not None:
            wanted = wanted.where(table.c.store_id == store_id)
        return tuple(ReorderLevel(*row) for row in self._connection.execute(wanted))

    def save_level(self, level: ReorderLevel) -> None:
        """Keep a level, in place of the one of its store and product."""
        self.remove_level(level.store_id, level.sku)
        row = {
            "store_id": level.store_id, "sku": level.sku, "level": level.level,
            "target": level.target,
        }  # fmt: skip
        self._connection.execute(insert(tables.reorder_levels), row)

    def remove_level(self, store_id: str, sku: str) -> None:
        """Forget a level; one that is not there is none the less gone."""
        table = tables.reorder_levels
        self._connection.execute(
            delete(table).where(table.c.store_id == store_id, table.c.sku == sku)
        )


def _row(move: StockMove) -> dict[str, object]:
    return {
        "id": str(move.id), "store_id": move.store_id, "sku": move.sku, "kind": move.kind,
        "quantity": move.quantity, "at": move.at, "made_by": move.made_by,
        "reference": move.reference,
    }  # fmt: skip


def _move(row: Row[tuple[object, ...]]) -> StockMove:
    return StockMove(
        UUID(row.id), row.store_id, row.sku, row.kind, row.quantity, row.at, row.made_by,
        row.reference,
    )  # fmt: skip
