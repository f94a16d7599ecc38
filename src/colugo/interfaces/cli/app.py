"""The command `colugo`. Translates and calls `checkout`; decides nothing."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from colugo import __version__
from colugo.checkout import Shop
from colugo.errors import ColugoError
from colugo.interfaces.cli import gallery, product, scene
from colugo.interfaces.cli.context import err, out

app = typer.Typer(
    name="colugo",
    help="An automatic checkout that sees: goods lie under a camera, Colugo names every one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(product.app, name="product")
app.add_typer(gallery.app, name="gallery")
app.command(name="enrol")(gallery.enrol)
app.command(name="checkout")(scene.checkout)
app.command(name="demo")(scene.demo)

_BAD_INPUT = 2  # the exit code of every error that the user can mend


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(envvar="COLUGO_SHOP", help="Folder to make the shop in.")
    ],
    currency: Annotated[str, typer.Option(help="ISO 4217 code of every price.")] = "CNY",
) -> None:
    """Make an empty shop."""
    with Shop.create(folder, currency=currency) as shop:
        out.print(f"made a shop in {shop.folder}, prices in {shop.currency.code}:")
        out.print("  shop.sqlite3  products, prices and the embedded photos")
        out.print("  photos/       appears with the first photo")
        out.print("  colugo.toml   may be written by you: settings, see docs/settings.md")
        out.print(f"next: colugo product add --shop {shop.folder} --sku … --name … --price …")


@app.command()
def version() -> None:
    """Print the version."""
    out.print(__version__)


def main() -> None:
    """Run the command line; an error that the user can mend is one sentence and exit code 2."""
    try:
        app()
    except ColugoError as error:
        err.print(f"colugo: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(_BAD_INPUT)
    except KeyboardInterrupt:
        err.print("colugo: stopped; what was not finished was not kept", markup=False)
        sys.exit(130)


if __name__ == "__main__":
    main()
