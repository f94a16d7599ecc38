"""What a payment provider must offer. One provider, one file outside the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from colugo.shop.money import Money
from colugo.shop.payments.payment import Payment, PaymentEvent


@dataclass(frozen=True, slots=True)
class PaymentStart:
    """How the payment goes on: the text of a QR to show, or None where a person confirms."""

    reference: str
    qr_text: str | None = None
    expires_at: datetime | None = None


class PaymentProvider(Protocol):
    """Takes money for orders. Keeps no state of ours: the payment is passed in.

    Every call may be repeated after a failure: `payment.id` and `refund_id` are the keys by
    which the provider tells a repeat from a second request.
    """

    @property
    def name(self) -> str:
        """As `Payment.provider` holds it."""
        ...

    @property
    def is_confirmed_by_hand(self) -> bool:
        """Whether an attendant says that the money came in, and not the provider."""
        ...

    @property
    def callback_answer(self) -> tuple[str, bytes]:
        """Media type and body that tell it that a callback was taken."""
        ...

    def start(self, payment: Payment) -> PaymentStart:
        """Ask for the amount."""
        ...

    def query(self, payment: Payment, at: datetime) -> PaymentEvent | None:
        """What the provider says now; None when nothing is decided."""
        ...

    def close(self, payment: Payment) -> None:
        """Take the money no more; what came in meanwhile, `query` tells."""
        ...

    def read_callback(self, headers: Mapping[str, str], body: bytes, at: datetime) -> PaymentEvent:
        """The message in a callback, after its signature was checked."""
        ...

    def refund(
        self, payment: Payment, refund_id: UUID, amount: Money, at: datetime
    ) -> PaymentEvent | None:
        """Give an amount back; None when the provider decides later."""
        ...
