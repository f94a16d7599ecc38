import pytest

from colugo.errors import BadSynthRequest
from colugo.synth.checks import check_within


@pytest.mark.parametrize("number", [1, 2.5, 4])
def test_numbers_up_to_both_bounds_pass(number: float) -> None:
    check_within(number, (1, 4), "the number")


@pytest.mark.parametrize("number", [0.9, 4.1])
def test_a_number_out_of_bounds_is_told_with_the_bounds(number: float) -> None:
    with pytest.raises(BadSynthRequest, match="the number must be 1 to 4") as caught:
        check_within(number, (1, 4), "the number")

    assert caught.value.got == number
