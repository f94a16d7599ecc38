import numpy as np
import pytest

from colugo.synth.barcode import barcode, bars, check_digit


@pytest.mark.parametrize("code", ["4006381333931", "6901234567892", "9780201379624"])
def test_the_check_digit_is_that_of_known_codes(code: str) -> None:
    body = code[:-1]

    digit = check_digit(body)

    assert digit == int(code[-1])


def test_the_bars_are_those_of_a_known_code() -> None:
    # Wikipedia's example of EAN-13 encoding, 4003994155486.
    code = "4003994155486"

    modules = bars(code)

    assert modules[:3] == "101"
    assert modules[3:17] == "00011010100111"  # 0 in set A, 0 in set B
    assert modules[45:50] == "01010"
    assert modules[-3:] == "101"
    assert len(modules) == 95


@pytest.mark.parametrize("first", range(10))
def test_the_first_digit_can_be_told_from_the_parity_of_the_left_half(first: int) -> None:
    body = f"{first}12345678901"

    left = bars(body + str(check_digit(body)))[3:45]

    odd = tuple(left[i : i + 7].count("1") % 2 for i in range(0, 42, 7))
    assert odd[0] == 1  # set A begins every left half
    assert first != 0 or odd == (1,) * 6


def test_a_picture_of_the_bars_has_quiet_zones() -> None:
    picture = barcode("2000000000008")

    row = picture[30, :, 0]

    assert (row[:9] == 255).all()
    assert (row[-9:] == 255).all()
    assert np.unique(row).tolist() == [0, 255]
