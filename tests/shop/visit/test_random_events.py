"""Any order of frames, steps and waits: nothing paid twice, lost, or priced off a stale frame."""

from collections import Counter
from uuid import UUID

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from colugo.errors import ColugoError, NotAllowed, VisitStepWrong, VisitTotalWrong
from colugo.persistence.documents import from_document, to_document
from colugo.shop import Money, Product
from colugo.shop.visit import (
    Change,
    Look,
    Visit,
    add,
    answer,
    approve_age,
    call_help,
    cancel,
    confirm,
    pay,
    undone,
)

from .counter import CNY, AtCounter, known, unknown, unsure

GHOST = "ghost"  # a product that only stale frames show
LOOKS = st.lists(
    st.sampled_from(["milk", "tea", "beer", "apples?", "milk/tea", "?"]), max_size=4
).map(lambda names: [_look(name, place) for place, name in enumerate(names)])
ROLES = st.sampled_from(["device", "attendant"])
SKUS = st.sampled_from(["milk", "tea", "beer", "apples"])


def _look(name: str, place: int) -> Look:
    if name == "?":
        return unknown(place)
    skus = name.strip("?").split("/")
    is_known = len(skus) == 1 and not name.endswith("?")
    return known(*skus, place) if is_known else unsure(*skus, place=place)


