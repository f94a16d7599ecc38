"""Measures how long a catalogue file takes: added, imported again unchanged, with new prices, out.

`python benchmarks/bench_import.py [PRODUCTS]`, a new SQLite shop in a temporary folder each time.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from colugo import Shop
from colugo.shop.barcode import check_digit

_ROUNDS = 3
_HEADING = "sku,name,price,barcode,name_en,unit,min_age\n"


def main(products: int) -> None:
    rounds = [_measure(products) for _ in range(_ROUNDS)]
    names = ("added", "imported again", "new prices", "exported")
    for name, times_s in zip(names, zip(*rounds, strict=True), strict=True):
        print(f"{name}: median {median(times_s):.2f} s, worst {max(times_s):.2f} s")


def _measure(products: int) -> tuple[float, ...]:
    content, dearer = _file(products, "50"), _file(products, "60")
    with TemporaryDirectory() as folder, Shop.create(Path(folder, "shop")) as shop:
        return (
            _time_s(lambda: shop.import_products(content)),
            _time_s(lambda: shop.import_products(content, update=True)),
            _time_s(lambda: shop.import_products(dearer, update=True)),
            _time_s(shop.export_products),
        )


def _file(products: int, cents: str) -> bytes:
    lines = (_line(number, cents) for number in range(products))
    return (_HEADING + "".join(lines)).encode()


def _line(number: int, cents: str) -> str:
    body = f"690{number:09d}"
    barcode = f"{body}{check_digit(body)}"
    return f"P{number:07d},商品 {number},{number % 500}.{cents},{barcode},Product {number},piece,\n"


def _time_s(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
