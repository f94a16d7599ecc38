"""What comes into a basket, by whom, at which price, and what is refused."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from colugo.checkout.sales import Baskets, Closing
from colugo.checkout.verdict import Candidate, Verdict
from colugo.errors import (
    BarcodeUnknown,
    BasketChanged,
    BasketUnknown,
    ColugoError,
    CounterUnknown,
    EntryInvalid,
    IdTaken,
    NotAllowed,
    OrderClosed,
    PlaceClosed,
    SkuUnknown,
    StoreUnknown,
)
from colugo.persistence import Database
from colugo.shop import Money
from colugo.shop.in_store import InStorePattern
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store
from colugo.shop.period import Period
from colugo.shop.price_list import PriceList

from .selling_shop import ATTENDANT, CNY, NOON, SHOPPER, three_for_two
from .selling_shop import database as database

WEIGHT, PRICE = InStorePattern("21IIIIIWWWWWC"), InStorePattern("22IIIIIPPPPPC")
ID = UUID(int=1)


@pytest.fixture
def baskets(database: Database) -> Baskets:
    made = Baskets(database, (WEIGHT, PRICE))
    made.open(ID, "east", "c1", SHOPPER)
    return made


def verdict(kind: str, *skus: str) -> Verdict:
    candidates = tuple(Candidate(sku, 0.8) for sku in skus)
    return Verdict((0, 0, 9, 9), 0.9, kind, candidates, 0.8)  # type: ignore[arg-type]


def test_a_repeat_of_opening_gives_the_basket_as_it_is(baskets: Baskets) -> None:
    baskets.put(ID, "milk", 2, source="pick", by=SHOPPER)

    again = baskets.open(ID, "east", "c1", SHOPPER)

    assert [(e.product.sku, e.quantity) for e in again.basket.entries] == [("milk", 2)]


def test_what_the_counter_saw_becomes_entries_and_questions(baskets: Baskets) -> None:
    seen = [verdict("known", "milk"), verdict("unsure", "beer", "milk"), verdict("unknown"),
            verdict("unsure", "apples")]  # fmt: skip

    kept = baskets.put_recognised(ID, seen, by=SHOPPER)

    assert [entry.source for entry in kept.basket.entries] == ["recognition"]
    kinds = [(each.kind, each.skus) for each in kept.basket.questions]
    assert kinds == [("unsure", ("beer", "milk")), ("unknown", ()), ("unweighed", ("apples",))]
    assert len({each.key for each in kept.basket.questions}) == 3


def test_a_second_scene_asks_under_keys_of_its_own(baskets: Baskets) -> None:
    baskets.put_recognised(ID, [verdict("unknown")], by=SHOPPER)

    kept = baskets.put_recognised(ID, [verdict("unknown")], by=SHOPPER)

    assert len({each.key for each in kept.basket.questions}) == 2


def test_codes_of_the_scale_carry_a_weight_or_a_price(baskets: Baskets) -> None:
    baskets.scan(ID, WEIGHT.write("42", 1250), by=SHOPPER)
    baskets.scan(ID, PRICE.write("42", 333), by=SHOPPER)
    kept = baskets.scan(ID, "6901234567892", by=SHOPPER)

    found = [(e.product.sku, e.quantity, e.source) for e in kept.basket.entries]
    assert found == [("apples", 1250, "weight"), ("apples", 1, "barcode"), ("milk", 1, "barcode")]
    assert kept.basket.entries[1].unit_price == Money(333, CNY)


def test_the_price_list_in_force_is_what_an_entry_costs(
    database: Database, baskets: Baskets
) -> None:
    with database.transaction() as work:
        week = Period(NOON, NOON + timedelta(days=7))
        work.price_lists.save(PriceList("sale", {"milk": Money(400, CNY)}, "east", week))

    now = baskets.put(ID, "milk", 1, source="pick", by=SHOPPER)
    later = By("c", "device", NOON + timedelta(days=8))
    then = baskets.put(ID, "milk", 1, source="pick", by=later)

    assert [e.unit_price.minor for e in now.basket.entries] == [400]
    assert [e.unit_price.minor for e in then.basket.entries] == [400, 550]


def test_promotions_and_taxes_are_in_the_priced_lines(database: Database, baskets: Baskets) -> None:
    with database.transaction() as work:
        work.pricing.save_promotion(three_for_two())
    baskets.put(ID, "milk", 3, source="pick", by=SHOPPER)

    (line,) = baskets.priced(ID, SHOPPER).lines

    assert (line.list_amount.minor, line.discount.minor, line.total.minor) == (1650, 550, 1100)
    assert line.tax.minor == 127  # 1100 * 13 / 113, rounded half up


def test_of_two_changes_of_one_version_the_second_is_refused(baskets: Baskets) -> None:
    version = baskets.get(ID).version
    baskets.put(ID, "milk", 1, source="pick", by=SHOPPER, version=version)

    with pytest.raises(BasketChanged, match="read it again"):
        baskets.put(ID, "milk", 1, source="pick", by=SHOPPER, version=version)

    assert len(baskets.get(ID).basket.entries) == 1


def test_the_answer_to_a_question_costs_the_price_in_force(
    baskets: Baskets, database: Database
) -> None:
    with database.transaction() as work:
        work.price_lists.save(PriceList("sale", {"milk": Money(400, CNY)}, "east"))
    baskets.put_recognised(ID, [verdict("unsure", "milk")], by=SHOPPER)
    (question,) = baskets.get(ID).basket.questions

    kept = baskets.answer(ID, question.key, "milk", why="it is milk", by=SHOPPER)

    assert [entry.unit_price.minor for entry in kept.basket.entries] == [400]


def test_edits_say_who_and_why(baskets: Baskets) -> None:
    baskets.put_recognised(ID, [verdict("known", "milk"), verdict("unsure", "beer")], by=SHOPPER)
    (question,) = baskets.get(ID).basket.questions

    baskets.change(ID, 1, 0, why="taken off", by=ATTENDANT)
    baskets.answer(ID, question.key, "milk", why="it is milk", by=ATTENDANT)
    kept = baskets.approve_age(ID, 18, by=ATTENDANT)

    assert [(edit.by.who, edit.why) for edit in kept.basket.edits] == [
        ("Li", "taken off"), ("Li", "it is milk"),
    ]  # fmt: skip
    assert not kept.basket.questions
    assert kept.basket.approvals[0].min_age_years == 18


def test_a_basket_that_is_given_up_is_on_the_audit_log(
    database: Database, baskets: Baskets
) -> None:
    baskets.put(ID, "milk", 1, source="pick", by=SHOPPER)

    baskets.give_up(ID, why="left", by=ATTENDANT)

    with database.reading() as work:
        (entry,) = work.audit.entries()
        assert entry.details == {"why": "left", "skus": ["milk"]}
    with pytest.raises(BasketUnknown):
        baskets.get(ID)


def test_a_closed_basket_takes_nothing_more(database: Database, baskets: Baskets) -> None:
    baskets.put(ID, "milk", 1, source="pick", by=SHOPPER)
    Closing(database).close(ID, SHOPPER)

    with pytest.raises(OrderClosed):
        baskets.put(ID, "milk", 1, source="pick", by=SHOPPER)
    with pytest.raises(OrderClosed):
        baskets.open(ID, "east", "c1", SHOPPER)


@pytest.mark.parametrize(
    ("place", "error"),
    [
        (("west", "c1"), StoreUnknown),
        (("east", "c9"), CounterUnknown),
        (("north", "c1"), CounterUnknown),  # a counter of another store
        (("north", "c2"), PlaceClosed),
        (("east", "c3"), IdTaken),
    ],
)
def test_a_basket_opens_at_an_open_counter_of_its_store(
    database: Database, baskets: Baskets, place: tuple[str, str], error: type[ColugoError]
) -> None:
    with database.transaction() as work:
        work.stores.save(Store("north", "North", CNY))
        work.stores.save_counter(Counter("c2", "north", "Two", is_open=False))
        work.stores.save_counter(Counter("c3", "east", "Three"))

    with pytest.raises(error):
        baskets.open(ID, *place, SHOPPER)


def test_what_cannot_be_put_in_changes_nothing(baskets: Baskets) -> None:
    engineer = By("eng", "engineer", NOON)
    wrong = [
        (lambda: baskets.put(ID, "none", 1, source="pick", by=SHOPPER), SkuUnknown),
        (lambda: baskets.put(ID, "milk", 0, source="pick", by=SHOPPER), EntryInvalid),
        (lambda: baskets.scan(ID, "6900000000007", by=SHOPPER), BarcodeUnknown),
        (lambda: baskets.scan(ID, WEIGHT.write("99", 5), by=SHOPPER), BarcodeUnknown),
        (lambda: baskets.put(ID, "milk", 1, source="pick", by=engineer), NotAllowed),
        (lambda: baskets.put(uuid4(), "milk", 1, source="pick", by=SHOPPER), BasketUnknown),
    ]

    for call, error in wrong:
        with pytest.raises(error):
            call()

    assert baskets.get(ID).version == 1
