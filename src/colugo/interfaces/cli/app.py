"""The command `colugo`. Translates and calls `checkout`; decides nothing."""

import io
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from colugo import __version__
from colugo.checkout import Shop
from colugo.errors import ColugoError
from colugo.interfaces.cli import (
    audit,
    category,
    db,
    evaluate,
    gallery,
    kiosk,
    legacy_gallery,
    legacy_shop,
    order,
    person,
    price_list,
    product,
    promotion,
    report,
    scene,
    serve,
    stock,
    store,
    tax,
    token,
    visit,
)
from colugo.interfaces.cli.context import SHOP_VARIABLE, err, out
from colugo.interfaces.cli.lazy import WithTraining

app = typer.Typer(
    name="colugo",
    cls=WithTraining,
    help="An automatic checkout that sees: products lie under a camera, Colugo names every one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help and errors as plain sentences, which pipes and logs can keep
)

_BAD_INPUT = 2  # the exit code of every error that the user can mend
_INTERRUPTED = 130  # Source: POSIX shells, 128 and the number of SIGINT


@app.command()
def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="SHOP_DIR",
            envvar=SHOP_VARIABLE,
            help="Folder to make the shop in; it is made if need be.",
        ),
    ],
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="ISO 4217 code of every price, for good.")
    ] = "CNY",
) -> None:
    """Make an empty shop."""
    with Shop.create(folder, currency=currency) as shop:
        out.print(f"made a shop in {shop.folder}, prices in {shop.currency.code}:")
        out.print("  shop.sqlite3  products, prices and the embedded photos")
        out.print("  photos/       appears with the first photo")
        out.print("  colugo.toml   may be written by you: settings, see docs/settings.md")
        place = shlex.quote(str(shop.folder))
        out.print(f"next: colugo product add --shop {place} --sku … --name … --price …")


app.add_typer(product.app, name="product")
app.add_typer(category.app, name="category")
app.add_typer(price_list.app, name="price-list")
app.add_typer(promotion.app, name="promotion")
app.add_typer(tax.app, name="tax")
app.command(name="enrol")(gallery.enrol)
app.command(name="checkout")(scene.checkout)
app.add_typer(gallery.app, name="gallery")
app.add_typer(store.app, name="store")
app.command(name="sell")(order.sell)
app.add_typer(order.app, name="order")
app.add_typer(visit.app, name="visit")
app.add_typer(stock.app, name="stock")
app.add_typer(report.app, name="report")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(audit.app, name="audit")
app.add_typer(db.app, name="db")
app.command(name="demo")(scene.demo)
app.command(name="build-gallery")(legacy_gallery.build)
app.command(name="predict-rec")(legacy_gallery.predict_rec)
app.command(name="predict-system")(legacy_gallery.predict_system)
app.add_typer(legacy_shop.app, name="legacy")
app.command(name="serve")(serve.serve)
app.command(name="kiosk")(kiosk.kiosk)
app.add_typer(person.app, name="person")
app.add_typer(token.app, name="token")


@app.command()
def version() -> None:
    """Print the version."""
    out.print(__version__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error that the user can mend is one sentence and exit code 2.

    Args:
        arguments: what follows `colugo`; None for those of the process.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # a screen of few letters is no reason to stop
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app(arguments)
    except ColugoError as error:
        err.print(f"colugo: {error}", style="red")
        sys.exit(_BAD_INPUT)
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            err.print("colugo: stopped; what was done before stays, the rest is as it was")
        raise


if __name__ == "__main__":
    main()
