"""Where on earth a store is. Knows no map."""

from dataclasses import dataclass
from typing import Final

from colugo.errors import CoordinatesInvalid

MICRO: Final = 1_000_000  # a millionth of a degree is at most 11 cm
_HIGHEST_LATITUDE: Final = 90 * MICRO
_HIGHEST_LONGITUDE: Final = 180 * MICRO


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place by latitude and longitude, in whole millionths of a degree.

    Whole numbers, so that it is kept as a document and comes back equal.

    Raises:
        CoordinatesInvalid: beyond a pole, or more than half around the earth.
    """

    latitude_e6: int
    longitude_e6: int

    def __post_init__(self) -> None:
        for what, value, highest in (
            ("latitude", self.latitude_e6, _HIGHEST_LATITUDE),
            ("longitude", self.longitude_e6, _HIGHEST_LONGITUDE),
        ):
            if type(value) is not int or abs(value) > highest:
                raise CoordinatesInvalid(what, value, highest // MICRO)

    @classmethod
    def of(cls, latitude: float | None, longitude: float | None) -> "Coordinates | None":
        """A place by degrees; None where neither is given.

        Raises:
            CoordinatesInvalid: out of range, or only one is given.
        """
        if latitude is None and longitude is None:
            return None
        if latitude is None or longitude is None:
            missing = "latitude" if latitude is None else "longitude"
            raise CoordinatesInvalid(missing, None, 90 if latitude is None else 180)
        return cls(_micro("latitude", latitude, 90), _micro("longitude", longitude, 180))

    @property
    def latitude(self) -> float:
        """In degrees, north above 0."""
        return self.latitude_e6 / MICRO

    @property
    def longitude(self) -> float:
        """In degrees, east above 0."""
        return self.longitude_e6 / MICRO


def _micro(what: str, degrees: float, highest: int) -> int:
    if not abs(degrees) <= highest:  # so that what is no number is refused, too
        raise CoordinatesInvalid(what, degrees, highest)
    return round(degrees * MICRO)
