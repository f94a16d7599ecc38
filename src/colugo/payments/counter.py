"""Cash, or a card terminal of its own: an attendant confirms what came in. Asks nobody."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from colugo.errors import CallbackRefused
from colugo.shop.money import Money
from colugo.shop.payments import Payment, PaymentEvent, PaymentStart


class CounterProvider:
    """Takes money at the counter; see `PaymentProvider`."""

    is_confirmed_by_hand = True
    callback_answer = ("text/plain", b"")

    def __init__(self, name: str = "counter") -> None:
        self.name = name

    def start(self, payment: Payment) -> PaymentStart:
        """Nothing to ask: the attendant takes the amount."""
        return PaymentStart(reference="")

    def query(self, payment: Payment, at: datetime) -> PaymentEvent | None:
        """Nothing to ask: what the attendant confirmed is known already."""
        return None

    def close(self, payment: Payment) -> None:
        """Nothing to close."""

    def read_callback(self, headers: Mapping[str, str], body: bytes, at: datetime) -> PaymentEvent:
        """Nobody calls back.

        Raises:
            CallbackRefused: always.
        """
        raise CallbackRefused(self.name, "cannot be: an attendant confirms these payments")

    def refund(
        self, payment: Payment, refund_id: UUID, amount: Money, at: datetime
    ) -> PaymentEvent | None:
        """The attendant gives it back, at once."""
        return PaymentEvent(payment.id, "refunded", at, amount, str(refund_id))
