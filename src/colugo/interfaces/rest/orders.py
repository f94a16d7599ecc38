"""Routes of orders, payments, refunds and voids. Decides nothing."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from colugo.checkout.sales import Closing, Paying
from colugo.interfaces.rest.baskets import OrderId
from colugo.interfaces.rest.context import Acting, TheShop
from colugo.interfaces.rest.order_shapes import (
    OrderOut,
    OrderPage,
    PaymentOut,
    ReversalIn,
    ReversalOut,
    WholeOrder,
)
from colugo.interfaces.rest.paging import Cursor, Limit, cut, from_cursor
from colugo.persistence.orders import OrderKey
from colugo.shop.orders import ReversalRequest

ReversalId = Annotated[UUID, Path(description="Made by the client.")]


def close_order(shop: TheShop, by: Acting, order_id: OrderId) -> OrderOut:
    """Close the basket of this id; a repeat gives the order that the first call made."""
    closed = Closing(shop.database).close(order_id, by)
    return OrderOut.of(closed.order, closed.low_skus)


def get_order(shop: TheShop, order_id: OrderId) -> WholeOrder:
    """Read an order with its payments and what was taken back of it."""
    closing, paying = Closing(shop.database), Paying(shop.database)
    order = closing.get(order_id)
    return WholeOrder(
        order=OrderOut.of(order),
        payments=[PaymentOut.of(each) for each in paying.of_order(order_id)],
        reversals=[ReversalOut.of(each) for each in closing.reversals_of(order_id)],
        left_to_pay_minor=paying.left_to_pay(order_id).minor,
    )


def list_orders(
    shop: TheShop,
    limit: Limit = 100,
    cursor: Cursor = "",
    store_id: Annotated[str | None, Query(max_length=64, description="Only of one.")] = None,
) -> OrderPage:
    """List the orders, the oldest first."""
    after = OrderKey.read(from_cursor(cursor))
    with shop.database.reading() as work:
        found = work.orders.page(after=after, limit=limit + 1, store_id=store_id)
    page, following = cut(found, limit, lambda order: str(OrderKey.of(order)))
    return OrderPage(orders=[OrderOut.of(each) for each in page], next_cursor=following)


def reverse_order(
    shop: TheShop, by: Acting, reversal_id: ReversalId, new: ReversalIn
) -> ReversalOut:
    """Refund a paid order or void an unpaid one, whole or in part: goods and money go back."""
    request = ReversalRequest(reversal_id, new.kind, new.reason, new.quantities)
    made = Closing(shop.database).reverse(new.order_id, request, by)
    if made.kind == "void":  # nothing was paid
        return ReversalOut.of(made, 0)
    return ReversalOut.of(made, (made.total - shop.collecting.give_back(made, by)).minor)
