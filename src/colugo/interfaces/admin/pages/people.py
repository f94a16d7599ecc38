"""People and devices: who may sign in, in which role and where. Decides nothing."""

from collections.abc import Sequence
from typing import Any

from nicegui import events, ui

from colugo.checkout.people import People
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import form_dialog, show_once
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.pages.tokens import Tokens
from colugo.interfaces.admin.tables import CHIP_SLOT, action_slot, column, table
from colugo.persistence import KeptPerson
from colugo.shop.orders import By
from colugo.shop.people import ROLES, Person, Store, new_password


async def draw(desk: Desk) -> None:
    """Draw the page."""
    stores = await desk.stores()
    await _People(desk, stores).draw()
    await Tokens(desk).draw()


class _People:
    """The people of the shop."""

    def __init__(self, desk: Desk, stores: Sequence[Store]) -> None:
        self._desk, self._stores = desk, stores
        self._service = People(desk.shop.database)

    async def draw(self) -> None:
        """Draw the table and the way to add somebody."""
        words = self._desk.words
        with head(words("pages.people")):
            ui.button(
                words("people.add"), icon="person_add", on_click=lambda: self._ask(None)
            ).props("unelevated")
        columns = [
            column("id", words("people.id")), column("name", words("products.name"), small=False),
            column("role", words("people.role")),
            column("stores", words("people.stores"), small=False),
            column("state", words("products.state")), column("edit", words("products.edit")),
        ]  # fmt: skip
        self._table = table(columns, [], "id")
        self._table.add_slot("body-cell-state", CHIP_SLOT)
        self._table.add_slot("body-cell-edit", action_slot("edit", "edit", words("products.edit")))
        self._table.on("edit", self._edit)
        await self._show()

    async def _show(self) -> None:
        self._kept = await self._desk.do("edit_people", lambda _: self._service.all())
        self._table.rows = [self._row(each.person) for each in self._kept]

    def _row(self, person: Person) -> dict[str, Any]:
        words = self._desk.words
        return {
            "id": person.id, "name": person.name, "role": words(f"roles.{person.role}"),
            "stores": ", ".join(sorted(person.store_ids)) or words("stores.all"),
            "state": words("people.active" if person.is_active else "people.inactive"),
            "tone": "good" if person.is_active else "bad",
        }  # fmt: skip

    async def _edit(self, event: events.GenericEventArguments) -> None:
        self._ask(next(each for each in self._kept if each.person.id == event.args["key"]))

    def _ask(self, kept: KeptPerson | None) -> None:
        """Ask for all of somebody; a new password is made up and shown once."""
        words, person = self._desk.words, None if kept is None else kept.person

        async def save() -> None:
            fields: dict[str, Any] = {
                "name": (name.value or "").strip(), "role": role.value,
                "store_ids": frozenset(where.value or ()), "is_active": bool(active.value),
            }  # fmt: skip
            password = new_password() if kept is None or again.value else None
            await self._desk.do(
                "edit_people",
                lambda by: self._save(kept, (ident.value or "").strip(), fields, password, by),
            )
            dialog.close()
            await self._show()
            if password is not None:
                show_once(self._desk, words("people.password_once"), password)

        title = words("people.add") if person is None else person.id
        with form_dialog(self._desk, title, save) as dialog, ui.element("div").classes("fields"):
            ident = ui.input(words("people.id"), value=person.id if person else "")
            name = ui.input(words("products.name"), value=person.name if person else "")
            roles = {each: words(f"roles.{each}") for each in ROLES}
            first = person.role if person else "attendant"
            role = ui.select(roles, value=first, label=words("people.role"))
            where = ui.select(
                {each.id: each.name for each in self._stores}, multiple=True,
                value=sorted(person.store_ids) if person else [], label=words("people.stores_none"),
            )  # fmt: skip
            for field in (ident, name, role, where):
                field.props("outlined dense")
            where.props("use-chips")
            active = ui.switch(words("people.is_active"), value=person is None or person.is_active)
            again = ui.switch(words("people.new_password"), value=person is None)
            if person is not None:
                ident.disable()
            else:
                again.disable()
        dialog.open()

    def _save(
        self, kept: KeptPerson | None, ident: str, fields: dict[str, Any],
        password: str | None, by: By,
    ) -> None:  # fmt: skip
        if kept is None:
            self._service.add(Person(ident, **fields), password or "", by)
            return
        self._service.edit(kept.person.id, by, version=kept.version, **fields)
        if password is not None:
            self._service.set_password(kept.person.id, password, by)
