import operator
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import AmountInvalid, ColugoError, CurrencyMismatch, PriceInvalid
from colugo.shop import MAX_PRICE_MINOR, Currency, Money, known_codes, parse_price

from .samples import CNY, JPY, KWD

texts = st.text(max_size=12) | st.text("0123456789.,+-e５ ", max_size=12)
wholes = st.integers(-(10**15), 10**15)
currencies = st.sampled_from([Currency.of(code) for code in known_codes()])


@given(wholes, wholes, wholes)
def test_adding_in_any_grouping_gives_the_same_sum(a: int, b: int, c: int) -> None:
    x, y, z = (Money(minor, CNY) for minor in (a, b, c))

    assert (x + y) + z == x + (y + z) == sum([z, y, x], Money.zero(CNY))


@given(wholes, wholes)
def test_what_is_added_can_be_taken_away_again(a: int, b: int) -> None:
    x, y = Money(a, CNY), Money(b, CNY)

    assert x + y - y == x
    assert x - y == -(y - x)


@given(wholes, st.integers(0, 50))
def test_a_product_is_repeated_addition(minor: int, factor: int) -> None:
    price = Money(minor, CNY)

    assert price * factor == factor * price == sum([price] * factor, Money.zero(CNY))


@given(wholes, wholes)
def test_money_is_ordered_as_its_minor_units(a: int, b: int) -> None:
    x, y = Money(a, CNY), Money(b, CNY)

    assert [x < y, x <= y, x > y, x >= y, x == y] == [a < b, a <= b, a > b, a >= b, a == b]


@given(st.integers(0, MAX_PRICE_MINOR), currencies)
def test_what_is_written_is_read_back(minor: int, currency: Currency) -> None:
    price = Money(minor, currency)

    assert parse_price(price.decimal_text(), currency) == price


@given(texts, currencies)
def test_any_text_is_a_price_in_range_or_a_price_error(text: str, currency: Currency) -> None:
    price = None

    with suppress(PriceInvalid):
        price = parse_price(text, currency)

    if price is not None:
        assert 0 <= price.minor <= MAX_PRICE_MINOR
        assert price.minor == Decimal(text.strip()).scaleb(currency.exponent)


@pytest.mark.parametrize("amount", [5.5, 5.0, True, Decimal("5.5"), "550", None])
def test_only_whole_numbers_are_amounts(amount: Any) -> None:
    with pytest.raises(AmountInvalid, match="whole number of minor units") as raised:
        Money(amount, CNY)

    assert isinstance(raised.value, ColugoError)
    assert isinstance(raised.value, TypeError)


@pytest.mark.parametrize("factor", [1.5, True, Decimal(2), "2", None])
def test_only_whole_numbers_are_factors(factor: Any) -> None:
    with pytest.raises(AmountInvalid, match="whole factor"):
        Money(550, CNY) * factor


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.lt, operator.ge])
def test_two_currencies_are_not_mixed(operation: Callable[[Money, Money], object]) -> None:
    with pytest.raises(CurrencyMismatch) as raised:
        operation(Money(1, CNY), Money(1, JPY))

    assert (raised.value.expected, raised.value.got) == ("CNY", "JPY")


def test_a_bare_number_is_not_added_to_money() -> None:
    with pytest.raises(AmountInvalid, match="expected Money, got int"):
        Money(1, CNY) + 1  # type: ignore[operator]


def test_equal_amounts_of_two_currencies_are_not_equal() -> None:
    yuan, yen = Money(1, CNY), Money(1, JPY)

    assert yuan != yen
    assert len({yuan, yen, Money(1, CNY)}) == 2


@pytest.mark.parametrize(
    ("money", "plain", "signed"),
    [
        (Money(550, CNY), "5.50 CNY", "¥5.50"),
        (Money(5, CNY), "0.05 CNY", "¥0.05"),
        (Money(-5, CNY), "-0.05 CNY", "-¥0.05"),
        (Money(0, CNY), "0.00 CNY", "¥0.00"),
        (Money(550, JPY), "550 JPY", "JP¥550"),
        (Money(1234567, KWD), "1234.567 KWD", "KWD 1234.567"),
    ],
)
def test_money_is_shown_with_the_decimals_of_its_currency(
    money: Money, plain: str, signed: str
) -> None:
    assert str(money) == plain
    assert money.format() == signed


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("5", 500),
        ("5.5", 550),
        ("5.50", 550),
        ("0", 0),
        ("0.01", 1),
        (" 5.50\n", 550),
        ("007", 700),
    ],
)
def test_prices_as_people_type_them_are_read(text: str, minor: int) -> None:
    assert parse_price(text, CNY) == Money(minor, CNY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5.555", r"too many decimals \(3\)"),
        ("-1", "has a sign"),
        ("+5", "has a sign"),
        ("1e3", "is not a plain number"),
        ("５.５", "digits that are not 0 to 9"),
        ("٥", "digits that are not 0 to 9"),
        ("²", "is not a plain number"),
        ("", "is empty"),
        (" ", "is empty"),
        ("nan", "is not a plain number"),
        ("inf", "is not a plain number"),
        ("1,000", "has a comma"),
        ("5,50", "has a comma"),
        (".5", "is not a plain number"),
        ("5.", "is not a plain number"),
        ("1.2.3", "is not a plain number"),
        ("¥5", "is not a plain number"),
        ("1_000", "is not a plain number"),
        ("5 5", "is not a plain number"),
        ("0x10", "is not a plain number"),
        ("0" * 33, "is too long"),
        ("9" * 5000, "is too long"),
    ],
)
def test_a_price_in_another_form_is_refused_with_an_example(text: str, reason: str) -> None:
    with pytest.raises(PriceInvalid, match=f"{reason}.*for example 5.50") as raised:
        parse_price(text, CNY)

    assert raised.value.text == text
    assert len(str(raised.value)) < 250


def test_a_currency_without_decimals_takes_none() -> None:
    with pytest.raises(PriceInvalid, match="JPY has no decimals"):
        parse_price("5.0", JPY)


def test_a_currency_with_three_decimals_takes_three() -> None:
    assert parse_price("5.555", KWD) == Money(5555, KWD)


def test_the_largest_price_is_read_and_one_more_is_refused() -> None:
    largest = parse_price("9999999999.99", CNY)

    assert largest.minor == MAX_PRICE_MINOR
    with pytest.raises(PriceInvalid, match=r"too large: write 9999999999\.99 CNY or less"):
        parse_price("10000000000", CNY)


@pytest.mark.parametrize("price", [5.5, 5, None, Decimal("5.5"), b"5"])
def test_a_price_that_is_not_text_is_refused(price: Any) -> None:
    with pytest.raises(AmountInvalid, match="as text"):
        parse_price(price, CNY)
