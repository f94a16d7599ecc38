from datetime import UTC
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import (
    AgeApprovalMissing,
    BasketEmpty,
    BasketNotSettled,
    NotAllowed,
    TaxClassUnknown,
)
from colugo.shop.money import Money
from colugo.shop.orders import Pricing, Question, Recognised, close
from colugo.shop.tax import TaxRules
from tests.shop.samples import CNY, MONDAY_8

from .samples import (
    ADDED,
    APPLES,
    BEER,
    INCLUDED,
    MILK,
    PROMOTIONS,
    TEA,
    VAT,
    basket_of,
    by,
    order_of,
)

pairs = st.lists(
    st.tuples(st.sampled_from([TEA, MILK, APPLES]), st.integers(1, 6)), min_size=1, max_size=5
)
rules = st.sampled_from([INCLUDED, ADDED])


def test_an_order_holds_what_was_sold_and_what_is_to_be_paid() -> None:
    order = order_of((TEA, 2), (MILK, 1), (TEA, 1), rules=INCLUDED)

    assert [(line.sku, line.quantity) for line in order.lines] == [("milk", 1), ("tea", 3)]
    assert order.list_amount == Money(550 + 3 * 299, CNY)
    assert order.discount == Money(299 + 55, CNY)
    assert order.total == order.list_amount - order.discount


def test_tax_that_is_added_stands_on_top() -> None:
    order = close(basket_of((BEER, 1)).approve_age(18, by=by()), Pricing(ADDED), by())

    assert (order.net.minor, order.tax.minor, order.total.minor) == (700, 91, 791)


@settings(max_examples=50, deadline=None)
@given(pairs, rules)
def test_the_total_is_the_list_amount_less_promotions_plus_tax(
    sold: list[tuple[object, int]], tax_rules: TaxRules
) -> None:
    order = order_of(*sold, rules=tax_rules)  # type: ignore[arg-type]

    added = Money.zero(CNY) if tax_rules.is_included else order.tax
    assert order.total == order.list_amount - order.discount + added
    assert order.net + order.tax == order.total
    assert sum((tax.amount for tax in order.taxes), Money.zero(CNY)) == order.tax
    assert sum((line.total for line in order.lines), Money.zero(CNY)) == order.total


@settings(max_examples=50, deadline=None)
@given(pairs, rules, st.integers(0, 999))
def test_splitting_and_merging_entries_changes_nothing(
    sold: list[tuple[object, int]], tax_rules: TaxRules, seed: int
) -> None:
    ones = [(product, 1) for product, quantity in sold for _ in range(quantity)]
    Random(seed).shuffle(ones)

    whole, split = order_of(*sold, rules=tax_rules), order_of(*ones, rules=tax_rules)  # type: ignore[arg-type]

    assert split.lines == whole.lines


@pytest.mark.parametrize("kind", ["unsure", "unknown", "unweighed"])
def test_an_open_question_blocks_closing(kind: str) -> None:
    basket = basket_of((TEA, 1)).ask(Question("box 3", kind))  # type: ignore[arg-type]

    with pytest.raises(BasketNotSettled, match=f"box 3: {kind}"):
        close(basket, Pricing(), by())


def test_an_empty_basket_is_not_closed() -> None:
    with pytest.raises(BasketEmpty):
        close(basket_of(), Pricing(), by())


def test_a_product_with_an_age_limit_waits_for_an_attendant() -> None:
    basket = basket_of((BEER, 1))

    with pytest.raises(AgeApprovalMissing, match="18 years"):
        close(basket, Pricing(), by("device"))
    order = close(basket.approve_age(18, by=by()), Pricing(), by("device"))
    assert order.approvals[0].by.who == "lin"


def test_an_engineer_closes_no_basket() -> None:
    with pytest.raises(NotAllowed):
        close(basket_of((TEA, 1)), Pricing(), by("engineer"))


def test_a_product_of_an_unknown_tax_class_is_not_sold_untaxed() -> None:
    with pytest.raises(TaxClassUnknown):
        close(basket_of((MILK, 1)), Pricing(TaxRules(True, (VAT,))), by())


def test_the_digest_names_everything_the_order_says() -> None:
    order, other = order_of((TEA, 1)), order_of((TEA, 2))

    assert order.digest == order_of((TEA, 1)).digest != other.digest
    assert len(order.digest) == 64


def test_the_digest_is_the_same_in_every_time_zone() -> None:
    basket, pricing = basket_of((TEA, 1)), Pricing(INCLUDED, promotions=PROMOTIONS)
    elsewhere = by(at=MONDAY_8.astimezone(UTC))

    assert close(basket, pricing, elsewhere).digest == close(basket, pricing, by()).digest


def test_an_order_says_how_well_the_counter_saw() -> None:
    basket = basket_of((TEA, 2), (MILK, 1)).ask(Question("box 3", "unsure"))
    basket = basket.settle_question("box 3", by=by(), why="apples", product=APPLES, quantity=150)
    basket = basket.change(2, 0, by=by(), why="it was yoghurt")

    order = close(basket, Pricing(INCLUDED), by())

    assert order.recognised == Recognised(found=2, asked=1, unknown=0, corrected=1)


def test_one_product_at_two_prices_is_two_lines() -> None:
    basket = basket_of((TEA, 1)).add(
        TEA, 1, source="barcode", at=MONDAY_8, unit_price=Money(100, CNY)
    )

    order = close(basket, Pricing(INCLUDED), by())

    assert [line.unit_price.minor for line in order.lines] == [100, 299]
    assert order.total == Money(399, CNY)
