"""A sale that is told as one list of products, as old clients place it. Takes no money."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID, uuid5

from colugo.checkout.sales.baskets import Baskets
from colugo.checkout.sales.closing import Closed, Closing
from colugo.checkout.sales.paying import Paying
from colugo.errors import CounterUnknown, EntryInvalid, IdTaken, OrderClosed, StoreUnknown
from colugo.persistence import Database, lanes
from colugo.shop.orders import By
from colugo.shop.people.principal import Principal

_PROVIDER: Final = "counter"


def store_of(database: Database, principal: Principal) -> str:
    """The store that a client means who names none: its own, or the only one.

    Raises:
        StoreUnknown: there is none, or there are several.
    """
    with database.reading() as work:
        there = sorted(principal.store_ids) or [store.id for store in work.stores.all()]
    if len(there) != 1:
        raise StoreUnknown("the only one")
    return there[0]


def counter_of(database: Database, store_id: str, principal: Principal) -> str:
    """The counter that a client means who names none: its own, or the first that is open.

    Raises:
        CounterUnknown: no counter of the store is open.
    """
    if principal.counter_id is not None:
        return principal.counter_id
    with database.reading() as work:
        counters = work.stores.counters(store_id)
    found = next((each.id for each in counters if each.is_open), None)
    if found is None:
        raise CounterUnknown("the first that is open", store_id)
    return found


def sell_list(
    database: Database, order_id: UUID, principal: Principal, pieces: Mapping[str, int], by: By
) -> Closed:
    """Close an order of what is listed and put its payment on record, all of it or nothing.

    An attendant confirms the payment at the counter. A repeat with the same id and the same
    list gives the order that the first made.

    Args:
        database: of the shop.
        order_id: made by the client.
        principal: who sells; says where.
        pieces: by SKU, 1 or more each.
        by: the same, and when.

    Raises:
        StoreUnknown, CounterUnknown, PlaceClosed: it is not known where, or not sold there.
        SkuUnknown, EntryInvalid: a product is not there, not sold now, or sold by weight.
        StockTooLow, AgeApprovalMissing, BasketEmpty, NotAllowed: as `Closing.close`.
        IdTaken: the id is of an order of other products.
    """
    store_id = store_of(database, principal)
    counter_id = counter_of(database, store_id, principal)
    with database.together(lambda _: None, lanes.of_order(order_id)):
        try:
            Baskets(database).open(order_id, store_id, counter_id, by)
        except OrderClosed:
            return _same(Closing(database).close(order_id, by), pieces)
        for sku, number in pieces.items():
            _put(database, order_id, sku, number, by)
        closed = Closing(database).close(order_id, by)
        if closed.order.total.minor > 0:
            payment_id = uuid5(order_id, _PROVIDER)
            Paying(database).create(payment_id, order_id, _PROVIDER, None, by)
        return closed


def _put(database: Database, order_id: UUID, sku: str, number: int, by: By) -> None:
    with database.reading() as work:
        product = work.products.get_by_sku(sku)
    if product.unit != "piece":
        raise EntryInvalid(sku, "is sold by weight, and no weight was told")
    Baskets(database).put(order_id, sku, number, source="pick", by=by)


def _same(closed: Closed, pieces: Mapping[str, int]) -> Closed:
    sold: dict[str, int] = {}
    for line in closed.order.lines:
        sold[line.sku] = sold.get(line.sku, 0) + line.quantity
    if sold != dict(pieces):
        raise IdTaken("order", str(closed.order.id))
    return closed
