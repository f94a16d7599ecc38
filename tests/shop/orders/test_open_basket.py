from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from colugo.errors import EntryInvalid, EntryUnknown, NotAllowed, PeriodInvalid, ReasonMissing
from colugo.shop.money import Money
from colugo.shop.orders import By, Question
from colugo.shop.period import Period
from tests.shop.samples import JPY, MONDAY_8

from .samples import APPLES, BEER, MILK, TEA, basket_of, by


def test_a_change_is_recorded_with_who_when_and_why() -> None:
    basket = basket_of((TEA, 2)).change(1, 1, by=by(), why="seen twice")

    (edit,) = basket.edits
    assert basket.entries[0].quantity == 1
    assert (edit.by, edit.why, edit.sku, edit.before, edit.after) == (
        by(),
        "seen twice",
        "tea",
        2,
        1,
    )


def test_a_quantity_of_0_takes_the_entry_out_and_its_number_is_not_given_again() -> None:
    basket = basket_of((TEA, 1)).change(1, 0, by=by(), why="put back")

    basket = basket.add(MILK, 1, source="pick", at=MONDAY_8)

    assert [(entry.number, entry.product.sku) for entry in basket.entries] == [(2, "milk")]


def test_a_change_leaves_the_basket_before_as_it_was() -> None:
    before = basket_of((TEA, 2))

    before.change(1, 0, by=by(), why="put back")

    assert [entry.quantity for entry in before.entries] == [2]


@pytest.mark.parametrize("quantity", [-1, 1.0, True, None])
def test_a_change_to_a_quantity_that_cannot_be_is_refused(quantity: Any) -> None:
    with pytest.raises(EntryInvalid):
        basket_of((TEA, 1)).change(1, quantity, by=by(), why="typo")


def test_a_change_without_reason_or_of_no_entry_is_refused() -> None:
    with pytest.raises(ReasonMissing):
        basket_of((TEA, 1)).change(1, 2, by=by(), why=" ")
    with pytest.raises(EntryUnknown):
        basket_of((TEA, 1)).change(7, 2, by=by(), why="typo")


@pytest.mark.parametrize(
    "product", [replace(TEA, is_active=False), replace(TEA, period=Period(end=MONDAY_8))]
)
def test_a_product_that_is_not_sold_now_is_refused(product: Any) -> None:
    with pytest.raises(EntryInvalid, match="not sold now"):
        basket_of((product, 1))


@pytest.mark.parametrize("quantity", [0, -1, 1.5, True])
def test_a_quantity_is_a_whole_number_of_one_or_more(quantity: Any) -> None:
    with pytest.raises(EntryInvalid, match="quantity"):
        basket_of((APPLES, quantity))


def test_a_price_in_another_currency_or_below_zero_is_refused() -> None:
    for price in (Money(100, JPY), -TEA.price):
        with pytest.raises(EntryInvalid):
            basket_of().add(TEA, 1, source="barcode", at=MONDAY_8, unit_price=price)


def test_a_question_is_answered_with_a_product_or_taken_off_the_counter() -> None:
    basket = (
        basket_of().ask(Question("box 1", "unsure", ("tea",))).ask(Question("box 2", "unknown"))
    )

    basket = basket.settle_question("box 1", by=by(), why="green tea", product=TEA)
    basket = basket.settle_question("box 2", by=by(), why="a glove")

    assert basket.questions == ()
    assert [entry.product for entry in basket.entries] == [TEA]
    assert [edit.why for edit in basket.edits] == ["green tea", "a glove"]
    assert (basket.asked, basket.unknown) == (1, 1)


def test_one_question_put_twice_is_open_once() -> None:
    question = Question("box 1", "unsure")

    basket = basket_of().ask(question).ask(question)

    assert (basket.questions, basket.asked) == ((question,), 1)


def test_an_answer_to_no_question_or_without_reason_is_refused() -> None:
    with pytest.raises(EntryUnknown):
        basket_of().settle_question("box 9", by=by(), why="tea", product=TEA)
    with pytest.raises(ReasonMissing):
        basket_of().ask(Question("box 1", "unsure")).settle_question("box 1", by=by(), why="")


def test_the_device_of_a_shopper_cannot_approve_an_age() -> None:
    with pytest.raises(NotAllowed, match="attendant"):
        basket_of((BEER, 1)).approve_age(18, by=by("device"))


def test_an_approval_holds_up_to_the_age_that_was_seen() -> None:
    basket = basket_of((BEER, 1))

    assert basket.approve_age(16, by=by()).unapproved == basket.entries
    assert basket.approve_age(18, by=by()).unapproved == ()


def test_a_change_names_somebody_and_a_moment() -> None:
    with pytest.raises(ReasonMissing):
        By(" ", "attendant", MONDAY_8)
    with pytest.raises(PeriodInvalid):
        By("lin", "attendant", (MONDAY_8 + timedelta(1)).replace(tzinfo=None))


def test_a_later_approval_of_a_lower_age_takes_nothing_back() -> None:
    basket = basket_of((BEER, 1)).approve_age(18, by=by()).approve_age(16, by=by())

    assert basket.unapproved == ()
