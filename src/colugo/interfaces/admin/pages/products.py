"""Products: the table of them, found by name, and the ways to change it. Decides nothing."""

from typing import Any, Final

from nicegui import events, ui

from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.finding import find_products, picture_of
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.pages.enrolment import address_of
from colugo.interfaces.admin.pages.product_files import export_button, import_button
from colugo.interfaces.admin.pages.product_form import ask_for_product, category_names
from colugo.interfaces.admin.tables import (
    CHIP_SLOT,
    PICTURE_SLOT,
    action_slot,
    column,
    table,
)
from colugo.shop import Product
from colugo.shop.orders import By

_PAGE_ROWS: Final = 50


async def draw(desk: Desk) -> None:
    """Draw the page."""
    words = desk.words
    listing = _Listing(desk)
    with head(words("pages.products")):
        if desk.may("edit_catalogue"):
            import_button(desk, listing.start_anew)
            export_button(desk)
            ui.button(
                words("products.add"), icon="add",
                on_click=lambda: ask_for_product(desk, None, listing.start_anew),
            ).props("unelevated")  # fmt: skip
    await listing.draw()


class _Listing:
    """The products that are looked at: by name, category and store, a page at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._query = desk, ""
        self._category: str | None = None
        self._store: str | None = None
        self._starts = [""]  # the SKU behind which each page so far starts
        self._next: str | None = None

    async def draw(self) -> None:
        """Draw choices, table and the ways to other pages."""
        words = self._desk.words
        await self._draw_choices()
        self._table = table(self._columns(), [], "sku")
        self._table.add_slot("body-cell-picture", PICTURE_SLOT)
        self._table.add_slot("body-cell-state", CHIP_SLOT)
        self._table.add_slot(
            "body-cell-photos", action_slot("photos", "photo_library", words("products.photos"))
        )
        self._table.add_slot("body-cell-edit", action_slot("edit", "edit", words("products.edit")))
        self._table.on("edit", self._edit)
        self._table.on("photos", lambda e: ui.navigate.to(address_of(e.args["key"])))
        with ui.row().classes("items-center q-mt-sm"):
            self._back = ui.button(
                words("tables.back"), icon="chevron_left", on_click=self._go_back
            )
            self._on = ui.button(words("tables.on"), icon="chevron_right", on_click=self._go_on)
            for button in (self._back, self._on):
                button.props("flat")
        await self.show()

    async def start_anew(self, *_: object) -> None:
        """Show the first page."""
        self._starts = [""]
        await self.show()

    async def show(self) -> None:
        """Read the page that is looked at, and show it."""
        rows, self._next = await self._desk.do("read_catalogue", self._read)
        self._table.rows = rows
        self._back.visible, self._on.visible = len(self._starts) > 1, self._next is not None

    async def _draw_choices(self) -> None:
        words, shop = self._desk.words, self._desk.shop
        tree = await self._desk.do("read_catalogue", lambda _: shop.categories())
        stores = await self._desk.stores()
        categories = category_names(tree, self._desk.language)
        with ui.element("div").classes("bar"):
            search = ui.input(words("products.search"), on_change=self._search)
            search.props("outlined dense clearable debounce=250 type=search").classes("grow")
            if categories:
                chosen = ui.select(categories, label=words("products.category"), clearable=True)
                chosen.props("outlined dense").style("min-width:12rem")
                chosen.on_value_change(self._choose_category)
            if len(stores) > 1:
                names = {each.id: each.name for each in stores}
                at = ui.select(names, label=words("products.prices_of"), clearable=True)
                at.props("outlined dense").style("min-width:12rem")
                at.on_value_change(self._choose_store)

    def _columns(self) -> list[dict[str, Any]]:
        words = self._desk.words
        columns = [
            column("picture", words("products.picture")),
            column("name", words("products.name")),
            column("sku", "SKU", small=False),
            column("category", words("products.category"), small=False),
            column("price", words("products.price"), end=True),
            column("state", words("products.state"), small=False),
            column("photos", words("gallery.photos")),
        ]
        return columns + (
            [column("edit", words("products.edit"))] if self._desk.may("edit_catalogue") else []
        )

    def _read(self, _: By) -> tuple[list[dict[str, Any]], str | None]:
        found = self._find()
        page, rest = found[:_PAGE_ROWS], found[_PAGE_ROWS:]
        shop = self._desk.shop
        prices = shop.prices_in_force(page, self._store)
        with shop.database.reading() as work:
            photos = work.photos.first_by_sku([each.sku for each in page])
            names = category_names(work.categories.tree(), self._desk.language)
        rows = [
            self._row(each, prices[each.sku].price.decimal_text(), photos.get(each.sku),
                      names.get(each.category_id or "", ""))
            for each in page
        ]  # fmt: skip
        return rows, page[-1].sku if rest and not self._query else None

    def _find(self) -> list[Product]:
        """One product more than a page, by which to know of the next; by barcode, SKU or name."""
        shop, query = self._desk.shop, self._query.strip()
        if not query:
            return shop.products(
                after_sku=self._starts[-1], limit=_PAGE_ROWS + 1, category_id=self._category
            )
        return find_products(shop, query, _PAGE_ROWS, self._category)

    def _row(
        self, product: Product, price: str, photo_id: int | None, category: str
    ) -> dict[str, Any]:
        words = self._desk.words
        is_weighed = product.unit == "weight"
        return {
            "picture": picture_of(photo_id),
            "name": product.name_in(self._desk.language), "sku": product.sku,
            "category": category,
            "price": f"{price} /kg" if is_weighed else price,
            "state": words("products.sold" if product.is_active else "products.not_sold"),
            "tone": "good" if product.is_active else "",
        }  # fmt: skip

    async def _search(self, event: events.ValueChangeEventArguments[str | None]) -> None:
        self._query = event.value or ""
        await self.start_anew()

    async def _choose_category(self, event: events.ValueChangeEventArguments[str | None]) -> None:
        self._category = event.value
        await self.start_anew()

    async def _choose_store(self, event: events.ValueChangeEventArguments[str | None]) -> None:
        self._store = event.value
        await self.show()

    async def _go_on(self) -> None:
        if self._next is not None:
            self._starts.append(self._next)
        await self.show()

    async def _go_back(self) -> None:
        self._starts.pop()
        await self.show()

    async def _edit(self, event: events.GenericEventArguments) -> None:
        sku = event.args["key"]
        product = await self._desk.do("read_catalogue", lambda _: self._desk.shop.product(sku))
        await ask_for_product(self._desk, product, self.show)
