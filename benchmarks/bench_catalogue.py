"""Measures a large catalogue over REST's own routes: list, search, read; and the import of 10,000.

`python benchmarks/bench_catalogue.py [PRODUCTS]`, a new SQLite shop in a temporary folder. Requests
go through the whole app but no socket, one after another.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.access import Access
from colugo.interfaces.rest import create_app
from colugo.shop.orders import By

_ROUNDS = 200
_IMPORTED = 10_000
_BRANDS = "莫斯利安 蒙牛 伊利 光明 可口 百事 康师傅 统一 农夫 娃哈哈 旺旺 徐福记 良品 洽洽"
_TASTES = "原味 草莓 芒果 柠檬 香草 海盐 麻辣 番茄 葡萄 蓝莓 低糖 无糖 经典 浓香 清爽"
_KINDS = "酸奶 纯牛奶 可乐 绿茶 矿泉水 方便面 饼干 薯片 巧克力 瓜子 糖果 果汁 咖啡 火腿 面包"
_QUERIES = "莫斯利安 牛奶 可乐 mosilian msla kele caomei wahah 奶 99999g"


def main(products: int) -> None:
    with TemporaryDirectory() as folder, Shop.create(Path(folder, "shop")) as shop:
        content = _file(0, _IMPORTED)
        begin = time.perf_counter()
        shop.import_products(content)
        print(f"import of {_IMPORTED}: {time.perf_counter() - begin:.2f} s")
        for start in range(_IMPORTED, products, _IMPORTED):
            shop.import_products(_file(start, min(start + _IMPORTED, products)))
        by = By("bench", "admin", datetime.now(UTC))
        token = Access(shop.database).add("bench", "device", by)[1]
        client = TestClient(create_app(shop), headers={"Authorization": f"Bearer {token}"})
        _measure(client, products)


def _measure(client: TestClient, products: int) -> None:
    pick = random.Random(0)
    sku = lambda: f"P{pick.randrange(products):07d}"  # noqa: E731
    page = {"limit": 50}
    cursor = client.get("/v1/products", params=page).json()["next_cursor"]
    _time("list, 50", lambda: client.get("/v1/products", params={**page, "cursor": cursor}))
    _time("read one", lambda: client.get(f"/v1/products/{sku()}"))
    for query in _QUERIES.split():
        _time(f"find {query}", lambda q=query: client.get("/v1/products?limit=20", params={"q": q}))


def _time(name: str, work: Callable[[], object]) -> None:
    work()
    times_ms = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        work()
        times_ms.append((time.perf_counter() - begin) * 1000)
    print(f"{name}: median {median(times_ms):.1f} ms, p95 {quantiles(times_ms, n=20)[-1]:.1f} ms")


def _file(start: int, end: int) -> bytes:
    lines = (_line(number) for number in range(start, end))
    return ("sku,name,price,name_en\n" + "\n".join(lines) + "\n").encode()


def _line(number: int) -> str:
    pick = random.Random(number)
    name = "".join(pick.choice(words.split()) for words in (_BRANDS, _TASTES, _KINDS))
    return f"P{number:07d},{name} {number}g,{number % 500}.50,Product {number}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
