"""A counter for an hour, is the memory flat: `python -m benchmarks.soak_kiosk`.

A real service and a headless Chromium whose camera is drawn: goods are laid down, listed,
confirmed, paid in cash and taken away, a visit every 20 s. The networks see colours, so that
memory is measured and not recognition. Garbage of the page is collected before each reading.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table
from tests.checkout.coloured_shop import BLUE, GREEN, RED
from tests.interfaces.kiosk.conftest import FLAGS
from tests.interfaces.kiosk.screen import LEFT, MIDDLE, RIGHT, Screen
from tests.interfaces.kiosk.service import Service, kept, made_shop

_MB = 1_000_000
_PLACES = (LEFT, MIDDLE, RIGHT)
_COLOURS = (RED, GREEN, BLUE)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--every-s", type=float, default=20)
    arguments.add_argument("--json", type=Path, default=Path("runs/soak_kiosk.json"))
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        service = Service(Path(folder) / "shop", made_shop(Path(folder) / "shop"))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            context = browser.new_context(viewport={"width": 1024, "height": 600})
            screen = Screen(context, service, "c1", kept(service, "c1", "en"))
            readings = _soak(screen, service, chosen.minutes, chosen.every_s)
        finally:
            browser.close()
            service.kill()
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps(readings, indent=1))
    _print(readings, screen.complaints)


def _soak(screen: Screen, service: Service, minutes: float, every_s: float) -> list[dict[str, Any]]:
    began_s, visits, readings = time.monotonic(), 0, list[dict[str, Any]]()
    while (now_s := time.monotonic() - began_s) < minutes * 60:
        _visit(screen, service, visits)
        visits += 1
        if not readings or now_s - readings[-1]["at_s"] >= 60:
            readings.append({"at_s": now_s, "visits": visits, **_memory(screen, service)})
        time.sleep(max(0.0, every_s - (time.monotonic() - began_s - now_s)))
    return readings


def _visit(screen: Screen, service: Service, number: int) -> None:
    """One to three goods, other ones every time."""
    goods = [(_COLOURS[(number + i) % 3], _PLACES[i]) for i in range(1 + number % 3)]
    screen.put(*goods)
    screen.state("review")
    screen.touch("confirm")
    screen.touch("way-cash")
    screen.page.wait_for_timeout(1000)
    payment = screen.visit()["payment"]
    service.as_staff("POST", f"/v1/payments/{payment['id']}/confirmations", json={})
    screen.state("paid")
    screen.put()
    screen.state("idle")


def _memory(screen: Screen, service: Service) -> dict[str, float]:
    session = screen.context.new_cdp_session(screen.page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    counted = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    session.detach()
    return {
        "server_mb": service.memory_bytes() / _MB,
        "page_heap_mb": counted["JSHeapUsedSize"] / _MB,
        "page_nodes": counted["Nodes"],
        "page_listeners": counted["JSEventListeners"],
    }


def _print(readings: list[dict[str, Any]], complaints: list[str]) -> None:
    table = Table("minutes", "visits", "server MB", "page heap MB", "page nodes", "listeners")
    names = ("server_mb", "page_heap_mb", "page_nodes", "page_listeners")
    for part in np.array_split(np.arange(len(readings)), min(6, len(readings))):
        rows = [readings[place] for place in part]
        medians = [float(np.median([row[name] for row in rows])) for name in names]
        span = f"{rows[0]['at_s'] / 60:.0f} to {rows[-1]['at_s'] / 60:.0f}"
        table.add_row(
            span, str(rows[-1]["visits"]), *(f"{value:.1f}" for value in medians[:2]),
            *(f"{value:.0f}" for value in medians[2:]),
        )  # fmt: skip
    Console().print(table, f"complaints of the console: {complaints or 'none'}")


if __name__ == "__main__":
    main()
