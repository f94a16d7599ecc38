from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import CurrencyMismatch, ProductMismatch, QuantityInvalid
from colugo.shop import Basket, Line, Money, Product

from .samples import CNY, JPY, product

counts = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 9)), max_size=12)
PRODUCTS = {sku: product(sku=sku, price_minor=ord(sku)) for sku in "abcdef"}


def test_a_line_costs_price_times_quantity() -> None:
    line = Line(product(price_minor=550), 3)

    assert line.total == Money(1650, CNY)


@pytest.mark.parametrize("quantity", [0, -1, 1.0, True, "2", None])
def test_a_quantity_is_a_whole_number_of_one_or_more(quantity: Any) -> None:
    with pytest.raises(QuantityInvalid) as raised:
        Line(product(sku="690"), quantity)

    assert raised.value.sku == "690"


def test_an_empty_basket_costs_nothing() -> None:
    basket = Basket.of([], CNY)

    assert basket.lines == ()
    assert basket.total == Money.zero(CNY)


def test_one_product_found_twice_is_one_line() -> None:
    milk, tea = product(sku="milk", price_minor=550), product(sku="tea", price_minor=300)

    basket = Basket.of([(tea, 1), (milk, 1), (tea, 2)], CNY)

    assert basket.lines == (Line(milk, 1), Line(tea, 3))
    assert basket.total == Money(1450, CNY)


@given(counts, st.randoms())
def test_the_order_in_which_products_are_found_changes_nothing(
    found: list[tuple[str, int]], random: Any
) -> None:
    pairs = [(PRODUCTS[sku], count) for sku, count in found]
    shuffled = random.sample(pairs, len(pairs))

    assert Basket.of(pairs, CNY) == Basket.of(shuffled, CNY)


@given(counts)
def test_the_total_is_what_the_pieces_cost_one_by_one(found: list[tuple[str, int]]) -> None:
    basket = Basket.of([(PRODUCTS[sku], count) for sku, count in found], CNY)

    assert basket.total.minor == sum(ord(sku) * count for sku, count in found)
    assert sum(line.quantity for line in basket.lines) == sum(count for _, count in found)


def test_a_product_in_another_currency_is_refused() -> None:
    foreign = Product("690", "tea", Money(550, JPY))

    with pytest.raises(CurrencyMismatch):
        Basket.of([(foreign, 1)], CNY)


def test_two_prices_of_one_sku_are_refused() -> None:
    before, after = product(price_minor=550), product(price_minor=600)

    with pytest.raises(ProductMismatch):
        Basket.of([(before, 1), (after, 1)], CNY)


def test_a_basket_made_with_two_lines_of_one_product_is_refused() -> None:
    with pytest.raises(ProductMismatch):
        Basket((Line(product(), 1), Line(product(), 2)), CNY)
