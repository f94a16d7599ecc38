"""Stock of one store: what lies there, what is low, how it came and went. Decides nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from nicegui import events, ui

from colugo.checkout.sales import Stockroom
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import form_dialog
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.pages.stock_note import KINDS, ask_for_note
from colugo.interfaces.admin.stores import StoreChoice
from colugo.interfaces.admin.tables import CHIP_SLOT, action_slot, column, table
from colugo.shop.orders import By
from colugo.shop.people import Store
from colugo.shop.stock import ReorderLevel, StockMove

_LEDGER_DAYS: Final = 30
_LEDGER_ROWS: Final = 200

Rows = list[dict[str, Any]]


async def draw(desk: Desk) -> None:
    """Draw the page."""
    stores = await desk.stores()
    if not stores:
        ui.label(desk.words("stores.none")).classes("card soft")
        return
    await _Stock(desk, stores).draw()


class _Stock:
    """The stock of the store that is looked at."""

    def __init__(self, desk: Desk, stores: Sequence[Store]) -> None:
        self._desk, self._stores = desk, stores
        self._choice = StoreChoice(desk, stores, self.show, is_one=True)
        self._ledger_sku: str | None = None

    async def draw(self) -> None:
        """Draw the ways to change it, what is there, and the ledger."""
        words = self._desk.words
        with head(words("pages.stock")):
            self._choice.draw()
            for kind in KINDS:
                if self._desk.may(kind.action):
                    ui.button(
                        words(f"stock.{kind.key}"), icon=kind.icon,
                        on_click=lambda kind=kind: ask_for_note(
                            self._desk, kind, self._store_id, self.show
                        ),
                    ).props("outline" if kind is not KINDS[0] else "unelevated")  # fmt: skip
        self._low = ui.label().classes("q-mb-sm").props("aria-live=polite")
        self._levels = table(self._level_columns(), [], "sku")
        self._levels.add_slot("body-cell-state", CHIP_SLOT)
        for event, icon in (("ledger", "history"), ("edit", "tune")):
            slot = action_slot(event, icon, words(f"stock.{event}_of"))
            self._levels.add_slot(f"body-cell-{event}", slot)
        self._levels.on("ledger", self._choose_ledger)
        self._levels.on("edit", self._ask_for_level)
        with ui.row().classes("items-center q-mt-lg q-mb-sm"):
            self._ledger_title = ui.label().classes("card-title q-ma-none")
            self._ledger_title.props("role=heading aria-level=2")
            self._all = ui.button(words("stock.ledger_all"), on_click=self._show_all).props("flat")
        self._ledger = table(self._ledger_columns(), [], "id")
        await self.show()

    async def show(self) -> None:
        """Read the stock and the ledger, and show them."""
        store_id = self._store_id
        levels, ledger = await self._desk.do("read_stock", self._read, store_id=store_id)
        self._levels.rows, self._ledger.rows = levels, ledger
        low = sum(1 for each in levels if each["tone"] == "bad")
        self._low.set_text(self._desk.words("stock.low_count", count=low))
        self._low.classes(replace="q-mb-sm bad" if low else "q-mb-sm good")
        title = self._desk.words("stock.ledger", days=_LEDGER_DAYS)
        self._ledger_title.set_text(" · ".join(filter(None, (title, self._ledger_sku))))
        self._all.visible = self._ledger_sku is not None

    @property
    def _store_id(self) -> str:
        return self._choice.store_id or self._stores[0].id

    def _read(self, _: By) -> tuple[Rows, Rows]:
        room, store_id = Stockroom(self._desk.shop.database), self._store_id
        there, low = room.on_hand(store_id), {each.sku: each for each in room.alerts(store_id)}
        since = datetime.now(UTC) - timedelta(days=_LEDGER_DAYS)
        moves = sorted(
            room.moves(store_id, self._ledger_sku, since=since), key=lambda move: move.at
        )[-_LEDGER_ROWS:]
        with self._desk.shop.database.reading() as work:
            levels = {each.sku: each for each in work.stock.levels(store_id)}
            skus = sorted({*there, *levels, *(move.sku for move in moves)})
            found = ((sku, work.products.find_by_sku(sku)) for sku in skus)
            names = {sku: each.name_in(self._desk.language) if each else sku for sku, each in found}
        rows = [
            self._level_row(sku, names[sku], there.get(sku, 0), levels.get(sku), sku in low)
            for sku in sorted({*there, *levels}, key=lambda sku: (sku not in low, sku))
        ]
        return rows, [self._move_row(each, names[each.sku]) for each in reversed(moves)]

    def _level_row(
        self, sku: str, name: str, there: int, level: ReorderLevel | None, is_low: bool
    ) -> dict[str, Any]:
        key = "stock.low" if is_low else "stock.enough" if level else "stock.no_level"
        return {
            "sku": sku, "name": name, "there": there,
            "level": "" if level is None else level.level,
            "target": "" if level is None else level.target,
            "state": self._desk.words(key),
            "tone": "bad" if is_low else "good" if level else "",
        }  # fmt: skip

    def _move_row(self, move: StockMove, name: str) -> dict[str, Any]:
        store = next(each for each in self._stores if each.id == move.store_id)
        at = move.at.astimezone(ZoneInfo(store.time_zone))
        return {
            "id": str(move.id), "at": at.strftime("%m-%d %H:%M"), "name": name,
            "kind": self._desk.words(f"stock.kind_{move.kind}"), "quantity": f"{move.quantity:+}",
            "by": move.made_by, "reference": move.reference[:36],
        }  # fmt: skip

    def _level_columns(self) -> list[dict[str, Any]]:
        words = self._desk.words
        columns = [
            column("name", words("products.name")), column("sku", "SKU", small=False),
            column("there", words("stock.there"), end=True),
            column("level", words("stock.level"), end=True, small=False),
            column("target", words("stock.target"), end=True, small=False),
            column("state", words("products.state")), column("ledger", words("stock.history")),
        ]  # fmt: skip
        return columns + (
            [column("edit", words("stock.level_short"))]
            if self._desk.may("edit_stock_levels")
            else []
        )

    def _ledger_columns(self) -> list[dict[str, Any]]:
        words = self._desk.words
        return [
            column("at", words("orders.time")), column("name", words("products.name")),
            column("kind", words("stock.kind")),
            column("quantity", words("stock.quantity"), end=True),
            column("by", words("stock.by"), small=False),
            column("reference", words("stock.reference"), small=False, long=True),
        ]  # fmt: skip

    async def _choose_ledger(self, event: events.GenericEventArguments) -> None:
        self._ledger_sku = event.args["key"]
        await self.show()

    async def _show_all(self) -> None:
        self._ledger_sku = None
        await self.show()

    async def _ask_for_level(self, event: events.GenericEventArguments) -> None:
        """Ask at how many to order more, and up to how many."""
        words, sku, store_id = self._desk.words, event.args["key"], self._store_id
        row = next(each for each in self._levels.rows if each["sku"] == sku)

        async def save() -> None:
            made = ReorderLevel(store_id, sku, int(level.value or 0), int(target.value or 0))
            room = Stockroom(self._desk.shop.database)
            await self._desk.do(
                "edit_stock_levels", lambda by: room.set_level(made, by), store_id=store_id
            )
            dialog.close()
            await self.show()

        with form_dialog(self._desk, f"{words('stock.edit_of')} {row['name']}", save) as dialog:
            level = ui.number(words("stock.level"), value=row["level"] or 0, min=0, precision=0)
            target = ui.number(words("stock.target"), value=row["target"] or 1, min=1, precision=0)
            for field in (level, target):
                field.props("outlined dense").classes("full-width")
        dialog.open()
