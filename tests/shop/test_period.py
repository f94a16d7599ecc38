from datetime import UTC, datetime, timedelta

import pytest

from colugo.errors import PeriodInvalid
from colugo.shop.period import ALWAYS, Period

from .samples import MONDAY_8

DAY = timedelta(days=1)


def test_a_period_holds_its_start_but_not_its_end() -> None:
    period = Period(MONDAY_8, MONDAY_8 + DAY)

    assert period.holds(MONDAY_8)
    assert not period.holds(MONDAY_8 - timedelta(microseconds=1))
    assert not period.holds(MONDAY_8 + DAY)


def test_an_open_side_has_no_limit() -> None:
    assert ALWAYS.holds(MONDAY_8)
    assert Period(end=MONDAY_8).holds(MONDAY_8 - 9999 * DAY)
    assert not Period(start=MONDAY_8).holds(MONDAY_8 - DAY)


def test_time_zones_are_compared_as_moments() -> None:
    same = MONDAY_8.astimezone(UTC)

    assert Period(start=MONDAY_8).holds(same)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(PeriodInvalid, match=r"\+08:00"):
        ALWAYS.holds(datetime(2026, 1, 5, 8))
    with pytest.raises(PeriodInvalid):
        Period(start=datetime(2026, 1, 5, 8))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(PeriodInvalid):
        Period(MONDAY_8, MONDAY_8)
