"""What the camera sees, from an empty counter to the next."""

from dataclasses import replace
from uuid import UUID

import pytest

from colugo.shop.visit import Rules, add, answer, cancel, confirm, pay

from .counter import AtCounter, box_at, known, unknown, unsure


def pay_for(counter: AtCounter, total_minor: int) -> None:
    counter.do(confirm(total_minor, total_minor, by=counter.by()))
    counter.do(pay("cash", is_same_open=False, by=counter.by()))
    counter.wait(1, is_paid=True)


def test_a_visit_goes_from_an_empty_counter_to_an_empty_counter(counter: AtCounter) -> None:
    seen = [counter.state]

    counter.move()
    seen.append(counter.state)
    counter.frame(known("milk"))
    seen.append(counter.state)
    counter.frame(known("milk"))
    seen.append(counter.state)
    counter.do(confirm(550, 550, by=counter.by()))
    seen.append(counter.state)
    counter.do(pay("cash", is_same_open=False, by=counter.by()))
    counter.wait(1, is_paid=True)
    seen.append(counter.state)
    counter.move()
    seen.append(counter.state)
    counter.frame()
    counter.frame()
    seen.append(counter.state)

    assert seen == [
        "idle", "settling", "recognised", "review", "paying", "paid", "leaving", "idle",
    ]  # fmt: skip
    assert counter.visit.visit_id is None


def test_one_frame_alone_is_not_priced(counter: AtCounter) -> None:
    counter.move()
    counter.frame(known("milk"))

    assert counter.state == "recognised"
    assert counter.side is None
    assert "confirm" not in counter.steps
    assert counter.basket is not None
    assert counter.basket.entries == ()


def test_frames_that_disagree_become_a_question_of_all_that_they_named(counter: AtCounter) -> None:
    counter.move()
    for sku in ("milk", "tea", "milk", "tea"):
        counter.frame(known(sku))
    counter.frame(unknown())

    assert counter.side is not None
    assert (counter.side.kind, counter.side.boxes) == ("question", (1,))
    assert counter.basket is not None
    assert set(counter.basket.questions[0].skus) == {"milk", "tea"}


def test_a_barcode_that_one_frame_read_outweighs_how_it_looks(counter: AtCounter) -> None:
    counter.move()
    counter.frame(unsure("milk", "tea"))
    counter.frame(replace(known("tea"), by="barcode"))
    counter.frame(unsure("milk", "tea"))

    assert counter.state == "review"
    assert counter.basket is not None
    assert [each.product.sku for each in counter.basket.entries] == ["tea"]


