"""Where the command line finds its shop, and how it prints. Knows no command."""

import json
import os
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from colugo.checkout import Shop

SHOP_VARIABLE = "COLUGO_SHOP"
_UNCUT = 1_000_000  # letters to a line where no screen limits them

# Names and paths are printed as they are: never as markup, emoji codes or wrapped lines.
out = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
err = Console(markup=False, emoji=False, highlight=False, soft_wrap=True, stderr=True)


class Rules(Enum):
    """Whose rules decide what a picture shows."""

    COLUGO = "colugo"
    PADDLE = "paddle"


ShopFolder = Annotated[
    Path | None,
    typer.Option(
        "--shop",
        metavar="SHOP_DIR",
        help=f"Folder of the shop; else the one that {SHOP_VARIABLE} names, else this folder.",
    ),
]


def shop_folder(named: Path | None) -> Path:
    """The folder that was named, or that the environment names, or this one."""
    return named or Path(os.environ.get(SHOP_VARIABLE) or ".")


def open_shop(folder: Path | None, **options: Any) -> Shop:
    """Open the shop that was named, or that the environment names, or this folder's.

    Args:
        folder: that was named.
        options: settings to use instead of those of file and environment.

    Raises:
        ShopMissing: there is none.
    """
    return Shop.open(shop_folder(folder), **options)


def print_table(table: Table) -> None:
    """Print a table as wide as the screen, long cells folded; to a file or pipe at full width."""
    for column in table.columns:
        column.overflow = "fold"
    if not out.is_terminal:
        options = out.options.update(max_width=_UNCUT)
        table.width = out.measure(table, options=options).maximum
    out.print(table, soft_wrap=False, crop=False)


def print_json(facts: Mapping[str, Any]) -> None:
    """Print one JSON object on one line, in ASCII where the output cannot take all letters."""
    typer.echo(json.dumps(facts, ensure_ascii=not out.encoding.startswith("utf")))
