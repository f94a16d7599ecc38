import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import BarcodeInvalid
from colugo.shop.barcode import check_barcode, check_digit, gtin14

# Source: worked examples of GS1, and packages on a shelf
REAL = ["6291041500213", "4006381333931", "96385074", "036000291452", "73513537"]


@pytest.mark.parametrize("barcode", REAL)
def test_barcodes_of_real_packages_are_taken(barcode: str) -> None:
    check_barcode(barcode)

    assert check_digit(barcode[:-1]) == int(barcode[-1])


@pytest.mark.parametrize("barcode", REAL)
def test_every_wrong_last_digit_is_refused_and_the_right_one_named(barcode: str) -> None:
    right = int(barcode[-1])

    for wrong in set(range(10)) - {right}:
        with pytest.raises(BarcodeInvalid, match=f"check digit of this .* is {right}") as raised:
            check_barcode(f"{barcode[:-1]}{wrong}")
        assert raised.value.expected_check_digit == right


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_misread_digit_is_always_noticed(digits: str, place: int, shift: int) -> None:
    barcode = f"{digits}{check_digit(digits)}"
    misread = str((int(barcode[place]) + shift) % 10)

    with pytest.raises(BarcodeInvalid):
        check_barcode(barcode[:place] + misread + barcode[place + 1 :])


@pytest.mark.parametrize("barcode", ["", "1234567", "123456789", "62910415002133", "0" * 400])
def test_another_number_of_digits_is_refused(barcode: str) -> None:
    with pytest.raises(BarcodeInvalid) as raised:
        check_barcode(barcode)

    assert "8 (EAN-8, UPC-E), 12 (UPC-A) or 13 (EAN-13)" in str(raised.value)
    assert raised.value.expected_check_digit is None


@pytest.mark.parametrize(
    "barcode", ["629414100008X", "６２９４１４１０００００５", "6294141-00085", "²6385074"]
)
def test_other_characters_than_digits_are_refused(barcode: str) -> None:
    with pytest.raises(BarcodeInvalid, match="other characters"):
        check_barcode(barcode)


def test_a_upc_a_and_the_ean_13_made_of_it_are_one_number() -> None:
    upc_a, ean_13 = "036000291452", "0036000291452"

    check_barcode(ean_13)

    assert gtin14(upc_a) == gtin14(ean_13) == "00036000291452"


@pytest.mark.parametrize(
    ("upc_e", "upc_a"),
    [
        ("04252614", "042100005264"),
        ("01201303", "012000000133"),
        ("01234133", "012300000413"),
        ("01234145", "012340000015"),
        ("01234565", "012345000065"),
    ],
)
def test_a_upc_e_is_the_upc_a_it_stands_for(upc_e: str, upc_a: str) -> None:
    check_barcode(upc_e)
    check_barcode(upc_a)

    assert gtin14(upc_e) == gtin14(upc_a)


def test_an_ean_8_from_1_stays_an_ean_8() -> None:
    ean_8 = "1234567" + str(check_digit("1234567"))

    check_barcode(ean_8)

    assert gtin14(ean_8) == f"000000{ean_8}"
