"""A bar on the screen for what takes long. On a pipe it shows nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress

from colugo.interfaces.cli.context import err
from colugo.progress_columns import progress_columns


@contextmanager
def progress_bar(what: str, total: int, rate: str | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar; what it yields is called with the number of things done so far.

    `rate` names the things whose number a second is shown, too.
    """
    columns = progress_columns(what, rate)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
