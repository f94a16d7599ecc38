"""From an open basket to an order that never changes, and its refunds. Keeps nothing."""

from colugo.shop.orders.close import close
from colugo.shop.orders.open_basket import Approval, By, Edit, Entry, OpenBasket, Question, Source
from colugo.shop.orders.order import LineDiscount, Order, OrderLine, Recognised
from colugo.shop.orders.reversal import Reversal, ReversalLine, ReversalRequest, left_of, reverse
from colugo.shop.orders.settle import Pricing, settle

__all__ = [
    "Approval",
    "By",
    "Edit",
    "Entry",
    "LineDiscount",
    "OpenBasket",
    "Order",
    "OrderLine",
    "Pricing",
    "Question",
    "Recognised",
    "Reversal",
    "ReversalLine",
    "ReversalRequest",
    "Source",
    "close",
    "left_of",
    "reverse",
    "settle",
]
