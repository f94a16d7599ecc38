"""Checks of the numbers that are asked of the drawing. Knows no picture."""

from colugo.errors import BadSynthRequest


def check_within(number: float, low_high: tuple[float, float], what: str) -> None:
    """Raises BadSynthRequest where a number is out of bounds."""
    low, high = low_high
    if not low <= number <= high:
        raise BadSynthRequest(what, f"{low} to {high}", number)
