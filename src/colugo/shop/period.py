"""Moments with a time zone, and periods between them. Knows no clock: time is passed in."""

from dataclasses import dataclass
from datetime import datetime

from colugo.errors import PeriodInvalid


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` on, until before `end`; None leaves that side open.

    Raises:
        PeriodInvalid: a moment without a time zone, or an end that is not after the start.
    """

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None:
                check_moment(moment)
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise PeriodInvalid(f"from {self.start} until {self.end} holds no moment")

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies within."""
        check_moment(at)
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


ALWAYS = Period()


def check_moment(at: datetime) -> None:
    """Refuse a moment that could mean another one elsewhere.

    Raises:
        PeriodInvalid: `at` has no offset from UTC.
    """
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise PeriodInvalid(f"{at} has no time zone")
