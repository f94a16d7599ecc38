"""Where the command line finds its shop, and where it prints. Knows no command."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from colugo.checkout import Shop

SHOP_VARIABLE = "COLUGO_SHOP"

out = Console()
err = Console(stderr=True)

ShopFolder = Annotated[
    Path | None,
    typer.Option("--shop", help=f"Folder of the shop; else {SHOP_VARIABLE}, else this folder."),
]


def open_shop(folder: Path | None) -> Shop:
    """Open the shop that was named, or that the environment names, or this folder's.

    Raises:
        ShopMissing: there is none.
    """
    return Shop.open(folder or Path(os.environ.get(SHOP_VARIABLE) or "."))
