"""Scenes a second of `colugo serve` under load: `python benchmarks/bench_load.py`.

Real services on a demo shop, one with the queue of scenes as it is by default and one without,
are asked in turn by as many clients as said, each sending its next scene when the last is
answered; a refusal is waited out as its Retry-After says.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table

from colugo import Shop
from colugo.checkout.access import Access
from colugo.shop.orders import By

SERVICES = {
    "queue": {},
    "no queue": {"COLUGO_SCENES_AT_ONCE": "256", "COLUGO_SCENES_WAITING": "10000"},
}


@dataclass
class Asked:
    """What clients saw: seconds of each scene that was answered, refusals, other answers."""

    took_s: list[float] = field(default_factory=list)
    refused: int = 0
    failed: int = 0
    lasted_s: float = 0.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--clients", type=int, nargs="+", default=[1, 2, 4, 8, 48])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=8)
    chosen = arguments.parse_args()
    scene = files("colugo").joinpath("demo/scene.jpg").read_bytes()
    results: dict[tuple[int, str], Asked] = {}
    with tempfile.TemporaryDirectory() as folder:
        shop_dir, token = _demo_shop(Path(folder))
        with _serving(shop_dir, "queue") as one, _serving(shop_dir, "no queue") as other:
            for _ in range(chosen.rounds):
                for clients in chosen.clients:
                    for name, address in (("queue", one), ("no queue", other)):
                        kept = results.setdefault((clients, name), Asked())
                        _ask(address, token, scene, clients, chosen.seconds, kept)
    _print(results)


def _demo_shop(folder: Path) -> tuple[Path, str]:
    shop_dir = folder / "shop"
    subprocess.run(
        [sys.executable, "-m", "colugo", "demo", str(shop_dir)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with Shop.open(shop_dir) as shop:
        by = By("bench", "admin", datetime.now(UTC))
        return shop_dir, Access(shop.database).add("bench", "device", by)[1]


@contextmanager
def _serving(shop_dir: Path, name: str) -> Iterator[str]:
    environment = {**os.environ, **SERVICES[name], "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "colugo", "serve", "--port", "0", "--no-admin"]
    with subprocess.Popen(
        [*command, "--shop", str(shop_dir)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            address = re.findall(r"http://[\d.:]+", process.stdout.readline())[0]
            httpx.get(f"{address}/readyz", timeout=120).raise_for_status()
            yield address
        finally:
            process.terminate()


def _ask(address: str, token: str, scene: bytes, clients: int, seconds: float, kept: Asked) -> None:
    lock, until_s = threading.Lock(), time.monotonic() + seconds

    def client() -> None:
        with httpx.Client(base_url=address, timeout=120) as http:
            while time.monotonic() < until_s:
                began_s = time.monotonic()
                answer = http.post(
                    "/v1/scenes", files={"picture": scene},
                    headers={"Authorization": f"Bearer {token}"},
                )  # fmt: skip
                with lock:
                    if answer.status_code == 200:
                        kept.took_s.append(time.monotonic() - began_s)
                    elif answer.status_code == 429:
                        kept.refused += 1
                    else:
                        kept.failed += 1
                if answer.status_code == 429:
                    time.sleep(float(answer.headers["Retry-After"]))

    began_s = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept.lasted_s += time.monotonic() - began_s


def _print(results: dict[tuple[int, str], Asked]) -> None:
    table = Table("clients", "service", "scenes/s", "median ms", "p99 ms", "refused", "failed")
    for (clients, name), asked in sorted(results.items()):
        ms = np.array(asked.took_s) * 1000
        rate = len(ms) / asked.lasted_s
        table.add_row(
            str(clients), name, f"{rate:.1f}", f"{np.median(ms):.0f}",
            f"{np.percentile(ms, 99):.0f}", str(asked.refused), str(asked.failed),
        )  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    main()
