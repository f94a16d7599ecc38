"""The categories of the catalogue: a table of the tree, add and remove. Decides nothing."""

from typing import Any

from nicegui import events, ui

from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import ask_whether, form_dialog
from colugo.interfaces.admin.tables import action_slot, column, table
from colugo.shop.category import Category


class Categories:
    """The categories of the shop of a desk."""

    def __init__(self, desk: Desk) -> None:
        """Of the shop of a desk."""
        self._desk = desk

    async def draw(self) -> None:
        """Draw the table and the way to add one."""
        words = self._desk.words
        may = self._desk.may("edit_catalogue")
        with ui.element("div").classes("page-head q-mt-xl"):
            title = ui.label(words("categories.title")).classes("title")
            title.props("role=heading aria-level=2").style("font-size:1.2rem")
            if may:
                ui.button(words("categories.add"), icon="add", on_click=self._ask).props("outline")
        columns = [
            column("id", words("people.id_of")), column("path", words("products.name")),
            column("name_en", words("products.name_en"), small=False),
        ]  # fmt: skip
        if may:
            columns.append(column("remove", words("dialogs.remove")))
        self._table = table(columns, [], "id")
        remove = action_slot("remove", "delete", words("dialogs.remove"))
        self._table.add_slot("body-cell-remove", remove)
        self._table.on("remove", self._remove)
        await self._show()

    async def _show(self) -> None:
        shop = self._desk.shop
        tree = await self._desk.do("read_catalogue", lambda _: shop.categories())
        self._tree = tree
        self._table.rows = [self._row(each) for each in tree.categories]

    def _row(self, category: Category) -> dict[str, Any]:
        names = (self._tree.get(each).name for each in self._tree.path(category.id))
        return {
            "id": category.id, "name": category.name, "path": " / ".join(names),
            "name_en": category.name_en,
        }  # fmt: skip

    def _ask(self) -> None:
        words, shop = self._desk.words, self._desk.shop

        async def save() -> None:
            key, local, english = ((each.value or "").strip() for each in (ident, name, name_en))
            made = Category(key, local, english, parent.value or None)
            await self._desk.do("edit_catalogue", lambda _: shop.add_category(made))
            dialog.close()
            await self._show()

        with (
            form_dialog(self._desk, words("categories.add"), save) as dialog,
            ui.element("div").classes("fields"),
        ):
            ident, name = ui.input(words("people.id_of")), ui.input(words("products.name"))
            name_en = ui.input(words("products.name_en"))
            parents = {"": "—"} | {each.id: each.name for each in self._tree.categories}
            parent = ui.select(parents, value="", label=words("categories.parent"))
            for field in (ident, name, name_en, parent):
                field.props("outlined dense")
        dialog.open()

    async def _remove(self, event: events.GenericEventArguments) -> None:
        key, shop = event.args["key"], self._desk.shop
        if await ask_whether(self._desk, self._desk.words("categories.remove_sure", name=key)):
            await self._desk.do("edit_catalogue", lambda _: shop.remove_category(key))
            await self._show()
