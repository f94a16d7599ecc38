"""`colugo enrol` and `colugo gallery ...`: photos of products on the command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from colugo.checkout import GalleryReport, photos_of_folder
from colugo.errors import NothingToEnrol
from colugo.interfaces.cli.context import ShopFolder, err, open_shop, out

app = typer.Typer(help="The gallery: the photos that products are known by.", no_args_is_help=True)


def enrol(
    sku: Annotated[str | None, typer.Argument(help="SKU of the product on the photos.")] = None,
    photos: Annotated[list[str] | None, typer.Argument(help="JPEG, PNG or WebP files.")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Enrol a folder instead: one sub-folder per SKU.")
    ] = None,
    shop: ShopFolder = None,
) -> None:
    """Add photos of a product, or a folder of many products, to the gallery.

    All are added or, when one cannot be used, none. The next scene knows them.
    """
    if (folder is None) == (sku is None):
        raise NothingToEnrol("the command", "either a SKU with photos, or --folder")
    with open_shop(shop) as opened:
        if folder is not None:
            count = len(photos_of_folder(folder))
            with _progress("enrolling", count) as progress:
                photo_ids = opened.enrol_folder(folder, progress=progress)
        else:
            with _progress("enrolling", len(photos or ())) as progress:
                photo_ids = opened.enrol(sku or "", photos or [], progress=progress)
    out.print(f"enrolled {len(photo_ids)} photos")


@app.command("list")
def list_photos(
    sku: Annotated[str, typer.Argument(help="SKU of the product.")], shop: ShopFolder = None
) -> None:
    """List the photos of a product."""
    table = Table("photo", "size in px", "enrolled", "file")
    with open_shop(shop) as opened:
        for photo in opened.photos(sku):
            size = f"{photo.width_px} x {photo.height_px}"
            table.add_row(str(photo.id), size, f"{photo.added_at:%Y-%m-%d %H:%M}", photo.path)
    out.print(table)


@app.command()
def remove(
    photos: Annotated[list[int], typer.Argument(help="Numbers of photos, see `gallery list`.")],
    shop: ShopFolder = None,
) -> None:
    """Remove photos, all that are named or, when one is not there, none."""
    with open_shop(shop) as opened:
        removed = opened.remove_photos(photos)
    out.print(f"removed {len(removed)} photos")


@app.command()
def rebuild(shop: ShopFolder = None) -> None:
    """Embed every photo that the model in use has not embedded. May be interrupted."""
    with open_shop(shop) as opened:
        wanted = opened.check_gallery().not_embedded
        with _progress("embedding", wanted) as progress:
            done = opened.rebuild_gallery(progress=progress)
    out.print(f"embedded {done} photos")


@app.command()
def check(shop: ShopFolder = None) -> None:
    """Look for what is wrong with the gallery; exits with 1 when something is."""
    with open_shop(shop) as opened:
        report = opened.check_gallery()
    _print_report(report)
    if not report.is_sound:
        raise typer.Exit(1)


def _print_report(report: GalleryReport) -> None:
    out.print(f"{report.products} products are sold, {report.photos} photos are enrolled")
    out.print(f"model in use: {report.model_id}", highlight=False)
    findings = (
        (report.not_embedded, "photos are not embedded by it: colugo gallery rebuild"),
        (len(report.missing_files), "photos whose file is gone: remove and enrol them again"),
        (len(report.orphan_files), "files belong to no photo; harmless"),
        (len(report.without_photos), "products have no photo and cannot be recognised"),
        (len(report.with_one_photo), "products have one photo; a second makes them surer"),
    )
    for count, meaning in findings:
        if count:
            out.print(f"  {count} {meaning}")
    named = (*report.missing_files, *report.without_photos, *report.with_one_photo)
    for name in named[:20]:
        out.print(f"    {name}", highlight=False)
    if report.is_sound:
        out.print("every photo can be searched for")


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
