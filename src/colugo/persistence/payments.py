"""Payments of orders, within one transaction."""

from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from colugo.errors import PaymentUnknown
from colugo.persistence import sales_schema as tables
from colugo.persistence.documents import from_document, to_document
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.payments import CashTaken, Payment, PaymentStart


class PaymentRepository:
    """Payments with all they went through."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def find(self, payment_id: UUID) -> Payment | None:
        """The payment of an id, None where there is none."""
        table = tables.payments
        text = self._connection.scalar(
            select(table.c.document).where(table.c.id == str(payment_id))
        )
        return None if text is None else from_document(Payment, text, self._currency)

    def get(self, payment_id: UUID) -> Payment:
        """The payment of an id.

        Raises:
            PaymentUnknown: there is none.
        """
        payment = self.find(payment_id)
        if payment is None:
            raise PaymentUnknown(str(payment_id))
        return payment

    def of_order(self, order_id: UUID) -> tuple[Payment, ...]:
        """The payments of an order, the oldest first."""
        table = tables.payments
        rows = self._connection.scalars(
            select(table.c.document).where(table.c.order_id == str(order_id))
        )
        found = (from_document(Payment, text, self._currency) for text in rows)
        return tuple(sorted(found, key=lambda each: (each.created_at, str(each.id))))

    def add(self, payment: Payment) -> None:
        """Keep a new payment."""
        self._connection.execute(insert(tables.payments), _row(payment))

    def save(self, payment: Payment) -> None:
        """Keep what became of a payment, in place of what it was before."""
        table = tables.payments
        is_it = table.c.id == str(payment.id)
        self._connection.execute(update(table).where(is_it).values(_row(payment)))

    def save_start(self, payment_id: UUID, start: PaymentStart) -> None:
        """Keep how a payment goes on, unless it is kept already."""
        table = tables.payment_starts
        if self.start_of(payment_id) is None:
            row = {
                "payment_id": str(payment_id), "qr_text": start.qr_text,
                "expires_at": start.expires_at,
            }  # fmt: skip
            self._connection.execute(insert(table), row)

    def start_of(self, payment_id: UUID) -> PaymentStart | None:
        """How a payment goes on; None before its provider was asked."""
        table, payments = tables.payment_starts, tables.payments
        row = self._connection.execute(
            select(table, payments.c.document)
            .join(payments, payments.c.id == table.c.payment_id)
            .where(table.c.payment_id == str(payment_id))
        ).first()
        if row is None:
            return None
        payment = from_document(Payment, row.document, self._currency)
        return PaymentStart(payment.reference, row.qr_text, row.expires_at)

    def save_cash(self, payment_id: UUID, cash: CashTaken) -> None:
        """Keep what was handed over for a payment; kept once."""
        row = {
            "payment_id": str(payment_id), "tendered_minor": cash.tendered.minor,
            "change_minor": cash.change.minor,
        }  # fmt: skip
        self._connection.execute(insert(tables.payment_cash), row)

    def cash_of(self, payment_id: UUID) -> CashTaken | None:
        """What was handed over for a payment, None where that was not said."""
        table = tables.payment_cash
        wanted = select(table).where(table.c.payment_id == str(payment_id))
        row = self._connection.execute(wanted).first()
        if row is None:
            return None
        amounts = (row.tendered_minor, row.change_minor)
        return CashTaken(*(Money(minor, self._currency) for minor in amounts))


def _row(payment: Payment) -> dict[str, object]:
    return {
        "id": str(payment.id), "order_id": str(payment.order_id),
        "provider": payment.provider, "state": payment.state,
        "amount_minor": payment.amount.minor, "document": to_document(payment),
    }  # fmt: skip
