"""Selling: baskets that become orders exactly once, their payments and refunds, and the stock."""

from colugo.checkout.sales.baskets import Baskets
from colugo.checkout.sales.closing import Closed, Closing
from colugo.checkout.sales.collecting import Collecting
from colugo.checkout.sales.exactly_once import AskedOnce, answer_once
from colugo.checkout.sales.paying import Paying
from colugo.checkout.sales.stockroom import Stockroom

__all__ = [
    "AskedOnce",
    "Baskets",
    "Closed",
    "Closing",
    "Collecting",
    "Paying",
    "Stockroom",
    "answer_once",
]
