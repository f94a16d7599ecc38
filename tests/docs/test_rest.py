import os
import shutil
import subprocess
from pathlib import Path

import pytest

from colugo import Shop
from colugo.interfaces.rest.routes import ROUTES
from tests.checkout.coloured_shop import RED, photo_of, picture, stocked_shop
from tests.client.running import running
from tests.interfaces.rest.conftest import token_of

from .pages import MANUAL, blocks_of, read

_PAGE = read(MANUAL / "rest.md")


def test_the_examples_of_the_rest_page_run_against_a_service_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    _take_the_photos(tmp_path)
    monkeypatch.chdir(tmp_path)

    with stocked_shop(tmp_path / "shop") as shop, running(shop) as address:
        names = {"ADDRESS": address, "TOKEN": token_of(shop, "manager")}
        for block in blocks_of(_PAGE, "curl"):
            subprocess.run(["bash", "-ec", block], env={**os.environ, **names}, check=True)
        for block in blocks_of(_PAGE, "python"):
            exec(compile(block, "rest.md", "exec"), names)
        _check(shop)

    assert "412" in capsys.readouterr().out


def test_every_route_of_the_table_is_on_the_page() -> None:
    paths = {route.path for route in ROUTES}

    assert [path for path in paths if f"{path}" not in _PAGE and path != "/problems"] == []


def _check(shop: Shop) -> None:
    assert len(shop.photos("tea")) == 2
    assert shop.product("tea").price.minor == 320


def _take_the_photos(folder: Path) -> None:
    yellow = (250, 250, 10)
    (folder / "a1.jpg").write_bytes(photo_of(yellow))
    (folder / "a2.jpg").write_bytes(photo_of(yellow, shade=6))
    (folder / "counter.jpg").write_bytes(picture((yellow, (5, 5, 45, 45)), (RED, (60, 5, 99, 45))))
