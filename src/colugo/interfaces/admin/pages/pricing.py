"""Categories, price lists and promotions: what is there, and the ways to change it."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import events, ui

from colugo.checkout.price_files import read_price_list, write_price_list
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import ask_whether, form_dialog
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.pages.categories import Categories
from colugo.interfaces.admin.tables import CHIP_SLOT, action_slot, column, table
from colugo.interfaces.admin.uploading import file_picker
from colugo.shop.orders import By
from colugo.shop.people import Store
from colugo.shop.period import Period
from colugo.shop.price_list import PriceList


async def draw(desk: Desk) -> None:
    """Draw the page."""
    stores = await desk.stores()
    await _PriceLists(desk, stores).draw()
    await _draw_promotions(desk)
    await Categories(desk).draw()


class _PriceLists:
    """The price lists, in and out as CSV files."""

    def __init__(self, desk: Desk, stores: Sequence[Store]) -> None:
        self._desk, self._stores = desk, stores
        self._zone = ZoneInfo(stores[0].time_zone if stores else "Asia/Shanghai")

    async def draw(self) -> None:
        """Draw the table and the way to bring one in."""
        words = self._desk.words
        with head(words("pages.pricing")):
            if self._desk.may("edit_prices"):
                ui.button(words("pricing.add_list"), icon="upload_file", on_click=self._ask).props(
                    "unelevated"
                )
        columns = [
            column("id", words("pricing.list")), column("store", words("stores.store")),
            column("period", words("pricing.period"), small=False),
            column("prices", words("pricing.prices"), end=True),
            column("state", words("products.state")), column("export", words("pricing.export")),
        ]  # fmt: skip
        if self._desk.may("edit_prices"):
            columns.append(column("remove", words("dialogs.remove")))
        self._table = table(columns, [], "id")
        self._table.add_slot("body-cell-state", CHIP_SLOT)
        for event, icon in (("export", "download"), ("remove", "delete")):
            slot = action_slot(event, icon, words(f"pricing.{event}_of"))
            self._table.add_slot(f"body-cell-{event}", slot)
        self._table.on("export", self._export)
        self._table.on("remove", self._remove)
        await self._show()

    async def _show(self) -> None:
        lists = await self._desk.do("read_catalogue", self._read)
        self._table.rows = lists

    def _read(self, by: By) -> list[dict[str, Any]]:
        return [self._row(each, by.at) for each in self._desk.shop.price_lists()]

    def _row(self, price_list: PriceList, at: datetime) -> dict[str, Any]:
        words, period = self._desk.words, price_list.period
        holds = period.holds(at)
        return {
            "id": price_list.id, "name": price_list.id, "prices": len(price_list.prices),
            "store": price_list.store_id or words("stores.all"), "period": self._period(period),
            "state": words("pricing.holds" if holds else "pricing.holds_not"),
            "tone": "good" if holds else "",
        }  # fmt: skip

    def _period(self, period: Period) -> str:
        ends = [
            "" if each is None else each.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")
            for each in (period.start, period.end)
        ]
        return " – ".join(ends) if any(ends) else self._desk.words("pricing.always")

    async def _export(self, event: events.GenericEventArguments) -> None:
        name = event.args["key"]
        found = await self._desk.do("read_catalogue", lambda _: self._desk.shop.price_list(name))
        ui.download.content(write_price_list(found), f"{name}.csv", "text/csv")

    async def _remove(self, event: events.GenericEventArguments) -> None:
        name = event.args["key"]
        if await ask_whether(self._desk, self._desk.words("pricing.remove_sure", name=name)):
            shop = self._desk.shop
            await self._desk.do("edit_prices", lambda _: shop.remove_price_list(name))
            await self._show()

    def _ask(self) -> None:
        """Ask for a file, where and when its prices hold."""
        words, contents = self._desk.words, list[bytes]()

        async def take(event: events.UploadEventArguments) -> None:
            contents[:] = [await event.file.read()]

        async def save() -> None:
            if not contents:
                ui.notify(words("products.no_file"), type="warning")
                return
            period = Period(self._moment(start.value), self._moment(end.value))
            await self._desk.do(
                "edit_prices",
                lambda _: self._save(name.value or "", contents[0], where.value or None, period),
            )
            dialog.close()
            await self._show()

        with form_dialog(self._desk, words("pricing.add_list"), save) as dialog:
            ui.label(words("pricing.hint")).classes("soft")
            with ui.element("div").classes("fields"):
                name = ui.input(words("pricing.list"))
                stores = {"": words("stores.all")} | {each.id: each.name for each in self._stores}
                where = ui.select(stores, value="", label=words("stores.store"))
                start, end = (
                    ui.input(words(f"pricing.{key}")).props("type=datetime-local stack-label")
                    for key in ("from", "until")
                )
                for field in (name, where, start, end):
                    field.props("outlined dense")
            file_picker(words("products.choose_file"), ".csv", on_upload=take)
        dialog.open()

    def _moment(self, text: str | None) -> datetime | None:
        return datetime.fromisoformat(text).replace(tzinfo=self._zone) if text else None

    def _save(self, name: str, content: bytes, store_id: str | None, period: Period) -> None:
        shop = self._desk.shop
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "prices.csv"
            file.write_bytes(content)
            read = read_price_list(shop.database, name, file, store_id=store_id, period=period)
        shop.save_price_list(read)


async def _draw_promotions(desk: Desk) -> None:
    """Draw the promotions as they are kept; their rules are edited as files."""
    words, shop = desk.words, desk.shop

    def read(_: By) -> list[dict[str, Any]]:
        with shop.database.reading() as work:
            kept = work.pricing.promotions()
        return [
            {
                "id": each.id, "promotion": each.name_en if desk.language == "en" and each.name_en
                else each.name,
                "offer": type(each.offer).__name__, "store": each.store_id or words("stores.all"),
            }
            for each in kept
        ]  # fmt: skip

    rows = await desk.do("read_catalogue", read)
    title = ui.label(words("pricing.promotions")).classes("card-title q-mt-xl")
    title.props("role=heading aria-level=2")
    columns = [
        column("id", words("people.id_of")), column("promotion", words("products.name")),
        column("offer", words("pricing.offer"), small=False),
        column("store", words("stores.store"), small=False),
    ]  # fmt: skip
    table(columns, rows, "id")
