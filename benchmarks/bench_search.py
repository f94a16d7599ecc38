"""Times exact and HNSW search over galleries of several sizes. `python benchmarks/bench_search.py`

The galleries are drawn so that they are about as hard as real ones: ten photos per product,
512 numbers each, most of what differs in 32 directions (the Grocery Store photos fill 27 in
MobileNetV2 features: participation ratio of the covariance), cosine of two photos of one
product about 0.7; queries are further photos of those products. Each line runs in a process
of its own, so that its memory is its own.
"""

import argparse
import json
import os
import platform
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from rich.console import Console
from rich.table import Table

from colugo.gallery import Embeddings, ExactIndex, HnswIndex, Ids, VectorIndex

DIM = 512
DIRECTIONS = 32
PHOTOS_PER_PRODUCT = 10
QUERIES = 10  # products on a counter
PRODUCTS_WANTED = 10
SEARCHES = 40
INDEXES: dict[str, Callable[[int], VectorIndex]] = {"exact": ExactIndex, "hnsw": HnswIndex}
HEADINGS = (
    *("index", "photos", "searchable s", "build s", "median ms", "p95 ms", "cpu ms"),
    *("recall@1", "recall@10", "bytes/photo"),
)


@dataclass(frozen=True)
class Measured:
    """One index at one size. Times are of one search of all queries."""

    index: str
    photos: int
    searchable_s: float  # until every photo is found
    build_s: float  # until the graph is grown as well
    median_ms: float
    p95_ms: float
    cpu_ms: float  # of all cores together: tells a busy machine from a slow search
    recall_at_1: float  # share of the products of exact search that are found
    recall_at_10: float
    bytes_per_photo: int | None  # None where the system does not tell


def draw_gallery(photos: int) -> tuple[Ids, Embeddings]:
    """Product ids (g,) and embeddings (g, DIM), shuffled."""
    drawn = np.random.default_rng(0)
    products = drawn.permutation(np.arange(photos) // PHOTOS_PER_PRODUCT)
    return products, draw_photos(products, seed=1)


def draw_photos(product_ids: Ids, seed: int) -> Embeddings:
    world, drawn = np.random.default_rng(99), np.random.default_rng(seed)
    spread = world.standard_normal((DIRECTIONS, DIM), np.float32)
    products = world.standard_normal((product_ids.max() + 1, DIRECTIONS), np.float32)
    photos = drawn.standard_normal((len(product_ids), DIRECTIONS), np.float32)
    rows = (products[product_ids] + 0.6 * photos) @ spread
    rows += drawn.standard_normal(rows.shape, np.float32)  # what is like nothing else
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def measure(name: str, photos: int) -> Measured:
    products, rows = draw_gallery(photos)
    batches = np.split(draw_photos(np.resize(products, QUERIES * SEARCHES), seed=2), SEARCHES)
    before, start = memory_bytes(), perf_counter()
    index = INDEXES[name](DIM)
    index.add(np.arange(photos), products, rows)
    searchable_s = perf_counter() - start
    if isinstance(index, HnswIndex):
        index.settle()
    build_s, after = perf_counter() - start, memory_bytes()
    index.search(batches[0], PRODUCTS_WANTED)  # the first search sorts the photos by product
    walls, cpu_ms = time_searches(index, batches)
    return Measured(
        name,
        photos,
        searchable_s=round(searchable_s, 2),
        build_s=round(build_s, 2),
        median_ms=round(float(np.median(walls)), 2),
        p95_ms=round(float(np.quantile(walls, 0.95)), 2),
        cpu_ms=round(cpu_ms, 2),
        **recalls(index, products, rows, batches[:10]),
        bytes_per_photo=None if before is None or after is None else (after - before) // photos,
    )


def time_searches(index: VectorIndex, batches: list[Embeddings]) -> tuple[list[float], float]:
    """Wall time of each search, and the processor time of one on average, in ms."""
    walls, start = [], process_time()
    for batch in batches:
        begun = perf_counter()
        index.search(batch, PRODUCTS_WANTED)
        walls.append((perf_counter() - begun) * 1e3)
    return walls, (process_time() - start) * 1e3 / len(batches)


def recalls(
    index: VectorIndex, products: Ids, rows: Embeddings, batches: list[Embeddings]
) -> dict[str, float]:
    exact = ExactIndex(DIM)
    exact.add(np.arange(len(rows)), products, rows)
    queries = np.concatenate(batches)
    truth = exact.search(queries, PRODUCTS_WANTED).product_ids
    found = index.search(queries, PRODUCTS_WANTED).product_ids
    return {f"recall_at_{k}": _shared(truth[:, :k], found[:, :k]) for k in (1, PRODUCTS_WANTED)}


def _shared(truth: Ids, found: Ids) -> float:
    pairs = zip(truth.tolist(), found.tolist(), strict=True)
    return round(float(np.mean([len({*a} & {*b}) / len(a) for a, b in pairs])), 4)


def memory_bytes() -> int | None:
    """Memory of this process that is in use now; Linux only."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return None
    return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def show(results: list[Measured]) -> None:
    table = Table(title=f"{QUERIES} queries, {PRODUCTS_WANTED} products each, {DIM} numbers")
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading == "index" else "right")
    for row in results:
        table.add_row(row.index, f"{row.photos:,}", *map(str, list(asdict(row).values())[2:]))
    Console().print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, nargs="+", default=[100, 10_000, 100_000])
    parser.add_argument("--json", type=Path, default=Path("output/bench_search.json"))
    options = parser.parse_args()
    results = []
    for photos in options.photos:
        for name in INDEXES:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
                results.append(own.submit(measure, name, photos).result())
    show(results)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    facts = {
        "machine": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "results": [asdict(row) for row in results],
    }
    options.json.write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main()
