"""How long to wait before a request is sent again. Knows no protocol."""

import random
from typing import Final

_FIRST_WAIT_S: Final = 0.2  # doubled each time: 3 s in all for 4 repeats
_LONGEST_WAIT_S: Final = 2.0


def wait_s(repeat: int) -> float:
    """Seconds before repeat number `repeat`, 0 the first; a little by chance, so none crowd."""
    longest_s: float = min(_FIRST_WAIT_S * 2**repeat, _LONGEST_WAIT_S)
    return longest_s * random.uniform(0.5, 1)
