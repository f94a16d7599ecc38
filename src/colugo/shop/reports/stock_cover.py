"""For how long the stock lasts at the rate of the last days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from colugo.shop.period import check_moment
from colugo.shop.rounding import divide_half_up
from colugo.shop.stock import StockMove, on_hand


@dataclass(frozen=True, slots=True)
class StockCover:
    """What is there and for how long: tenths of days, None where nothing was sold."""

    store_id: str
    sku: str
    on_hand: int
    sold: int
    days_tenths: int | None


def stock_cover(moves: Iterable[StockMove], at: datetime, days: int = 28) -> tuple[StockCover, ...]:
    """The cover of every product that ever moved, the shortest first.

    Args:
        moves: the ledger up to `at`.
        at: now, with a time zone.
        days: so many days before `at` give the rate: sales less refunds. Four weeks, so that
            every day of the week counts alike.
    """
    check_moment(at)
    ledger = {move.id: move for move in moves}.values()
    since, sold = at - timedelta(days=days), dict[tuple[str, str], int]()
    for move in ledger:
        if move.kind in ("sale", "refund") and since <= move.at <= at:
            key = move.store_id, move.sku
            sold[key] = sold.get(key, 0) - move.quantity
    covers = [
        StockCover(store_id, sku, there, sold.get((store_id, sku), 0), None)
        for (store_id, sku), there in sorted(on_hand(ledger).items())
    ]
    known = [_with_days(cover, days) for cover in covers]
    return tuple(
        sorted(known, key=lambda cover: (cover.days_tenths is None, cover.days_tenths or 0))
    )


def _with_days(cover: StockCover, days: int) -> StockCover:
    if cover.sold <= 0:
        return cover
    tenths = divide_half_up(10 * days * max(0, cover.on_hand), cover.sold)
    return StockCover(cover.store_id, cover.sku, cover.on_hand, cover.sold, tenths)
