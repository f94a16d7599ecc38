"""A counter of the demo shop, served by `colugo serve`, with a camera that scenes are laid under.

For `kiosk_screens.py` and `bench_kiosk.py`; needs the extras `dev` and a Chromium.
"""

import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import sync_playwright

from colugo import Shop
from colugo.checkout.access import Access
from colugo.checkout.people import People
from colugo.interfaces.cli.scene import DEMO_FILES
from colugo.interfaces.kiosk.window import find_browser
from colugo.shop.orders import By
from colugo.shop.people import Counter, Person, Store
from colugo.shop.promotions import NForM, Promotion
from colugo.synth.demo_shop import _SEEDS
from colugo.synth.product import make_product
from colugo.synth.scene import make_scene

PASSWORD = "shown in no picture"
_COUNTERS = 12
_STRANGER_XYXY, _STRANGER_AT = (520, 400, 645, 505), (60, 480)
# the drawn camera has no noise, and other work may keep this machine busy
_SETTINGS = {"COLUGO_VISIT_CAMERA_FROZEN_S": "0", "COLUGO_VISIT_FRAME_MAX_AGE_S": "30"}
_CAMERA = """
(() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1280, 720];
  const pen = canvas.getContext("2d");
  window.lay = async (text) => {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    window.scene = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    pen.drawImage(scene, 0, 0);
    window.laidAt = performance.now();
  };
  pen.fillStyle = "#b9c3c4";
  const draw = () => (window.scene ? pen.drawImage(scene, 0, 0) : pen.fillRect(0, 0, 1280, 720));
  setInterval(draw, 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
})();
"""


def drawn_scenes() -> dict[str, bytes]:
    """Scenes of the demo's products as JPEG, by what they are for."""
    goods = [make_product(seed) for seed in _SEEDS]
    known, unsure = ([goods[(s + i) % 6] for i in range(n)] for s, n in ((3, 4), (4, 3)))
    laid = {
        "known": make_scene(known, 3, 4, size_wh=(1280, 720), level=0).pixels,
        "unsure": make_scene(unsure, 4, 3, size_wh=(1280, 720), level=0).pixels,
        "empty": np.full((720, 1280, 3), (185, 195, 196), np.uint8),
    }
    laid["unknown"] = _with_stranger(laid["known"])
    return {name: cv2.imencode(".jpg", p[:, :, ::-1])[1].tobytes() for name, p in laid.items()}


def _with_stranger(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The scene with the product of the demo's scene that is enrolled nowhere."""
    left, top, right, bottom = _STRANGER_XYXY
    patch = cv2.imread(str(DEMO_FILES / "scene.jpg"))[top:bottom, left:right, ::-1]
    height, width = patch.shape[:2]
    share = np.zeros((height, width), np.float32)
    axes = (int(width * 0.42), int(height * 0.42))
    cv2.ellipse(share, (width // 2, height // 2), axes, 0, 0, 360, 1, -1)
    share = cv2.GaussianBlur(share, (0, 0), 6)[..., None]  # no edge of another ground
    x, y = _STRANGER_AT
    under = pixels[y : y + height, x : x + width]
    laid = pixels.copy()
    laid[y : y + height, x : x + width] = patch * share + under * (1 - share)
    return laid


class Stage:
    """The service and the browser; `page` opens the screen of a counter nobody was at."""

    def __init__(self, address: str, token: str, browser: Any) -> None:
        self.address, self._token, self._browser, self._used = address, token, browser, 0

    def page(self, size_wh: tuple[int, int], language: str) -> Any:
        """The screen of the next counter."""
        self._used += 1
        kept = {
            "colugo.token": self._token, "colugo.counter": f"c{self._used}",
            "colugo.language": language,
        }  # fmt: skip
        viewport = {"width": size_wh[0], "height": size_wh[1]}
        context = self._browser.new_context(viewport=viewport)
        keep = f"Object.entries({json.dumps(kept)}).forEach(e => localStorage.setItem(...e));"
        context.add_init_script(keep + _CAMERA)
        page = context.new_page()
        page.goto(f"{self.address}/kiosk/")
        wait_for(page, "idle")
        return page


def lay(page: Any, scene: bytes) -> None:
    """Lay a scene under the camera."""
    page.evaluate("text => lay(text)", base64.b64encode(scene).decode())


def wait_for(page: Any, state: str) -> None:
    """Wait for a state of the visit, or for a panel beside the picture."""
    page.wait_for_function(
        "s => document.body.dataset.state === s || "
        "(document.getElementById('side').dataset.panel ?? '').startsWith(s)",
        arg=state, timeout=60_000,
    )  # fmt: skip


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Make the shop in `folder`, serve it and start the browser."""
    token = _make_shop(folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "colugo", "serve", "--port", str(port), "--shop", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, **_SETTINGS}
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            while not _is_ready(address):
                time.sleep(0.2)
            with sync_playwright() as playwright:
                flags = ["--no-sandbox", "--use-fake-ui-for-media-stream"]
                browser = playwright.chromium.launch(executable_path=find_browser(), args=flags)
                yield Stage(address, token, browser)
                browser.close()
        finally:
            server.terminate()


def _make_shop(folder: Path) -> str:
    by = By("Ada", "admin", datetime.now(UTC))
    with Shop.create(folder) as shop:
        shop.import_products((DEMO_FILES / "products.csv").read_bytes())
        shop.enrol_folder(DEMO_FILES / "photos")
        with shop.database.transaction() as work:
            work.stores.save(Store("east", "East", shop.currency))
            for number in range(1, _COUNTERS + 1):
                work.stores.save_counter(Counter(f"c{number}", "east", f"Counter {number}"))
            work.pricing.save_promotion(Promotion("2for1", "买一送一", NForM(2, 1)))
        li = Person("li", "Li Na", "attendant", frozenset({"east"}))
        People(shop.database).add(li, PASSWORD, by)
        return Access(shop.database).add("till", "device", by, store_id="east")[1]


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=30).is_success
    except httpx.TransportError:
        return False
