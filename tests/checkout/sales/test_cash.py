"""Cash handed over at the counter, and the change; on both databases."""

from uuid import UUID

import pytest

from colugo.checkout.receipts import in_form, receipt_of
from colugo.checkout.sales import Baskets, Closing, Collecting
from colugo.errors import CashTooLittle, NotPaidInCash
from colugo.payments.counter import CounterProvider
from colugo.persistence import Database
from colugo.shop import Money
from colugo.shop.orders import Order
from colugo.shop.rounding import CashRounding

from .selling_shop import ATTENDANT, CNY, SHOPPER
from .selling_shop import database as database

ORDER, PAYMENT, OTHER = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def collecting(database: Database) -> Collecting:
    return Collecting(database, {name: CounterProvider(name) for name in ("cash", "card")})


@pytest.fixture
def order(database: Database) -> Order:
    """Three bottles of milk, 16.50."""
    baskets = Baskets(database)
    baskets.open(ORDER, "east", "c1", SHOPPER)
    baskets.put(ORDER, "milk", 3, source="barcode", by=SHOPPER)
    return Closing(database).close(ORDER, SHOPPER).order


def round_to(database: Database, step_minor: int) -> None:
    with database.transaction() as work:
        store = work.stores.get("east")
        work.stores.save(type(store)("east", "East", CNY, cash_rounding=CashRounding(step_minor)))


def test_the_change_is_told_kept_and_printed(
    database: Database, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "cash", None, SHOPPER)

    confirmed = collecting.confirm(PAYMENT, ATTENDANT, Money(10_000, CNY))
    again = collecting.confirm(PAYMENT, ATTENDANT, Money(2_000, CNY))
    printed = in_form(receipt_of(database, ORDER), "text", "en").decode()

    assert confirmed.cash is not None
    assert confirmed.cash.change == Money(10_000, CNY) - order.total
    assert again.cash == confirmed.cash
    lines = [line.split() for line in printed.splitlines()]
    assert lines[-2:] == [["Cash", "100.00"], ["Change", "83.50"]]


def test_too_little_cash_confirms_nothing(collecting: Collecting, order: Order) -> None:
    collecting.start(PAYMENT, ORDER, "cash", None, SHOPPER)

    with pytest.raises(CashTooLittle, match=r"16\.50 CNY is due in cash, got 16\.49"):
        collecting.confirm(PAYMENT, ATTENDANT, Money(1_649, CNY))

    kept = collecting.get(PAYMENT)
    assert (kept.payment.state, kept.cash) == ("created", None)


def test_change_is_of_the_amount_rounded_to_the_smallest_coin(
    database: Database, collecting: Collecting, order: Order
) -> None:
    round_to(database, 100)
    collecting.start(PAYMENT, ORDER, "cash", None, SHOPPER)

    cash = collecting.confirm(PAYMENT, ATTENDANT, Money(2_000, CNY)).cash
    receipt = receipt_of(database, ORDER)

    assert cash is not None
    assert cash.change == Money(300, CNY) == cash.tendered - receipt.payable


@pytest.mark.parametrize(("first", "change"), [("card", 350), ("cash", 300)])
def test_only_an_order_paid_wholly_in_cash_is_rounded(
    database: Database, collecting: Collecting, order: Order, first: str, change: int
) -> None:
    round_to(database, 100)
    collecting.start(OTHER, ORDER, first, Money(1_000, CNY), SHOPPER)
    collecting.start(PAYMENT, ORDER, "cash", None, SHOPPER)
    part = collecting.confirm(OTHER, ATTENDANT)

    last = collecting.confirm(PAYMENT, ATTENDANT, Money(1_000, CNY))

    assert part.cash is None
    assert last.cash is not None
    assert last.cash.change.minor == change


def test_nothing_is_handed_over_on_a_card(collecting: Collecting, order: Order) -> None:
    collecting.start(PAYMENT, ORDER, "card", None, SHOPPER)

    with pytest.raises(NotPaidInCash, match="card"):
        collecting.confirm(PAYMENT, ATTENDANT, Money(2_000, CNY))

    assert collecting.get(PAYMENT).payment.state == "created"
