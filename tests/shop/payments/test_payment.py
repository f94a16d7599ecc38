from dataclasses import fields
from datetime import timedelta
from itertools import product as every
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import ColugoError, PaymentMismatch, PaymentNotPossible, RefundTooLarge
from colugo.shop.money import Money
from colugo.shop.payments import (
    TRANSITIONS,
    Payment,
    PaymentEvent,
    PaymentState,
    apply_event,
    check_refund,
)
from tests.shop.samples import CNY, MONDAY_8

PAID = Money(1000, CNY)
NEW = Payment(UUID(int=1), UUID(int=2), "qr", PAID, MONDAY_8)


def event(kind: Any, minor: int = 1000, reference: str = "r1", payment_id: int = 1) -> PaymentEvent:
    amount = Money(minor, CNY) if kind in ("paid", "refunded") else None
    return PaymentEvent(UUID(int=payment_id), kind, MONDAY_8, amount, reference)


def after(*events: PaymentEvent) -> Payment:
    payment = NEW
    for each in events:
        payment = apply_event(payment, each).payment
    return payment


def test_a_payment_is_created_then_pending_then_paid() -> None:
    payment = after(event("started"), event("paid", reference="wx-7"))

    assert (payment.state, payment.reference, payment.paid_at) == ("paid", "wx-7", MONDAY_8)


@pytest.mark.parametrize("kind", ["started", "paid", "failed", "expired"])
def test_a_repeated_message_changes_nothing(kind: str) -> None:
    once = after(event(kind))

    again = apply_event(once, event(kind))

    assert (again.payment, again.effect) == (once, "repeated")


@pytest.mark.parametrize("kind", ["failed", "expired", "started"])
def test_a_late_message_does_not_undo_a_payment(kind: str) -> None:
    applied = apply_event(after(event("paid")), event(kind))

    assert applied.payment.state == "paid"
    assert applied.effect != "changed"


@pytest.mark.parametrize("kind", ["failed", "expired"])
def test_money_that_comes_in_late_counts(kind: str) -> None:
    assert after(event("started"), event(kind), event("paid")).state == "paid"


def test_a_payment_is_refunded_once_everything_is_given_back() -> None:
    partly = after(event("paid"), event("refunded", 300, "a"))
    wholly = apply_event(partly, event("refunded", 700, "b")).payment

    assert (partly.state, partly.left) == ("paid", Money(700, CNY))
    assert (wholly.state, wholly.left) == ("refunded", Money(0, CNY))


def test_one_refund_told_twice_is_given_back_once() -> None:
    payment = after(event("paid"), event("refunded", 300, "a"), event("refunded", 300, "a"))

    assert payment.refunded == Money(300, CNY)
    with pytest.raises(PaymentMismatch):
        apply_event(payment, event("refunded", 301, "a"))


def test_a_paid_message_after_a_refund_changes_nothing() -> None:
    payment = after(event("paid"), event("refunded", 1000, "a"))

    assert apply_event(payment, event("paid")).payment == payment


def test_more_than_was_paid_is_not_given_back() -> None:
    payment = after(event("paid"), event("refunded", 300, "a"))

    with pytest.raises(RefundTooLarge, match=r"7\.00 CNY left"):
        apply_event(payment, event("refunded", 701, "b"))
    for minor in (0, -1, 701):
        with pytest.raises(RefundTooLarge):
            check_refund(payment, Money(minor, CNY))


def test_an_unpaid_payment_is_not_refunded() -> None:
    with pytest.raises(PaymentNotPossible, match="pending"):
        check_refund(after(event("started")), PAID)


def test_another_amount_or_payment_is_not_taken() -> None:
    with pytest.raises(PaymentMismatch, match="amount"):
        apply_event(NEW, event("paid", 999))
    with pytest.raises(PaymentMismatch, match="id"):
        apply_event(NEW, event("paid", payment_id=3))


@pytest.mark.parametrize(("kind", "amount"), [("paid", None), ("failed", PAID)])
def test_a_message_has_an_amount_where_money_moves(kind: Any, amount: Money | None) -> None:
    with pytest.raises(PaymentMismatch):
        PaymentEvent(UUID(int=1), kind, MONDAY_8, amount)


def test_the_table_names_only_states_and_messages_there_are() -> None:
    states, kinds = get_args(PaymentState), ("started", "paid", "failed", "expired", "refunded")

    assert set(TRANSITIONS) <= set(every(states, kinds))
    assert all(before != "refunded" for before, _ in TRANSITIONS)


kinds = st.sampled_from(["started", "paid", "failed", "expired", "refunded"])
messages = st.builds(event, kinds, st.sampled_from([400, 1000]), st.sampled_from("ab"))


@settings(max_examples=60, deadline=None)
@given(st.lists(messages, max_size=8))
def test_any_messages_told_twice_come_to_what_they_come_to_once(told: list[PaymentEvent]) -> None:
    once, twice = NEW, NEW

    for each in told:
        try:
            once = apply_event(once, each).payment
            twice = apply_event(apply_event(twice, each).payment, each).payment
        except ColugoError:
            continue
        assert twice == once
        assert once.refunded <= PAID
        assert (once.paid_at is not None) == (once.state in ("paid", "refunded"))


def test_no_field_has_room_for_a_card() -> None:
    names = {field.name for each in (Payment, PaymentEvent) for field in fields(each)}

    assert not any(word in name for name in names for word in ("card", "pan", "cvv", "expiry"))


def test_a_message_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ColugoError, match="time zone"):
        PaymentEvent(UUID(int=1), "failed", (MONDAY_8 + timedelta(1)).replace(tzinfo=None))
