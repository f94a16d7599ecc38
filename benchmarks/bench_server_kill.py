"""Sales over HTTP that survive kill -9 of the server at random moments.

`python benchmarks/bench_server_kill.py`: clients sell through `colugo.client`, which sends again
what got no answer; meanwhile `colugo serve` is killed and started again. Then every order, payment,
piece of stock and audit entry is counted.
"""

import argparse
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import httpx
from rich.console import Console
from rich.progress import track

from colugo import Shop
from colugo.checkout.access import Access
from colugo.checkout.sales import Stockroom
from colugo.client import Client
from colugo.shop.currency import Currency
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store

_ROOT = UUID(int=11)
_PRODUCTS, _PUTS = 5, 3
_REPEATS = 40  # the server may be away for a minute


class KilledServer:
    """`colugo serve` on one port, killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._folder = folder
        self.kills = 0
        self._process = self._start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it as a power cut does, and start it again."""
        self._process.kill()
        self._process.wait()
        self.kills += 1
        self._process = self._start()

    def end(self) -> None:
        """Stop it for good."""
        self._process.terminate()
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "colugo", "serve", "--port", str(self.port)]
        process = subprocess.Popen(
            [*command, "--shop", str(self._folder)], stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while not self._answers():
            assert process.poll() is None, "the server does not start"
            time.sleep(0.05)
        return process

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/livez", timeout=5).is_success
        except httpx.TransportError:
            return False


def make(folder: Path) -> str:
    """A shop with one counter; gives the token of an admin."""
    with Shop.create(folder, currency="CNY") as shop:
        with shop.database.transaction() as work:
            store = Store("east", "East", Currency.of("CNY"), stock_policy="allow")
            work.stores.save(store)
            work.stores.save_counter(Counter("c1", "east", "Counter 1"))
        for number in range(_PRODUCTS):
            shop.add_product(sku=f"P{number}", name=f"Product {number}", price="1.00")
        return Access(shop.database).add("bench", "admin", By("bench", "admin", now()))[1]


def now() -> datetime:
    return datetime.now(UTC)


def sell(client: Client, order_id: UUID) -> None:
    """One sale; a put has no id of its own, so a second effect of it would be seen."""
    selling = client.selling
    selling.open_basket(order_id, "east", "c1")
    for number in range(_PUTS):
        selling.put(order_id, f"P{(order_id.int + number) % _PRODUCTS}")
    selling.close_order(order_id)
    selling.start_payment(order_id, order_id, "counter")
    selling.confirm_payment(order_id)


def check(folder: Path, ids: list[UUID]) -> None:
    """Stop with the first thing that was lost or doubled."""
    with Shop.open(folder) as shop:
        with shop.database.reading() as work:
            orders = list(work.orders.between(None, None))
            payments = [one for order in orders for one in work.payments.of_order(order.id)]
            broken = work.audit.find_broken()
            acts = [entry.action for entry in work.audit.entries()]
        sold = -sum(Stockroom(shop.database).on_hand("east").values())
    assert broken is None, broken
    assert sorted(order.id for order in orders) == sorted(ids), "orders lost or doubled"
    assert {order.total.minor for order in orders} == {100 * _PUTS}, "a put lost or doubled"
    assert sold == _PUTS * len(ids), f"the ledger says {sold}"
    assert [one.state for one in payments] == ["paid"] * len(ids), "payments lost or doubled"
    for act in ("close_basket", "start_payment", "payment_event"):
        assert acts.count(act) == len(ids), f"{act} is {acts.count(act)} times in the audit log"


def run(sales: int, clients: int, seed: int, pause_s: tuple[float, float]) -> int:
    """Sell while the server is killed; gives how often it was."""
    rng, done = random.Random(seed), threading.Event()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "shop")
        token = make(folder)
        ids = [uuid5(_ROOT, f"{seed}:{number}") for number in range(sales)]
        server = KilledServer(folder)

        def keep_killing() -> None:
            while not done.wait(rng.uniform(*pause_s)):
                server.kill()

        killer = threading.Thread(target=keep_killing)
        killer.start()
        try:
            with (
                Client(server.address, token, repeats=_REPEATS) as client,
                ThreadPoolExecutor(clients) as pool,
            ):
                sold = pool.map(lambda order_id: sell(client, order_id), ids)
                for _ in track(sold, "selling", total=sales):
                    pass
        finally:
            done.set()
            killer.join()
            server.end()
        check(folder, ids)
    return server.kills


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sales", type=int, default=200)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--pause", type=float, nargs=2, default=(0.05, 2.0), metavar="S")
    given = options.parse_args()
    started = time.perf_counter()
    kills = run(given.sales, given.clients, given.seed, tuple(given.pause))
    Console().print(
        f"{given.sales} sales over HTTP, the server killed {kills} times in "
        f"{time.perf_counter() - started:.0f} s: nothing lost or doubled"
    )


if __name__ == "__main__":
    main()
