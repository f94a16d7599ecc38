"""Draw from the command line: `python -m colugo.synth sheet|products|scenes|crops`."""

from pathlib import Path
from typing import Annotated

import cv2
import typer

from colugo.synth.crops import write_crops
from colugo.synth.product import make_products
from colugo.synth.sheet import products_sheet, scenes_sheet
from colugo.synth.write import write_products, write_scenes

app = typer.Typer(add_completion=False, help="Draw products that do not exist and scenes of them.")

Seed = Annotated[int, typer.Option(help="Another seed is another shop.")]
Shop = Annotated[int, typer.Option(help="How many products the shop has.")]
Processes = Annotated[
    int, typer.Option(help="How many work at once; the files do not depend on it.")
]


@app.command()
def sheet(folder: Path, seed: Seed = 3) -> None:
    """Write two contact sheets, synthetic-products.jpg and synthetic-scenes.jpg."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pixels in (("products", products_sheet(seed)), ("scenes", scenes_sheet(seed))):
        path = folder / f"synthetic-{name}.jpg"
        bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
        _, code = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 86])
        path.write_bytes(code.tobytes())
        typer.echo(f"wrote {path}")


@app.command()
def products(
    folder: Path,
    count: Shop = 100,
    views: Annotated[int, typer.Option(help="Photos of each product.")] = 6,
    size_px: Annotated[int, typer.Option(help="Both sides of a photo.")] = 224,
    seed: Seed = 0,
    processes: Processes = 1,
) -> None:
    """Write photos of invented products, one sub-folder per SKU, and products.csv."""
    write_products(
        folder, make_products(seed, count), views, seed, size_px=size_px, processes=processes
    )


@app.command()
def scenes(
    folder: Path,
    count: Annotated[int, typer.Option(help="How many scenes.")] = 100,
    shop: Shop = 100,
    width_px: Annotated[int, typer.Option(help="Width of a scene.")] = 640,
    height_px: Annotated[int, typer.Option(help="Height of a scene.")] = 640,
    seed: Seed = 0,
    scene_seed: Annotated[
        int | None, typer.Option(help="Other scenes of the same shop; else as --seed.")
    ] = None,
    processes: Processes = 1,
) -> None:
    """Write scenes with their answers in COCO JSON."""
    size_wh = (width_px, height_px)
    drawn_with = seed if scene_seed is None else scene_seed
    write_scenes(
        folder, make_products(seed, shop), count, drawn_with, size_wh=size_wh, processes=processes
    )


@app.command()
def crops(
    scenes: Annotated[Path, typer.Argument(help="Folder that `scenes` wrote.")],
    folder: Annotated[Path, typer.Argument(help="Of one sub-folder per SKU.")],
    seed: Seed = 0,
) -> None:
    """Cut the products out of scenes into one sub-folder per SKU, beside their photos."""
    typer.echo(f"wrote {write_crops(scenes, folder, seed)} crops into {folder}")


if __name__ == "__main__":
    app()
