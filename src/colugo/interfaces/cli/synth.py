"""`colugo synth ...`: draw products that do not exist, and scenes, as data sets in COCO JSON."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from colugo.interfaces.cli import synth_options as opt
from colugo.interfaces.cli.context import out
from colugo.interfaces.cli.progress import progress_bar
from colugo.interfaces.cli.synth_photos import Photos, photos_of
from colugo.synth.crops import write_crops
from colugo.synth.dataset import Written
from colugo.synth.levels import levels_of
from colugo.synth.product import SynthProduct, make_look_alikes, make_products
from colugo.synth.sheet import products_sheet, scenes_sheet
from colugo.synth.studio.scene import Rates
from colugo.synth.studio.write import StudioRequest, write_studio_scenes
from colugo.synth.write import write_products, write_scenes
from colugo.vision import Image, write_picture

app = typer.Typer(
    rich_markup_mode=None,
    help="Draw products that do not exist, and scenes, as data sets in COCO JSON.",
    no_args_is_help=True,
)

Out = Annotated[
    Path,
    typer.Argument(
        metavar="OUT", help="A new folder, or one that this very command began: it goes on there."
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Another seed is another shop.")]
Processes = Annotated[
    int, typer.Option(min=1, help="How many work at once; the files do not depend on it.")
]
Families = Annotated[
    int,
    typer.Option(
        min=0,
        help="So many families of look-alikes instead: one layout, other flavour, size, language.",
    ),
]
Members = Annotated[int, typer.Option(help="Look-alikes in each family, 2 to 12.")]


@app.command()
def products(
    folder: Out,
    count: Annotated[int, typer.Option(min=1, help="How many products.")] = 100,
    views: Annotated[int, typer.Option(min=1, help="Photos of each product.")] = 6,
    size_px: Annotated[int, typer.Option(help="Both sides of a photo.")] = 224,
    families: Families = 0,
    members: Members = 5,
    seed: Seed = 0,
    processes: Processes = 1,
) -> None:
    """Write photos of invented products: a sub-folder per SKU, products.csv, annotations.json."""
    shop = _invented(seed, count, families, members)
    with progress_bar("drawing products", len(shop) * views, "pictures") as show:
        done = write_products(
            folder, shop, views, seed, size_px=size_px, processes=processes, progress=show
        )
    _told(done, folder)


@app.command()
def scenes(
    folder: Out, count: opt.Count = 100, products: opt.Products = 100,
    from_shop: opt.FromShop = None, from_photos: opt.FromPhotos = None, skip: opt.Skip = 0,
    backgrounds: opt.Backgrounds = None, overlap: opt.Overlap = None,
    truncated: opt.Truncated = None, empty: opt.Empty = 0.0, level: opt.Levels = None,
    families: Families = 0, members: Members = 5, width_px: opt.WidthPx = 640,
    height_px: opt.HeightPx = 640, seed: Seed = 0, scene_seed: opt.SceneSeed = None,
    processes: Processes = 1,
) -> None:  # fmt: skip
    """Write scenes with what is on them: images/ and annotations.json.

    Of invented products, or of the products that photos show, cut out. --skip, --backgrounds,
    --overlap, --truncated and --empty are for photos.
    """
    size_wh, levels = (width_px, height_px), levels_of(level or ["any"])
    drawn_with = seed if scene_seed is None else scene_seed
    if from_shop is None and from_photos is None:
        if (skip, backgrounds, overlap, truncated, empty) != (0, None, None, None, 0.0):
            raise typer.BadParameter("--skip, --backgrounds, --overlap, --truncated and --empty "
                                     "go with --from-shop or --from-photos")  # fmt: skip
        with progress_bar("drawing scenes", count, "pictures") as show:
            done = write_scenes(
                folder, _invented(seed, products, families, members), count, drawn_with,
                size_wh=size_wh, levels=levels, processes=processes, progress=show,
            )  # fmt: skip
        return _told(done, folder)
    wanted = StudioRequest(
        count, levels, size_wh, drawn_with, empty, Rates(overlap, truncated), backgrounds
    )
    with photos_of(from_shop, from_photos, skip) as photos:
        return _compose(folder, photos, wanted, processes)


def _invented(seed: int, count: int, families: int, members: int) -> list[SynthProduct]:
    return make_look_alikes(seed, families, members) if families else make_products(seed, count)


def _compose(folder: Path, photos: Photos, wanted: StudioRequest, processes: int) -> None:
    total = len(photos.exemplars)
    with (
        progress_bar("cutting out", total, "photos") as cutting,
        progress_bar("laying down", wanted.count, "pictures") as show,
    ):
        studio = write_studio_scenes(
            folder, photos.exemplars, photos.find, wanted, titles=photos.titles,
            processes=processes, cutting=cutting, progress=show,
        )  # fmt: skip
    out.print(f"{studio.cutouts} of {total} photos give a cut-out, see cutouts/ and cutouts.json")
    for reason, number in Counter(each.reason for each in studio.left).most_common():
        out.print(f"  {number} do not: {reason}")
    _told(studio.written, folder)


@app.command()
def crops(
    scenes: Annotated[
        Path, typer.Argument(metavar="SCENES", help="Folder that `colugo synth scenes` wrote.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Gets a sub-folder per SKU.")],
    seed: Annotated[int, typer.Option(min=0, help="Of the errors of the boxes.")] = 0,
) -> None:
    """Cut the products out of scenes into one sub-folder per SKU, beside their photos."""
    written = write_crops(scenes, folder, seed)
    out.print(f"wrote {written} crops into {folder}")


@app.command()
def sheet(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the two pictures.")],
    seed: Annotated[int, typer.Option(min=0, help="Another seed shows other products.")] = 3,
) -> None:
    """Write two contact sheets, synthetic-products.jpg and synthetic-scenes.jpg."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pixels in (("products", products_sheet(seed)), ("scenes", scenes_sheet(seed))):
        path = folder / f"synthetic-{name}.jpg"
        write_picture(Image(pixels), path)
        out.print(f"wrote {path}")


def _told(written: Written, folder: Path) -> None:
    """Say what was written and how fast."""
    kept = written.pictures - written.drawn
    before = f", {kept} were there before" if kept else ""
    rate = written.drawn / max(written.seconds, 1e-3)
    at = f" at {rate:.1f} pictures/s" if written.drawn else ""
    out.print(f"{folder}: {written.drawn} pictures drawn{at}{before}; answers in annotations.json")
