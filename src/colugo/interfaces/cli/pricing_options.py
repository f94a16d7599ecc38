"""Options that prices, promotions and reports share: when something holds. Decides nothing."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from colugo.shop.period import Period

_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M"]

From = Annotated[
    datetime | None, typer.Option("--from", formats=_FORMATS, help="From then on, UTC.")
]
Until = Annotated[
    datetime | None, typer.Option("--until", formats=_FORMATS, help="Until before then, UTC.")
]
StoreOnly = Annotated[
    str | None, typer.Option("--store", metavar="STORE", help="Of one store; else of all.")
]


def in_utc(at: datetime | None) -> datetime | None:
    """A moment as it was given, with its time zone."""
    return None if at is None else at.replace(tzinfo=UTC)


def period_of(start: datetime | None, until: datetime | None) -> Period:
    """The period that the two options say.

    Raises:
        PeriodInvalid: it ends before it starts.
    """
    return Period(in_utc(start), in_utc(until))


def period_text(period: Period) -> str:
    """A period in a table: nothing for always."""
    start, end = (
        "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"
        for at in (period.start, period.end)
    )
    return f"{start} to {end}".strip() if start or end else ""
