import pytest

from colugo.errors import CurrencyInvalid, CurrencyUnknown
from colugo.shop import Currency, known_codes


@pytest.mark.parametrize(
    ("code", "exponent"),
    [
        ("CNY", 2),
        ("EUR", 2),
        ("USD", 2),
        ("GBP", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("KWD", 3),
        ("ISK", 0),
        ("IQD", 3),
        ("PKR", 2),
    ],
)
def test_a_known_code_gives_its_iso_4217_exponent(code: str, exponent: int) -> None:
    currency = Currency.of(code)

    assert currency == Currency(code, exponent)
    assert str(currency) == code


@pytest.mark.parametrize("code", ["XXX", "cny", "", "人民币"])
def test_an_unknown_code_is_refused_with_the_known_ones_named(code: str) -> None:
    with pytest.raises(CurrencyUnknown, match="CNY, COP, CRC") as raised:
        Currency.of(code)

    assert raised.value.code == code
    assert raised.value.known == known_codes()


@pytest.mark.parametrize(
    ("code", "exponent"), [("cny", 2), ("CN", 2), ("CNY", -1), ("CNY", 5), ("CNY", 2.0)]
)
def test_a_currency_that_cannot_be_is_refused(code: str, exponent: int) -> None:
    with pytest.raises(CurrencyInvalid):
        Currency(code, exponent)


def test_every_known_currency_can_be_made_and_shown() -> None:
    currencies = [Currency.of(code) for code in known_codes()]

    assert len(currencies) >= 150
    assert all(currency.symbol for currency in currencies)


def test_a_currency_without_a_sign_shows_its_code() -> None:
    currency = Currency("XTS", 2)

    assert currency.symbol == "XTS "
