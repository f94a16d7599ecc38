"""Pictures a second that the loader of `colugo train` makes, by its worker processes.

`python benchmarks/bench_loader.py`, after the lists of docs/from-paddleclas.md are written.
"""

import time
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from colugo.legacy.train_config import PartSection
from colugo.legacy.train_reading import read_train_config
from colugo.training.recognition.data import Batches

_CONFIG = Path("recipes/paddleclas/grocery_store.yaml")
_ROUNDS, _WORKERS = 5, (0, 1, 2)


def main() -> None:
    part = read_train_config(_CONFIG).data.train
    assert part is not None
    rates: dict[int, list[float]] = {workers: [] for workers in _WORKERS}
    for number in range(_ROUNDS):
        for workers in _WORKERS:  # one after the other: noise hits all alike
            rates[workers].append(pictures_a_second(part, workers, epoch=number))
    table = Table("workers", "pictures/s, median", "least", "most")
    for workers, found in rates.items():
        row = (f"{value:.0f}" for value in (median(found), min(found), max(found)))
        table.add_row(str(workers), *row)
    Console().print(table)


def pictures_a_second(part: PartSection, workers: int, epoch: int) -> float:
    loader = part.loader.model_copy(update={"num_workers": workers})
    batches = Batches(part.model_copy(update={"loader": loader}))
    started = time.perf_counter()
    pictures = sum(len(batch.labels) for batch in batches.epoch(epoch))
    return pictures / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
