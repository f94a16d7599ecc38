"""`colugo data ...`: looks over lists of pictures, and writes them for known data sets."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from colugo.errors import TrainConfigInvalid
from colugo.legacy.train_config import DatasetSection
from colugo.legacy.train_reading import read_train_config
from colugo.progress_columns import progress_columns
from colugo.training.adapters import ADAPTERS, adapt
from colugo.training.recognition.check_data import (
    Finding,
    Part,
    findings,
    look_at_all,
    parts_of,
    paths_of,
)
from colugo.training.recognition.lists import read_pictures

app = typer.Typer(
    help="Lists of pictures for training: check them, write them.",
    no_args_is_help=True,
    rich_markup_mode=None,  # as the whole command line
)

_out = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
_err = Console(markup=False, emoji=False, highlight=False, soft_wrap=True, stderr=True)

_WRONG = 1  # the exit code where something is wrong with the lists
_UNCUT = 1_000_000  # letters to a line where no screen limits them


@app.command()
def check(
    config: Annotated[
        Path | None,
        typer.Option("-c", "--config", metavar="FILE", help="YAML config, as PaddleClas has it."),
    ] = None,
    override: Annotated[
        list[str] | None,
        typer.Option("-o", "--override", metavar="KEY=VALUE", help="Sets one key; may come again."),
    ] = None,
    list_file: Annotated[
        Path | None,
        typer.Option("--list", metavar="LIST", help="Without a config: a list to train on."),
    ] = None,
    root: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the pictures of LIST are.")
    ] = Path(),
    delimiter: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Between the columns of LIST; else one space."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="LIST", help="A list to test on: no picture may be in both."),
    ] = None,
    class_num: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Columns of the head; else the config's."),
    ] = None,
) -> None:
    """Look over lists and pictures before a training; exits with 1 when something is wrong."""
    if (config is None) == (list_file is None):
        raise typer.BadParameter("give a config (-c) or a list (--list), one of them")
    if config is not None:
        if against is not None or delimiter is not None:
            raise typer.BadParameter("--against and --delimiter go with --list, not with -c")
        settings = read_train_config(config, override or [])
        parts, class_num = parts_of(settings), class_num or settings.arch.head.class_num
        if not parts:
            raise TrainConfigInvalid(str(config), "DataLoader", "names no list to look at")
    else:
        named = [("list", list_file), ("against", against)]
        parts = [_part(name, path, root, delimiter) for name, path in named if path is not None]
    paths = paths_of(parts)
    with _bar("pictures") as told:
        looks = look_at_all(paths, lambda done: told(done, len(paths)))
    for part in parts:
        labels = len({picture.label for picture in part.listed})
        _out.print(f"{part.name}: {len(part.listed)} pictures of {labels} labels")
    _report(findings(parts, looks, class_num))


@app.command()
def lists(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{', '.join(ADAPTERS)}.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the data set is.")],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder of the lists; made if need be.")
    ],
) -> None:
    """Write the lists that training, evaluation and galleries need, of a known data set."""
    if kind not in ADAPTERS:
        raise typer.BadParameter(f"{kind!r} is not one of {', '.join(ADAPTERS)}")
    with _bar(kind) as told:
        written = adapt(kind, folder, out, told)
    _out.print(f"{written.train_list}: {written.train} pictures")
    _out.print(f"{written.test_list}: {written.test} pictures, each with its own id")
    _out.print(f"{written.data_file}: {written.gallery} pictures with names")
    _out.print("to train on it, give `colugo train`:")
    for option in written.options:
        _out.print(f"  -o {shlex.quote(option)}")


def _part(name: str, path: Path, root: Path, delimiter: str | None) -> Part:
    section = DatasetSection(
        name="ImageNetDataset", image_root=str(root), cls_label_path=str(path), delimiter=delimiter
    )
    return Part("against" if name == "against" else "list", read_pictures(section))


def _report(found: list[Finding]) -> None:
    if not found:
        _out.print("nothing is wrong")
        return
    table = Table("problem", "in", "how many", "what")
    for each in found:
        table.add_row(each.problem, each.part, str(each.times), each.detail)
    for column in table.columns:
        column.overflow = "fold"
    if not _out.is_terminal:
        table.width = _out.measure(table, options=_out.options.update(max_width=_UNCUT)).maximum
    _out.print(table, soft_wrap=False, crop=False)
    raise typer.Exit(_WRONG)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = progress_columns(what)
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
