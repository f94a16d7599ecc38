"""Closes the basket of a visit once, has it paid, and takes both back. Sees nothing.

What it does goes through others, providers among them, in several transactions. Each step is
kept in the visit before it is done and may be repeated, so what was stopped in between is ended
by whoever reads the visit next.
"""

from dataclasses import dataclass, replace

from colugo.checkout.sales.closing import Closing
from colugo.checkout.sales.collecting import Collecting
from colugo.checkout.visit.keeping import Keeping
from colugo.checkout.visit.place import is_paid, payment_of, pricelist_of
from colugo.checkout.visit.view import settled_visit
from colugo.errors import (
    PaymentNotPossible,
    ProviderRefused,
    ProviderUnknown,
    ProviderUnreachable,
    ReversalInvalid,
)
from colugo.persistence import Work, lanes
from colugo.shop import visit as steps
from colugo.shop.orders import By
from colugo.shop.people import check_allowed
from colugo.shop.visit import Visit


@dataclass(frozen=True)
class SettlingUp:
    """How visits are paid."""

    keeping: Keeping
    closing: Closing
    collecting: Collecting

    def pay(self, counter_id: str, provider: str, by: By, version: int | None = None) -> None:
        """Close the basket, once, and ask the provider for the money.

        The way that is open already is not begun again; another one that is open is ended
        first. Where prices changed since the shopper said yes, the list is shown again. A
        provider that does not answer leaves the visit `is_offline`.

        Raises:
            VisitStepWrong: not now. ProviderUnknown: none of this name is set up.
            StockTooLow, PlaceClosed, PaymentTooLarge, NotAllowed: by their names.
        """
        check_allowed(by.role, "start_payment")
        if provider not in self.collecting.names:
            raise ProviderUnknown(provider, self.collecting.names)
        if not self._end_other(counter_id, provider, by):
            return
        visit = self._closed(counter_id, provider, by, version)
        if visit.order_id is None or visit.payment_id is None:
            return
        with self.keeping.database.reading() as work:
            if is_paid(work, visit.order_id):  # it costs nothing
                return
        try:
            self.collecting.start(visit.payment_id, visit.order_id, provider, None, by)
        except (ProviderUnreachable, ProviderRefused):
            self.keeping.change(counter_id, lambda v, _, __: replace(v, is_offline=True), by)

    def finish(self, visit: Visit, by: By) -> bool:
        """Take back what a visit is about to take back; whether there was anything."""
        if visit.undoing is None or visit.order_id is None:
            return False
        with self.keeping.database.reading() as work:
            payments = work.payments.of_order(visit.order_id)
        try:
            for payment in payments:
                if payment.is_open:
                    self.collecting.cancel(payment.id, by)
            self.closing.take_back_unpaid(visit.order_id, f"visit {visit.undoing}", by)
        except (PaymentNotPossible, ReversalInvalid):  # the money came in after all
            return True
        self.keeping.change(visit.counter_id, steps.undone(by=by), by)
        return True

    def _closed(self, counter_id: str, provider: str, by: By, version: int | None) -> Visit:
        """The visit with its order, both in one transaction; not closed where prices changed."""
        database = self.keeping.database
        with database.reading() as work:
            order_id = work.visits.get(counter_id).visit.order_id
        own = [lanes.of_counter(counter_id)]
        if order_id is not None:
            own.append(lanes.of_order(order_id))
        with database.together(lambda _: None, *own):
            with database.transaction(*own) as work:
                kept, now = self.keeping.read(work, counter_id, by, version)
                visit, is_new = self._chosen(work, now, provider, by)
                self.keeping.save(work, kept, visit, by)
            if is_new and visit.order_id is not None:
                self.closing.close(visit.order_id, by)
        return visit

    def _chosen(self, work: Work, visit: Visit, provider: str, by: By) -> tuple[Visit, bool]:
        """The visit with its way to pay; its basket is put where it is closed from."""
        rules = self.keeping.rules
        goods = pricelist_of(work, visit, by).goods
        before = payment_of(work, visit)
        is_open = before is None or before.is_open
        chosen = steps.pay(provider, is_same_open=is_open, by=by)(visit, goods, rules)
        if visit.has_order:
            return chosen, False
        _, basket, settled = settled_visit(work, visit, rules, by)
        if basket is None or settled is None or visit.confirmed is None:
            return chosen, False
        total_minor = sum(line.total.minor for line in settled.lines)
        if total_minor != visit.confirmed.total_minor:
            return steps.reopened(by=by)(visit, goods, rules), False
        work.baskets.save(basket, by.at)
        return chosen, True

    def _end_other(self, counter_id: str, provider: str, by: By) -> bool:
        """End a payment that is open by another provider; False where it came in meanwhile."""
        with self.keeping.database.reading() as work:
            payment = payment_of(work, work.visits.get(counter_id).visit)
        if payment is None or not payment.is_open or payment.provider == provider:
            return True
        try:
            self.collecting.cancel(payment.id, by)
        except PaymentNotPossible:
            return False
        return True
