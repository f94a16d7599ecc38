"""Where the database of a shop is: a file in its folder, or the server that its settings name."""

import re
from collections.abc import Callable
from pathlib import Path

from colugo.errors import ShopMissing
from colugo.persistence import Database
from colugo.persistence.backup import restore_backup
from colugo.settings import FILE_NAME, Settings
from colugo.shop import Currency

DATABASE_NAME = "shop.sqlite3"
_ADDRESS = re.compile(r"^\s*database_url\s*=.*$", re.MULTILINE)


def create_database(folder: Path, settings: Settings, currency: Currency) -> Database:
    """Make the database of a new shop. Raises as `Database.create` and `create_on_server`."""
    if settings.database_url is None:
        return Database.create(folder / DATABASE_NAME, currency)
    folder.mkdir(parents=True, exist_ok=True)
    return Database.create_on_server(settings.database_url.get_secret_value(), currency, folder)


def open_database(folder: Path, settings: Settings) -> Database:
    """Open the database of a shop.

    Raises:
        ShopMissing: the folder has none, and the settings name none.
        and as `Database.open` and `open_on_server`.
    """
    if settings.database_url is not None:
        return Database.open_on_server(settings.database_url.get_secret_value(), folder)
    if not (folder / DATABASE_NAME).is_file():
        raise ShopMissing(str(folder))
    return Database.open(folder / DATABASE_NAME)


def restore_shop(
    archive: Path, folder: Path, url: str | None, progress: Callable[[int, int], None]
) -> Database:
    """Make the shop of a backup in a new folder, its database there or on a server.

    The settings come with it, but not the address of the database that was backed up: the shop
    that was restored must not write into it. Raises as `restore_backup`.
    """
    database = restore_backup(archive, folder, url=url, progress=progress)
    settings = folder / FILE_NAME
    if settings.is_file():
        told = settings.read_text(encoding="utf-8")
        kept = _ADDRESS.sub("# database_url was left out when a backup was restored", told)
        if kept != told:
            settings.write_text(kept, encoding="utf-8")
    return database
