"""What a progress bar shows: how many of how many, time gone and left, and how fast it goes."""

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class RateColumn(ProgressColumn):
    """How many things are done in a second, of late."""

    def __init__(self, things: str) -> None:
        super().__init__()
        self._things = things

    def render(self, task: Task) -> Text:
        """For example `12.3 pictures/s`; nothing before the first is done."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f} {self._things}/s")


def progress_columns(
    what: str = "{task.description}", rate: str | None = None
) -> tuple[ProgressColumn, ...]:
    """The columns of a bar for things that are counted.

    Args:
        what: stands before it.
        rate: the name of the things, to show how many are done in a second; None for no rate.
    """
    columns = (
        TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    return columns if rate is None else (*columns, RateColumn(rate))
