"""Routes of stock and the audit log. Decides nothing."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from colugo.checkout.sales import Stockroom
from colugo.errors import CursorInvalid
from colugo.interfaces.rest.context import Acting, TheShop
from colugo.interfaces.rest.paging import Cursor, Limit, cut, from_cursor
from colugo.interfaces.rest.places import StoreId
from colugo.interfaces.rest.stock_shapes import (
    AlertList,
    AlertOut,
    AuditOut,
    AuditPage,
    AuditState,
    LevelIn,
    LevelOut,
    MoveList,
    MoveOut,
    MovesIn,
    StockOut,
)
from colugo.shop.stock import ReorderLevel

NoteId = Annotated[UUID, Path(description="Made by the client; a repeat adds nothing.")]
SkuInPath = Annotated[str, Path(min_length=1, max_length=64, description="SKU of the product.")]


def receive(shop: TheShop, by: Acting, note_id: NoteId, new: MovesIn) -> MoveList:
    """Take in a delivery, all of it or nothing."""
    room = Stockroom(shop.database)
    added = room.receive(note_id, new.store_id, new.quantities, by, new.note)
    return MoveList(moves=[MoveOut.of(move) for move in added])


def waste(shop: TheShop, by: Acting, note_id: NoteId, new: MovesIn) -> MoveList:
    """Take out what is spoilt or broken."""
    added = Stockroom(shop.database).waste(note_id, new.store_id, new.quantities, by, new.note)
    return MoveList(moves=[MoveOut.of(move) for move in added])


def count(shop: TheShop, by: Acting, note_id: NoteId, new: MovesIn) -> MoveList:
    """Correct the ledger to what was counted."""
    added = Stockroom(shop.database).count(note_id, new.store_id, new.quantities, by, new.note)
    return MoveList(moves=[MoveOut.of(move) for move in added])


def get_stock(shop: TheShop, store_id: StoreId) -> StockOut:
    """Read what lies in a store."""
    return StockOut(store_id=store_id, on_hand=Stockroom(shop.database).on_hand(store_id))


def list_alerts(shop: TheShop, store_id: StoreId) -> AlertList:
    """List what is low in a store, and how much of it to order."""
    found = Stockroom(shop.database).alerts(store_id)
    return AlertList(alerts=[AlertOut.of(alert) for alert in found])


def save_level(
    shop: TheShop, by: Acting, store_id: StoreId, sku: SkuInPath, new: LevelIn
) -> LevelOut:
    """Say when to order more of a product."""
    level = ReorderLevel(store_id, sku, new.level, new.target)
    Stockroom(shop.database).set_level(level, by)
    return LevelOut.of(level)


def list_audit(shop: TheShop, limit: Limit = 100, cursor: Cursor = "") -> AuditPage:
    """List the audit log, the oldest entry first."""
    after = from_cursor(cursor)
    if after and not (after.isascii() and after.isdecimal() and len(after) < 18):
        raise CursorInvalid(cursor)
    with shop.database.reading() as work:
        found = list(work.audit.entries(int(after or 0), limit + 1))
    page, following = cut(found, limit, lambda entry: str(entry.number))
    return AuditPage(entries=[AuditOut.of(each) for each in page], next_cursor=following)


def verify_audit(shop: TheShop) -> AuditState:
    """Check the chain of the whole log."""
    with shop.database.reading() as work:
        broken, last = work.audit.find_broken(), work.audit.last()
    return AuditState(
        entries=0 if last is None else last.number,
        broken_number=None if broken is None else broken.number,
        problem=None if broken is None else str(broken),
    )
