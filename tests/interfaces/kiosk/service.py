"""A shop of colours with counters, served by `colugo serve`, which may be killed and restarted."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from colugo.checkout.access import Access
from colugo.checkout.people import People
from colugo.shop.people import Counter, Person, Store
from colugo.shop.promotions import NForM, Promotion, Target
from tests.checkout.coloured_shop import Colour, photo_of, stocked_shop
from tests.interfaces.rest.conftest import AT_THE_KEYBOARD

COUNTERS = 20
PASSWORD = "a long enough password"
YELLOW: Colour = (235, 220, 20)
# a loaded machine is late, and a camera that is drawn has no noise
_SETTINGS = {"COLUGO_VISIT_FRAME_MAX_AGE_S": "30", "COLUGO_VISIT_CAMERA_FROZEN_S": "0"}


class Service:
    """One process that serves a shop."""

    def __init__(self, folder: Path, token: str) -> None:
        self.folder, self.token = folder, token
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._process = self._begin()
        self._used = 0

    def counter(self) -> str:
        """A counter that nobody was at yet."""
        self._used += 1
        return f"c{self._used}"

    def memory_bytes(self) -> int:
        """Resident memory of the process."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) * 1024

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait()

    def begin_again(self) -> None:
        self._process = self._begin()

    def as_staff(
        self, method: str, path: str, *, person: str = "li", **parts: object
    ) -> httpx.Response:
        """Do what an attendant does, or another person."""
        asked = {"person_id": person, "password": PASSWORD}
        with httpx.Client(base_url=self.address, timeout=60) as http:
            token = http.post("/v1/sessions", json=asked).json()["token"]
            headers = {"Authorization": f"Bearer {token}"}
            answer = http.request(method, path, headers=headers, **parts)  # type: ignore[arg-type]
        assert answer.is_success, answer.text
        return answer

    def _begin(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.interfaces.kiosk.serving"]
        process = subprocess.Popen(
            [*command, "--port", str(self.port), "--shop", str(self.folder)],
            stdout=subprocess.DEVNULL, env={**os.environ, **_SETTINGS},
        )  # fmt: skip
        while not _answers(self.address):
            assert process.poll() is None, "the server does not start"
            time.sleep(0.05)
        return process


def made_shop(folder: Path) -> str:
    """Red at 5.50, three for two; green, blue; yellow from 18 on; tea by barcode. Gives a token."""
    with stocked_shop(folder) as shop:
        shop.update_product("R", name_en="Mosilian")
        shop.add_product(sku="Y", name="青岛啤酒", name_en="Beer", price="6.80", min_age_years=18)
        shop.enrol("Y", [photo_of(YELLOW), photo_of(YELLOW, shade=6)])
        tea = {"name": "绿茶", "name_en": "Tea", "barcodes": ["6901234567892"]}
        shop.add_product(sku="T", price="4.00", **tea)
        offer = Promotion("3for2", "三付二", NForM(3, 2), target=Target(frozenset({"R"})))
        with shop.database.transaction() as work:
            work.stores.save(Store("east", "East", shop.currency))
            for number in range(1, COUNTERS + 1):
                work.stores.save_counter(Counter(f"c{number}", "east", f"Counter {number}"))
            work.pricing.save_promotion(offer)
        li = Person("li", "Li Na", "attendant", frozenset({"east"}))
        wang = Person("wang", "Wang Wei", "manager", frozenset({"east"}))
        for person in (li, wang):
            People(shop.database).add(person, PASSWORD, AT_THE_KEYBOARD)
        return Access(shop.database).add("till", "device", AT_THE_KEYBOARD, store_id="east")[1]


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/livez", timeout=5).is_success
    except httpx.TransportError:
        return False


def kept(service: Service, counter: str, language: str = "zh") -> dict[str, str]:
    """What a browser that was set up keeps."""
    return {"colugo.token": service.token, "colugo.counter": counter, "colugo.language": language}
