"""Who acts on the command line, and when. Decides nothing."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer

from colugo.shop.orders import By

ByName = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does it; else who is logged in."),
]


def acting(name: str | None) -> By:
    """The person at the keyboard: whoever can read the folder of the shop may do everything."""
    return By(name or getpass.getuser(), "admin", datetime.now(UTC))
