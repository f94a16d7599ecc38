"""Where the database of a shop is: a file in its folder, or the server that its settings name."""

from pathlib import Path

from colugo.errors import ShopMissing
from colugo.persistence import Database
from colugo.settings import Settings
from colugo.shop import Currency

DATABASE_NAME = "shop.sqlite3"


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
