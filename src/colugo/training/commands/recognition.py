"""What `colugo train`, `eval` and `export` share: options, progress, log. Trains nothing.

torch is imported only when one of them runs, so that `colugo --help` answers at once.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from colugo.errors import ExtraMissing
from colugo.legacy.train_config import TrainConfig
from colugo.legacy.train_reading import explain, read_train_config
from colugo.progress_columns import progress_columns

out = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)

Config = Annotated[
    Path, typer.Option("-c", "--config", metavar="FILE", help="YAML config, as PaddleClas has it.")
]
Overrides = Annotated[
    list[str] | None,
    typer.Option("-o", "--override", metavar="KEY=VALUE", help="Sets one key; may come again."),
]
Explain = Annotated[bool, typer.Option("--explain", help="Print what every key became, and stop.")]


def read_config(path: Path, overrides: list[str] | None) -> TrainConfig:
    """The config of a command line; without torch it is said how to get it.

    Raises:
        ExtraMissing: torch is not installed.
        TrainConfigInvalid, LegacyFileUnreadable: by their names.
    """
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError as error:
        raise ExtraMissing("training", "torch", "train") from error
    return read_train_config(path, overrides or ())


def print_explained(config: TrainConfig) -> None:
    """Print every key: what it became, whether the file gave it, what it means."""
    for row in explain(config):
        origin = "" if row.is_given else "  (default)"
        meaning = f"  # {row.meaning}" if row.meaning else ""
        out.print(f"{row.key} = {row.value}{origin}{meaning}")


@contextmanager
def watched(log_file: Path | None) -> Iterator[tuple[Callable[[str], None], Any]]:
    """A log (screen and file) and a watch over batches with a progress bar.

    Only the first of several processes shows anything.
    """
    is_first = os.environ.get("RANK", "0") == "0"
    progress = Progress(*progress_columns(), console=out, disable=not is_first, transient=True)

    def log(line: str) -> None:
        progress.console.print(line)
        if log_file is not None:
            log_file.parent.mkdir(parents=True, exist_ok=True)
            with log_file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    def watch(batches: Iterable[Any], what: str, count: int) -> Iterator[Any]:
        progress.start()  # not before: what is refused leaves no line on the screen
        task = progress.add_task(what, total=count)
        for batch in batches:
            yield batch
            progress.advance(task)
        progress.remove_task(task)

    try:
        yield log, watch
    finally:
        if progress.live.is_started:
            progress.stop()
