"""The basket that a visit comes to. Pure: prices come in, nothing is kept.

It is made anew from the visit every time, so there is nothing that could disagree with it. The
number of an entry is that of its box or of what was added.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.orders.open_basket import By, OpenBasket, Question, QuestionKind
from colugo.shop.product import Product
from colugo.shop.visit.deciding import Goods, decided, is_priced
from colugo.shop.visit.visit import Added, Answer, Look, Rules, SeenBox, Visit


@dataclass(frozen=True, slots=True)
class Pricelist:
    """Where the visit is, what is sold there now, and at what price."""

    store_id: str
    currency: Currency
    goods: Goods
    prices: Mapping[str, Money]


def basket_of(visit: Visit, place: Pricelist, rules: Rules, by: By) -> OpenBasket | None:
    """The basket of a visit; None where nobody is there.

    Args:
        visit: its open boxes become questions.
        place: prices of all goods must be there.
        rules: how looks vote.
        by: who asks, and when, in the time zone of the store.

    Raises:
        EntryInvalid: a quantity, or a price, that cannot be.
    """
    if visit.order_id is None:
        return None
    basket = OpenBasket(
        visit.order_id, place.store_id, visit.counter_id, place.currency,
        approvals=visit.approvals,
    )  # fmt: skip
    for box in visit.boxes:
        look = decided(box, rules.votes)
        if look is not None:
            basket = _with_box(replace(basket, last_number=box.number - 1), box, look, place, by)
    for added in visit.added:
        basket = _with_added(replace(basket, last_number=added.number - 1), added, place, by)
    entries = tuple(sorted(basket.entries, key=lambda each: each.number))
    return replace(basket, entries=entries, last_number=visit.last_number)


def _with_box(basket: OpenBasket, box: SeenBox, look: Look, place: Pricelist, by: By) -> OpenBasket:
    answer, key = box.answer, f"box-{box.number}"
    said = None if answer is None or answer.sku is None else place.goods.get(answer.sku)
    is_answered = answer is not None and (answer.sku is None or said is not None)
    if is_priced(look, place.goods):
        product = place.goods[look.skus[0]]
        before = basket
        basket = basket.add(
            product, 1, source="recognition", at=by.at, unit_price=place.prices[product.sku]
        )
        if answer is None or not is_answered or said == product:
            return basket
        basket = basket.change(box.number, 0, by=answer.by, why=answer.why)
        basket = replace(basket, last_number=before.last_number)
        return basket if said is None else _picked(basket, said, answer, place, by)
    basket = basket.ask(Question(key, _kind(look, place.goods), look.skus))
    if answer is None or not is_answered:
        return basket
    return basket.settle_question(
        key, by=answer.by, why=answer.why, product=said, quantity=answer.quantity,
        unit_price=None if said is None else place.prices[said.sku],
    )  # fmt: skip


def _picked(
    basket: OpenBasket, product: Product, answer: Answer, place: Pricelist, by: By
) -> OpenBasket:
    return basket.add(
        product, answer.quantity, source="pick", at=by.at, unit_price=place.prices[product.sku]
    )


def _with_added(basket: OpenBasket, added: Added, place: Pricelist, by: By) -> OpenBasket:
    product = place.goods.get(added.sku)
    if product is None:  # no longer sold since it was put in: it stays to be seen
        return basket.ask(Question(f"entry-{added.number}", "unknown", (added.sku,)))
    price = place.prices[added.sku]
    if added.price_minor is not None:
        price = Money(added.price_minor, basket.currency)
    return basket.add(product, added.quantity, source=added.source, at=by.at, unit_price=price)


def _kind(look: Look, goods: Goods) -> QuestionKind:
    best = next((goods[sku] for sku in look.skus if sku in goods), None)
    if best is None:
        return "unknown"
    return "unweighed" if best.unit == "weight" else "unsure"
