"""A visit with all that a screen shows of it, read in one moment. Changes nothing."""

from dataclasses import dataclass
from uuid import UUID

from colugo.checkout.sales.collecting import Started
from colugo.checkout.sales.places import in_time_of, pricing_of
from colugo.checkout.visit.place import payment_of, pricelist_of, store_of
from colugo.persistence import KeptVisit, Work
from colugo.shop import Product
from colugo.shop.orders import By, OpenBasket, Order, settle
from colugo.shop.orders.settle import Settled
from colugo.shop.receipts import receipt_digits, receipt_link
from colugo.shop.visit import Pricelist, Rules, Side, Step, Visit, basket_of, side_of, steps_of


@dataclass(frozen=True)
class VisitView:
    """What a screen shows.

    Attributes:
        basket, settled: what the visit comes to and its lines as they would be sold; None
            where nobody is there.
        order, payment: once they are there.
        products: every product that is named, sold now or not, by SKU.
        photos: number of the first photo of each, those without left out.
        receipt: where the receipt is read, once the visit is paid.
    """

    visit: Visit
    version: int
    place: Pricelist
    rules: Rules
    basket: OpenBasket | None
    settled: Settled | None
    order: Order | None
    payment: Started | None
    products: dict[str, Product]
    photos: dict[str, int]
    receipt: str | None

    @property
    def side(self) -> Side | None:
        """What stands in the way."""
        return side_of(self.visit, self.place.goods, self.rules)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What the visit takes now."""
        return steps_of(self.visit, self.place.goods, self.rules)


def settled_visit(
    work: Work, visit: Visit, rules: Rules, by: By
) -> tuple[Pricelist, OpenBasket | None, Settled | None]:
    """The basket of a visit, and its lines as they would be sold now.

    Raises:
        CounterUnknown: there is no such counter. TaxClassUnknown: a product names one that is
            not there.
    """
    place = pricelist_of(work, visit, by)
    local = in_time_of(store_of(work, visit.counter_id), by)
    basket = basket_of(visit, place, rules, local)
    settled = None if basket is None else settle(basket, pricing_of(work), local.at)
    return place, basket, settled


def view_of(work: Work, kept: KeptVisit, rules: Rules, by: By, public_url: str | None) -> VisitView:
    """What a screen shows of a visit. Raises as `settled_visit`."""
    visit = kept.visit
    place, basket, settled = settled_visit(work, visit, rules, by)
    order = None
    if visit.has_order and visit.order_id is not None:
        order = work.orders.find(visit.order_id)
    names = visit.skus | {line.sku for line in order.lines} if order else visit.skus
    found = (work.products.find_by_sku(sku) for sku in sorted(names))
    first = work.photos.first_by_sku() if names else {}
    is_over = visit.state in ("paid", "leaving") and order is not None
    return VisitView(
        visit=visit, version=kept.version, place=place, rules=rules, basket=basket,
        settled=settled, order=order, payment=_started(work, visit),
        products={each.sku: each for each in found if each is not None},
        photos={sku: first[sku] for sku in names if sku in first},
        receipt=_receipt(work, order.id, public_url) if is_over and order else None,
    )  # fmt: skip


def _started(work: Work, visit: Visit) -> Started | None:
    payment = payment_of(work, visit)
    if payment is None:
        return None
    return Started(payment, work.payments.start_of(payment.id), work.payments.cash_of(payment.id))


def _receipt(work: Work, order_id: UUID, public_url: str | None) -> str:
    """The address for a phone; without a public one the path on this server."""
    key = work.receipt_keys.get()
    if public_url is not None:
        return receipt_link(public_url, order_id, key)
    return f"/r/{order_id}?d={receipt_digits(order_id, key)}"
