"""From a frame of a counter's camera to the answer of its visit.

A drawn 1080p video: an empty counter, a hand, goods that lie still, goods taken away. Prints the
medians of what a frame costs, by what is made of it; the last line of a page's way (JPEG over
HTTP) is measured through the app itself, in this process.
"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.access import Access
from colugo.interfaces.rest import create_app
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store
from colugo.synth import SynthProduct, make_product, render_view
from colugo.synth.video import WatchedCounter
from colugo.vision import Image
from colugo.vision.encode import encode

_SEEDS = (11, 25, 38, 57, 60, 72, 80, 91, 95, 99)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=10, help="on the counter, at most 10")
    parser.add_argument("--rounds", type=int, default=5, help="times that goods come and go")
    chosen = parser.parse_args()
    products = [make_product(seed) for seed in _SEEDS[: chosen.products]]
    counter = WatchedCounter.of(products, 5)
    with tempfile.TemporaryDirectory() as folder, furnished(Path(folder), products) as shop:
        frames = list(video(counter, chosen.rounds))
        client = page(shop)
        took: dict[str, list[float]] = defaultdict(list)
        seen = 0
        for number, frame in enumerate(frames, start=1):
            began = time.perf_counter()
            told = send(client, number, frame)
            took[told["frame"]["use"]].append(1000 * (time.perf_counter() - began))
            seen = max(seen, len(told["scene"]["boxes"]) if told["scene"] else 0)
    print(f"{len(counter.skus)} products lie there, {seen} boxes were followed at most")
    for use, times in sorted(took.items()):
        print(f"{use}: {statistics.median(times):.0f} ms, median of {len(times)} frames")


def furnished(folder: Path, products: list[SynthProduct]) -> Shop:
    """A shop that sells the products, its networks loaded."""
    shop = Shop.create(folder / "shop", visit_frame_max_age_s=60)
    with shop.database.transaction() as work:
        work.stores.save(Store("east", "East", shop.currency))
        work.stores.save_counter(Counter("c1", "east", "Counter 1"))
    for product in products:
        shop.add_product(sku=product.sku, name=product.name, price=product.price_text)
        views = (render_view(product, number, 256, "scene") for number in range(4))
        shop.enrol(product.sku, [encode(Image(view), ".jpg") for view in views])
    shop.recognise(Image(render_view(products[0], 9, 256, "scene")))
    return shop


def page(shop: Shop) -> TestClient:
    """The app in this process, as a counter's page calls it."""
    admin = By("bench", "admin", datetime.now(UTC))
    token = Access(shop.database).add("page", "device", admin)[1]
    return TestClient(create_app(shop), headers={"Authorization": f"Bearer {token}"})


def video(counter: WatchedCounter, rounds: int) -> Iterator[bytes]:
    """JPEG frames: empty, hand, goods, hand, empty, over and over."""
    number = 0
    for _ in range(rounds):
        scenes = [((), False)] * 2 + [((), True)] * 2 + [(counter.skus, False)] * 6
        for shown, has_hand in [*scenes, (counter.skus, True), ((), False)]:
            number += 1
            frame = counter.frame(number, shown, has_hand=has_hand)
            yield encode(Image(frame), ".jpg")


def send(client: TestClient, number: int, frame: bytes) -> dict[str, object]:
    """Post a frame; gives the visit."""
    answer = client.post(
        "/v1/counters/c1/visit/frames", files={"picture": ("frame.jpg", frame, "image/jpeg")},
        data={"number": number, "taken_at": datetime.now(UTC).isoformat()},
    )  # fmt: skip
    answer.raise_for_status()
    told: dict[str, object] = answer.json()
    return told


if __name__ == "__main__":
    main()
