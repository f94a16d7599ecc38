"""Payments of orders: started once, moved on by events, given back. Speaks to no provider."""

from typing import Final
from uuid import UUID, uuid5

from colugo.errors import IdTaken, NotPaidInCash, PaymentTooLarge
from colugo.persistence import Database, Work, lanes
from colugo.shop import Money
from colugo.shop.orders import By, Order
from colugo.shop.payments import Applied, Payment, PaymentEvent, apply_event, take_cash
from colugo.shop.people import check_allowed

IN_CASH: Final = ("cash", "counter")  # of the providers, those with a drawer


def overpaid_id(payment_id: UUID) -> UUID:
    """Id of the refund that gives back what a payment brought in too much."""
    return uuid5(payment_id, "overpaid")


class Paying:
    """Payments of the orders in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def left_to_pay(self, order_id: UUID) -> Money:
        """What of an order is neither paid nor on its way, less what was voided.

        Raises:
            OrderUnknown: there is no such order.
        """
        with self._database.reading() as work:
            return _left(work, work.orders.get(order_id))

    def create(
        self, payment_id: UUID, order_id: UUID, provider: str, amount: Money | None, by: By
    ) -> Payment:
        """Put a payment on record before its provider is asked; a repeat gives it as it is now.

        Args:
            payment_id: made by the client.
            order_id: of a closed order.
            provider: its name.
            amount: a part of what is left; None for all of it.
            by: who starts it, and when.

        Raises:
            OrderUnknown: there is no such order. PaymentTooLarge: less is left.
            IdTaken: the id is of another payment. NotAllowed: the role may not.
        """
        check_allowed(by.role, "start_payment")
        own = (lanes.of_order(order_id), lanes.of_payment(payment_id))
        with self._database.transaction(*own) as work:
            order = work.orders.get(order_id)
            known = work.payments.find(payment_id)
            if known is not None:
                return _same(known, order_id, provider, amount)
            left = _left(work, order)
            wanted = left if amount is None else amount
            if wanted.minor <= 0 or wanted > left:
                raise PaymentTooLarge(str(order_id), str(left), str(wanted))
            payment = Payment(payment_id, order_id, provider, wanted, by.at)
            work.payments.add(payment)
            facts = {"provider": provider, "amount_minor": wanted.minor, "order": str(order_id)}
            work.audit.add(by, "start_payment", str(payment_id), facts)
            return payment

    def apply(self, event: PaymentEvent, by: By) -> Applied:
        """Take what a provider, or an attendant, says of a payment. Late and repeated is harmless.

        Raises:
            PaymentUnknown: there is no such payment.
            PaymentMismatch, RefundTooLarge: as `payments.apply_event`; nothing is taken.
        """
        payment = self.get(event.payment_id)
        # as the payment is when its order's lane is free
        with self._database.transaction(lanes.of_order(payment.order_id)) as work:
            return _apply(work, event, by)

    def confirm(self, payment_id: UUID, by: By, tendered: Money | None = None) -> Payment:
        """An attendant confirms that the whole amount came in.

        Args:
            payment_id: of a payment on record.
            by: who took it, and when.
            tendered: handed over in cash, so that the change is on record; a repeat changes
                nothing of it.

        Raises:
            PaymentUnknown: there is no such payment. NotAllowed: the role may not.
            CashTooLittle, NotPaidInCash: of what was handed over; nothing is confirmed.
        """
        check_allowed(by.role, "confirm_payment")
        payment = self.get(payment_id)
        event = PaymentEvent(payment_id, "paid", by.at, payment.amount)
        with self._database.transaction(lanes.of_order(payment.order_id)) as work:
            applied = _apply(work, event, by)
            if tendered is not None and applied.effect == "changed":
                _save_cash(work, applied.payment, tendered)
            return applied.payment

    def get(self, payment_id: UUID) -> Payment:
        """A payment as it is now.

        Raises:
            PaymentUnknown: there is none.
        """
        with self._database.reading() as work:
            return work.payments.get(payment_id)

    def overpaid(self, order_id: UUID) -> Money:
        """What came in beyond what an order costs, less what was given back of that.

        Refunds give back what was owed, so they do not count.
        """
        with self._database.reading() as work:
            order = work.orders.get(order_id)
            over = -(order.total - _voided(work, order))
            for payment in work.payments.of_order(order_id):
                if payment.paid_at is not None:
                    over += payment.amount
                    given = dict(payment.refunds).get(str(overpaid_id(payment.id)))
                    over -= given or Money.zero(order.currency)
        return max(over, Money.zero(order.currency))

    def of_order(self, order_id: UUID) -> tuple[Payment, ...]:
        """The payments of an order, the oldest first."""
        with self._database.reading() as work:
            return work.payments.of_order(order_id)


def _apply(work: Work, event: PaymentEvent, by: By) -> Applied:
    applied = apply_event(work.payments.get(event.payment_id), event)
    if applied.effect == "changed":
        work.payments.save(applied.payment)
        facts = {"event": event.kind, "reference": event.reference}
        work.audit.add(by, "payment_event", str(event.payment_id), facts)
    return applied


def _save_cash(work: Work, payment: Payment, tendered: Money) -> None:
    if payment.provider not in IN_CASH:
        raise NotPaidInCash(str(payment.id), payment.provider)
    due = payment.amount + _rounding(work, work.orders.get(payment.order_id))
    work.payments.save_cash(payment.id, take_cash(due, tendered))


def _rounding(work: Work, order: Order) -> Money:
    """What rounding to the smallest coin adds, where the whole order is paid, all in cash."""
    paid = [one for one in work.payments.of_order(order.id) if one.paid_at is not None]
    is_whole = sum(one.amount.minor for one in paid) == order.total.minor
    if not is_whole or any(one.provider != "cash" for one in paid):
        return Money.zero(order.currency)
    return work.stores.get(order.store_id).cash_rounding.difference(order.total)


def _left(work: Work, order: Order) -> Money:
    taken = Money.zero(order.currency)
    for payment in work.payments.of_order(order.id):
        if payment.is_open or payment.paid_at is not None:
            taken += payment.amount
    return order.total - taken - _voided(work, order)


def _voided(work: Work, order: Order) -> Money:
    reversals = work.orders.reversals_of(order.id)
    voids = (each.total for each in reversals if each.kind == "void")
    return sum(voids, Money.zero(order.currency))


def _same(known: Payment, order_id: UUID, provider: str, amount: Money | None) -> Payment:
    is_same = (known.order_id, known.provider) == (order_id, provider)
    if not is_same or (amount is not None and amount != known.amount):
        raise IdTaken("payment", str(known.id))
    return known
