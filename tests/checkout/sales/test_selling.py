"""From basket to paid order, refund and stock: once each, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from colugo.checkout.sales import Baskets, Closing, Paying, Stockroom
from colugo.errors import (
    AgeApprovalMissing,
    BasketNotSettled,
    DocumentDamaged,
    IdTaken,
    NotAllowed,
    PaymentTooLarge,
    PaymentUnknown,
    ReversalInvalid,
    SkuUnknown,
    StockMoveInvalid,
    StockTooLow,
)
from colugo.persistence import Database
from colugo.persistence.engine import writing
from colugo.persistence.sales_schema import APPEND_ONLY
from colugo.shop import Money
from colugo.shop.orders import By, ReversalRequest
from colugo.shop.payments import PaymentEvent
from colugo.shop.people import Store
from colugo.shop.stock import ReorderLevel

from .selling_shop import ATTENDANT, CNY, MANAGER, NOON, SHOPPER
from .selling_shop import database as database

ID, PAYMENT, REFUND, NOTE = (UUID(int=number) for number in (1, 2, 3, 4))
LATER = By("counter 1", "device", NOON + timedelta(hours=1))


def sell(database: Database, order_id: UUID = ID, milk: int = 2) -> None:
    baskets = Baskets(database)
    baskets.open(order_id, "east", "c1", SHOPPER)
    baskets.put(order_id, "milk", milk, source="pick", by=SHOPPER)
    Closing(database).close(order_id, SHOPPER)


def pay(database: Database) -> None:
    Paying(database).create(PAYMENT, ID, "counter", None, SHOPPER)
    Paying(database).confirm(PAYMENT, ATTENDANT)


def actions(database: Database) -> list[str]:
    with database.reading() as work:
        assert work.audit.find_broken() is None
        return [entry.action for entry in work.audit.entries()]


def test_a_basket_becomes_one_order_however_often_it_is_closed(database: Database) -> None:
    sell(database)

    again = Closing(database).close(ID, LATER)

    assert not again.is_new
    assert again.order == Closing(database).get(ID)
    assert again.order.closed_at == NOON
    assert again.order.total == Money(1100, CNY)
    assert Stockroom(database).on_hand("east") == {"milk": -2}
    assert actions(database) == ["close_basket"]


def test_twins_that_close_at_the_same_time_make_one_order(database: Database) -> None:
    baskets = Baskets(database)
    baskets.open(ID, "east", "c1", SHOPPER)
    baskets.put(ID, "milk", 1, source="pick", by=SHOPPER)

    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(Closing(database).close, ID, SHOPPER) for _ in range(8)]
    closed = [job.result() for job in jobs]

    assert sum(each.is_new for each in closed) == 1
    assert len({each.order.digest for each in closed}) == 1
    assert Stockroom(database).on_hand("east") == {"milk": -1}


def test_nothing_is_closed_while_something_is_open(database: Database) -> None:
    baskets = Baskets(database)
    baskets.open(ID, "east", "c1", SHOPPER)
    baskets.put(ID, "beer", 1, source="pick", by=SHOPPER)

    with pytest.raises(AgeApprovalMissing):
        Closing(database).close(ID, SHOPPER)
    baskets.approve_age(ID, 18, by=ATTENDANT)
    from colugo.checkout.verdict import Verdict

    unknown = Verdict((0, 0, 1, 1), 0.9, "unknown", (), None)
    (question,) = baskets.put_recognised(ID, [unknown], by=SHOPPER).basket.questions
    with pytest.raises(BasketNotSettled):
        Closing(database).close(ID, SHOPPER)
    baskets.answer(ID, question.key, None, why="a glove", by=SHOPPER)

    assert Closing(database).close(ID, SHOPPER).order.total == Money(680, CNY)


@pytest.mark.parametrize("policy", ["refuse", "warn", "allow"])
def test_the_store_says_what_happens_when_stock_runs_out(database: Database, policy: str) -> None:
    with database.transaction() as work:
        work.stores.save(Store("east", "East", CNY, stock_policy=policy))  # type: ignore[arg-type]
    Stockroom(database).receive(NOTE, "east", {"milk": 1}, ATTENDANT)

    if policy == "refuse":
        with pytest.raises(StockTooLow):
            sell(database)
        assert Baskets(database).get(ID).basket.entries  # still open, nothing moved
        assert Stockroom(database).on_hand("east") == {"milk": 1}
        return
    baskets = Baskets(database)
    baskets.open(ID, "east", "c1", SHOPPER)
    baskets.put(ID, "milk", 2, source="pick", by=SHOPPER)
    closed = Closing(database).close(ID, SHOPPER)

    assert closed.low_skus == (("milk",) if policy == "warn" else ())
    assert Stockroom(database).on_hand("east") == {"milk": -1}


def test_an_order_is_paid_once_and_late_messages_are_harmless(database: Database) -> None:
    sell(database)
    paying = Paying(database)

    paying.create(PAYMENT, ID, "qr", None, SHOPPER)
    same = paying.create(PAYMENT, ID, "qr", None, LATER)
    paid = PaymentEvent(PAYMENT, "paid", NOON, Money(1100, CNY), "wx-1")
    effects = [paying.apply(paid, SHOPPER).effect for _ in range(2)]
    late = paying.apply(PaymentEvent(PAYMENT, "expired", NOON), SHOPPER)

    assert same.created_at == NOON
    assert effects == ["changed", "repeated"]
    assert late.effect == "late"
    assert paying.left_to_pay(ID).minor == 0
    assert [each.state for each in paying.of_order(ID)] == ["paid"]
    assert actions(database) == ["close_basket", "start_payment", "payment_event"]
    with pytest.raises(PaymentTooLarge):
        paying.create(UUID(int=99), ID, "qr", Money(1, CNY), SHOPPER)
    with pytest.raises(IdTaken):
        paying.create(PAYMENT, ID, "counter", None, SHOPPER)
    with pytest.raises(PaymentUnknown):
        paying.apply(PaymentEvent(UUID(int=98), "expired", NOON), SHOPPER)
    with pytest.raises(NotAllowed):
        paying.confirm(PAYMENT, SHOPPER)


def test_an_order_may_be_paid_in_parts(database: Database) -> None:
    sell(database)
    paying = Paying(database)

    paying.create(PAYMENT, ID, "counter", Money(1000, CNY), SHOPPER)
    with pytest.raises(PaymentTooLarge, match=r"1\.00"):
        paying.create(UUID(int=9), ID, "counter", Money(101, CNY), SHOPPER)
    rest = paying.create(UUID(int=9), ID, "counter", None, SHOPPER)

    assert rest.amount == Money(100, CNY)


def test_a_refund_brings_goods_back_once(database: Database) -> None:
    sell(database)
    closing, request = Closing(database), ReversalRequest(REFUND, "refund", "sour", {1: 1})

    with pytest.raises(ReversalInvalid, match="make a void"):
        closing.reverse(ID, request, MANAGER)
    pay(database)
    first = closing.reverse(ID, request, MANAGER)
    again = closing.reverse(ID, request, MANAGER)

    assert first == again
    assert first.total == Money(550, CNY)
    assert closing.reversals_of(ID) == (first,)
    assert Stockroom(database).on_hand("east") == {"milk": -1}
    with pytest.raises(IdTaken):
        closing.reverse(ID, ReversalRequest(REFUND, "refund", "sour", {1: 2}), MANAGER)
    with pytest.raises(NotAllowed):
        closing.reverse(ID, ReversalRequest(UUID(int=77), "refund", "sour"), ATTENDANT)


def test_what_was_voided_is_not_left_to_pay(database: Database) -> None:
    sell(database)

    Closing(database).reverse(ID, ReversalRequest(REFUND, "void", "left", {1: 1}), ATTENDANT)

    assert Paying(database).left_to_pay(ID) == Money(550, CNY)


def test_a_delivery_note_counts_once_and_a_count_corrects(database: Database) -> None:
    room = Stockroom(database)

    room.receive(NOTE, "east", {"milk": 10, "beer": 4}, ATTENDANT, "D-17")
    repeated = room.receive(NOTE, "east", {"milk": 10, "beer": 4}, ATTENDANT, "D-17")
    room.waste(UUID(int=5), "east", {"milk": 1}, ATTENDANT, "leaks")
    room.count(UUID(int=6), "east", {"milk": 8, "beer": 4}, ATTENDANT)

    assert repeated == ()
    assert room.on_hand("east") == {"milk": 8, "beer": 4}
    kinds = [(move.kind, move.sku, move.quantity) for move in room.moves("east")]
    assert kinds == [
        ("delivery", "milk", 10), ("delivery", "beer", 4), ("waste", "milk", -1),
        ("count", "milk", -1),
    ]  # fmt: skip
    assert actions(database) == ["receive_stock", "waste_stock", "count_stock"]


def test_a_delivery_is_taken_in_whole_or_not_at_all(database: Database) -> None:
    room = Stockroom(database)

    for wrong, error in (({"none": 1}, SkuUnknown), ({"beer": -1}, StockMoveInvalid)):
        with pytest.raises(error):
            room.receive(NOTE, "east", {"milk": 1, **wrong}, ATTENDANT)

    assert room.on_hand("east") == {}


def test_what_is_low_is_to_be_ordered(database: Database) -> None:
    room = Stockroom(database)
    room.receive(NOTE, "east", {"milk": 3}, ATTENDANT)
    for sku in ("milk", "beer"):
        room.set_level(ReorderLevel("east", sku, 3, 12), MANAGER)
    room.set_level(ReorderLevel("east", "beer", 5, 20), MANAGER)

    found = [(alert.sku, alert.on_hand, alert.to_order) for alert in room.alerts("east")]

    assert found == [("beer", 0, 20), ("milk", 3, 9)]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_was_done_is_never_changed_or_deleted(
    database: Database, table: str, act: str
) -> None:
    sell(database)
    Closing(database).reverse(ID, ReversalRequest(REFUND, "void", "left"), ATTENDANT)
    column = {"audit_entries": "number", "stock_moves": "seq"}.get(table, "order_id")
    column = "id" if table == "orders" else column

    with (
        pytest.raises(DBAPIError, match="append-only"),
        writing(database._engine) as connection,
    ):
        connection.exec_driver_sql(act.format(table, column, column))


def test_an_order_that_was_tampered_with_is_noticed(database: Database) -> None:
    sell(database)
    with writing(database._engine) as connection:  # as somebody with the file could
        place = "" if database.is_file else " ON orders"
        connection.exec_driver_sql(f"DROP TRIGGER orders_refuse_update{place}")
        connection.exec_driver_sql(
            "UPDATE orders SET document = replace(document, '\"quantity\":2', '\"quantity\":1')"
        )

    with pytest.raises(DocumentDamaged, match="its digest is not"):
        Closing(database).get(ID)
