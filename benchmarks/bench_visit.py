"""From a frame of a counter's camera to the answer of its visit.

A drawn 1080p video: an empty counter, a hand, goods that lie still, goods taken away. Prints the
medians of what a frame costs, by what is made of it, from the JPEG to the visit as JSON: through
the app itself, in this process. Where other work slows the machine down, the processor's time
says more than the clock's.
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
from colugo.checkout.visit.watching import REACHING
from colugo.interfaces.rest import create_app
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store
from colugo.synth import SynthProduct, make_product, render_view
from colugo.synth.video import WatchedCounter
from colugo.vision import DecodeLimits, Image
from colugo.vision.encode import encode
from colugo.vision.image import Pixels
from colugo.vision.motion import Small, changed_share, reaching_share, small_picture

_SEEDS = (11, 25, 38, 57, 60, 72, 80, 91, 95, 99)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=10, help="on the counter, at most 10")
    parser.add_argument("--rounds", type=int, default=5, help="times that goods come and go")
    parser.add_argument("--hands", action="store_true", help="see how many are noticed instead")
    chosen = parser.parse_args()
    if chosen.hands:
        notice_hands()
        return
    products = [make_product(seed) for seed in _SEEDS[: chosen.products]]
    counter = WatchedCounter.of(products, 5)
    with tempfile.TemporaryDirectory() as folder, furnished(Path(folder), products) as shop:
        frames = list(video(counter, chosen.rounds))
        client = page(shop)
        took: dict[str, list[tuple[float, float]]] = defaultdict(list)
        seen = 0
        for number, frame in enumerate(frames, start=1):
            began, spent = time.perf_counter(), time.process_time()
            told = send(client, number, frame)
            cost = time.perf_counter() - began, time.process_time() - spent
            took[told["frame"]["use"]].append(cost)
            seen = max(seen, len(told["scene"]["boxes"]) if told["scene"] else 0)
    print(f"{len(counter.skus)} products lie there, {seen} boxes were followed at most")
    for use, times in sorted(took.items()):
        wall, cpu = (1000 * statistics.median(each) for each in zip(*times, strict=True))
        print(f"{use}: {wall:.0f} ms, {cpu:.0f} ms of processor, medians of {len(times)} frames")


def notice_hands() -> None:
    """Ten drawn counters of three products, six hands each where there is room."""
    without, hands, noticed = 0, 0, 0
    for seed in range(5, 15):
        counter = WatchedCounter.of(
            [make_product(each) for each in (11, 60, 38)], seed, (1280, 720)
        )
        boxes = [_scaled(one.layer.rect) for one in counter.placed]
        empty, bare = small(counter.frame(1, ())), small(counter.frame(2))
        without += reaching_share(empty, bare, boxes) > REACHING
        for hand in range(6):
            now = small(counter.frame(3, hand=hand))
            if changed_share(bare, now) > 0:
                hands += 1
                noticed += reaching_share(empty, now, boxes) > REACHING
    print(f"{noticed} of {hands} hands noticed; {without} of 10 counters without one taken for one")


def small(pixels: Pixels) -> Small:
    """A frame as the motion gate sees it."""
    return small_picture(encode(Image(pixels), ".jpg"), DecodeLimits())[0]


def _scaled(rect: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (edge / 8 for edge in rect)
    return x0, y0, x1, y1


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
            frame = counter.frame(number, shown, hand=number if has_hand else None)
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
