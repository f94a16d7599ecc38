"""Choosing a store, of those that somebody works in. Decides nothing."""

from collections.abc import Awaitable, Callable, Sequence

from nicegui import events, ui

from colugo.interfaces.admin.desk import Desk
from colugo.shop.people import Store

_ALL = ""  # ids of stores are never empty


class StoreChoice:
    """The store that a page is about; None for all, where that is theirs to see.

    Attributes:
        store_id: of the store; None for all.
    """

    def __init__(
        self, desk: Desk, stores: Sequence[Store], changed: Callable[[], Awaitable[None]], *,
        is_one: bool = False,
    ) -> None:  # fmt: skip
        """Begin with all stores; with the first where one must be chosen or not all are theirs."""
        self._desk, self._stores, self._changed = desk, stores, changed
        self._has_all = desk.is_everywhere and not is_one
        self.store_id = None if self._has_all or not stores else stores[0].id

    def draw(self) -> None:
        """Draw the choice, where there is one."""
        words = self._desk.words
        options = {each.id: each.name for each in self._stores}
        if self._has_all:
            options = {_ALL: words("stores.all"), **options}
        if len(self._stores) > 1:
            field = ui.select(options, value=self.store_id or _ALL, label=words("stores.store"))
            field.props("outlined dense").style("min-width:12rem").on_value_change(self._choose)

    async def _choose(self, event: events.ValueChangeEventArguments[str]) -> None:
        self.store_id = event.value or None
        await self._changed()
