"""Finding a product by what somebody types or scans. Decides nothing."""

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import events, ui

from colugo.checkout import Shop
from colugo.errors import BarcodeInvalid, BarcodeUnknown
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.session import ROOT
from colugo.shop import Product

_SHOWN: Final = 6
_SMALL: Final = 104  # pixels, twice what is shown: screens have that many


def find_products(
    shop: Shop, query: str, limit: int, category_id: str | None = None
) -> list[Product]:
    """The products that somebody may mean, the likeliest first: by barcode, SKU or name."""
    try:
        return [shop.product_of_barcode(query)]
    except (BarcodeInvalid, BarcodeUnknown):
        named = shop.find_products(query, limit=limit, category_id=category_id)
    with shop.database.reading() as work:
        exact = work.products.find_by_sku(query)
    return named if exact is None else [exact, *(each for each in named if each != exact)]


def picture_of(photo_id: int | None, side_px: int = _SMALL) -> str | None:
    """Where the small picture of a photo is."""
    return None if photo_id is None else f"{ROOT}/photos/{photo_id}?side={side_px}"


class ProductFinder:
    """A field to type or scan into, and the products below it to choose from."""

    def __init__(
        self, desk: Desk, label: str, chosen: Callable[[Product], Awaitable[None]]
    ) -> None:
        """Draw it; `chosen` is called with the product that was taken."""
        self._desk, self._chosen, self._found = desk, chosen, list[Product]()
        self._field = ui.input(label, on_change=self._look).classes("full-width")
        self._field.props("outlined dense clearable debounce=250 type=search")
        self._field.on("keydown.enter", self._take_first)
        self._list = ui.list().props("bordered separator").classes("full-width card-list")
        self._list.visible = False

    async def _look(self, event: events.ValueChangeEventArguments[str | None]) -> None:
        query, shop = (event.value or "").strip(), self._desk.shop
        self._found = []
        if query:
            self._found = await self._desk.do(
                "read_catalogue", lambda _: find_products(shop, query, _SHOWN)[:_SHOWN]
            )
        self._list.clear()
        self._list.visible = bool(query)
        with self._list:
            for product in self._found:
                with ui.item(on_click=lambda product=product: self._take(product)):
                    ui.item_label(f"{product.name_in(self._desk.language)} · {product.sku}")
            if not self._found:
                ui.item_label(self._desk.words("products.none")).classes("soft q-pa-md")

    async def _take_first(self) -> None:
        if self._found:
            await self._take(self._found[0])

    async def _take(self, product: Product) -> None:
        self._found, self._list.visible = [], False
        self._field.set_value("")
        await self._chosen(product)
