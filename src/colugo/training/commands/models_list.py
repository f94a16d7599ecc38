"""What `colugo models list` prints. Fetches and converts nothing."""

from importlib import resources
from pathlib import Path

from rich.console import Console
from rich.table import Table

from colugo.errors import ModelUnusable
from colugo.training.official.cache import remembered_digest
from colugo.training.official.catalogue import SETS, OfficialFile, OfficialSet
from colugo.vision.metadata import read_model_file

_MB = 1_000_000
_UNCUT = 1_000_000  # letters to a line where no screen limits them


def print_sets(console: Console, folder: Path) -> None:
    """Print one line per official file."""
    table = Table("set", "file", "for", "here")
    for one in SETS.values():
        for file, purpose in _files(one):
            table.add_row(one.name, file.file_name, purpose, _state(file, folder))
    _print_uncut(console, table)


def print_defaults(console: Console) -> None:
    """Print the models that come with Colugo, with their ids."""
    for kind in ("detector", "embedder"):
        path = Path(str(resources.files("colugo") / "models" / f"{kind}.onnx"))
        try:
            named = read_model_file(path, kind).model_id("fp32")
        except ModelUnusable as error:
            named = str(error)
        console.print(f"default {kind}: {named}")


def _print_uncut(console: Console, table: Table) -> None:
    """As wide as the screen, long names folded; to a file or a pipe at full width."""
    for column in table.columns:
        column.overflow = "fold"
    if not console.is_terminal:
        options = console.options.update(max_width=_UNCUT)
        table.width = console.measure(table, options=options).maximum
    console.print(table, soft_wrap=False, crop=False)


def _files(one: OfficialSet) -> list[tuple[OfficialFile, str]]:
    exported = [(file, "a shop" if file.network else "training") for file in one.exported]
    return exported + [(file, "training") for file in one.pretrained]


def _state(file: OfficialFile, folder: Path) -> str:
    path = folder / file.file_name
    if path.with_name(f"{path.name}.partial").is_file():
        here = path.with_name(f"{path.name}.partial").stat().st_size
        return f"begun, {here / _MB:.1f} MB"
    if not path.is_file():
        return "no"
    size = f"{path.stat().st_size / _MB:.1f} MB"
    if path.with_name(f"{file.stem}.onnx").is_file():
        return f"converted, {size}"
    return size if remembered_digest(path) else f"{size}, not checked"
