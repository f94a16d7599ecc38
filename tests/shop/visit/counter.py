"""A counter at which frames and steps follow each other, on the pure functions alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from colugo.shop import Currency, Money, Product
from colugo.shop.orders import By, OpenBasket
from colugo.shop.visit import (
    Change,
    Frame,
    Look,
    Pricelist,
    Rules,
    Side,
    Step,
    Visit,
    basket_of,
    elapse,
    see,
    side_of,
    steps_of,
)

CNY = Currency.of("CNY")
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
GOODS = {
    each.sku: each
    for each in (
        Product("milk", "莫斯利安", Money(550, CNY)),
        Product("tea", "绿茶", Money(300, CNY)),
        Product("beer", "青岛啤酒", Money(680, CNY), min_age_years=18),
        Product("apples", "苹果", Money(1290, CNY), unit="weight"),
    )
}
PLACE = Pricelist("east", CNY, GOODS, {sku: each.price for sku, each in GOODS.items()})
SIZE = (400, 200)


def box_at(place: int) -> tuple[int, int, int, int]:
    """One of four places side by side."""
    return (20 + 90 * place, 40, 80 + 90 * place, 120)


def known(sku: str, place: int = 0) -> Look:
    return Look(box_at(place), "known", (sku,), 99)


def unsure(*skus: str, place: int = 0) -> Look:
    return Look(box_at(place), "unsure", skus, 60)


def unknown(place: int = 0) -> Look:
    return Look(box_at(place), "unknown", (), 5)


class AtCounter:
    """Plays a visit; a fifth of a second passes with each frame."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.visit = Visit("c1")
        self.at = START
        self.goods = dict(GOODS)
        self.ids = 0

    @property
    def state(self) -> str:
        return self.visit.state

    @property
    def side(self) -> Side | None:
        return side_of(self.visit, self.goods, self.rules)

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.visit, self.goods, self.rules)

    @property
    def basket(self) -> OpenBasket | None:
        return basket_of(self.visit, PLACE, self.rules, self.by())

    def by(self, role: str = "device") -> By:
        return By("counter 1" if role == "device" else "Li", role, self.at)  # type: ignore[arg-type]

    def frame(self, *looks: Look, is_late_by_s: float = 0.0, **more: object) -> None:
        """A frame that was searched."""
        self._frame(looks, is_late_by_s, **more)

    def still(self, **more: object) -> None:
        """A frame on which nothing changed, so that it was not searched."""
        self._frame(None, 0.0, **more)

    def move(self) -> None:
        self._frame(None, 0.0, is_moving=True)

    def lay(self, *looks: Look) -> None:
        """Somebody's hand, then goods that lie still for as many frames as must agree."""
        self.move()
        for _ in range(max(2, self.rules.votes)):
            self.frame(*looks)

    def do(self, change: Change) -> None:
        self.visit = change(self.visit, self.goods, self.rules)

    def wait(self, seconds: float, *, is_paid: bool = False) -> None:
        self.at += timedelta(seconds=seconds)
        self.visit = elapse(self.visit, self.at, self.rules, is_paid=is_paid)

    def _frame(self, looks: tuple[Look, ...] | None, late_s: float, **more: object) -> None:
        self.at += timedelta(seconds=0.2)
        self.ids += 1
        taken_at = self.at - timedelta(seconds=late_s)
        frame = Frame(taken_at, self.at, UUID(int=self.ids), SIZE, looks=looks, **more)  # type: ignore[arg-type]
        self.visit = see(self.visit, frame, self.goods, self.rules)
