"""Closes a basket: once, and only when nothing on the counter is open."""

from colugo.errors import AgeApprovalMissing, BasketEmpty, BasketNotSettled
from colugo.shop.orders.open_basket import By, OpenBasket
from colugo.shop.orders.order import Order, Recognised
from colugo.shop.orders.settle import Pricing, settle
from colugo.shop.people.permissions import check_allowed


def close(basket: OpenBasket, pricing: Pricing, by: By) -> Order:
    """The order of a basket. The same basket, pricing and moment give the same order.

    Args:
        basket: with the order id that the client made.
        pricing: of the store.
        by: who closes, and when, in the time zone of the store.

    Raises:
        BasketNotSettled: a question is open. BasketEmpty: there is nothing to sell.
        AgeApprovalMissing: no attendant saw the buyer of a product with an age limit.
        NotAllowed: the role may not close.
    """
    check_allowed(by.role, "close_basket")
    if basket.questions:
        raise BasketNotSettled([f"{each.key}: {each.kind}" for each in basket.questions])
    if not basket.entries:
        raise BasketEmpty
    if basket.unapproved:
        limits = [entry.product.min_age_years or 0 for entry in basket.unapproved]
        raise AgeApprovalMissing([e.product.sku for e in basket.unapproved], max(limits))
    settled = settle(basket, pricing, by.at)
    return Order(
        id=basket.order_id,
        store_id=basket.store_id,
        counter_id=basket.counter_id,
        currency=basket.currency,
        closed_at=by.at,
        closed_by=by.who,
        is_tax_included=pricing.tax_rules.is_included,
        best_was_proven=settled.best_was_proven,
        lines=settled.lines,
        edits=basket.edits,
        approvals=basket.approvals,
        recognised=_recognised(basket),
    )


def _recognised(basket: OpenBasket) -> Recognised:
    corrected = sum(1 for edit in basket.edits if edit.source == "recognition")
    taken_out = sum(1 for e in basket.edits if e.source == "recognition" and e.after == 0)
    found = sum(1 for entry in basket.entries if entry.source == "recognition")
    return Recognised(found + taken_out, basket.asked, basket.unknown, corrected)
