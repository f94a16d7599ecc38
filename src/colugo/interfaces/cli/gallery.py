"""`colugo enrol` and `colugo gallery ...`: photos of products on the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout import GalleryReport, photos_of_folder
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.progress import progress_bar

app = typer.Typer(help="The gallery: the photos that products are known by.", no_args_is_help=True)

_LARGEST_NUMBER = 2**63 - 1  # Source: SQLite, a row number has 64 bits and a sign
_SHOWN_NAMES = 20


def enrol(
    sku: Annotated[
        str | None, typer.Argument(metavar="SKU", help="SKU of the product on the photos.")
    ] = None,
    photos: Annotated[
        list[Path] | None, typer.Argument(metavar="PHOTO", help="JPEG, PNG or WebP files.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Enrol a folder instead: one sub-folder per SKU."),
    ] = None,
    shop: ShopFolder = None,
) -> None:
    """Add photos of a product, or a folder of many products, to the gallery.

    All are added or, when one cannot be used, none. The next scene knows them.
    """
    if (folder is None) == (sku is None):
        raise typer.BadParameter("give either a SKU with its photos, or --folder")
    with open_shop(shop) as opened:
        if folder is not None:
            wanted = photos_of_folder(folder)
            with progress_bar("enrolling", len(wanted)) as progress:
                photo_ids = opened.enrol_all(wanted, progress=progress)
        else:
            with progress_bar("enrolling", len(photos or ())) as progress:
                photo_ids = opened.enrol(sku or "", photos or [], progress=progress)
        skus = {each.sku for each in wanted} if folder is not None else {sku or ""}
        advice = opened.enrolment_advice(skus)
    out.print(f"enrolled {len(photo_ids)} photos")
    _print_finding([str(each) for each in advice], "things would make them surer")


@app.command("list")
def list_photos(
    sku: Annotated[str, typer.Argument(metavar="SKU", help="SKU of the product.")],
    shop: ShopFolder = None,
) -> None:
    """List the photos of a product."""
    table = Table("photo", "size in px", "enrolled", "file")
    with open_shop(shop) as opened:
        for photo in opened.photos(sku):
            size = f"{photo.width_px} x {photo.height_px}"
            table.add_row(str(photo.id), size, f"{photo.added_at:%Y-%m-%d %H:%M}", photo.path)
    print_table(table)


@app.command()
def remove(
    photos: Annotated[
        list[int],
        typer.Argument(
            metavar="NUMBER",
            min=1,
            max=_LARGEST_NUMBER,
            help="Numbers of photos, see `gallery list`.",
        ),
    ],
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
        with progress_bar("embedding", wanted) as progress:
            done = opened.rebuild_gallery(progress=progress)
    out.print(f"embedded {done} photos")


@app.command()
def check(shop: ShopFolder = None) -> None:
    """Look for what is wrong with the gallery; exits with 1 when something is.

    Also says what would make more of it recognised: products that are too alike, photos that look
    like another product or like nothing, and which photo to take next.
    """
    with open_shop(shop) as opened:
        report = opened.check_gallery()
        advice = opened.gallery_advice() if report.is_sound else []
    _print_report(report)
    _print_finding([str(each) for each in advice], "things would make more of it recognised")
    if not report.is_sound:
        raise typer.Exit(1)


def _print_report(report: GalleryReport) -> None:
    out.print(f"{report.products} products are sold, {report.photos} photos are enrolled")
    out.print(f"model in use: {report.model_id}")
    if report.not_embedded:
        out.print(f"  {report.not_embedded} photos are not embedded by it: colugo gallery rebuild")
    findings = (
        (report.missing_files, "photos whose file is gone: remove and enrol them again"),
        (report.without_photos, "products have no photo and cannot be recognised"),
        (report.orphan_files, "files belong to no photo; harmless"),
    )
    for names, meaning in findings:
        _print_finding(names, meaning)
    if report.is_sound:
        out.print("every photo can be searched for")


def _print_finding(names: Sequence[str], meaning: str) -> None:
    if not names:
        return
    out.print(f"  {len(names)} {meaning}")
    for name in names[:_SHOWN_NAMES]:
        out.print(f"    {name}")
    if len(names) > _SHOWN_NAMES:
        out.print(f"    … and {len(names) - _SHOWN_NAMES} more")
