"""Times exact and HNSW search over galleries of several sizes. `python benchmarks/bench_search.py`

The galleries are drawn: photos lie about their product's direction so that two photos of one
product have a cosine of about 0.5, ten photos per product, 512 numbers each; queries are
further photos of those products. Each line runs in a process of its own, so that its memory
is its own.
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
PHOTOS_PER_PRODUCT = 10
QUERIES = 10  # products on a counter
PRODUCTS_WANTED = 10
SEARCHES = 40
INDEXES: dict[str, Callable[[int], VectorIndex]] = {"exact": ExactIndex, "hnsw": HnswIndex}


@dataclass(frozen=True)
class Measured:
    """One index at one size. Times are of one search of all queries."""

    index: str
    photos: int
    build_s: float
    median_ms: float
    p95_ms: float
    cpu_ms: float  # of all cores together: tells a busy machine from a slow search
    recall_at_10: float  # share of the ten products of exact search
    bytes_per_photo: int | None  # None where the system does not tell


def draw_gallery(photos: int) -> tuple[Ids, Embeddings]:
    """Product ids (g,) and embeddings (g, DIM), shuffled."""
    drawn = np.random.default_rng(0)
    products = drawn.permutation(np.arange(photos) // PHOTOS_PER_PRODUCT)
    return products, draw_photos(products, seed=1)


def draw_photos(product_ids: Ids, seed: int) -> Embeddings:
    directions = np.random.default_rng(99).standard_normal((product_ids.max() + 1, DIM), np.float32)
    rows = directions[product_ids]
    rows += np.random.default_rng(seed).standard_normal(rows.shape, np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def measure(name: str, photos: int) -> Measured:
    products, rows = draw_gallery(photos)
    batches = np.split(draw_photos(np.resize(products, QUERIES * SEARCHES), seed=2), SEARCHES)
    before, start = memory_bytes(), perf_counter()
    index = INDEXES[name](DIM)
    index.add(np.arange(photos), products, rows)
    build_s, after = perf_counter() - start, memory_bytes()
    index.search(batches[0], PRODUCTS_WANTED)  # the first search sorts the photos by product
    walls, cpu_ms = time_searches(index, batches)
    return Measured(
        name,
        photos,
        build_s=round(build_s, 2),
        median_ms=round(float(np.median(walls)), 2),
        p95_ms=round(float(np.quantile(walls, 0.95)), 2),
        cpu_ms=round(cpu_ms, 2),
        recall_at_10=recall(index, products, rows, batches[:10]),
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


def recall(index: VectorIndex, products: Ids, rows: Embeddings, batches: list[Embeddings]) -> float:
    exact = ExactIndex(DIM)
    exact.add(np.arange(len(rows)), products, rows)
    queries = np.concatenate(batches)
    truth = exact.search(queries, PRODUCTS_WANTED).product_ids
    found = index.search(queries, PRODUCTS_WANTED).product_ids
    shared = [len(set(a) & set(b)) for a, b in zip(truth.tolist(), found.tolist(), strict=True)]
    return round(float(np.mean(shared)) / PRODUCTS_WANTED, 4)


def memory_bytes() -> int | None:
    """Memory of this process that is in use now; Linux only."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return None
    return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def show(results: list[Measured]) -> None:
    table = Table(title=f"{QUERIES} queries, {PRODUCTS_WANTED} products each, {DIM} numbers")
    for heading in ("index", "photos", "build s", "median ms", "p95 ms", "cpu ms", "recall@10"):
        table.add_column(heading, justify="left" if heading == "index" else "right")
    table.add_column("bytes per photo", justify="right")
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
