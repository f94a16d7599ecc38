"""What a progress bar shows: what is done, how many of how many, time gone and time left."""

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


def progress_columns(what: str = "{task.description}") -> tuple[ProgressColumn, ...]:
    """The columns of a bar for things that are counted; `what` stands before it."""
    return (
        TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
