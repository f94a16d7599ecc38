"""Where and by what is sold: the store, its counter, its prices at a moment. Changes nothing."""

from dataclasses import replace

from colugo.errors import CounterUnknown, PlaceClosed
from colugo.persistence import Work
from colugo.shop import Money, Product
from colugo.shop.orders import By, Pricing
from colugo.shop.people import Store
from colugo.shop.price_list import price_in_force


def open_place(work: Work, store_id: str, counter_id: str) -> Store:
    """The store, when it and the counter in it may sell.

    Raises:
        StoreUnknown, CounterUnknown: there is no such place.
        PlaceClosed: the store or the counter sells nothing for now.
    """
    store, counter = work.stores.get(store_id), work.stores.get_counter(counter_id)
    if counter.store_id != store_id:
        raise CounterUnknown(counter_id, store_id)
    for place in (store, counter):
        if not place.is_open:
            raise PlaceClosed(place.name)
    return store


def in_time_of(store: Store, by: By) -> By:
    """The same, its moment in the time zone of the store: promotions go by its hours."""
    return replace(by, at=store.local(by.at))


def pricing_of(work: Work) -> Pricing:
    """What baskets are priced by."""
    return Pricing(work.pricing.tax_rules(), work.categories.tree(), work.pricing.promotions())


def price_now(work: Work, product: Product, store_id: str, by: By) -> Money:
    """The price in force for a product in a store at the moment of `by`."""
    return price_in_force(product, work.price_lists.naming([product.sku]), store_id, by.at).price
