"""The options of `colugo synth scenes`, one type each."""

from pathlib import Path
from typing import Annotated

import typer

from colugo.synth.levels import LEVELS

Count = Annotated[int, typer.Option(min=1, help="How many scenes.")]
Products = Annotated[
    int, typer.Option("--products", min=1, help="How many invented products there are.")
]
FromShop = Annotated[
    Path | None,
    typer.Option(metavar="SHOP_DIR", help="Lay down what this shop's photos show instead."),
]
FromPhotos = Annotated[
    Path | None,
    typer.Option(
        metavar="PHOTOS",
        help="Lay down what these photos show instead: a folder per product, or a list.",
    ),
]
Skip = Annotated[
    int,
    typer.Option(min=0, help="Photos of each product passed over: those that are enrolled."),
]
Backgrounds = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Take grounds outside the boxes of COCO pictures."),
]
Overlap = Annotated[
    float | None, typer.Option(help="Share of the photos' products upon others; else by level.")
]
Truncated = Annotated[
    float | None, typer.Option(help="Share that the picture's rim cuts; else by level.")
]
Empty = Annotated[float, typer.Option(help="Share of the scenes with nothing on them.")]
Levels = Annotated[
    list[str] | None,
    typer.Option(metavar="LEVEL", help=f"{', '.join(LEVELS)}; repeated, they take turns."),
]
WidthPx = Annotated[int, typer.Option(help="Width of a scene.")]
HeightPx = Annotated[int, typer.Option(help="Height of a scene.")]
SceneSeed = Annotated[
    int | None, typer.Option(min=0, help="Other scenes of the same shop; else as --seed.")
]
