"""The attendant's board: what goes on at the counters, those that need help first."""

from collections.abc import Sequence
from typing import Final

from nicegui import ui

from colugo.checkout.visit import VisitView
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.pages.counter_card import CounterCard
from colugo.interfaces.admin.stores import StoreChoice
from colugo.shop.orders import By
from colugo.shop.people import Counter, Store

_LOOK_EVERY_S: Final = 2.0

Seen = tuple[Counter, VisitView]


async def draw(desk: Desk) -> None:
    """Draw the page."""
    await _Board(desk, await desk.stores()).draw()


class _Board:
    """A card for each counter of one store or all."""

    def __init__(self, desk: Desk, stores: Sequence[Store]) -> None:
        self._desk, self._stores = desk, stores
        self._choice = StoreChoice(desk, stores, self.show)
        self._cards: dict[str, CounterCard] = {}

    async def draw(self) -> None:
        """Draw the cards, and look again and again."""
        with head(self._desk.words("pages.counters")):
            self._calls = ui.label().props("aria-live=assertive")
            self._choice.draw()
        self._place = ui.element("div").classes("cols")
        await self.show()
        ui.timer(_LOOK_EVERY_S, self.show, immediate=False)

    async def show(self) -> None:
        """Read the visits; draw the cards of those that changed."""
        where = self._choice.store_id
        seen = await self._desk.do("approve_age", self._read, store_id=where)
        there = {counter.id for counter, _ in seen}
        for gone in set(self._cards) - there:
            self._cards.pop(gone).delete()
        for counter, view in seen:
            if counter.id not in self._cards:
                with self._place:
                    self._cards[counter.id] = CounterCard(self._desk, counter, self.show)
            self._cards[counter.id].show(view)
        calling = [each for each in self._cards.values() if each.needs_help]
        for place, card in enumerate(sorted(self._cards.values(), key=lambda each: each.rank)):
            card.move_to(place)
        self._calls.set_text(self._desk.words("counters.calling", count=len(calling)))
        self._calls.classes(replace="bad" if calling else "good")

    def _read(self, by: By) -> list[Seen]:
        shop, where = self._desk.shop, self._choice.store_id
        own = {each.id for each in self._stores if where in (None, each.id)}
        with shop.database.reading() as work:
            counters = [each for each in work.stores.counters() if each.store_id in own]
        return [(each, shop.visits.get(each.id, by)) for each in counters if each.is_open]
