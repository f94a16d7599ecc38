"""What shoppers and attendants do to a visit."""

from uuid import UUID

import pytest

from colugo.errors import (
    EntryInvalid,
    EntryUnknown,
    NotAllowed,
    VisitStepWrong,
    VisitTotalWrong,
)
from colugo.persistence.documents import from_document, to_document
from colugo.shop.orders import close
from colugo.shop.orders.settle import Pricing
from colugo.shop.visit import (
    Visit,
    add,
    answer,
    approve_age,
    call_help,
    cancel,
    confirm,
    end_help,
    pay,
    undone,
)

from .counter import CNY, AtCounter, known, unknown, unsure


def skus_of(counter: AtCounter) -> list[tuple[int, str, int]]:
    assert counter.basket is not None
    return [(each.number, each.product.sku, each.quantity) for each in counter.basket.entries]


def test_a_question_is_answered_with_a_product_and_stands_on_record(counter: AtCounter) -> None:
    counter.lay(unsure("milk", "tea"))
    asked = counter.side

    counter.do(answer(1, "tea", by=counter.by(), why="green"))

    assert asked is not None
    assert (asked.kind, asked.boxes) == ("question", (1,))
    assert counter.state == "review"
    assert skus_of(counter) == [(1, "tea", 1)]
    assert counter.basket is not None
    assert [(each.why, each.sku) for each in counter.basket.edits] == [("green", "tea")]
    assert counter.basket.asked == 1


def test_what_is_known_can_be_corrected_and_the_correction_counts(counter: AtCounter) -> None:
    counter.lay(known("milk"))

    counter.do(answer(1, "tea", by=counter.by(), why="no milk"))

    assert skus_of(counter) == [(1, "tea", 1)]
    assert counter.basket is not None
    order = close(counter.basket, Pricing(), counter.by())
    assert (order.recognised.found, order.recognised.corrected) == (1, 1)


def test_a_product_by_weight_is_asked_for_its_grams(counter: AtCounter) -> None:
    counter.lay(unsure("apples"))

    counter.do(answer(1, "apples", by=counter.by(), why="weighed", quantity=350))

    assert counter.state == "review"
    assert skus_of(counter) == [(1, "apples", 350)]


def test_a_shopper_takes_off_by_hand_and_the_camera_sees_it(counter: AtCounter) -> None:
    counter.lay(known("milk"), unknown(1))

    counter.do(answer(2, None, by=counter.by(), why="my glove"))
    said = counter.side
    counter.lay(known("milk"))

    assert said is not None
    assert (said.kind, said.boxes) == ("take_off", (2,))
    assert counter.state == "review"
    assert skus_of(counter) == [(1, "milk", 1)]


def test_the_word_of_an_attendant_that_it_is_no_product_is_enough(counter: AtCounter) -> None:
    counter.lay(known("milk"), unknown(1))

    counter.do(answer(2, None, by=counter.by("attendant"), why="a glove"))

    assert counter.state == "review"
    assert skus_of(counter) == [(1, "milk", 1)]


def test_an_attendant_settles_what_sticks_out(counter: AtCounter) -> None:
    long_one = known("milk")
    counter.lay(type(long_one)((0, 40, 80, 120), "known", ("milk",), 99))

    counter.do(answer(1, "milk", by=counter.by("attendant"), why="it is that long"))

    assert counter.state == "review"


def test_products_are_added_by_barcode_changed_and_taken_off(counter: AtCounter) -> None:
    counter.do(add("tea", 1, "barcode", by=counter.by(), visit_id=UUID(int=7)))
    counter.do(add("milk", 2, "pick", by=counter.by(), visit_id=UUID(int=8)))
    both = skus_of(counter)
    counter.do(answer(2, "milk", by=counter.by(), why="three", quantity=3))
    changed = skus_of(counter)
    counter.do(answer(1, None, by=counter.by(), why="put back"))

    assert counter.visit.visit_id == UUID(int=7)
    assert both == [(1, "tea", 1), (2, "milk", 2)]
    assert changed == [(1, "tea", 1), (2, "milk", 3)]
    assert skus_of(counter) == [(2, "milk", 3)]


def test_a_price_that_a_code_holds_is_the_price(counter: AtCounter) -> None:
    change = add("milk", 1, "barcode", by=counter.by(), visit_id=UUID(int=7), price_minor=123)

    counter.do(change)

    assert counter.basket is not None
    assert counter.basket.entries[0].unit_price.minor == 123


def test_an_age_limit_waits_for_an_attendant(counter: AtCounter) -> None:
    counter.lay(known("beer"))
    asked = counter.side

    with pytest.raises(NotAllowed):
        counter.do(approve_age(18, by=counter.by()))
    counter.do(approve_age(18, by=counter.by("attendant")))

    assert asked is not None
    assert asked.kind == "age_check"
    assert "18" in asked.reason
    assert counter.state == "review"
    assert counter.basket is not None
    assert counter.basket.unapproved == ()


