"""What comes, goes and lies in the stores: deliveries, counts, waste, levels."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from colugo.persistence import Database, Work, lanes
from colugo.shop.orders import By
from colugo.shop.people import Action, check_allowed
from colugo.shop.stock import (
    Alert,
    MoveKind,
    ReorderLevel,
    StockMove,
    alerts,
    count_move,
)


class Stockroom:
    """The ledger of stock in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(
        self, note_id: UUID, store_id: str, quantities: Mapping[str, int], by: By, note: str = ""
    ) -> tuple[StockMove, ...]:
        """Take in a delivery, all of it or nothing; a note that was taken in adds nothing again.

        Args:
            note_id: made by the client.
            store_id: where.
            quantities: pieces or grams by SKU, 1 or more each.
            by: who, and when.
            note: number of the delivery note.

        Returns:
            The moves that were added.

        Raises:
            StoreUnknown, SkuUnknown, StockMoveInvalid, NotAllowed: by their names.
        """
        return self._move("receive_stock", "delivery", note_id, store_id, quantities, by, note)

    def waste(
        self, note_id: UUID, store_id: str, quantities: Mapping[str, int], by: By, why: str = ""
    ) -> tuple[StockMove, ...]:
        """Take out what is spoilt or broken; raises as `receive`."""
        gone = {sku: -quantity for sku, quantity in quantities.items()}
        return self._move("waste_stock", "waste", note_id, store_id, gone, by, why)

    def count(
        self, sheet_id: UUID, store_id: str, counted: Mapping[str, int], by: By, sheet: str = ""
    ) -> tuple[StockMove, ...]:
        """Correct the ledger to what was counted; gives the moves that were added.

        Raises:
            StoreUnknown, SkuUnknown, StockMoveInvalid, NotAllowed: by their names.
        """
        check_allowed(by.role, "count_stock")
        own = (lanes.of_stock(store_id), lanes.of_note(sheet_id))
        with self._database.transaction(*own) as work:
            _check(work, store_id, counted)
            there = work.stock.on_hand(store_id, list(counted))
            moves = [
                count_move(
                    uuid5(sheet_id, f"count:{sku}"), store_id, sku, counted=number,
                    expected=there.get(sku, 0), by=by, sheet=sheet,
                )
                for sku, number in counted.items()
            ]  # fmt: skip
            added = work.stock.add(move for move in moves if move is not None)
            if added:
                facts = {"store": store_id, "moves": {m.sku: m.quantity for m in added}}
                work.audit.add(by, "count_stock", str(sheet_id), facts)
            return added

    def on_hand(self, store_id: str) -> dict[str, int]:
        """Pieces or grams by SKU.

        Raises:
            StoreUnknown: there is no such store.
        """
        with self._database.reading() as work:
            work.stores.get(store_id)
            return work.stock.on_hand(store_id)

    def moves(
        self, store_id: str, sku: str | None = None, *, since: datetime | None = None
    ) -> tuple[StockMove, ...]:
        """The moves of a store, of one product and from a moment on where these are given."""
        with self._database.reading() as work:
            found = work.stock.moves(store_id, sku)
            return tuple(move for move in found if since is None or move.at >= since)

    def set_level(self, level: ReorderLevel, by: By) -> None:
        """Say when to order more of a product.

        Raises:
            StoreUnknown, SkuUnknown, NotAllowed: by their names.
        """
        check_allowed(by.role, "edit_stock_levels")
        with self._database.transaction(lanes.of_stock(level.store_id)) as work:
            _check(work, level.store_id, {level.sku: 1})
            work.stock.save_level(level)

    def alerts(self, store_id: str) -> tuple[Alert, ...]:
        """The products of a store that are at or below their level."""
        with self._database.reading() as work:
            levels = work.stock.levels(store_id)
            there = work.stock.on_hand(store_id, [level.sku for level in levels])
        return alerts({(store_id, sku): number for sku, number in there.items()}, levels)

    def _move(
        self, action: Action, kind: MoveKind, note_id: UUID, store_id: str,
        quantities: Mapping[str, int], by: By, reference: str,
    ) -> tuple[StockMove, ...]:  # fmt: skip
        check_allowed(by.role, action)
        own = (lanes.of_stock(store_id), lanes.of_note(note_id))
        with self._database.transaction(*own) as work:
            _check(work, store_id, quantities)
            moves = [
                StockMove(
                    uuid5(note_id, f"{kind}:{sku}"), store_id, sku, kind, number, by.at, by.who,
                    reference or str(note_id),
                )
                for sku, number in quantities.items()
            ]  # fmt: skip
            added = work.stock.add(moves)
            if added:
                facts = {"store": store_id, "moves": {m.sku: m.quantity for m in added}}
                work.audit.add(by, action, str(note_id), facts)
            return added


def _check(work: Work, store_id: str, skus: Mapping[str, int]) -> None:
    work.stores.get(store_id)
    for sku in skus:
        work.products.get_by_sku(sku)
