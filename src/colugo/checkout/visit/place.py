"""What is sold at a counter now, and what a visit there comes to. Changes nothing."""

from collections.abc import Iterable
from uuid import UUID

from colugo.checkout.sales.places import in_time_of
from colugo.persistence import Work
from colugo.shop import Product
from colugo.shop.orders import By
from colugo.shop.payments import Payment
from colugo.shop.people import Store
from colugo.shop.price_list import price_in_force
from colugo.shop.visit import Pricelist, Visit


def store_of(work: Work, counter_id: str) -> Store:
    """The store that a counter is in.

    Raises:
        CounterUnknown: there is no such counter.
    """
    return work.stores.get(work.stores.get_counter(counter_id).store_id)


def pricelist_of(work: Work, visit: Visit, by: By, more_skus: Iterable[str] = ()) -> Pricelist:
    """The products that a visit names, those that are sold now, at the prices in force.

    Args:
        work: of the shop.
        visit: at a counter that is there.
        by: when.
        more_skus: products beside those of the visit.

    Raises:
        CounterUnknown: there is no such counter.
    """
    store = store_of(work, visit.counter_id)
    at = in_time_of(store, by).at
    named = sorted(visit.skus | set(more_skus))
    found: list[Product | None] = [work.products.find_by_sku(sku) for sku in named]
    goods = {each.sku: each for each in found if each is not None and each.is_sold_at(at)}
    lists = work.price_lists.naming(goods)
    prices = {
        sku: price_in_force(product, lists, store.id, at).price for sku, product in goods.items()
    }
    return Pricelist(store.id, store.currency, goods, prices)


def is_paid(work: Work, order_id: UUID | None) -> bool:
    """Whether money came in for the whole of an order that is closed."""
    order = None if order_id is None else work.orders.find(order_id)
    if order is None:
        return False
    came = (each.amount.minor for each in work.payments.of_order(order.id) if each.paid_at)
    return sum(came) >= order.total.minor


def payment_of(work: Work, visit: Visit) -> Payment | None:
    """The payment that a visit goes by: the one that was chosen, else one that is open."""
    if not visit.has_order or visit.order_id is None:
        return None
    chosen = None if visit.payment_id is None else work.payments.find(visit.payment_id)
    if chosen is not None:
        return chosen
    of_order = work.payments.of_order(visit.order_id)
    return next((each for each in reversed(of_order) if each.is_open or each.paid_at), None)
