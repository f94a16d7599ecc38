import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import BarcodeInvalid, InStorePatternInvalid
from colugo.shop.in_store import InStoreCode, InStorePattern, read_in_store, same_plu

WEIGHT = InStorePattern("21IIIIIWWWWWC")
PRICE = InStorePattern("22IIIIPPPPPPC")


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_a_code_gives_back_the_item_and_the_weight_it_was_printed_with(
    plu: int, grams: int
) -> None:
    barcode = WEIGHT.write(str(plu), grams)

    assert WEIGHT.read(barcode) == InStoreCode(f"{plu:05d}", grams, None)
    assert read_in_store(barcode, [PRICE, WEIGHT]) == WEIGHT.read(barcode)


def test_a_code_with_a_price_gives_its_minor_units() -> None:
    assert PRICE.read(PRICE.write("17", 1250)) == InStoreCode("0017", None, 1250)


@pytest.mark.parametrize("barcode", ["4006381333931", "96385074", "", "21abc", "2" * 40])
def test_other_codes_are_left_alone(barcode: str) -> None:
    assert read_in_store(barcode, [WEIGHT, PRICE]) is None


def test_a_misread_code_of_the_scale_is_refused() -> None:
    barcode = WEIGHT.write("1", 500)
    misread = f"{barcode[:-1]}{(int(barcode[-1]) + 1) % 10}"

    with pytest.raises(BarcodeInvalid, match="check digit"):
        WEIGHT.read(misread)


@pytest.mark.parametrize(("plu", "grams"), [("123456", 1), ("1", 100_000), ("x", 1), ("1", -1)])
def test_what_does_not_fit_the_places_is_not_printed(plu: str, grams: int) -> None:
    with pytest.raises(BarcodeInvalid, match="does not fit"):
        WEIGHT.write(plu, grams)


@pytest.mark.parametrize(
    "pattern",
    ["", "21IIIIIWWWWW", "69IIIIIWWWWWC", "21IIIIIWWPPPC", "21WWWWWIIIIIC", "2IIIIIIWWWWWC"],
)
def test_a_pattern_that_cannot_be_is_refused(pattern: str) -> None:
    with pytest.raises(InStorePatternInvalid, match="21IIIIIWWWWWC"):
        InStorePattern(pattern)


def test_zeros_at_the_left_of_an_item_number_do_not_count() -> None:
    assert same_plu("00017", "17")
    assert not same_plu("170", "17")