class Visiting(RuleBasedStateMachine):
    """One counter, and a second count of what was put in and what was paid."""

    @initialize()
    def begin(self) -> None:
        self.counter = AtCounter()
        self.counter.goods[GHOST] = Product(GHOST, "Ghost", Money(1, CNY))
        self.paid: Counter[UUID] = Counter()
        self.added: Counter[str] = Counter()
        self.visit_id: UUID | None = None
        self.ids = 1000

    @rule(looks=LOOKS, times=st.integers(1, 3))
    def see(self, looks: list[Look], times: int) -> None:
        for _ in range(times):
            self.counter.frame(*looks)
        self.follow()

    @rule(looks=LOOKS)
    def lay(self, looks: list[Look]) -> None:
        self.counter.lay(*looks)
        self.follow()

    @rule(place=st.integers(0, 3), late_s=st.floats(1.01, 100))
    def see_stale(self, place: int, late_s: float) -> None:
        before = self.counter.visit
        self.counter.frame(known(GHOST, place), is_late_by_s=late_s)
        assert self.counter.visit == before

    @rule()
    def move(self) -> None:
        self.counter.move()
        self.follow()

    @rule(looks=LOOKS)
    def upload(self, looks: list[Look]) -> None:
        self.counter.frame(*looks, is_picture=True)
        self.follow()

    @rule(seconds=st.sampled_from([0.5, 0.5, 5.0, 25.0, 200.0]))
    def wait(self, seconds: float) -> None:
        self.counter.wait(seconds)
        self.follow()

    @rule(sku=SKUS, quantity=st.integers(1, 3))
    def add(self, sku: str, quantity: int) -> None:
        self.ids += 1
        source = "pick"
        change = add(sku, quantity, source, by=self.counter.by(), visit_id=UUID(int=self.ids))
        if self.do("products", change):
            self.follow()
            self.added[sku] += quantity

    @rule(number=st.integers(1, 6), sku=SKUS | st.none(), role=ROLES)
    def answer(self, number: int, sku: str | None, role: str) -> None:
        before = {each.number: each for each in self.counter.visit.added}
        change = answer(number, sku, by=self.counter.by(role), why="said", quantity=2)
        if self.do("answers", change) and number in before:
            self.added[before[number].sku] -= before[number].quantity
            if sku is not None:
                self.added[sku] += 2
        self.follow()

    @rule(skus=st.lists(st.sampled_from(["milk", "tea"]), min_size=1, max_size=3))
    def lay_what_is_known(self, skus: list[str]) -> None:
        self.lay([known(sku, place) for place, sku in enumerate(skus)])

    @rule(skus=st.lists(st.sampled_from(["milk", "tea"]), min_size=1, max_size=3))
    def come_to_pay(self, skus: list[str]) -> None:
        self.lay_what_is_known(skus)
        self.confirm(is_right=True)
        self.pay("qr", is_same_open=True)

    @rule()
    def approve(self) -> None:
        self.do("age", approve_age(18, by=self.counter.by("attendant")))

    @rule(is_right=st.booleans())
    def confirm(self, is_right: bool) -> None:
        basket = self.counter.basket
        total = 0 if basket is None else len(basket.entries)
        try:
            self.do(
                "confirm", confirm(total if is_right else total + 1, total, by=self.counter.by())
            )
        except VisitTotalWrong:
            assert not is_right

    @rule(provider=st.sampled_from(["cash", "qr"]), is_same_open=st.booleans())
    def pay(self, provider: str, is_same_open: bool) -> None:
        change = pay(provider, is_same_open=is_same_open, by=self.counter.by())
        self.do("pay", change)

    @rule()
    def money_comes_in(self) -> None:
        visit = self.counter.visit
        is_owed = visit.state == "paying" and visit.has_order
        self.counter.wait(0.1, is_paid=is_owed)
        if is_owed:
            assert self.counter.state == "paid"
            assert visit.visit_id is not None
            self.paid[visit.visit_id] += 1
        self.follow()

    @rule(is_back=st.booleans(), role=ROLES)
    def cancel(self, is_back: bool, role: str) -> None:
        self.do("cancel", cancel(by=self.counter.by(role), is_back=is_back))
        self.follow()

    @rule()
    def take_back(self) -> None:
        self.counter.do(undone(by=self.counter.by()))
        self.follow()

    @rule()
    def call(self) -> None:
        assert self.do("help", call_help("a bag", by=self.counter.by()))

    def do(self, step: str, change: Change) -> bool:
        """Do a step; it is refused just where the visit does not name it."""
        before, is_named = self.counter.visit, step in self.counter.steps
        try:
            self.counter.do(change)
        except VisitStepWrong:
            assert not is_named
        except NotAllowed:
            assert before.state == "leaving"
        except VisitTotalWrong:
            raise
        except ColugoError:  # of what it names: no such number
            assert is_named
        else:
            assert is_named
            return True
        assert self.counter.visit == before
        return False

    def follow(self) -> None:
        """Begin to count anew with another visitor."""
        if self.counter.visit.visit_id != self.visit_id:
            self.visit_id, self.added = self.counter.visit.visit_id, Counter()

    @invariant()
    def nothing_is_paid_twice(self) -> None:
        assert all(number == 1 for number in self.paid.values())
        if self.counter.state in ("paid", "leaving"):
            assert "pay" not in self.counter.steps

    @invariant()
    def nothing_that_was_put_in_is_lost(self) -> None:
        there: Counter[str] = Counter()
        for each in self.counter.visit.added:
            there[each.sku] += each.quantity
        assert +there == +self.added

    @invariant()
    def what_is_asked_to_be_paid_is_all_that_lies_there(self) -> None:
        visit, basket = self.counter.visit, self.counter.basket
        numbers = [each.number for each in (*visit.boxes, *visit.added)]
        assert len(set(numbers)) == len(numbers)
        if self.counter.state != "review":
            return
        assert basket is not None
        assert basket.questions == ()
        called_nothing = {b.number for b in visit.boxes if b.answer and b.answer.sku is None}
        assert {each.number for each in basket.entries} == set(numbers) - called_nothing
        assert basket.unapproved == ()
        assert not any(box.marks for box in visit.boxes)

    @invariant()
    def no_stale_frame_is_priced(self) -> None:
        assert GHOST not in self.counter.visit.skus

    @invariant()
    def an_idle_counter_is_nobodys(self) -> None:
        if self.counter.state == "idle":
            assert self.counter.visit.visit_id is None
            assert self.counter.basket is None
        elif self.counter.state in ("recognised", "review", "paying", "paid"):
            assert self.counter.visit.visit_id is not None

    @invariant()
    def what_is_kept_comes_back(self) -> None:
        assert from_document(Visit, to_document(self.counter.visit), CNY) == self.counter.visit


TestVisiting = Visiting.TestCase
TestVisiting.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, derandomize=True
)
