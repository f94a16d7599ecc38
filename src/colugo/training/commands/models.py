"""`colugo models ...`: official weights, fetched, converted, compared.

torch is imported only by the commands that convert, so that the others answer at once.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from colugo.errors import ExtraMissing
from colugo.training.commands import models_list
from colugo.training.official.cache import CACHE_VARIABLE, cache_folder, digest
from colugo.training.official.catalogue import BASE_URL, SETS, find_file, get_set
from colugo.training.official.download import Progress as Told
from colugo.training.official.fetch import Fetched, fetch

app = typer.Typer(
    help="Official weights of PaddleClas: fetch, convert, compare.",
    no_args_is_help=True,
    rich_markup_mode=None,  # as the whole command line
)

_out = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
_err = Console(markup=False, emoji=False, highlight=False, soft_wrap=True, stderr=True)

_NETWORKS = "rec, rec-v2, detector, lcnet or lcnet-v2"
_DIFFERS = 1  # the exit code where a model is off

Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="FOLDER",
        help=f"Folder of fetched models; else the one that {CACHE_VARIABLE} names, "
        "else colugo/models in your cache.",
    ),
]


@app.command("list")
def list_models(cache: Cache = None) -> None:
    """List official models, what of them is here, and the default models."""
    folder = cache_folder(cache)
    _out.print(f"cache: {folder}")
    models_list.print_sets(_out, folder)
    models_list.print_defaults(_out)


@app.command()
def pull(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"{', '.join(SETS)}.")],
    cache: Cache = None,
    pretrained: Annotated[
        bool,
        typer.Option("--pretrained", help="The .pdparams to train from, not the exported models."),
    ] = False,
    mirror: Annotated[
        str, typer.Option(metavar="URL", help="Another server with the same files.")
    ] = BASE_URL,
) -> None:
    """Fetch official models and convert them to ONNX. May be interrupted, and goes on."""
    chosen, folder = get_set(name), cache_folder(cache)
    for file in chosen.pretrained if pretrained else chosen.exported:
        with _bar(file.file_name) as progress:
            fetched = fetch(file, folder, base_url=mirror.rstrip("/") + "/", progress=progress)
        state = "is here" if fetched.was_here else "fetched"
        _out.print(f"{state}: {fetched.path} (sha256 {fetched.sha256[:12]}…)")
        if file.network:
            _convert_fetched(fetched, mirror)


@app.command("import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A .pdparams, the .tar of an exported model, its folder or its .pdiparams.",
        ),
    ],
    network: Annotated[
        str | None,
        typer.Option("--as", metavar="NETWORK", help=f"{_NETWORKS}; else it is found out."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.onnx", help="Where to write; else FILE with .onnx, here."),
    ] = None,
) -> None:
    """Convert Paddle weights that you have into a model file of a shop, with its card."""
    if network is not None and network not in _NETWORKS.replace(" or", ",").split(", "):
        raise typer.BadParameter(f"{network!r} is not one of {_NETWORKS}", param_hint="--as")
    target = out or Path(_stem(file) + ".onnx")
    if target.suffix != ".onnx":
        raise typer.BadParameter(f"{target} does not end with .onnx", param_hint="--out")
    official = find_file(file.name)
    source = BASE_URL + official.address if official else file.name
    _convert(file, target, source, network)


@app.command()
def check(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="An .onnx file.")],
    pairs: Annotated[
        Path,
        typer.Argument(
            metavar="PAIRS",
            help="A .npz with input and output (or input_0, output_0, …), "
            "or a text file with two .npy paths to a line.",
        ),
    ],
    tolerance: Annotated[
        float | None,
        typer.Option(
            metavar="NUMBER",
            min=0.0,
            help="Largest difference allowed; else 1e-5 for rows, 0.01 px for boxes.",
        ),
    ] = None,
) -> None:
    """Compare a model with answers kept from elsewhere; exits with 1 when one is off."""
    from colugo.training.convert.compare import compare, read_pairs

    is_off, largest = False, 0.0
    for found in compare(model, read_pairs(pairs)):
        allowed = found.default_tolerance if tolerance is None else tolerance
        is_off |= not found.within(allowed)
        largest = max(largest, found.largest)
        verdict = "ok" if found.within(allowed) else "OFF"
        _out.print(f"{verdict}  {found.sentence()}, allowed {allowed:g}")
    _out.print(f"largest difference: {largest:.2e}")
    if is_off:
        raise typer.Exit(_DIFFERS)


def _convert_fetched(fetched: Fetched, mirror: str) -> None:
    target = fetched.path.with_name(f"{fetched.file.stem}.onnx")
    if target.is_file() and target.with_suffix(".md").is_file() and fetched.was_here:
        _print_use(target, fetched.file.network)
        return
    address = mirror.rstrip("/") + "/" + fetched.file.address
    _convert(fetched.path, target, address, fetched.file.network)


def _convert(file: Path, target: Path, source: str, network: str | None) -> None:
    try:
        from colugo.training.convert import read_official
        from colugo.training.convert.card import ModelCard, left_out_sentence
        from colugo.training.convert.export import export_converted
    except ModuleNotFoundError as error:
        raise ExtraMissing("converting weights", error.name or "torch", "train") from error

    with _err.status("converting"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of sizes that are meant to be fixed
        converted = read_official(file, network)
        parameters = file if file.is_file() else next(iter(sorted(file.glob("*.pdiparams"))))
        difference = export_converted(
            converted, target, target.stem, ModelCard(source, digest(parameters))
        )
    _out.print(f"{converted.official.title}: {converted.tensors} tensors, none missing")
    if converted.left_out:
        _out.print(f"  left out: {left_out_sentence(converted)}")
    _out.print(f"  wrote {target} and {target.with_suffix('.md').name}")
    _out.print(f"  differs from torch by {difference:.1e} at most")
    _print_use(target, converted.official.name)


def _print_use(target: Path, network: str) -> None:
    setting = "detector_model" if network == "detector" else "embedder_model"
    _out.print(f'  to use it, in colugo.toml: {setting} = "{target.resolve().as_posix()}"')


def _stem(file: Path) -> str:
    """What a model is called by: the file or the folder of the export."""
    whole = file.resolve()
    if whole.is_dir():
        return whole.name
    return whole.parent.name if whole.suffix == ".pdiparams" else whole.stem


@contextmanager
def _bar(what: str) -> Iterator[Told]:
    columns = (
        TextColumn(what), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda here, total: bar.update(task, completed=here, total=total or None)
