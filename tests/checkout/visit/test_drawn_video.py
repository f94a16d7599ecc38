"""A drawn video through the default models: an empty counter, a hand, goods, goods taken away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from colugo import Shop
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store
from colugo.shop.visit import Use
from colugo.shop.visit.tracking import iou
from colugo.synth import make_product, render_view
from colugo.synth.video import WatchedCounter
from colugo.vision import Image
from colugo.vision.encode import encode

PRODUCTS = [make_product(seed) for seed in (11, 38, 57)]


class Filmed:
    """A counter of a shop, filmed."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.number, self.at = shop, 0, datetime.now(UTC)
        self.counter = WatchedCounter.of(PRODUCTS, 5, (1280, 720))

    def by(self, role: str = "device") -> By:
        self.at += timedelta(milliseconds=100)  # whatever the machine needs for it
        return By("page", role, self.at)  # type: ignore[arg-type]

    def frame(self, *skus: str, hand: int | None = None) -> tuple[Use, str]:
        """What is made of a frame, and the state after it."""
        self.number += 1
        pixels = self.counter.frame(self.number, skus, hand=hand)
        by = self.by()
        use = self.shop.visits.frame("c1", encode(Image(pixels), ".jpg"), by.at, by)
        return use, self.shop.visits.get("c1", by).visit.state


@pytest.fixture
def filmed(tmp_path: Path) -> Iterator[Filmed]:
    options = {"visit_frame_max_age_s": 60, "visit_camera_lost_s": 0, "wrong_cost": 4}
    with Shop.create(tmp_path / "shop", **options) as shop:
        with shop.database.transaction() as work:
            work.stores.save(Store("east", "East", shop.currency))
            work.stores.save_counter(Counter("c1", "east", "Counter 1"))
        for product in PRODUCTS:
            shop.add_product(sku=product.sku, name=product.name, price=product.price_text)
            views = (render_view(product, number, 256, "scene") for number in range(2))
            shop.enrol(product.sku, [encode(Image(view), ".jpg") for view in views])
        yield Filmed(shop)


def test_goods_under_a_camera_become_a_paid_order(filmed: Filmed) -> None:
    visits, skus = filmed.shop.visits, filmed.counter.skus
    empty = [filmed.frame(), filmed.frame()]
    laying = [filmed.frame(*skus[:1], hand=3), filmed.frame(*skus)]
    still = [filmed.frame(*skus) for _ in range(3)]
    for box in visits.get("c1", filmed.by()).visit.boxes:
        truth = {p.product.sku: iou(box.xyxy, p.layer.rect) for p in filmed.counter.placed}
        sku = max(truth, key=lambda each: truth[each])
        assert truth[sku] > 0.7
        if box.looks[-1].kind != "known":
            visits.answer("c1", box.number, sku, filmed.by(), why="asked")
    seen = visits.get("c1", filmed.by())
    assert seen.settled is not None
    total_minor = sum(line.total.minor for line in seen.settled.lines)
    visits.confirm("c1", total_minor, filmed.by())
    visits.pay("c1", "cash", filmed.by())
    payment = visits.get("c1", filmed.by()).payment
    assert payment is not None
    filmed.shop.collecting.confirm(payment.payment.id, filmed.by("attendant"))
    taking = [filmed.frame(*skus[:1], hand=3), *(filmed.frame() for _ in range(4))]

    assert [state for _, state in empty] == ["idle", "idle"]
    assert [use for use, _ in laying] == ["moving", "moving"]
    assert [state for _, state in laying] == ["settling", "settling"]
    assert [use for use, _ in still] == ["recognised", "recognised", "still"]
    assert len(seen.visit.boxes) == len(skus) == 3
    assert seen.visit.state == "review"
    assert {line.sku for line in seen.settled.lines} == set(skus)
    assert taking[0] == ("moving", "leaving")
    assert taking[-1][1] == "idle"


def test_a_hand_that_rests_over_the_goods_is_waited_for(filmed: Filmed) -> None:
    first = filmed.counter.skus[0]
    filmed.frame()

    resting = [filmed.frame(first, hand=2) for _ in range(4)]
    gone = [filmed.frame(first) for _ in range(3)]
    filmed.frame(first, hand=2)
    filmed.at += timedelta(seconds=1)
    back = [filmed.frame(first, hand=2)]
    filmed.at += timedelta(seconds=6)
    left_there = [filmed.frame(first, hand=2)]

    assert {use for use, _ in resting + back} == {"moving"}
    assert {state for _, state in resting + back} == {"settling"}
    assert [use for use, _ in gone] == ["moving", "recognised", "recognised"]
    assert [use for use, _ in left_there] == ["recognised"]
