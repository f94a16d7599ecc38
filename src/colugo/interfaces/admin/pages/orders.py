"""Orders: those of a day, and one with its receipt, its payments and what was taken back."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nicegui import events, ui

from colugo.checkout import Shop
from colugo.errors import OrderUnknown
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.frame import head, icon_button
from colugo.interfaces.admin.pages.order import draw_order
from colugo.interfaces.admin.stores import StoreChoice
from colugo.interfaces.admin.tables import CHIP_SLOT, action_slot, column, table
from colugo.shop import Money
from colugo.shop.orders import Order
from colugo.shop.people import Store


async def draw(desk: Desk) -> None:
    """Draw the page: of one order where the address names it, else of a day."""
    order_id = ui.context.client.request.query_params.get("order")
    if order_id is None:
        await _Day(desk, await desk.stores()).draw()
        return
    try:
        number = UUID(order_id)
    except ValueError as error:
        raise OrderUnknown(order_id) from error
    await draw_order(desk, number)


class _Day:
    """The orders of one day, in one store or in all."""

    def __init__(self, desk: Desk, stores: Sequence[Store]) -> None:
        self._desk, self._stores = desk, stores
        self._choice = StoreChoice(desk, stores, self.show)
        self._date = datetime.now(self._zone).date()

    async def draw(self) -> None:
        """Draw the choices and the table."""
        words = self._desk.words
        head(words("pages.orders"))
        with ui.element("div").classes("bar"):
            self._choice.draw()
            icon_button("chevron_left", words("orders.day_before"), lambda: self._move(-1))
            self._day = ui.input(words("orders.day"), value=self._date.isoformat())
            self._day.props("outlined dense type=date").on_value_change(self._choose)
            icon_button("chevron_right", words("orders.day_after"), lambda: self._move(1))
            ui.space()
            self._sum = ui.label().classes("num").props("aria-live=polite")
        columns = [
            column("time", words("orders.time")), column("number", words("orders.number")),
            column("place", words("orders.place"), small=False),
            column("pieces", words("orders.lines"), end=True, small=False),
            column("total", words("orders.total"), end=True),
            column("state", words("orders.state")), column("open", words("orders.receipt")),
        ]  # fmt: skip
        self._table = table(columns, [], "key")
        self._table.add_slot("body-cell-state", CHIP_SLOT)
        opens = action_slot("open", "receipt_long", words("orders.open"))
        self._table.add_slot("body-cell-open", opens)
        self._table.on("open", lambda e: ui.navigate.to(f"/orders?order={e.args['key']}"))
        await self.show()

    @property
    def _zone(self) -> ZoneInfo:
        """Of the store that is looked at; of the first where it is all of them."""
        chosen = next((each for each in self._stores if each.id == self._choice.store_id), None)
        stores = [chosen] if chosen is not None else list(self._stores)
        return ZoneInfo(stores[0].time_zone if stores else "Asia/Shanghai")

    async def show(self) -> None:
        """Read the orders of the day and show them."""
        start = datetime.combine(self._date, time(), self._zone)
        end = datetime.combine(self._date + timedelta(days=1), time(), self._zone)
        where = self._choice.store_id
        rows, total = await self._desk.do(
            "read_orders", lambda _: self._read(start, end, where), store_id=where
        )
        self._table.rows = rows
        self._sum.set_text(self._desk.words("orders.sum", count=len(rows), total=total))

    def _read(
        self, start: datetime, end: datetime, where: str | None
    ) -> tuple[list[dict[str, Any]], str]:
        shop = self._desk.shop
        with shop.database.reading() as work:
            orders = list(work.orders.between(start, end, where))
        total = sum((each.total for each in orders), Money.zero(shop.currency))
        return [self._row(shop, each) for each in reversed(orders)], str(total)

    def _row(self, shop: Shop, order: Order) -> dict[str, Any]:
        key, tone = state_of(shop, order)
        local = order.closed_at.astimezone(self._zone)
        return {
            "key": str(order.id), "name": str(order.id)[:8], "number": str(order.id)[:8],
            "time": local.strftime("%H:%M:%S"),
            "place": f"{order.store_id} · {order.counter_id}", "pieces": len(order.lines),
            "total": str(order.total), "state": self._desk.words(key), "tone": tone,
        }  # fmt: skip

    async def _choose(self, event: events.ValueChangeEventArguments[str | None]) -> None:
        if event.value:
            self._date = date.fromisoformat(event.value)
            await self.show()

    async def _move(self, days: int) -> None:
        self._day.set_value((self._date + timedelta(days=days)).isoformat())


def state_of(shop: Shop, order: Order) -> tuple[str, str]:
    """Whether an order is paid, or what of it was taken back: a key of words, and a tone."""
    with shop.database.reading() as work:
        payments = work.payments.of_order(order.id)
        reversals = work.orders.reversals_of(order.id)
    back = sum((each.total for each in reversals), Money.zero(order.currency))
    if reversals:
        return ("orders.taken_back" if back == order.total else "orders.part_back"), "warn"
    is_paid = order.total.minor == 0 or any(each.paid_at is not None for each in payments)
    return ("orders.paid", "good") if is_paid else ("orders.unpaid", "bad")
