"""The audit log, the newest entry first, and whether its chain is whole. Decides nothing."""

import json
from typing import Any, Final

from nicegui import ui

from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.tables import column, table
from colugo.shop.audit import AuditEntry
from colugo.shop.orders import By

_PAGE_ROWS: Final = 100


async def draw(desk: Desk) -> None:
    """Draw the page."""
    await _Log(desk).draw()


class _Log:
    """A part of the log."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last: int | None = None  # the number of the newest entry that is shown

    async def draw(self) -> None:
        """Draw the entries and the ways to others."""
        words = self._desk.words
        with head(words("pages.audit")):
            if self._desk.may("verify_audit"):
                check = ui.button(words("audit.check"), icon="verified", on_click=self._check)
                check.props("outline")
        self._state = ui.label().props("aria-live=polite").classes("q-mb-sm")
        columns = [
            column("number", "#", end=True), column("at", words("orders.time")),
            column("who", words("stock.by")), column("action", words("audit.action")),
            column("subject", words("audit.subject"), small=False, long=True),
            column("details", words("audit.details"), small=False, long=True),
        ]  # fmt: skip
        self._table = table(columns, [], "number")
        with ui.row().classes("q-mt-sm"):
            self._newer = ui.button(words("tables.back"), icon="chevron_left").props("flat")
            self._older = ui.button(words("tables.on"), icon="chevron_right").props("flat")
            self._newer.on_click(lambda: self._move(1))
            self._older.on_click(lambda: self._move(-1))
        await self._show()

    async def _show(self) -> None:
        entries, newest = await self._desk.do("read_audit", self._read)
        self._table.rows = [_row(each) for each in reversed(entries)]
        self._newer.visible = self._last is not None and self._last < newest
        self._older.visible = bool(entries) and entries[0].number > 1

    def _read(self, _: By) -> tuple[list[AuditEntry], int]:
        with self._desk.shop.database.reading() as work:
            head_of = work.audit.last()
            newest = 0 if head_of is None else head_of.number
            last = newest if self._last is None else min(self._last, newest)
            first = max(0, last - _PAGE_ROWS)
            return list(work.audit.entries(first, last - first)), newest

    async def _move(self, pages: int) -> None:
        shown = self._table.rows[0]["number"] if self._table.rows else 0
        self._last = max(_PAGE_ROWS, shown + pages * _PAGE_ROWS)
        await self._show()

    async def _check(self) -> None:
        words, shop = self._desk.words, self._desk.shop

        def find(_: By) -> str | None:
            with shop.database.reading() as work:
                broken = work.audit.find_broken()
            return None if broken is None else str(broken)

        broken = await self._desk.do("verify_audit", find)
        self._state.set_text(broken or words("audit.whole"))
        self._state.classes(replace="q-mb-sm bad" if broken else "q-mb-sm good")


def _row(entry: AuditEntry) -> dict[str, Any]:
    details = json.dumps(dict(entry.details), ensure_ascii=False) if entry.details else ""
    return {
        "number": entry.number, "at": entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        "who": f"{entry.who} · {entry.role}", "action": entry.action,
        "subject": entry.subject, "details": details,
    }  # fmt: skip
