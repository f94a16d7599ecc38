"""Takes the pictures of docs/kiosk: `make screenshots`, or `python benchmarks/kiosk_screens.py`.

The real service with the default models, in a real Chromium; nothing is painted over.
"""

import tempfile
from pathlib import Path
from typing import Any

from kiosk_stage import PASSWORD, drawn_scenes, lay, stage, wait_for

_FOLDER = Path(__file__).parents[1] / "docs" / "kiosk"
_SMALL, _LARGE, _PHONE = (1024, 600), (1920, 1080), (390, 844)
_QUALITY = 72
_SETTLE_MS = 1500  # pictures of products are loaded, boxes have glided to their places


def main() -> None:
    """Take every picture."""
    _FOLDER.mkdir(exist_ok=True)
    scenes = drawn_scenes()
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder) / "shop") as counter:
        _sale(counter.page(_SMALL, "zh"), scenes, "small-zh")
        _asked(counter.page(_SMALL, "en"), scenes, "small-en")
        _sale(counter.page(_LARGE, "en"), scenes, "large-en")
        _asked(counter.page(_PHONE, "zh"), scenes, "phone-zh")
        _by_hand(counter.page(_PHONE, "en"), "phone-en")


def _sale(page: Any, scenes: dict[str, bytes], name: str) -> None:
    """Welcome, list, ways to pay, thanks."""
    _take(page, f"{name}-welcome")
    lay(page, scenes["known"])
    wait_for(page, "review")
    _take(page, f"{name}-list")
    page.locator('[data-id="confirm"]').click()
    wait_for(page, "pay")
    _take(page, f"{name}-pay")
    page.locator('[data-id="way-cash"]').click()
    page.locator('[data-id="staff"]').click()
    page.fill("#person", "li")
    page.fill("#password", PASSWORD)
    page.locator('[data-id="send"]').click()
    wait_for(page, "paid")
    _take(page, f"{name}-thanks")


def _asked(page: Any, scenes: dict[str, bytes], name: str) -> None:
    """A question, something unknown, finding it by hand."""
    lay(page, scenes["unsure"])
    wait_for(page, "question")
    _take(page, f"{name}-question")
    lay(page, scenes["unknown"])
    wait_for(page, "unknown")
    _take(page, f"{name}-unknown")
    page.locator('[data-id="find"]').click()
    page.locator(".results .tile").first.wait_for()
    _take(page, f"{name}-find")


def _by_hand(page: Any, name: str) -> None:
    """What was put in from the list, and the QR for the phone."""
    page.locator('[data-id="add"]').click()
    page.locator(".results .tile").first.click()
    wait_for(page, "list")
    _take(page, f"{name}-list")
    page.locator('[data-id="phone"]').click()
    page.locator("img.qr").wait_for()
    _take(page, f"{name}-qr")


def _take(page: Any, name: str) -> None:
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=str(_FOLDER / f"{name}.jpg"), type="jpeg", quality=_QUALITY)
    print(name, flush=True)


if __name__ == "__main__":
    main()
