"""Routes of stores and counters. Decides nothing."""

from typing import Annotated

from fastapi import Path

from colugo.interfaces.rest.context import Acting, TheShop
from colugo.interfaces.rest.place_shapes import (
    CounterIn,
    CounterList,
    CounterOut,
    StoreIn,
    StoreList,
    StoreOut,
)
from colugo.shop.people import Coordinates, Counter, Store
from colugo.shop.rounding import CashRounding

StoreId = Annotated[str, Path(min_length=1, max_length=64, description="Id of the store.")]
CounterId = Annotated[str, Path(min_length=1, max_length=64, description="Id of the counter.")]


def list_stores(shop: TheShop) -> StoreList:
    """List the stores."""
    with shop.database.reading() as work:
        return StoreList(stores=[StoreOut.of(each) for each in work.stores.all()])


def save_store(shop: TheShop, by: Acting, store_id: StoreId, new: StoreIn) -> StoreOut:
    """Add a store, or change the one of this id."""
    store = Store(
        store_id, new.name, shop.currency, new.time_zone, new.stock_policy,
        CashRounding(new.cash_step_minor), new.is_open,
        Coordinates.of(new.latitude, new.longitude),
    )  # fmt: skip
    with shop.database.transaction() as work:
        work.stores.save(store)
        work.audit.add(by, "edit_store", store_id, {"name": new.name})
    return StoreOut.of(store)


def list_counters(shop: TheShop) -> CounterList:
    """List the counters of every store."""
    with shop.database.reading() as work:
        return CounterList(counters=[CounterOut.of(each) for each in work.stores.counters()])


def save_counter(shop: TheShop, by: Acting, counter_id: CounterId, new: CounterIn) -> CounterOut:
    """Add a counter, or change the one of this id."""
    counter = Counter(counter_id, new.store_id, new.name, new.is_open)
    with shop.database.transaction() as work:
        work.stores.save_counter(counter)
        work.audit.add(by, "edit_counter", counter_id, {"store": new.store_id})
    return CounterOut.of(counter)
