"""Time per stage of one 1080p scene, memory and cold start: `python benchmarks/bench_scene.py`.

Scenes are drawn, so their products are counted exactly; each stage is timed alone on the
same inputs, the rounds of all stages interleaved, and the median is printed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from colugo.checkout.calibrate import FALLBACK
from colugo.checkout.decide import decide
from colugo.gallery import ExactIndex
from colugo.shop import Basket, Currency, Money, Product
from colugo.synth import make_products, make_scene
from colugo.vision import (
    Detections,
    Image,
    decode,
    default_detector,
    default_embedder,
    encode,
)

PRODUCTS_IN_SCENE = (1, 5, 10, 20)
GALLERIES = (100, 10_000, 100_000)
PHOTOS_PER_PRODUCT = 10
CURRENCY = Currency.of("CNY")

COLD_START = """
import resource, sys
from colugo import Shop
Shop.open(sys.argv[1]).recognise(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--json", type=Path, default=Path("runs/bench_scene.json"))
    chosen = arguments.parse_args()
    rows = [_time_scene(count, chosen.rounds) for count in PRODUCTS_IN_SCENE]
    searches = [_time_search(photos, chosen.rounds) for photos in GALLERIES]
    start = _cold_start()
    _print(rows, searches, start)
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    figures = {"scenes": rows, "searches": searches, "cold_start": start}
    chosen.json.write_text(json.dumps(figures, indent=1))


def _time_scene(count: int, rounds: int) -> dict[str, float]:
    products = make_products(seed=1, count=40)
    drawn = make_scene(products, 100 + count, count, size_wh=(1920, 1080), level=1)
    content = encode(Image(drawn.pixels))
    image = decode(content)
    boxes = np.array([answer.xyxy for answer in drawn.answers], np.float32)
    crops = [image.crop(box) for box in boxes]
    detector, embedder = default_detector(), default_embedder()
    index, skus, by_sku = _gallery(1000, embedder.dim)
    embeddings = embedder.embed(crops)
    found = Detections(boxes, np.linspace(1, 0.5, len(boxes)).astype(np.float32))
    matches = index.search(embeddings, 3)

    def price() -> None:
        verdicts = decide(found, matches, FALLBACK, skus)
        Basket.of([(by_sku[v.candidates[0].sku], 1) for v in verdicts if v.candidates], CURRENCY)

    stages: dict[str, Callable[[], object]] = {
        "decode": lambda: decode(content),
        "detect": lambda: detector.detect(image),
        "embed": lambda: embedder.embed(crops),
        "decide and price": price,
    }
    medians = _interleaved(stages, rounds)
    return {"products": len(boxes), **medians, "sum": sum(medians.values())}


def _time_search(photos: int, rounds: int) -> dict[str, float]:
    dim = default_embedder().dim
    index, _, _ = _gallery(photos, dim)
    queries = _unit_rows(10, dim, seed=9)
    return {"photos": photos, **_interleaved({"search": lambda: index.search(queries, 3)}, rounds)}


def _gallery(photos: int, dim: int) -> tuple[ExactIndex, dict[int, str], dict[str, Product]]:
    index = ExactIndex(dim)
    ids = np.arange(photos)
    index.add(ids, ids // PHOTOS_PER_PRODUCT, _unit_rows(photos, dim, seed=3))
    skus = {int(number): f"P{number}" for number in np.unique(ids // PHOTOS_PER_PRODUCT)}
    price = Money(550, CURRENCY)
    return index, skus, {sku: Product(sku, sku, price) for sku in skus.values()}


def _unit_rows(rows: int, dim: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def _interleaved(stages: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median milliseconds of each stage, one run of each in every round after a warm-up."""
    times: dict[str, list[float]] = {name: [] for name in stages}
    for round_number in range(rounds + 2):
        for name, stage in stages.items():
            begun = time.perf_counter()
            stage()
            if round_number >= 2:
                times[name].append((time.perf_counter() - begun) * 1000)
    return {name: float(np.median(values)) for name, values in times.items()}


def _cold_start() -> dict[str, float]:
    """Seconds from starting Python to the first list, and the peak memory, of the demo shop."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        subprocess.run(
            [sys.executable, "-m", "colugo.interfaces.cli.app", "demo", str(shop)],
            check=True, capture_output=True,
        )  # fmt: skip
        command = [sys.executable, "-c", COLD_START, str(shop), str(shop / "scene.jpg")]
        times, peaks_kb = [], []
        for _ in range(5):
            begun = time.perf_counter()
            ended = subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - begun)
            peaks_kb.append(int(ended.stdout))
    return {"seconds": float(np.median(times)), "peak_mb": max(peaks_kb) / 1024}


def _print(
    rows: list[dict[str, float]], searches: list[dict[str, float]], start: dict[str, float]
) -> None:
    table = Table(*rows[0], title="median ms per stage, 1920 x 1080")
    for row in rows:
        times = (f"{value:.1f}" for name, value in row.items() if name != "products")
        table.add_row(str(row["products"]), *times)
    search = Table("photos", "ms for 10 queries", title="exact search")
    for row in searches:
        search.add_row(f"{row['photos']:,}", f"{row['search']:.1f}")
    console = Console()
    console.print(table, search)
    seconds, peak_mb = start["seconds"], start["peak_mb"]
    console.print(f"cold start to the first list {seconds:.2f} s, peak {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
