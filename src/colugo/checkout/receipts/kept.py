"""The receipt of an order as it is kept. Knows no paper and no page."""

import hmac
from uuid import UUID

from colugo.errors import OrderUnknown
from colugo.persistence import Database, Work
from colugo.shop.orders import Order
from colugo.shop.receipts import (
    Paid,
    Receipt,
    receipt_digits,
    receipt_link,
    receipt_of_order,
    receipt_of_reversal,
)


def receipt_of(database: Database, order_id: UUID, public_url: str | None = None) -> Receipt:
    """The receipt of a sale, with what was paid so far.

    Args:
        database: of the shop.
        order_id: of a closed order.
        public_url: where a phone reaches the service; None for a receipt without a link.

    Raises:
        OrderUnknown: there is none.
    """
    with database.reading() as work:
        return _receipt(work, work.orders.get(order_id), public_url)


def receipts_of_reversals(database: Database, order_id: UUID) -> list[Receipt]:
    """The receipts of the refunds and voids of an order, the oldest first.

    Raises:
        OrderUnknown: there is none.
    """
    with database.reading() as work:
        order = work.orders.get(order_id)
        store = work.stores.get(order.store_id)
        reversals = work.orders.reversals_of(order_id)
        return [receipt_of_reversal(order, each, store) for each in reversals]


def find_by_link(
    database: Database, order_id: UUID, digits: str, public_url: str | None
) -> Receipt:
    """The receipt that the link of a QR opens, for whoever holds it.

    Raises:
        OrderUnknown: there is no such order, or the digits are not of it: which, is not told.
    """
    with database.reading() as work:
        order = work.orders.find(order_id)
        known = receipt_digits(order_id, work.receipt_keys.get())
        if order is None or not hmac.compare_digest(known.encode(), digits.encode()):
            raise OrderUnknown(str(order_id))
        return _receipt(work, order, public_url)


def _receipt(work: Work, order: Order, public_url: str | None) -> Receipt:
    paid = [
        Paid(payment.provider, payment.amount, work.payments.cash_of(payment.id))
        for payment in work.payments.of_order(order.id)
        if payment.paid_at is not None
    ]
    link = ""
    if public_url is not None:
        link = receipt_link(public_url, order.id, work.receipt_keys.get())
    return receipt_of_order(order, work.stores.get(order.store_id), paid, link=link)
