"""How fast products are invented and pictures drawn; prints what docs/measured.md holds.

`python benchmarks/bench_synth.py --products 50000` also counts how many designs are distinct.
"""

import argparse
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from colugo.synth import LEVELS, make_look_alikes, make_products, write_products, write_scenes
from colugo.synth.design import fingerprint

SEED = 1_212  # a shop that no training has


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--products", type=int, default=50_000)
    arguments.add_argument("--pictures", type=int, default=240)
    arguments.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    chosen = arguments.parse_args()
    out = Console()
    for name, make in (
        ("products", lambda: make_products(SEED, chosen.products)),
        ("look-alikes, 5 each", lambda: make_look_alikes(SEED, chosen.products // 5, 5)),
    ):
        began = time.perf_counter()
        products = make()
        invented_s = time.perf_counter() - began
        designs = {fingerprint(product) for product in products}
        skus = {product.sku for product in products}
        seconds = time.perf_counter() - began
        out.print(f"{name}: {len(products)} invented in {invented_s:.1f} s, with their designs in "
                  f"{seconds:.1f} s; {len(skus)} SKUs, {len(designs)} designs")  # fmt: skip
    shop = make_products(SEED, 200)
    levels = [LEVELS[name] for name in ("easy", "medium", "hard")]
    for processes in chosen.processes:
        with TemporaryDirectory() as folder:
            began = _cpu_s()
            photos = write_products(
                Path(folder, "p"), shop[: chosen.pictures // 6], 6, SEED, processes=processes
            )
            middle = _cpu_s()
            scenes = write_scenes(
                Path(folder, "s"), shop, chosen.pictures // 3, SEED, levels=levels,
                processes=processes,
            )  # fmt: skip
            ended = _cpu_s()
        for name, each, cpu_s in (
            ("photos of 224 px", photos, middle - began),
            ("scenes of 640 px", scenes, ended - middle),
        ):
            out.print(f"{processes} processes: {each.drawn} {name}, {each.drawn / each.seconds:.1f}"
                      f" pictures/s, {each.drawn / cpu_s:.1f} a second of processor")  # fmt: skip


def _cpu_s() -> float:
    """Seconds of processor that this process and its children have used."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
