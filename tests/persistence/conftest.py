import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from colugo.persistence import Database
from tests.postgres import postgres_server as postgres_server
from tests.postgres import postgres_shop_url as postgres_shop_url
from tests.postgres import postgres_url as postgres_url

from .samples import CNY


@pytest.fixture
def file_database(tmp_path: Path) -> Iterator[Database]:
    """An empty shop in a file."""
    with Database.create(tmp_path / "shop" / "colugo.sqlite", CNY) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty shop in a file, and once more on a server."""
    if request.param == "sqlite":
        yield request.getfixturevalue("file_database")
        return
    url = request.getfixturevalue("postgres_shop_url")
    with Database.open_on_server(url, tmp_path / "shop") as opened:
        yield opened


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes, where the user of the tests may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("mounting a small disk needs the rights of an administrator")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
