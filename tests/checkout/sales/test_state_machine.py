"""Any order of sales, payments, refunds and deliveries, repeated at will, keeps the books right."""

import tempfile
from pathlib import Path
from uuid import UUID, uuid5

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.engine import URL

from colugo.checkout.sales import Baskets, Closing, Paying, Stockroom
from colugo.errors import (
    BasketEmpty,
    ColugoError,
    OrderClosed,
    PaymentNotPossible,
    PaymentTooLarge,
    RefundTooLarge,
    ReversalInvalid,
    ReversalTooLarge,
)
from colugo.persistence import Database
from colugo.shop import Money
from colugo.shop.orders import ReversalRequest
from colugo.shop.payments import PaymentEvent, check_refund
from tests.postgres import new_shop

from .selling_shop import ATTENDANT, CNY, MANAGER, NOON, SHOPPER, furnish, three_for_two

_ROOT = UUID(int=2026)
SKUS = st.sampled_from(["milk", "apples"])
IDS = st.integers(0, 10_000).map(lambda number: uuid5(_ROOT, str(number)))


class Selling(RuleBasedStateMachine):
    """A store whose books are kept a second time, in plain numbers."""

    open_ids = Bundle("open_ids")
    closed_ids = Bundle("closed_ids")
    payment_ids = Bundle("payment_ids")

    @initialize()
    def make(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.database = self.empty_shop(Path(self.folder.name))
        furnish(self.database, stock_policy="allow")
        with self.database.transaction() as work:
            work.pricing.save_promotion(three_for_two())
        self.baskets, self.closing = Baskets(self.database), Closing(self.database)
        self.paying, self.room = Paying(self.database), Stockroom(self.database)
        self.stock: dict[str, int] = {}
        self.notes: set[UUID] = set()
        self.orders: dict[UUID, str] = {}
        self.paid: dict[UUID, int] = {}

    def empty_shop(self, folder: Path) -> Database:
        """In a file; a test on a server puts another in its place."""
        return Database.create(folder / "shop.sqlite3", CNY)

    @rule(note=IDS, sku=SKUS, quantity=st.integers(1, 50), repeats=st.integers(1, 2))
    def deliver(self, note: UUID, sku: str, quantity: int, repeats: int) -> None:
        key = uuid5(note, sku)
        for _ in range(repeats):
            self.room.receive(note, "east", {sku: quantity}, ATTENDANT)
        if key not in self.notes:
            self.notes.add(key)
            self.stock[sku] = self.stock.get(sku, 0) + quantity

    @rule(sku=SKUS, counted=st.integers(0, 60), sheet=IDS)
    def count(self, sku: str, counted: int, sheet: UUID) -> None:
        key = uuid5(sheet, f"sheet {sku}")
        before = self.stock.get(sku, 0)
        self.room.count(sheet, "east", {sku: counted}, ATTENDANT)
        if key not in self.notes and counted != before:
            self.notes.add(key)
            self.stock[sku] = counted

    @rule(target=open_ids, order_id=IDS)
    def open(self, order_id: UUID) -> object:
        try:
            self.baskets.open(order_id, "east", "c1", SHOPPER)
        except OrderClosed:
            assert order_id in self.orders
            return multiple()
        return order_id

    @rule(order_id=open_ids, sku=SKUS, quantity=st.integers(1, 5))
    def put(self, order_id: UUID, sku: str, quantity: int) -> None:
        if order_id not in self.orders:
            self.baskets.put(order_id, sku, quantity, source="pick", by=SHOPPER)

    @rule(target=closed_ids, order_id=consumes(open_ids), repeats=st.integers(1, 3))
    def close(self, order_id: UUID, repeats: int) -> object:
        try:
            closed = [self.closing.close(order_id, SHOPPER) for _ in range(repeats)]
        except BasketEmpty:
            return multiple()
        if order_id not in self.orders:
            assert [each.is_new for each in closed] == [True, *[False] * (repeats - 1)]
            self.orders[order_id] = closed[0].order.digest
            for line in closed[0].order.lines:
                self.stock[line.sku] = self.stock.get(line.sku, 0) - line.quantity
        assert {each.order.digest for each in closed} == {self.orders[order_id]}
        return order_id

    @rule(target=payment_ids, order_id=closed_ids, payment_id=IDS, minor=st.integers(1, 3000))
    def start_payment(self, order_id: UUID, payment_id: UUID, minor: int) -> object:
        known = {p.id for one in self.orders for p in self.paying.of_order(one)}
        if payment_id in known:
            return multiple()
        try:
            self.paying.create(payment_id, order_id, "qr", Money(minor, CNY), SHOPPER)
        except PaymentTooLarge:
            assert minor > self.paying.left_to_pay(order_id).minor
            return multiple()
        return payment_id

    @rule(payment_id=payment_ids, kind=st.sampled_from(["paid", "failed", "expired"]))
    def hear(self, payment_id: UUID, kind: str) -> None:
        with self.database.reading() as work:
            payment = work.payments.get(payment_id)
        amount = payment.amount if kind == "paid" else None
        event = PaymentEvent(payment_id, kind, NOON, amount)  # type: ignore[arg-type]
        applied = self.paying.apply(event, SHOPPER)
        if kind == "paid" and payment.paid_at is None:
            assert applied.effect == "changed"
            self.paid[payment_id] = payment.amount.minor

    @rule(payment_id=payment_ids, minor=st.integers(1, 2000), refund=IDS)
    def give_back(self, payment_id: UUID, minor: int, refund: UUID) -> None:
        amount = Money(minor, CNY)
        try:
            check_refund(self.paying.get(payment_id), amount)
        except (PaymentNotPossible, RefundTooLarge):
            return
        event = PaymentEvent(payment_id, "refunded", NOON, amount, str(refund))
        try:
            effects = [self.paying.apply(event, MANAGER).effect for _ in range(2)]
        except ColugoError:  # the id names another amount that was given back
            return
        assert effects[1] == "repeated"
        if effects[0] == "changed":
            self.paid[payment_id] -= minor

    @rule(order_id=closed_ids, reversal=IDS, line=st.integers(1, 2), quantity=st.integers(1, 4))
    def take_back(self, order_id: UUID, reversal: UUID, line: int, quantity: int) -> None:
        with self.database.reading() as work:
            if work.orders.find_reversal(reversal) is not None:
                return
        kind = "refund" if any(p.paid_at for p in self.paying.of_order(order_id)) else "void"
        request = ReversalRequest(reversal, kind, "test", {line: quantity})
        try:
            made = [self.closing.reverse(order_id, request, MANAGER) for _ in range(2)]
        except (ReversalTooLarge, ReversalInvalid):
            return
        assert made[0] == made[1]
        for each in made[0].lines:
            self.stock[each.sku] = self.stock.get(each.sku, 0) + each.quantity

    @invariant()
    def the_ledger_says_what_is_there(self) -> None:
        there = {sku: number for sku, number in self.room.on_hand("east").items() if number}
        assert there == {sku: number for sku, number in self.stock.items() if number}

    @invariant()
    def every_order_adds_up_and_is_there_once(self) -> None:
        with self.database.reading() as work:
            kept = list(work.orders.between(None, None))
            assert work.audit.find_broken() is None
        assert {order.id: order.digest for order in kept} == self.orders
        assert len(kept) == len(self.orders)
        for order in kept:
            lines = sum(line.list_amount.minor for line in order.lines)
            assert order.total.minor == lines - order.discount.minor  # taxes are in the prices
            assert order.total == order.net + order.tax
            reversals = self.closing.reversals_of(order.id)
            assert sum(each.total.minor for each in reversals) <= order.total.minor

    @invariant()
    def money_that_came_in_is_on_the_payments(self) -> None:
        payments = [p for order_id in self.orders for p in self.paying.of_order(order_id)]
        kept = {p.id: p.left.minor for p in payments if p.paid_at is not None}
        assert kept == self.paid

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


BOUNDS = settings(
    max_examples=20, stateful_step_count=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
TestSelling = Selling.TestCase
TestSelling.settings = BOUNDS


def test_the_books_are_right_on_a_server_too(postgres_server: URL) -> None:
    class OnServer(Selling):
        def empty_shop(self, folder: Path) -> Database:
            return Database.open_on_server(new_shop(postgres_server), folder)

    run_state_machine_as_test(OnServer, settings=settings(BOUNDS, max_examples=6))