def test_what_is_sold_no_more_is_not_priced(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.do(add("tea", 1, "pick", by=counter.by(), visit_id=UUID(int=7)))

    del counter.goods["milk"], counter.goods["tea"]
    counter.frame(known("milk"))

    assert counter.state == "recognised"
    assert counter.side is not None
    assert (counter.side.kind, counter.side.boxes) == ("unknown", (1,))


def test_steps_that_cannot_be_are_refused_and_change_nothing(counter: AtCounter) -> None:
    counter.lay(known("milk"), unknown(1))
    before = counter.visit

    with pytest.raises(VisitStepWrong, match="answers"):
        counter.do(confirm(550, 550, by=counter.by()))
    with pytest.raises(EntryUnknown):
        counter.do(answer(9, "tea", by=counter.by(), why="x"))
    with pytest.raises(EntryInvalid):
        counter.do(answer(2, "nowhere", by=counter.by(), why="x"))
    with pytest.raises(EntryInvalid):
        counter.do(add("nowhere", 1, "pick", by=counter.by(), visit_id=UUID(int=7)))
    with pytest.raises(VisitStepWrong):
        counter.do(pay("cash", is_same_open=False, by=counter.by()))

    assert counter.visit == before


def test_another_total_than_the_one_that_was_shown_is_not_confirmed(counter: AtCounter) -> None:
    counter.lay(known("milk"))

    with pytest.raises(VisitTotalWrong):
        counter.do(confirm(500, 550, by=counter.by()))

    assert counter.state == "review"


def test_a_visit_that_is_paid_is_not_paid_again(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.do(confirm(550, 550, by=counter.by()))
    counter.do(pay("cash", is_same_open=False, by=counter.by()))
    counter.wait(1, is_paid=True)

    with pytest.raises(VisitStepWrong):
        counter.do(pay("cash", is_same_open=False, by=counter.by()))
    with pytest.raises(VisitStepWrong):
        counter.do(cancel(by=counter.by()))


def test_the_way_that_is_open_is_the_same_payment_another_way_another(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.do(confirm(550, 550, by=counter.by()))

    counter.do(pay("qr", is_same_open=False, by=counter.by()))
    first = counter.visit.payment_id
    counter.do(pay("qr", is_same_open=True, by=counter.by()))
    again = counter.visit.payment_id
    counter.do(pay("cash", is_same_open=True, by=counter.by()))

    assert first == again
    assert counter.visit.payment_id not in (None, first)


def test_going_back_takes_the_order_back_and_the_next_one_is_another(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.do(confirm(550, 550, by=counter.by()))
    counter.do(pay("qr", is_same_open=False, by=counter.by()))
    first = counter.visit.order_id

    counter.do(cancel(by=counter.by(), is_back=True))
    about_to = (counter.state, counter.visit.undoing, counter.steps)
    counter.do(undone(by=counter.by()))

    assert about_to == ("paying", "back", ("help",))
    assert counter.state == "review"
    assert counter.visit.order_id not in (None, first)
    assert counter.visit.payment_id is None


def test_money_that_came_in_while_it_was_taken_back_is_a_paid_visit(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.do(confirm(550, 550, by=counter.by()))
    counter.do(pay("qr", is_same_open=False, by=counter.by()))
    counter.do(cancel(by=counter.by()))

    counter.wait(1, is_paid=True)

    assert counter.state == "paid"
    assert counter.visit.undoing is None


def test_a_call_for_help_stays_until_an_attendant_ends_it(counter: AtCounter) -> None:
    counter.do(call_help("a bag", by=counter.by()))
    with pytest.raises(NotAllowed):
        counter.do(end_help(by=counter.by()))
    called = counter.visit.help

    counter.do(end_help(by=counter.by("attendant")))

    assert called is not None
    assert called.reason == "a bag"
    assert counter.visit.help is None


def test_a_visit_comes_back_from_its_document_as_it_was(counter: AtCounter) -> None:
    counter.lay(unsure("milk", "tea"), known("beer", 1))
    counter.do(answer(1, "tea", by=counter.by(), why="green"))
    counter.do(approve_age(18, by=counter.by("attendant")))
    counter.do(add("milk", 1, "pick", by=counter.by(), visit_id=UUID(int=7)))
    counter.do(call_help("a bag", by=counter.by()))
    counter.do(confirm(1, 1, by=counter.by()))
    counter.do(pay("qr", is_same_open=False, by=counter.by()))

    assert from_document(Visit, to_document(counter.visit), CNY) == counter.visit
