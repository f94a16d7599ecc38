"""`colugo db ...`: look the database over, back it up while it is open, restore it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from colugo.checkout.shop_database import open_database, restore_shop
from colugo.errors import DatabaseUnsound, ShopMissing
from colugo.interfaces.cli.context import SHOP_VARIABLE, ShopFolder, out
from colugo.interfaces.cli.progress import progress_bar
from colugo.persistence import Database
from colugo.persistence.backup import write_backup
from colugo.persistence.soundness import find_faults
from colugo.settings import FILE_NAME, Settings

app = typer.Typer(help="The database: check, back up, restore.", no_args_is_help=True)

Archive = Annotated[Path, typer.Argument(metavar="FILE", help="The archive, a zip file.")]


@app.command()
def check(shop: ShopFolder = None) -> None:
    """Look everything over: structure, photos, orders, stock, audit log."""
    with _open(shop) as database:
        faults = find_faults(database)
    if faults:
        raise DatabaseUnsound(faults)
    out.print(f"{database.path} is sound")


@app.command()
def upgrade(shop: ShopFolder = None) -> None:
    """Bring the database of an older Colugo up to this one, after a copy beside it."""
    with _open(shop) as database:
        made = database.backup
    out.print(f"up to date; the old one is kept in {made}" if made else "up to date already")


@app.command()
def backup(archive: Archive, shop: ShopFolder = None) -> None:
    """Write the whole shop into one file, while it goes on selling."""
    with _open(shop) as database, progress_bar("percent", 100) as show:
        files = write_backup(
            database, archive, more=[FILE_NAME], progress=lambda done, of: show(100 * done // of)
        )
    out.print(f"{archive}: {files} files")


@app.command()
def restore(
    archive: Archive,
    folder: Annotated[Path, typer.Argument(metavar="SHOP_DIR", help="A new folder.")],
    database_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="An empty PostgreSQL database to keep the shop in."),
    ] = None,
) -> None:
    """Make the shop of a backup in a new folder, or on a server, every file checked."""
    with progress_bar("percent", 100) as show:
        database = restore_shop(
            archive, folder, database_url, lambda done, of: show(100 * done // of)
        )
    with database, database.reading() as work:
        products, photos = work.products.count(), work.photos.count()
    out.print(f"{folder}: {products} products, {photos} photos, all sound")
    if database_url is not None:
        out.print("set database_url to its address: in COLUGO_DATABASE_URL, or in colugo.toml")


def _open(shop: Path | None) -> Database:
    """The database alone: an unsound one may have a gallery that cannot be loaded."""
    folder = shop or Path(os.environ.get(SHOP_VARIABLE) or ".")
    if not folder.is_dir():
        raise ShopMissing(str(folder))
    return open_database(folder, Settings.load(folder))
