"""Latency of one 1080p scene over every protocol: `python benchmarks/bench_protocols.py`.

A drawn scene of ten products is asked about by clients in one process, the service runs in
another as `colugo serve` starts it; every protocol once in every round, so that what else the
machine does meets all alike. The times hold the whole call: encoding, the way, recognition.
"""

import argparse
import base64
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import grpc
import httpx
import numpy as np
from rich.console import Console
from rich.table import Table

from colugo import Shop
from colugo.checkout.access import Access
from colugo.client import Client, GrpcClient
from colugo.interfaces.paddle.pipeline_service_pb2 import Request
from colugo.interfaces.paddle.pipeline_service_pb2_grpc import PipelineServiceStub
from colugo.shop.orders import By
from colugo.synth import make_products, make_scene
from colugo.vision import Image, encode

PRODUCTS, SCENE_WH = 10, (1920, 1080)
_WARM = 3
Ask = Callable[[], object]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=25)
    arguments.add_argument("--json", type=Path, default=Path("runs/bench_protocols.json"))
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        content, token = _shop_and_scene(Path(folder) / "shop")
        with Shop.open(Path(folder) / "shop") as shop:
            alone = _interleaved({"Shop.recognise": lambda: shop.recognise(content)}, chosen.rounds)
        with _serving(Path(folder) / "shop") as places:
            asks = _asks(places, token, content)
            rows = {**alone, **_interleaved(asks, chosen.rounds)}
    _print(rows, len(content))
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps({"bytes": len(content), "ms": rows}, indent=1))


def _shop_and_scene(folder: Path) -> tuple[bytes, str]:
    """A shop that knows the products of a drawn scene by two photos each; scene and token."""
    products = make_products(seed=1, count=40)
    drawn = make_scene(products, 100 + PRODUCTS, PRODUCTS, size_wh=SCENE_WH, level=1)
    image = Image(drawn.pixels)
    with Shop.create(folder) as shop:
        for number, answer in enumerate(drawn.answers):
            sku = f"P{number}"
            shop.add_product(sku=sku, name=f"product {number}", price="5.50")
            crop = image.crop(answer.xyxy)
            shop.enrol(sku, [encode(crop), encode(crop, ".png")])
        by = By("bench", "admin", datetime.now(UTC))
        _, token = Access(shop.database).add("bench", "device", by)
    return encode(image), token


@contextmanager
def _serving(folder: Path) -> Iterator[list[str]]:
    """`colugo serve` with every protocol; gives host and port of each, REST last."""
    ports = ("--port", "--paddle-port", "--paddle-grpc-port", "--grpc-port")
    options = [part for name in ports for part in (name, "0")]
    command = [sys.executable, "-m", "colugo", "serve", *options, "--no-admin"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUGO_SHOP": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "/v1, routes" in line:
                break
        try:
            yield [re.findall(r"[\d.]+:\d+", line)[0] for line in said]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _asks(places: list[str], token: str, content: bytes) -> dict[str, Ask]:
    paddle_http, paddle_rpc, rpc, rest = places
    rest_client, rpc_client = Client(f"http://{rest}", token), GrpcClient(rpc, token)
    http = httpx.Client(base_url=f"http://{paddle_http}", timeout=30)
    stub = PipelineServiceStub(grpc.insecure_channel(paddle_rpc))

    def by_paddle_http() -> None:
        value = base64.b64encode(content).decode()
        body = json.dumps({"key": ["image"], "value": [value]}).encode()
        assert http.post("/recognition/prediction", content=body).json()["err_no"] == 0

    def by_paddle_rpc() -> None:
        value = base64.b64encode(content).decode()
        assert stub.inference(Request(key=["image"], value=[value])).err_no == 0

    return {
        "REST": lambda: rest_client.recognise(content),
        "gRPC": lambda: rpc_client.recognise(content),
        "Paddle over HTTP": by_paddle_http,
        "Paddle over gRPC": by_paddle_rpc,
    }


def _interleaved(asks: dict[str, Ask], rounds: int) -> dict[str, list[float]]:
    """Median and 95th percentile of the milliseconds of each, after a few that do not count."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for round_number in range(rounds + _WARM):
        for name, ask in asks.items():
            begun = time.perf_counter()
            ask()
            if round_number >= _WARM:
                times[name].append((time.perf_counter() - begun) * 1000)
    return {name: [float(np.median(t)), float(np.percentile(t, 95))] for name, t in times.items()}


def _print(rows: dict[str, list[float]], size_bytes: int) -> None:
    width, height = SCENE_WH
    title = f"one scene of {width} x {height}, {PRODUCTS} products, {size_bytes:,} bytes"
    table = Table("over", "median ms", "p95 ms", title=title)
    for name, (median, high) in rows.items():
        table.add_row(name, f"{median:.1f}", f"{high:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
