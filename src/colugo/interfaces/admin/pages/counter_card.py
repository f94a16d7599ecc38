"""One counter on the attendant's board: its visit, what is open, and what to do about it."""

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from colugo.checkout.visit import VisitView
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import ask_whether
from colugo.interfaces.admin.finding import ProductFinder, picture_of
from colugo.shop import Money, Product
from colugo.shop.orders import By
from colugo.shop.people import Action, Counter
from colugo.shop.visit import SeenBox, decided, is_settled
from colugo.shop.visit.deciding import ages_to_approve


class CounterCard:
    """The card of a counter; drawn anew where its visit is another."""

    def __init__(
        self, desk: Desk, counter: Counter, changed: Callable[[], Awaitable[None]]
    ) -> None:
        """Make an empty card; `changed` is called after something was done."""
        self._desk, self._counter, self._changed = desk, counter, changed
        self._version: int | None = None
        self._card = ui.element("section").classes("card stack")
        self._card.props(f'aria-label="{counter.id}"')

    def delete(self) -> None:
        """Take the card off the page."""
        self._card.delete()

    def move_to(self, place: int) -> None:
        """Put the card at a place among the others."""
        self._card.style(f"order:{place}")

    @property
    def needs_help(self) -> bool:
        """Whether an attendant was called, or something waits for one."""
        view = self._view
        return view.visit.help is not None or self._waits_for_staff(view)

    @property
    def rank(self) -> tuple[int, str]:
        """Whom to go to first: who called, then who has something open, then who shops."""
        view = self._view
        places = (view.visit.help is not None, self.needs_help, view.side is not None,
                  view.visit.state != "idle")  # fmt: skip
        first = next((place for place, holds in enumerate(places) if holds), len(places))
        return first, self._counter.id

    def show(self, view: VisitView) -> None:
        """Draw what goes on, where that is news."""
        self._view = view
        if view.version == self._version:
            return
        self._version = view.version
        self._card.clear()
        with self._card:
            self._draw_head(view)
            self._draw_list(view)
            for box in view.visit.boxes:
                if not is_settled(box, view.place.goods, view.rules.votes):
                    self._draw_open(view, box)
            self._draw_buttons(view)

    def _waits_for_staff(self, view: VisitView) -> bool:
        is_age = view.side is not None and view.side.kind == "age_check"
        return is_age or self._to_confirm(view)

    def _to_confirm(self, view: VisitView) -> bool:
        """Whether a payment waits for somebody to say that it came in."""
        payment = view.payment.payment if view.payment is not None else None
        by_hand = self._desk.shop.collecting.is_by_hand
        return payment is not None and payment.is_open and by_hand(payment.provider)

    def _draw_head(self, view: VisitView) -> None:
        words, visit = self._desk.words, view.visit
        with ui.row().classes("items-center full-width"):
            title = ui.label(self._counter.name).classes("card-title q-ma-none")
            title.props("role=heading aria-level=2")
            ui.label(self._counter.store_id).classes("soft")
            ui.space()
            tone = "bad" if self.needs_help else "warn" if view.side else ""
            ui.label(words(f"visits.{visit.state}")).classes(f"chip {tone}")
        if visit.help is not None:
            called = words("counters.called", reason=visit.help.reason)
            ui.label(called).classes("bad").props("role=alert")
        if view.side is not None:
            ui.label(words(f"visits.side_{view.side.kind}")).classes("warn")

    def _draw_list(self, view: VisitView) -> None:
        sold = view.order or view.settled
        lines = () if sold is None else sold.lines
        for line in lines:
            with ui.row().classes("items-center full-width no-wrap"):
                number = f"{line.quantity} g" if line.unit == "weight" else f"× {line.quantity}"
                ui.label(f"{line.name_in(self._desk.language)} {number}").style("flex:1")
                ui.label(line.total.decimal_text()).classes("num")
        if lines:
            total = sum((each.total for each in lines), Money.zero(self._desk.shop.currency))
            with ui.row().classes("items-center full-width"):
                ui.space()
                ui.label(str(total)).classes("num big")

    def _draw_open(self, view: VisitView, box: SeenBox) -> None:
        """One box that is open: the products that it may be, and any other."""
        words = self._desk.words
        look = decided(box, view.rules.votes) or box.looks[-1]
        ui.label(words("counters.which", number=box.number)).classes("soft")
        with ui.row().classes("items-center"):
            for sku in look.skus:
                product = view.products.get(sku)
                if product is not None:
                    self._draw_candidate(box.number, product, view.photos.get(sku))
            off = ui.button(words("counters.take_off"), icon="block")
            off.on_click(lambda: self._answer(box.number, None)).props("flat color=negative")

        async def other(product: Product) -> None:
            await self._answer(box.number, product.sku)

        ProductFinder(self._desk, words("counters.other"), other)

    def _draw_candidate(self, number: int, product: Product, photo_id: int | None) -> None:
        button = ui.button(on_click=lambda: self._answer(number, product.sku)).props("outline")
        with button, ui.row().classes("items-center no-wrap"):
            source = picture_of(photo_id)
            if source is not None:
                ui.element("img").classes("thumb").props(f'src="{source}" alt=""')
            ui.label(product.name_in(self._desk.language))

    def _draw_buttons(self, view: VisitView) -> None:
        words, visit, shop = self._desk.words, view.visit, self._desk.shop
        counter_id = self._counter.id
        with ui.row().classes("items-center"):
            for age in ages_to_approve(visit, view.place.goods, view.rules.votes):
                self._button(
                    words("counters.approve", age=age), "verified_user", "approve_age",
                    partial(shop.visits.approve_age, counter_id, age),
                )  # fmt: skip
            if self._to_confirm(view) and view.payment is not None:
                payment = view.payment.payment
                self._button(
                    words("counters.came_in", amount=payment.amount), "payments",
                    "confirm_payment", lambda by: shop.collecting.confirm(payment.id, by),
                )  # fmt: skip
            if visit.help is not None:
                self._button(
                    words("counters.helped"), "check", "use_basket",
                    lambda by: shop.visits.end_help(counter_id, by),
                )  # fmt: skip
            if "cancel" in view.steps:
                end = ui.button(words("counters.end"), icon="close", on_click=self._end)
                end.props("flat color=negative")

    def _button(self, label: str, icon: str, action: Action, call: Callable[[By], object]) -> None:
        ui.button(label, icon=icon, on_click=lambda: self._do(action, call)).props("unelevated")

    async def _do(self, action: Action, call: Callable[[By], object]) -> None:
        await self._desk.do(action, call, store_id=self._counter.store_id)
        await self._changed()

    async def _answer(self, number: int, sku: str | None) -> None:
        visits, why = self._desk.shop.visits, "said by an attendant"
        counter_id, version = self._counter.id, self._version
        await self._do(
            "use_basket",
            lambda by: visits.answer(counter_id, number, sku, by, why=why, version=version),
        )

    async def _end(self) -> None:
        if await ask_whether(self._desk, self._desk.words("counters.end_sure")):
            visits = self._desk.shop.visits
            await self._do("use_basket", lambda by: visits.cancel(self._counter.id, by))
