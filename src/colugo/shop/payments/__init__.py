"""Payments: their states, what messages do to them, and what a provider must offer.

No card number, expiry date or security code has a place in any of these.
"""

from colugo.shop.payments.cash import CashTaken, take_cash
from colugo.shop.payments.payment import (
    TRANSITIONS,
    Applied,
    Effect,
    Payment,
    PaymentEvent,
    PaymentState,
    apply_event,
    check_refund,
)
from colugo.shop.payments.provider import PaymentProvider, PaymentStart

__all__ = [
    "TRANSITIONS",
    "Applied",
    "CashTaken",
    "Effect",
    "Payment",
    "PaymentEvent",
    "PaymentProvider",
    "PaymentStart",
    "PaymentState",
    "apply_event",
    "check_refund",
    "take_cash",
]
