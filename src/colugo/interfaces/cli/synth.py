"""`colugo synth ...`: draw products that do not exist, and scenes, as data sets in COCO JSON."""

from pathlib import Path
from typing import Annotated

import typer

from colugo.interfaces.cli.context import out
from colugo.interfaces.cli.progress import progress_bar
from colugo.synth.crops import write_crops
from colugo.synth.dataset import Written
from colugo.synth.levels import LEVELS, levels_of
from colugo.synth.product import make_products
from colugo.synth.sheet import products_sheet, scenes_sheet
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


@app.command()
def products(
    folder: Out,
    count: Annotated[int, typer.Option(min=1, help="How many products.")] = 100,
    views: Annotated[int, typer.Option(min=1, help="Photos of each product.")] = 6,
    size_px: Annotated[int, typer.Option(help="Both sides of a photo.")] = 224,
    seed: Seed = 0,
    processes: Processes = 1,
) -> None:
    """Write photos of invented products: a sub-folder per SKU, products.csv, annotations.json."""
    shop = make_products(seed, count)
    with progress_bar("drawing products", len(shop) * views, "pictures") as show:
        done = write_products(
            folder, shop, views, seed, size_px=size_px, processes=processes, progress=show
        )
    _told(done, folder)


@app.command()
def scenes(
    folder: Out,
    count: Annotated[int, typer.Option(min=1, help="How many scenes.")] = 100,
    products: Annotated[
        int, typer.Option("--products", min=1, help="How many products the shop has.")
    ] = 100,
    level: Annotated[
        list[str] | None,
        typer.Option(metavar="LEVEL", help=f"{', '.join(LEVELS)}; repeated, they take turns."),
    ] = None,
    width_px: Annotated[int, typer.Option(help="Width of a scene.")] = 640,
    height_px: Annotated[int, typer.Option(help="Height of a scene.")] = 640,
    seed: Seed = 0,
    scene_seed: Annotated[
        int | None, typer.Option(min=0, help="Other scenes of the same shop; else as --seed.")
    ] = None,
    processes: Processes = 1,
) -> None:
    """Write scenes of invented products with what is on them: images/ and annotations.json."""
    with progress_bar("drawing scenes", count, "pictures") as show:
        done = write_scenes(
            folder, make_products(seed, products), count,
            seed if scene_seed is None else scene_seed, size_wh=(width_px, height_px),
            levels=levels_of(level or ["any"]), processes=processes, progress=show,
        )  # fmt: skip
    _told(done, folder)


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
