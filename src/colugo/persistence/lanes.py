"""Names of what a sale writes, for `Database.transaction`. Knows no database."""

from typing import Final
from uuid import UUID

AUDIT: Final = "audit"


def of_order(order_id: UUID) -> str:
    """A basket, its order, its payments and reversals."""
    return f"order {order_id}"


def of_counter(counter_id: str) -> str:
    """The visit at a counter."""
    return f"counter {counter_id}"


def of_payment(payment_id: UUID) -> str:
    """An id of a payment, which no two orders may have."""
    return f"payment {payment_id}"


def of_reversal(reversal_id: UUID) -> str:
    """An id of a refund or void, which no two orders may have."""
    return f"reversal {reversal_id}"


def of_stock(store_id: str) -> str:
    """What lies in a store."""
    return f"stock {store_id}"


def of_note(note_id: UUID) -> str:
    """An id of a delivery, waste or count, which no two stores may have."""
    return f"note {note_id}"


def of_person(name: str) -> str:
    """Whether somebody may try a password, and who they are."""
    return f"person {name}"


def of_request(key: str) -> str:
    """The key of a request."""
    return f"request {key}"
