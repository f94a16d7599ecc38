from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import TaxClassUnknown, TaxRateInvalid
from colugo.shop.money import Money
from colugo.shop.tax import UNTAXED, LineTax, TaxClass, TaxRate, TaxRules, sum_taxes, tax_line

from .samples import CNY, JPY

VAT = TaxRate("vat", "增值税 13%", 130_000)
FOOD = TaxClass("food", (TaxRate("vat9", "增值税 9%", 90_000),))
STANDARD = TaxClass("standard", (VAT,))
GST_PST = TaxClass("standard", (TaxRate("gst", "GST", 50_000), TaxRate("pst", "PST", 99_750)))
classes = st.sampled_from([STANDARD, FOOD, GST_PST, TaxClass("free")])
amounts = st.integers(-(10**12), 10**12)


def test_tax_that_is_included_is_taken_out_of_the_price() -> None:
    taxed = tax_line(Money(1130, CNY), STANDARD, is_included=True)

    assert (taxed.net.minor, taxed.tax.minor, taxed.total.minor) == (1000, 130, 1130)


def test_tax_that_is_added_comes_on_top_of_the_price() -> None:
    taxed = tax_line(Money(1000, CNY), STANDARD, is_included=False)

    assert (taxed.net.minor, taxed.tax.minor, taxed.total.minor) == (1000, 130, 1130)


def test_half_a_minor_unit_of_tax_is_rounded_up() -> None:
    half = TaxClass("half", (TaxRate("half", "half", 500_000),))

    assert tax_line(Money(1, JPY), half, is_included=False).tax == Money(1, JPY)


def test_several_rates_share_the_tax_of_the_line() -> None:
    taxed = tax_line(Money(10_00, CNY), GST_PST, is_included=False)

    assert [(tax.code, tax.amount.minor) for tax in taxed.taxes] == [("gst", 50), ("pst", 100)]


@given(amounts, classes, st.booleans())
def test_net_and_tax_are_the_total(minor: int, tax_class: TaxClass, is_included: bool) -> None:
    taxed = tax_line(Money(minor, CNY), tax_class, is_included=is_included)

    assert taxed.net + taxed.tax == taxed.total
    assert (taxed.total if is_included else taxed.net) == Money(minor, CNY)


@given(amounts, classes, st.booleans())
def test_tax_lies_within_half_a_minor_unit_of_the_exact_fraction(
    minor: int, tax_class: TaxClass, is_included: bool
) -> None:
    rate = Fraction(tax_class.rate_ppm, 1_000_000)
    exact = minor * rate / (1 + rate) if is_included else minor * rate

    taxed = tax_line(Money(minor, CNY), tax_class, is_included=is_included)

    assert abs(taxed.tax.minor - exact) <= Fraction(1, 2)


@given(amounts, classes, st.booleans())
def test_the_tax_of_a_refund_mirrors_that_of_the_sale(
    minor: int, tax_class: TaxClass, is_included: bool
) -> None:
    sale = tax_line(Money(minor, CNY), tax_class, is_included=is_included)
    refund = tax_line(Money(-minor, CNY), tax_class, is_included=is_included)

    assert refund.total == -sale.total
    assert refund.tax == -sale.tax


def test_taxes_are_summed_per_code_and_rate() -> None:
    one, two = LineTax("vat", "VAT", 130_000, Money(3, CNY)), LineTax("a", "A", 1, Money(1, CNY))

    assert sum_taxes([one, two, one]) == (two, LineTax("vat", "VAT", 130_000, Money(6, CNY)))


def test_an_untaxed_shop_has_a_standard_class_without_rates() -> None:
    taxed = tax_line(Money(550, CNY), UNTAXED.get_class("standard"), is_included=True)

    assert (taxed.net, taxed.taxes) == (Money(550, CNY), ())


def test_a_tax_class_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(TaxClassUnknown, match="food, standard"):
        TaxRules(True, (STANDARD, FOOD)).get_class("beer")


@pytest.mark.parametrize("rate_ppm", [-1, 1_000_001, 0.13, True])
def test_a_rate_is_a_whole_number_of_parts_per_million(rate_ppm: int) -> None:
    with pytest.raises(TaxRateInvalid, match="13 % is 130000"):
        TaxRate("vat", "VAT", rate_ppm)


@pytest.mark.parametrize("code", ["", "a b", "x" * 33, "a\n"])
def test_a_tax_without_a_usable_code_is_refused(code: str) -> None:
    with pytest.raises(TaxRateInvalid):
        TaxRate(code, "VAT", 0)


def test_two_rates_or_classes_of_one_code_are_refused() -> None:
    with pytest.raises(TaxRateInvalid, match="two rates"):
        TaxClass("standard", (VAT, VAT))
    with pytest.raises(TaxRateInvalid, match="twice"):
        TaxRules(True, (STANDARD, STANDARD))
