"""Visits from frames to orders, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from colugo.checkout.sales import Collecting, Stockroom
from colugo.errors import (
    ColugoError,
    CounterUnknown,
    FrameInvalid,
    ProviderUnknown,
    StockTooLow,
    VisitChanged,
    VisitStepWrong,
)
from colugo.persistence import Database
from colugo.persistence.soundness import find_faults
from colugo.shop import Money
from colugo.shop.people import Store
from colugo.shop.visit import cancel
from tests.payments.qr_service import QrService

from .conftest import Table, Till


def orders_of(till: Till) -> int:
    with till.database.reading() as work:
        return len(list(work.orders.between(None, None)))


def test_frames_become_a_basket_an_order_and_a_receipt(till: Till) -> None:
    till.frame()
    till.lay("milk", "milk")
    seen = till.now
    till.confirm()
    till.pay()
    till.confirm_payment()
    paid = till.now
    till.lay()

    assert seen.visit.state == "review"
    assert seen.settled is not None
    assert [(line.sku, line.quantity, line.total.minor) for line in seen.settled.lines] == [
        ("milk", 2, 1100)
    ]
    assert paid.visit.state == "paid"
    assert paid.order is not None
    assert paid.order.id == seen.visit.order_id
    assert (paid.order.recognised.found, paid.order.total.minor) == (2, 1100)
    assert paid.receipt is not None
    assert paid.receipt.startswith(f"/r/{paid.order.id}?d=")
    assert till.state == "idle"
    assert Stockroom(till.database).on_hand("east") == {"milk": -2}
    assert find_faults(till.database) == []


def test_a_counter_that_lies_still_is_looked_at_no_more_than_needed(till: Till) -> None:
    till.frame()
    till.lay("milk")
    looks = till.table.looks

    uses = [till.frame() for _ in range(20)]

    assert set(uses) == {"still"}
    assert till.table.looks == looks == 3  # the empty counter, and two votes


def test_a_screen_that_knows_the_version_learns_of_every_change(till: Till) -> None:
    till.lay("milk")
    version = till.visits.version("c1", till.by())
    same = [till.frame() and till.visits.version("c1", till.by()) for _ in range(8)]

    till.visits.call_help("c1", "a bag", till.by())

    assert set(same) == {version}
    assert till.visits.version("c1", till.by()) == version + 1


def test_a_visit_goes_on_where_it_was_after_a_restart(till: Till) -> None:
    till.lay("milk")
    till.visits.add("c1", "apples", 350, till.by())
    before = till.now

    after = till.restarted()
    after.frame()
    after.frame()

    assert after.now.visit.visit_id == before.visit.visit_id
    assert after.state == "review"
    after.confirm()
    after.pay()
    assert after.now.order is not None
    assert {line.sku for line in after.now.order.lines} == {"milk", "apples"}


def test_a_step_on_an_old_version_is_refused(till: Till) -> None:
    till.lay("milk")
    version = till.now.version
    till.visits.call_help("c1", "a bag", till.by())

    with pytest.raises(VisitChanged) as refused:
        till.visits.cancel("c1", till.by(), version=version)

    assert (refused.value.expected, refused.value.version) == (version, version + 1)


def test_two_screens_that_pay_at_once_make_one_order_and_one_payment(till: Till) -> None:
    till.lay("milk")
    till.confirm()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: till.pay("qr"), range(4)))

    view = till.now
    assert view.order is not None
    with till.database.reading() as work:
        assert len(work.payments.of_order(view.order.id)) == 1
    assert orders_of(till) == 1


def test_an_order_whose_payment_was_not_begun_any_more_is_paid_later(till: Till) -> None:
    till.lay("milk")
    till.confirm()
    till.visits._settling_up._closed("c1", "qr", till.by(), None)  # and the process stops

    after = till.restarted()
    half = after.now
    after.pay("qr")

    assert half.order is not None
    assert (half.visit.state, half.payment) == ("paying", None)
    assert after.now.payment is not None
    assert after.now.payment.payment.order_id == half.order.id
    assert orders_of(till) == 1


def test_a_paid_visit_is_not_paid_again_by_anybody(till: Till) -> None:
    till.lay("milk")
    till.confirm()
    till.pay()
    till.confirm_payment()

    with pytest.raises(VisitStepWrong):
        till.pay("qr")
    with pytest.raises(VisitStepWrong):
        till.restarted().pay()

    assert orders_of(till) == 1


def test_another_way_to_pay_ends_the_first(till: Till) -> None:
    till.lay("milk")
    till.confirm()
    till.pay("qr")
    first = till.now.payment
    till.pay("cash")
    till.confirm_payment()

    assert first is not None
    assert first.start is not None
    assert till.state == "paid"
    assert till.collecting.get(first.payment.id).payment.state == "expired"


def test_money_that_came_in_before_another_way_was_taken_counts(
    till: Till, service: QrService
) -> None:
    till.lay("milk")
    till.confirm()
    till.pay("qr")
    payment = till.now.payment
    assert payment is not None
    service.pay(str(payment.payment.id))

    till.pay("cash")

    assert till.state == "paid"
    with till.database.reading() as work:
        assert [p.provider for p in work.payments.of_order(payment.payment.order_id)] == ["qr"]


def test_a_provider_that_is_away_leaves_the_attendant_and_loses_nothing(
    database: Database, collecting: Collecting, service: QrService
) -> None:
    till = Till(database, collecting, Table())
    till.lay("milk")
    till.confirm()
    service.down = 1

    till.pay("qr")
    away = till.now
    till.pay("cash")
    till.confirm_payment()

    assert away.side is not None
    assert (away.visit.state, away.side.kind) == ("paying", "offline")
    assert till.state == "paid"
    assert till.now.side is None
    assert orders_of(till) == 1


def test_goods_added_while_a_qr_is_shown_take_order_and_payment_back(till: Till) -> None:
    till.lay("milk")
    till.confirm()
    till.pay("qr")
    first = till.now
    assert first.order is not None
    assert first.payment is not None

    till.lay("milk", "milk")
    changed = till.now
    till.confirm()
    till.pay("cash")
    till.confirm_payment()

    assert changed.side is not None
    assert (changed.visit.state, changed.side.kind) == ("review", "scene_changed")
    assert till.collecting.get(first.payment.payment.id).payment.state == "expired"
    paid = till.now
    assert paid.order is not None
    assert paid.order.id != first.order.id
    assert paid.order.total.minor == 1100
    assert Stockroom(till.database).on_hand("east") == {"milk": -2}
    assert find_faults(till.database) == []


def test_what_was_begun_to_be_taken_back_is_ended_by_who_reads_next(till: Till) -> None:
    till.lay("milk")
    till.confirm()
    till.pay("qr")
    keeping = till.visits._keeping
    keeping.change("c1", cancel(by=till.by()), till.by())  # and the process stops

    after = till.restarted().now

    assert after.visit.state == "leaving"
    assert after.order is None
    assert Stockroom(till.database).on_hand("east") == {"milk": 0}


def test_a_visit_that_is_given_up_while_paying_brings_the_stock_back(till: Till) -> None:
    till.lay("milk")
    till.confirm()
    till.pay("qr")

    till.visits.cancel("c1", till.by())

    assert till.state == "leaving"
    assert Stockroom(till.database).on_hand("east") == {"milk": 0}
    with till.database.reading() as work:
        assert "give_up_visit" in [each.action for each in work.audit.entries()]
        assert work.audit.find_broken() is None


def test_a_price_that_changes_after_the_yes_is_shown_again(till: Till) -> None:
    till.lay("milk")
    till.confirm()
    with till.database.transaction() as work:
        milk = work.products.get_by_sku("milk")
        work.products.update(replace(milk, price=Money(600, milk.price.currency)))

    till.pay()

    assert till.state == "review"
    assert till.now.side is not None
    assert till.now.side.kind == "scene_changed"
    assert orders_of(till) == 0


def test_stock_that_is_too_low_closes_nothing(till: Till) -> None:
    with till.database.transaction() as work:
        store = work.stores.get("east")
        work.stores.save(Store("east", "East", store.currency, stock_policy="refuse"))
    till.lay("milk")
    till.confirm()

    with pytest.raises(StockTooLow):
        till.pay()

    assert till.state == "paying"
    assert till.now.order is None
    assert "pay" in till.now.steps


def test_a_visit_without_a_camera_is_scanned_and_paid(till: Till) -> None:
    till.visits.scan("c1", "6901234567892", till.by())
    till.visits.add("c1", "apples", 200, till.by())
    till.confirm()
    till.pay()
    till.confirm_payment()

    paid = till.now
    assert paid.visit.state == "paid"
    assert paid.order is not None
    assert [line.sku for line in paid.order.lines] == ["apples", "milk"]


def test_frames_that_cannot_be_used_are_said_and_change_nothing(till: Till) -> None:
    till.lay("milk")
    before, by = till.now, till.by()
    picture = till.table.picture()

    stale = till.visits.frame("c1", picture, by.at - timedelta(minutes=2), by)
    late = till.visits.frame("c1", picture, by.at - timedelta(seconds=10), by)
    with pytest.raises(FrameInvalid):
        till.visits.frame("c1", picture, by.at + timedelta(seconds=10), by)

    assert (stale, late) == ("stale", "late")
    assert till.now.version == before.version


def test_what_is_not_there_is_refused(till: Till) -> None:
    till.lay("milk")
    till.confirm()

    with pytest.raises(CounterUnknown):
        till.visits.get("nowhere", till.by())
    with pytest.raises(CounterUnknown):
        till.visits.frame("nowhere", till.table.picture(), till.at, till.by())
    with pytest.raises(ProviderUnknown):
        till.pay("shells")


def test_a_frame_while_another_is_looked_at_waits_for_nothing(till: Till) -> None:
    with till.visits._eyes.watcher.at("c1") as eye:
        assert eye is not None
        use = till.frame()

    assert use == "busy"
    assert till.frame() == "recognised"


def test_frames_and_steps_at_once_never_break_a_visit(till: Till) -> None:
    till.lay("milk")

    def act(number: int) -> None:
        try:
            if number % 3:
                till.frame()
            else:
                till.visits.call_help("c1", f"{number}", till.by())
        except ColugoError as error:
            raise AssertionError(str(error)) from error

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(30)))

    assert till.state == "review"
