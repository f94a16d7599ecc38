"""Takes and gives back money through providers. Speaks to them between transactions, never in one.

A payment is on record before its provider is asked, under an id that both know, so whatever stops
in between is done again as the same payment. Money that came in beyond what the order costs, late
after another way was taken, is given back at once.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from colugo.checkout.sales.paying import Paying, overpaid_id
from colugo.errors import (
    NotConfirmedByHand,
    PaymentNotPossible,
    ProviderRefused,
    ProviderUnknown,
    ProviderUnreachable,
)
from colugo.persistence import Database, lanes
from colugo.shop import Money
from colugo.shop.orders import By, Reversal
from colugo.shop.payments import (
    Applied,
    CashTaken,
    Payment,
    PaymentEvent,
    PaymentProvider,
    PaymentStart,
)
from colugo.shop.people import check_allowed

# a notice may be on its way when a QR ends: only then is a payment called expired
_GRACE: Final = timedelta(seconds=30)


class Started(NamedTuple):
    """A payment, the QR to show for it where there is one, and the cash that was taken."""

    payment: Payment
    start: PaymentStart | None
    cash: CashTaken | None = None


class Collecting:
    """The payments of one shop and the providers that take them."""

    def __init__(self, database: Database, providers: Mapping[str, PaymentProvider]) -> None:
        self._database, self._providers = database, providers
        self._paying = Paying(database)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the providers that are set up."""
        return tuple(self._providers)

    def is_by_hand(self, name: str) -> bool:
        """Whether an attendant says that money came in by this provider.

        Raises:
            ProviderUnknown: none of this name is set up.
        """
        return self._provider(name).is_confirmed_by_hand

    def start(
        self, payment_id: UUID, order_id: UUID, provider: str, amount: Money | None, by: By
    ) -> Started:
        """Put a payment on record and ask its provider; a repeat gives the same QR.

        Raises:
            ProviderUnknown: none of this name is set up.
            ProviderUnreachable: the payment is on record; a repeat asks again.
            ProviderRefused: the payment has failed, so that another way can be taken.
            and as `Paying.create`.
        """
        chosen = self._provider(provider)
        payment = self._paying.create(payment_id, order_id, provider, amount, by)
        if payment.state != "created" or chosen.is_confirmed_by_hand:
            return Started(payment, self._start_of(payment_id))
        try:
            start = chosen.start(payment)
        except ProviderRefused:
            self._paying.apply(PaymentEvent(payment_id, "failed", by.at), by)
            raise
        event = PaymentEvent(payment_id, "started", by.at, reference=start.reference)
        with self._database.together(lambda _: None):
            applied = self._paying.apply(event, by)
            with self._database.transaction(lanes.of_order(order_id)) as work:
                work.payments.save_start(payment_id, start)
        return Started(applied.payment, start)

    def get(self, payment_id: UUID) -> Started:
        """A payment as it is kept, with its QR or its cash.

        Raises:
            PaymentUnknown: there is none.
        """
        with self._database.reading() as work:
            payments = work.payments
            return Started(
                payments.get(payment_id), payments.start_of(payment_id),
                payments.cash_of(payment_id),
            )  # fmt: skip

    def refresh(self, payment_id: UUID, by: By) -> Started:
        """Ask the provider what became of a payment, and end one whose QR has ended.

        One that failed or ended is asked for, too: money may have come in all the same.

        Raises:
            PaymentUnknown, ProviderUnknown, ProviderUnreachable, ProviderRefused: by their names.
        """
        known = self.get(payment_id)
        payment, start, _ = known
        if payment.paid_at is not None:
            return known
        provider = self._provider(payment.provider)
        event = provider.query(payment, by.at)
        if event is None and payment.is_open and _has_ended(start, by.at):
            provider.close(payment)
            event = PaymentEvent(payment_id, "expired", by.at)
        if event is not None:
            payment = self._take(event, by).payment
        return Started(payment, start)

    def cancel(self, payment_id: UUID, by: By) -> Started:
        """End a payment before it came in, so that another way can be taken.

        It ends here even where its provider is away: what comes in all the same is counted, or
        given back.

        Raises:
            PaymentUnknown: there is none. NotAllowed: the role may not.
            PaymentNotPossible: it came in already.
        """
        check_allowed(by.role, "start_payment")
        payment, start, _ = self.get(payment_id)
        if payment.is_open:
            event = self._closed(payment, by) if payment.state == "pending" else None
            payment = self._take(event or PaymentEvent(payment_id, "expired", by.at), by).payment
        if payment.paid_at is not None:
            raise PaymentNotPossible(str(payment_id), payment.state, "cancelled")
        return Started(payment, start)

    def confirm(self, payment_id: UUID, by: By, tendered: Money | None = None) -> Started:
        """An attendant confirms that the whole amount came in; `tendered` in cash, if that is said.

        Raises:
            NotConfirmedByHand: the provider itself tells so.
            and as `Paying.confirm`.
        """
        payment = self._paying.get(payment_id)
        provider = self._providers.get(payment.provider)
        if provider is not None and not provider.is_confirmed_by_hand:
            raise NotConfirmedByHand(str(payment_id), payment.provider)
        self._paying.confirm(payment_id, by, tendered)
        return self.get(payment_id)

    def take_callback(
        self, name: str, headers: Mapping[str, str], body: bytes, at: datetime
    ) -> tuple[str, bytes]:
        """Take a callback; gives the media type and body of the answer that the provider wants.

        Raises:
            ProviderUnknown: none of this name is set up.
            CallbackRefused: it is not from the provider. PaymentUnknown: it is of no payment.
            PaymentMismatch, RefundTooLarge: nothing is taken.
        """
        provider = self._provider(name)
        event = provider.read_callback(headers, body, at)
        self._take(event, By(f"provider {name}", "device", at))
        return provider.callback_answer

    def give_back(self, reversal: Reversal, by: By) -> Money:
        """Give back what a refund comes to, by the payments of its order, the last first.

        A repeat gives back what an earlier call could not.

        Returns:
            What of it could not be given back, because less was paid.

        Raises:
            ProviderUnknown, ProviderUnreachable, ProviderRefused: the rest is not given yet.
        """
        left = reversal.total
        for payment in reversed(self._paying.of_order(reversal.order_id)):
            refund_id = uuid5(reversal.id, str(payment.id))
            known = dict(payment.refunds).get(str(refund_id))
            amount = known or min(left, payment.left)
            if known is None and amount.minor > 0:
                self._give_back(payment, refund_id, amount, by)
            left -= amount
        return left

    def _closed(self, payment: Payment, by: By) -> PaymentEvent | None:
        """What the provider says of a payment, closed there if that is nothing or unknown."""
        provider = self._providers.get(payment.provider)
        if provider is None:
            return None
        try:
            event = provider.query(payment, by.at)
            if event is None:
                provider.close(payment)
        except (ProviderUnreachable, ProviderRefused):
            return None
        return event

    def _take(self, event: PaymentEvent, by: By) -> Applied:
        """Apply an event, and give back what came in beyond what the order costs."""
        applied = self._paying.apply(event, by)
        if event.kind == "paid":
            over = self._paying.overpaid(applied.payment.order_id)
            amount = min(over, applied.payment.left)
            if amount.minor > 0:
                refund_id = overpaid_id(applied.payment.id)
                return Applied(self._give_back(applied.payment, refund_id, amount, by), "changed")
        return applied

    def _give_back(self, payment: Payment, refund_id: UUID, amount: Money, by: By) -> Payment:
        event = self._provider(payment.provider).refund(payment, refund_id, amount, by.at)
        return payment if event is None else self._paying.apply(event, by).payment

    def _start_of(self, payment_id: UUID) -> PaymentStart | None:
        with self._database.reading() as work:
            return work.payments.start_of(payment_id)

    def _provider(self, name: str) -> PaymentProvider:
        provider = self._providers.get(name)
        if provider is None:
            raise ProviderUnknown(name, self.names)
        return provider


def _has_ended(start: PaymentStart | None, at: datetime) -> bool:
    return start is not None and start.expires_at is not None and at > start.expires_at + _GRACE
