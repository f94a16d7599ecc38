"""One order: the receipt, what was paid, and taking a part of it back. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from nicegui import ui

from colugo.checkout import Shop
from colugo.checkout.receipts import in_form, receipt_of
from colugo.checkout.sales import Closing, Paying
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import form_dialog
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.words import Language
from colugo.shop import Money
from colugo.shop.orders import By, Order, Reversal, ReversalRequest
from colugo.shop.orders.reversal import ReversalKind, left_of
from colugo.shop.payments import Payment
from colugo.shop.people import Action


@dataclass(frozen=True)
class _Whole:
    """An order with all that became of it."""

    order: Order
    payments: tuple[Payment, ...]
    reversals: tuple[Reversal, ...]
    left_to_pay: Money
    receipt: str

    @property
    def is_paid(self) -> bool:
        """Whether money came in for it."""
        return any(each.paid_at is not None for each in self.payments)

    @property
    def left(self) -> dict[int, int]:
        """Pieces or grams of each line that were not taken back."""
        return left_of(self.order, self.reversals)


async def draw_order(desk: Desk, order_id: UUID) -> None:
    """Draw an order."""
    words, shop = desk.words, desk.shop
    whole = await desk.do(
        "read_orders", lambda _: _read(shop, order_id, desk.language),
        store_id=lambda: Closing(shop.database).get(order_id).store_id,
    )  # fmt: skip
    kind: ReversalKind = "refund" if whole.is_paid else "void"
    with head(words("orders.one", number=str(order_id)[:8])):
        back = ui.button(words("orders.all"), icon="arrow_back").props("flat")
        back.on_click(lambda: ui.navigate.to("/orders"))
        if desk.may(_action(kind)) and any(whole.left.values()):
            ui.button(
                words(f"orders.{kind}"), icon="undo", on_click=lambda: _ask_back(desk, whole, kind)
            ).props("unelevated color=negative")
    with ui.element("div").classes("cols"):
        ui.label(whole.receipt).classes("receipt")
        with ui.element("div").classes("stack"):
            _draw_payments(desk, whole)
            _draw_reversals(desk, whole)
            _draw_seen(desk, whole.order)


def _read(shop: Shop, order_id: UUID, language: Language) -> _Whole:
    closing, paying = Closing(shop.database), Paying(shop.database)
    receipt = receipt_of(shop.database, order_id, shop.settings.public_url)
    return _Whole(
        closing.get(order_id), paying.of_order(order_id), closing.reversals_of(order_id),
        paying.left_to_pay(order_id), in_form(receipt, "text", language, 32).decode(),
    )  # fmt: skip


def _draw_payments(desk: Desk, whole: _Whole) -> None:
    words = desk.words
    with _section(words("orders.payments")):
        for each in whole.payments:
            with ui.row().classes("items-center justify-between full-width"):
                ui.label(f"{each.provider} · {words(f'payments.{each.state}')}")
                ui.label(str(each.amount)).classes("num")
        if whole.left_to_pay.minor:
            ui.label(words("orders.left", amount=whole.left_to_pay)).classes("bad")
        if not whole.payments:
            ui.label(words("orders.no_payment")).classes("soft")


def _draw_reversals(desk: Desk, whole: _Whole) -> None:
    words = desk.words
    with _section(words("orders.back")):
        for each in whole.reversals:
            with ui.row().classes("items-center justify-between full-width"):
                taken = ", ".join(f"{line.sku} × {line.quantity}" for line in each.lines)
                what = words(f"orders.{each.kind}")
                ui.label(f"{what} · {each.reason} · {taken} · {each.made_by}")
                ui.label(str(each.total)).classes("num")
        if not whole.reversals:
            ui.label(words("orders.nothing_back")).classes("soft")


def _draw_seen(desk: Desk, order: Order) -> None:
    words, seen = desk.words, order.recognised
    with _section(words("orders.seen")):
        ui.label(
            words(
                "orders.seen_as", found=seen.found, asked=seen.asked, unknown=seen.unknown,
                corrected=seen.corrected,
            )
        )  # fmt: skip
        for edit in order.edits:
            told = f"{edit.by.who} · {edit.why} · {edit.sku}: {edit.before} → {edit.after}"
            ui.label(told).classes("soft")


def _section(title: str) -> ui.element:
    section = ui.element("section").classes("card")
    with section:
        ui.label(title).classes("card-title").props("role=heading aria-level=2")
    return section


def _ask_back(desk: Desk, whole: _Whole, kind: ReversalKind) -> None:
    """Ask what to take back, and why."""
    words, shop, order = desk.words, desk.shop, whole.order
    reversal_id = uuid4()  # made once: who presses twice takes back once

    async def take_back() -> None:
        quantities = {number: int(each.value or 0) for number, each in wanted.items() if each.value}
        request = ReversalRequest(reversal_id, kind, why.value or "", quantities)
        made = await desk.do(
            _action(kind), lambda by: _take_back(shop, order.id, request, by),
            store_id=order.store_id,
        )  # fmt: skip
        dialog.close()
        ui.notify(words("orders.was_taken_back", total=made.total), type="positive")
        ui.navigate.reload()

    title = words(f"orders.{kind}")
    with form_dialog(desk, title, take_back, label=title) as dialog:
        wanted = {}
        for line in order.lines:
            left = whole.left[line.number]
            if left:
                field = ui.number(
                    f"{line.name_in(desk.language)} · {line.sku}", value=0, min=0, max=left,
                    precision=0,
                ).classes("full-width")  # fmt: skip
                unit = " g" if line.unit == "weight" else ""
                wanted[line.number] = field.props(f'outlined dense suffix="/ {left}{unit}"')
        why = ui.input(words("orders.why")).props("outlined dense").classes("full-width")
    dialog.open()


def _action(kind: ReversalKind) -> Action:
    return "refund_order" if kind == "refund" else "void_order"


def _take_back(shop: Shop, order_id: UUID, request: ReversalRequest, by: By) -> Reversal:
    made = Closing(shop.database).reverse(order_id, request, by)
    if made.kind == "refund":
        shop.collecting.give_back(made, by)
    return made
