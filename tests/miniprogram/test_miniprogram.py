"""The mini-program: its types, its parts in a simulator of WeChat, its pages on a real service."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from colugo import Shop
from colugo.checkout.people import People
from colugo.shop.people import Counter, Person, Store
from tests.checkout.coloured_shop import (
    BLUE,
    GREEN,
    GREY,
    RED,
    photo_of,
    picture,
    stocked_shop,
)
from tests.client.running import running
from tests.interfaces.rest.conftest import AT_THE_KEYBOARD
from tests.interfaces.rest.wechat_service import APP_ID, SECRET, wechat

MINI_PROGRAM = Path(__file__).parents[2] / "miniprogram"
PASSWORD = "a long enough password"
PURPLE = (150, 20, 170)
SECRETS = re.compile(r"(?i)(secret|api_?key|private.?key)\s*[:=]\s*[\"'][^\"']+")

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (MINI_PROGRAM / "node_modules").is_dir(),
    reason="node is not there, or `npm ci` was not run in miniprogram/",
)


@pytest.fixture(scope="module")
def built() -> None:
    """The mini-program, its types checked in strict mode, as JavaScript."""
    made = _node("npm", "run", "--silent", "build")

    assert made.returncode == 0, made.stdout


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A shop of colours that really runs, and a WeChat; gives what the tests of node are told."""
    with wechat({f"code-{number}": "oLi" for number in range(9)}) as wechat_address:
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_ID", APP_ID)
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_SECRET", SECRET)
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_URL", wechat_address)
        with stocked_shop(tmp_path / "shop") as shop:
            _furnish(shop)
            with running(shop) as address:
                yield {"COLUGO_ADDRESS": address, **_pictures(tmp_path)}


def _furnish(shop: Shop) -> None:
    with shop.database.transaction() as work:
        work.stores.save(Store("east", "East", shop.currency))
        work.stores.save_counter(Counter("c1", "east", "Counter 1"))
    for name, role in (("li", "manager"), ("na", "attendant")):
        person = Person(name, name.title(), role)  # type: ignore[arg-type]
        People(shop.database).add(person, PASSWORD, AT_THE_KEYBOARD)


def _pictures(folder: Path) -> dict[str, str]:
    """Photos of new products, and scenes, as files that a phone has."""
    left, middle, right = (20, 20, 60, 70), (80, 20, 120, 70), (140, 20, 180, 70)
    made = {
        "PHOTO_1": photo_of(PURPLE),
        "PHOTO_2": photo_of(PURPLE, shade=6),
        "SCENE": picture((RED, left), (RED, middle), (GREEN, right)),
        "OPEN_SCENE": picture((BLUE, left), (GREY, right)),
        "EMPTY_SCENE": picture(),
    }
    for name, content in made.items():
        (folder / f"{name}.png").write_bytes(content)
    return {f"COLUGO_{name}": str(folder / f"{name}.png") for name in made}


@needs_node
def test_its_pages_and_components_do_what_they_say(built: None, service: dict[str, str]) -> None:
    files = sorted(map(str, (MINI_PROGRAM / "build" / "tests").glob("*.test.js")))
    told = _node("node", "--test", *files, **service, COLUGO_PASSWORD=PASSWORD)

    assert told.returncode == 0, told.stdout
    assert re.search(r"^# skipped 0$", told.stdout, re.MULTILINE), told.stdout


def test_nothing_that_is_sent_to_a_phone_is_a_secret() -> None:
    sources = [each for each in MINI_PROGRAM.rglob("*.ts") if "node_modules" not in each.parts]

    told = {str(each): SECRETS.findall(each.read_text(encoding="utf-8")) for each in sources}

    assert len(sources) > 30
    assert {name: found for name, found in told.items() if found} == {}


def test_the_packages_are_locked_and_name_no_registry() -> None:
    lock = json.loads((MINI_PROGRAM / "package-lock.json").read_text(encoding="utf-8"))

    packages = {name: each for name, each in lock["packages"].items() if name}

    assert all(each.get("version") and each.get("integrity") for each in packages.values())
    assert not any("resolved" in each for each in packages.values())


def _node(*command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=MINI_PROGRAM, env=os.environ | settings, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
    )  # fmt: skip
