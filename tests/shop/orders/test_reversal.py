from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import NotAllowed, ReasonMissing, ReversalInvalid, ReversalTooLarge
from colugo.shop.money import Money
from colugo.shop.orders import Order, Reversal, ReversalRequest, left_of, reverse
from colugo.shop.tax import TaxRules
from tests.shop.samples import CNY

from .samples import ADDED, APPLES, INCLUDED, MILK, TEA, by, order_of

BASKET = ((TEA, 3), (MILK, 2), (APPLES, 733))


def refund(order: Order, *earlier: Reversal, reason: str = "broken", **lines: int) -> Reversal:
    quantities = {int(name[1:]): quantity for name, quantity in lines.items()} or None
    request = ReversalRequest(UUID(int=9), "refund", reason, quantities)
    return reverse(order, earlier, request, is_paid=True, by=by("manager"))


def test_a_full_refund_gives_back_all_that_was_paid() -> None:
    order = order_of(*BASKET)

    document = refund(order)

    assert document.total == order.total
    assert (document.order_id, document.order_digest) == (order.id, order.digest)
    assert left_of(order, [document]) == {1: 0, 2: 0, 3: 0}


def test_a_second_refund_takes_what_the_first_left() -> None:
    order = order_of(*BASKET)
    first = refund(order, l3=1)

    second = refund(order, first)

    assert first.total + second.total == order.total
    assert [line.quantity for line in second.lines] == [733, 2, 2]


def test_more_than_is_left_is_refused() -> None:
    order = order_of((TEA, 3))
    first = refund(order, l1=2)

    with pytest.raises(ReversalTooLarge, match="1 left"):
        refund(order, first, l1=2)


@pytest.mark.parametrize("quantity", [0, -1, 1.0, True, 4])
def test_a_quantity_that_cannot_be_refunded_is_refused(quantity: Any) -> None:
    with pytest.raises(ReversalTooLarge):
        refund(order_of((TEA, 3)), l1=quantity)


def test_a_refund_when_nothing_is_left_is_refused() -> None:
    order = order_of((TEA, 3))

    with pytest.raises(ReversalInvalid, match="taken back already"):
        refund(order, refund(order))


def test_a_line_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReversalInvalid, match="no line 7"):
        refund(order_of((TEA, 3)), l7=1)


def test_a_refund_of_another_order_is_not_counted() -> None:
    order, other = order_of((TEA, 3)), order_of((TEA, 2))

    with pytest.raises(ReversalInvalid, match="another order"):
        refund(order, refund(other))


def test_a_reversal_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        refund(order_of((TEA, 3)), reason=" ")


def test_a_paid_order_is_refunded_and_an_unpaid_one_is_voided() -> None:
    order = order_of((TEA, 3))
    void, give_back = (ReversalRequest(UUID(int=1), kind, "error") for kind in ("void", "refund"))

    with pytest.raises(ReversalInvalid, match="make a refund"):
        reverse(order, [], void, is_paid=True, by=by())
    with pytest.raises(ReversalInvalid, match="make a void"):
        reverse(order, [], give_back, is_paid=False, by=by("manager"))
    assert reverse(order, [], void, is_paid=False, by=by()).total == order.total


def test_an_attendant_voids_but_does_not_refund() -> None:
    request = ReversalRequest(UUID(int=1), "refund", "broken")

    with pytest.raises(NotAllowed):
        reverse(order_of((TEA, 3)), [], request, is_paid=True, by=by("attendant"))


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([INCLUDED, ADDED]),
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 400)), max_size=8),
)
def test_refunds_in_any_parts_add_up_to_the_order_exactly(
    rules: TaxRules, steps: list[tuple[int, int]]
) -> None:
    order = order_of(*BASKET, rules=rules)
    documents: list[Reversal] = []

    for line, wanted in steps:
        left = left_of(order, documents)[line]
        if left:
            documents.append(refund(order, *documents, **{f"l{line}": min(wanted, left)}))
    if any(left_of(order, documents).values()):
        documents.append(refund(order, *documents))

    lines = [line for document in documents for line in document.lines]
    zero = Money.zero(CNY)
    assert sum((document.total for document in documents), zero) == order.total
    assert sum((line.tax for line in lines), zero) == order.tax
    assert sum((line.discount for line in lines), zero) == order.discount
    assert all(min(line.net, line.tax, line.discount).minor >= 0 for line in lines)