def test_a_frame_older_than_a_second_changes_nothing(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    before = counter.visit

    counter.frame(known("milk"), known("tea", 1), is_late_by_s=1.1)

    assert counter.visit == before


def test_a_frame_that_comes_again_has_no_second_vote(counter: AtCounter) -> None:
    counter.move()
    counter.frame(known("milk"))
    before = counter.visit

    counter.frame(known("milk"), is_late_by_s=0.2)  # taken when the last one was

    assert counter.visit == before


def test_what_moves_is_not_priced_before_it_was_looked_at_again(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.move()
    moving = counter.state
    counter.still()
    not_looked_at = counter.state
    counter.frame(known("milk"))
    counter.frame(known("milk"))

    assert [moving, not_looked_at, counter.state] == ["settling", "settling", "review"]
    assert [box.number for box in counter.visit.boxes] == [1]


def test_a_product_that_is_moved_keeps_its_number_and_its_answer(counter: AtCounter) -> None:
    counter.lay(unsure("milk", "tea"))
    counter.do(answer(1, "tea", by=counter.by(), why="green"))

    counter.lay(unsure("milk", "tea", place=2))

    assert counter.state == "review"
    (box,) = counter.visit.boxes
    assert (box.number, box.xyxy, box.answer and box.answer.sku) == (1, box_at(2), "tea")


def test_an_answer_does_not_hold_for_what_lies_in_its_place_later(counter: AtCounter) -> None:
    counter.lay(unsure("milk", "tea"))
    counter.do(answer(1, "tea", by=counter.by(), why="green"))

    counter.lay(unknown())

    assert counter.state == "recognised"
    assert counter.visit.boxes[0].answer is None


def test_one_look_that_overlooks_a_product_loses_no_line(counter: AtCounter) -> None:
    counter.lay(known("milk"), known("tea", 1))
    counter.frame(known("milk"))
    overlooked = counter.state
    counter.frame(known("milk"), known("tea", 1))

    assert overlooked == "recognised"
    assert counter.state == "review"
    assert [box.number for box in counter.visit.boxes] == [1, 2]


@pytest.mark.parametrize(
    ("boxes", "mark"),
    [
        ([(20, 40, 80, 120), (40, 40, 100, 120)], "overlaps"),
        ([(0, 40, 80, 120)], "sticks_out"),
        ([(20, 40, 80, 200)], "sticks_out"),
    ],
)
def test_what_overlaps_or_sticks_out_is_to_be_laid_otherwise(
    counter: AtCounter, boxes: list[tuple[int, int, int, int]], mark: str
) -> None:
    looks = [replace(known("milk"), xyxy=xyxy) for xyxy in boxes]

    counter.lay(*looks)

    assert counter.state == "recognised"
    assert counter.side is not None
    assert counter.side.kind == "rearrange"
    assert len(counter.side.boxes) == len(boxes)
    assert {each for box in counter.visit.boxes for each in box.marks} == {mark}


def test_goods_that_lie_there_after_payment_start_no_new_visit(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    pay_for(counter, 550)

    counter.wait(30)
    waiting = counter.state
    counter.lay(known("milk", 1))
    counter.lay(known("milk", 2))

    assert waiting == "leaving"
    assert counter.state == "leaving"
    assert counter.visit.must_be_empty


def test_the_next_visit_begins_after_the_counter_was_seen_empty(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    first = counter.visit.visit_id
    pay_for(counter, 550)
    counter.lay()

    counter.lay(known("tea"))

    assert counter.state == "review"
    assert counter.visit.visit_id not in (None, first)
    assert counter.visit.order_id is not None


@pytest.mark.parametrize("is_seen", [True, False])
def test_who_comes_while_the_receipt_is_shown_has_a_visit_of_their_own(
    counter: AtCounter, is_seen: bool
) -> None:
    if is_seen:
        counter.lay(known("milk"))
    else:
        counter.frame()
        counter.do(add("milk", 1, "barcode", by=counter.by(), visit_id=UUID(int=7)))
    first = counter.visit.visit_id
    pay_for(counter, 550)
    for _ in range(2):  # taken away between two frames, so that nobody saw it move
        counter.frame()
    shown = counter.state

    counter.lay(known("tea"))

    assert shown == "paid"
    assert counter.state == "review"
    assert counter.visit.visit_id not in (None, first)
    assert [box.looks[-1].skus for box in counter.visit.boxes] == [("tea",)]


def test_a_camera_that_is_lost_is_said_and_what_it_saw_stays(counter: AtCounter) -> None:
    counter.lay(known("milk"))

    counter.wait(4.1)
    counter.do(add("tea", 1, "barcode", by=counter.by(), visit_id=UUID(int=7)))

    assert counter.side is not None
    assert counter.side.kind == "camera_lost"
    assert counter.basket is not None
    assert [each.product.sku for each in counter.basket.entries] == ["milk", "tea"]
    assert "confirm" in counter.steps


def test_a_camera_that_comes_back_is_taken_as_before(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.wait(5)

    counter.frame(known("milk"))

    assert counter.side is None
    assert counter.state == "review"


def test_the_same_picture_over_and_over_is_a_frozen_camera(counter: AtCounter) -> None:
    counter.lay(known("milk"))

    for _ in range(42):  # 8.4 s
        counter.still(is_same=True)

    assert counter.side is not None
    assert counter.side.kind == "camera_lost"
    assert "frozen" in counter.side.reason


def test_a_frozen_camera_can_be_left_out_of_account() -> None:
    counter = AtCounter(Rules(camera_frozen_s=0))
    counter.lay(known("milk"))

    for _ in range(60):
        counter.still(is_same=True)

    assert counter.side is None


def test_an_uploaded_picture_is_enough_by_itself_and_its_absence_no_loss(
    counter: AtCounter,
) -> None:
    counter.frame(known("milk"), is_picture=True)
    counter.wait(60)

    assert counter.state == "review"
    assert counter.side is None


def test_another_uploaded_picture_takes_the_place_of_the_first(counter: AtCounter) -> None:
    counter.frame(known("milk"), known("tea", 1), is_picture=True)

    counter.frame(known("tea", 3), is_picture=True)

    assert counter.state == "review"
    assert [box.looks[-1].skus for box in counter.visit.boxes] == [("tea",)]


def test_without_a_camera_a_paid_visit_ends_by_itself(counter: AtCounter) -> None:
    counter.frame(known("milk"), is_picture=True)
    pay_for(counter, 550)

    counter.wait(21)
    counter.wait(1)

    assert counter.state == "idle"
    assert not counter.visit.must_be_empty


def test_goods_that_change_between_yes_and_paying_are_recognised_again(
    counter: AtCounter,
) -> None:
    counter.lay(known("milk"))
    counter.do(confirm(550, 550, by=counter.by()))

    counter.move()
    while_moving = counter.steps
    counter.frame(known("milk"), known("tea", 1))
    half_seen = (counter.state, counter.steps)
    counter.frame(known("milk"), known("tea", 1))

    assert "pay" not in while_moving
    assert half_seen == ("paying", ("cancel", "help"))
    assert counter.state == "review"
    assert counter.side is not None
    assert counter.side.kind == "scene_changed"


def test_a_hand_that_changed_nothing_lets_the_shopper_pay(counter: AtCounter) -> None:
    counter.lay(known("milk"))
    counter.do(confirm(550, 550, by=counter.by()))

    counter.lay(known("milk"))

    assert counter.state == "paying"
    assert "pay" in counter.steps


@pytest.mark.parametrize(
    ("then", "undoing"),
    [
        ([known("milk"), known("milk", 1)], "changed"),
        ([known("milk"), unknown(1)], "changed"),
        ([known("tea")], "changed"),
        ([known("milk")], None),
        ([], None),
    ],
)
def test_only_what_comes_on_top_takes_back_an_order_that_waits_for_its_money(
    counter: AtCounter, then: list[object], undoing: str | None
) -> None:
    counter.lay(known("milk"))
    counter.do(confirm(550, 550, by=counter.by()))
    counter.do(pay("qr", is_same_open=False, by=counter.by()))

    counter.lay(*then)  # type: ignore[arg-type]

    assert counter.state == "paying"
    assert counter.visit.undoing == undoing


def test_taking_everything_away_ends_the_visit(counter: AtCounter) -> None:
    counter.lay(known("milk"))

    counter.lay()

    assert counter.state == "idle"
    assert counter.visit.visit_id is None


def test_a_visit_that_is_given_up_starts_again_only_when_something_moves(
    counter: AtCounter,
) -> None:
    counter.lay(known("milk"))
    first = counter.visit.visit_id
    counter.do(cancel(by=counter.by()))

    counter.frame(known("milk"))
    counter.frame(known("milk"))
    lying = counter.state
    counter.lay(known("milk"))

    assert lying == "leaving"
    assert counter.state == "review"
    assert counter.visit.visit_id != first


def test_a_visit_without_goods_ends_when_nobody_does_anything(counter: AtCounter) -> None:
    counter.do(add("tea", 1, "barcode", by=counter.by(), visit_id=UUID(int=7)))

    counter.wait(179)
    before = counter.state
    counter.wait(2)

    assert (before, counter.state) == ("review", "idle")
