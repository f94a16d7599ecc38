"""Tokens of devices and programs: given out, shown once, taken back. Decides nothing."""

from typing import Any

from nicegui import events, ui

from colugo.checkout.access import Access
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import ask_whether, form_dialog, show_once
from colugo.interfaces.admin.tables import CHIP_SLOT, action_slot, column, table
from colugo.shop.people import ROLES, Counter
from colugo.shop.people.principal import AccessToken


class Tokens:
    """The tokens of devices and programs."""

    def __init__(self, desk: Desk) -> None:
        """Of the shop of a desk."""
        self._desk = desk
        self._service = Access(desk.shop.database)

    async def draw(self) -> None:
        """Draw the table and the way to give one out."""
        words = self._desk.words
        with ui.element("div").classes("page-head q-mt-xl"):
            title = ui.label(words("tokens.title")).classes("title")
            title.props("role=heading aria-level=2").style("font-size:1.2rem")
            ui.button(words("tokens.add"), icon="devices", on_click=self._ask).props("outline")
        columns = [
            column("id", "#", end=True), column("name", words("products.name")),
            column("role", words("people.role"), small=False),
            column("place", words("orders.place"), small=False),
            column("created", words("tokens.created"), small=False),
            column("state", words("products.state")), column("revoke", words("tokens.take_back")),
        ]  # fmt: skip
        self._table = table(columns, [], "id")
        self._table.add_slot("body-cell-state", CHIP_SLOT)
        revoke = action_slot("revoke", "block", words("tokens.revoke"))
        self._table.add_slot("body-cell-revoke", revoke)
        self._table.on("revoke", self._revoke)
        await self._show()

    async def _show(self) -> None:
        tokens = await self._desk.do("edit_tokens", lambda _: self._service.tokens())
        self._table.rows = [self._row(each) for each in reversed(tokens)]

    def _row(self, token: AccessToken) -> dict[str, Any]:
        words, principal, is_gone = self._desk.words, token.principal, token.revoked_at is not None
        place = " · ".join([*sorted(principal.store_ids), principal.counter_id or ""]).rstrip(" ·")
        return {
            "id": token.id, "name": principal.who, "role": words(f"roles.{principal.role}"),
            "place": place or words("stores.all"),
            "created": token.created_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            "state": words("tokens.revoked" if is_gone else "tokens.valid"),
            "tone": "bad" if is_gone else "good",
        }  # fmt: skip

    async def _ask(self) -> None:
        """Ask what for and where; the token is shown once."""
        words = self._desk.words
        counters = await self._desk.do("read_stores", lambda _: self._counters())

        async def save() -> None:
            counter = next((each for each in counters if each.id == place.value), None)
            _, token = await self._desk.do(
                "edit_tokens",
                lambda by: self._service.add(
                    name.value or "", role.value, by,
                    store_id=counter.store_id if counter else None,
                    counter_id=counter.id if counter else None,
                ),
            )  # fmt: skip
            dialog.close()
            await self._show()
            show_once(self._desk, words("tokens.once"), token)

        names = {each.id: f"{each.store_id} · {each.name}" for each in counters}
        with (
            form_dialog(self._desk, words("tokens.add"), save) as dialog,
            ui.element("div").classes("fields"),
        ):
            name = ui.input(words("tokens.name"))
            roles = {each: words(f"roles.{each}") for each in ROLES}
            role = ui.select(roles, value="device", label=words("people.role"))
            places = {"": words("stores.all"), **names}
            place = ui.select(places, value="", label=words("orders.place"))
            for field in (name, role, place):
                field.props("outlined dense")
        dialog.open()

    def _counters(self) -> tuple[Counter, ...]:
        with self._desk.shop.database.reading() as work:
            return work.stores.counters()

    async def _revoke(self, event: events.GenericEventArguments) -> None:
        number = int(event.args["key"])
        if await ask_whether(self._desk, self._desk.words("tokens.revoke_sure", number=number)):
            await self._desk.do("edit_tokens", lambda by: self._service.revoke(number, by))
            await self._show()
