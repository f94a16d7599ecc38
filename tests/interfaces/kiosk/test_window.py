import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from colugo import Shop
from colugo.client.transport import Transport
from colugo.errors import BrowserFailed, BrowserMissing, CameraMissing, ProblemAnswered
from colugo.interfaces.kiosk.source import Source
from colugo.interfaces.kiosk.watching import watch
from colugo.interfaces.kiosk.window import find_browser, open_window
from tests.checkout.coloured_shop import RED
from tests.client.running import running
from tests.interfaces.command_line import CommandLine
from tests.interfaces.rest.conftest import shop as shop
from tests.interfaces.rest.conftest import token_of
from tests.interfaces.rest.visiting import furnish

_HEADLESS = ["--headless=new", "--no-sandbox", "--use-fake-device-for-media-stream"]


def test_the_window_is_signed_in_and_its_address_tells_no_token(
    shop: Shop, chromium_path: str
) -> None:
    furnish(shop)
    token = token_of(shop, "device")
    kept = {"colugo.token": token, "colugo.counter": "c1", "colugo.language": "en"}

    with running(shop) as address:
        opening = open_window(f"{address}/kiosk/", kept, browser=chromium_path, flags=_HEADLESS)
        with opening as window:
            while window.evaluate("document.body?.dataset.state") != "idle":
                pass
            shown = window.evaluate("[location.href, document.getElementById('place').innerText]")
            arguments = Path(f"/proc/{window.process.pid}/cmdline").read_text()

    assert shown == [f"{address}/kiosk/", "c1"]
    assert token not in arguments


def test_a_browser_that_cannot_start_is_said_in_words() -> None:
    opening = open_window("http://127.0.0.1:9/kiosk/", {}, browser="/bin/false")

    with pytest.raises(BrowserFailed, match="/bin/false"), opening:
        pass


def test_without_a_chromium_the_command_says_what_to_install(
    shop_dir: Path, colugo: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    answer = colugo("kiosk", "--counter", "c1")

    assert answer.refuses("chromium", "apt-get install chromium")
    with pytest.raises(BrowserMissing):
        find_browser()


def test_the_command_wants_a_counter_and_a_service_that_are_there(
    shop_dir: Path, colugo: CommandLine, chromium_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = ("--address", "http://127.0.0.1:9")

    unknown = colugo("kiosk", "--counter", "c9", *nowhere)
    monkeypatch.setenv("COLUGO_TOKEN", "colugo_x")
    unreachable = colugo("kiosk", "--counter", "c1", *nowhere)

    assert unknown.refuses("c9", "colugo store list")
    assert unreachable.refuses("http://127.0.0.1:9")


def test_a_token_made_for_the_window_is_taken_back_with_it(
    shop_dir: Path, colugo: CommandLine, chromium_path: str
) -> None:
    colugo("store", "add", "east", "--name", "East")
    colugo("store", "counter", "c1", "--store", "east", "--name", "Counter 1")

    refused = colugo("kiosk", "--counter", "c1", "--address", "http://127.0.0.1:9")
    listed = colugo("token", "list")

    assert refused.code == 2
    assert "kiosk c1" in listed.out
    with Shop.open(shop_dir) as opened, opened.database.reading() as work:
        assert all(each.revoked_at is not None for each in work.access_tokens.all())


def test_a_camera_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CameraMissing, match="gives no picture"):
        Source(str(tmp_path / "none.mp4"))


def test_a_film_is_played_over_and_over_and_what_it_shows_is_sold(
    shop: Shop, tmp_path: Path
) -> None:
    furnish(shop)
    film = tmp_path / "counter.avi"
    _write_film(film)

    with running(shop) as address, _connected(address, token_of(shop, "device")) as transport:
        stop = threading.Event()
        with Source(str(film)) as source:
            thread = threading.Thread(target=watch, args=(transport, "c1", source, stop))
            thread.start()
            while _visit(transport)["state"] != "review":
                stop.wait(0.1)
            stop.set()
            thread.join()
        seen = _visit(transport)

    assert seen["basket"]["total_minor"] == 550


def test_a_device_that_is_not_let_in_stops_sending(shop: Shop, tmp_path: Path) -> None:
    furnish(shop)
    film = tmp_path / "counter.avi"
    _write_film(film)

    with (
        running(shop) as address,
        _connected(address, "colugo_wrong") as transport,
        Source(str(film)) as source,
        pytest.raises(ProblemAnswered, match="token"),
    ):
        watch(transport, "c1", source, threading.Event())


@contextmanager
def _connected(address: str, token: str) -> Iterator[Transport]:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as http:
        yield Transport(http, repeats=0)


def _visit(transport: Transport) -> dict[str, Any]:
    visit: dict[str, Any] = transport.send("GET", "/v1/counters/c1/visit").json()
    return visit


def _write_film(path: Path) -> None:
    """Half a second of a red patch, with a little noise."""
    noise = np.random.default_rng(0)
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 180))
    for _ in range(5):
        pixels = np.full((180, 320, 3), 255, np.uint8)
        pixels[40:140, 120:200] = RED[::-1]
        pixels[:8, :8] = noise.integers(240, 256, (8, 8, 3))
        film.write(pixels)
    film.release()
