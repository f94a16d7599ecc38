"""The form of a delivery, a count or what is thrown away: products and numbers. Decides nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from nicegui import ui

from colugo.checkout.sales import Stockroom
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import form_dialog
from colugo.interfaces.admin.finding import ProductFinder
from colugo.interfaces.admin.frame import icon_button
from colugo.shop import Product
from colugo.shop.people import Action


@dataclass(frozen=True)
class Kind:
    """A kind of note: its words, what it does to the stock, and who may."""

    key: str
    icon: str
    action: Action
    take: Callable[..., object]


KINDS: Final = (
    Kind("delivery", "local_shipping", "receive_stock", Stockroom.receive),
    Kind("count", "checklist", "count_stock", Stockroom.count),
    Kind("waste", "delete_sweep", "waste_stock", Stockroom.waste),
)


def ask_for_note(
    desk: Desk, kind: Kind, store_id: str, done: Callable[[], Awaitable[None]]
) -> None:
    """Show the form; `done` is called when the stock was changed."""
    words = desk.words
    note_id = uuid4()  # made once: who presses twice books once
    fields: dict[str, ui.number] = {}

    async def save() -> None:
        quantities = {sku: int(field.value or 0) for sku, field in fields.items()}
        if not quantities:
            ui.notify(words("stock.no_lines"), type="warning")
            return
        room, text = Stockroom(desk.shop.database), note.value or ""
        await desk.do(
            kind.action, lambda by: kind.take(room, note_id, store_id, quantities, by, text),
            store_id=store_id,
        )  # fmt: skip
        dialog.close()
        ui.notify(words("stock.booked"), type="positive")
        await done()

    async def add(product: Product) -> None:
        if product.sku in fields:
            fields[product.sku].value += 1
            return
        with lines, ui.row().classes("full-width items-center no-wrap") as row:
            ui.label(f"{product.name_in(desk.language)} · {product.sku}").style("flex:1")
            label = words("stock.grams" if product.unit == "weight" else "stock.pieces")
            field = ui.number(label, value=1, min=0, precision=0).props("outlined dense")
            fields[product.sku] = field.style("width:8rem")

            def remove() -> None:
                del fields[product.sku]
                row.delete()

            icon_button("close", words("stock.remove_line"), remove)

    with form_dialog(desk, words(f"stock.{kind.key}"), save) as dialog:
        ui.label(words(f"stock.{kind.key}_hint")).classes("soft")
        ProductFinder(desk, words("enrolment.find"), add)
        lines = ui.element("div").classes("stack")
        note = ui.input(words("stock.note")).props("outlined dense").classes("full-width")
    dialog.open()
