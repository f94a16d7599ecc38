import math

import pytest

from colugo.errors import CoordinatesInvalid
from colugo.shop.people import Coordinates


def test_degrees_are_kept_to_the_millionth() -> None:
    place = Coordinates.of(31.2304161, -121.4737)

    assert place == Coordinates(31_230_416, -121_473_700)
    assert (place.latitude, place.longitude) == (31.230416, -121.4737)


def test_no_degrees_are_no_place() -> None:
    assert Coordinates.of(None, None) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "what"),
    [
        (90.1, 0.0, "latitude"), (-91.0, 0.0, "latitude"), (0.0, 180.5, "longitude"),
        (math.nan, 0.0, "latitude"), (0.0, math.inf, "longitude"), (None, 1.0, "latitude"),
        (1.0, None, "longitude"),
    ],
)  # fmt: skip
def test_what_is_nowhere_is_refused_by_its_name(
    latitude: float | None, longitude: float | None, what: str
) -> None:
    with pytest.raises(CoordinatesInvalid, match=what):
        Coordinates.of(latitude, longitude)
