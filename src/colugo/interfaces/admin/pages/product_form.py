"""The form of one product, new or known. What it may hold, the shop says."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import ui

from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import ask_whether, form_dialog
from colugo.interfaces.admin.words import Language
from colugo.shop import Product
from colugo.shop.category import CategoryTree
from colugo.shop.product import version_of
from colugo.shop.product_cells import cells_of, more_fields

Fields = dict[str, ui.input | ui.select | ui.switch]
_SHAPE = "%Y-%m-%dT%H:%M"  # as <input type=datetime-local> has it


async def ask_for_product(
    desk: Desk, product: Product | None, done: Callable[[], Awaitable[None]]
) -> None:
    """Show the form.

    Args:
        desk: of whoever edits.
        product: as it is; None for a new one.
        done: is called when something was changed.
    """
    words, stores = desk.words, await desk.stores()
    zone = ZoneInfo(stores[0].time_zone if stores else "Asia/Shanghai")
    tree = await desk.do("read_catalogue", lambda _: desk.shop.categories())
    categories = {"": "—"} | category_names(tree, desk.language)
    tax = await desk.do("read_catalogue", lambda _: _tax_classes(desk))

    async def save() -> None:
        cells = {name: _text(each.value, zone, name) for name, each in fields.items()}
        await desk.do("edit_catalogue", lambda _: _save(desk, product, cells))
        dialog.close()
        ui.notify(words("products.saved", name=cells["name"]), type="positive")
        await done()

    async def remove() -> None:
        assert product is not None
        if await ask_whether(desk, words("products.remove_sure", name=product.name)):
            await desk.do(
                "edit_catalogue",
                lambda _: desk.shop.remove_product(product.sku, if_version=version_of(product)),
            )
            dialog.close()
            await done()

    title = words("products.add") if product is None else product.name
    with form_dialog(desk, title, save, None if product is None else remove) as dialog:
        fields = _fields(desk, product, categories, tax, zone)
    dialog.open()


def category_names(tree: CategoryTree, language: Language) -> dict[str, str]:
    """What the categories are called, by their ids."""
    is_english = language == "en"
    return {each.id: (is_english and each.name_en) or each.name for each in tree.categories}


def _fields(
    desk: Desk, product: Product | None, categories: dict[str, str], tax: list[str], zone: ZoneInfo
) -> Fields:
    words = desk.words
    cells = {} if product is None else cells_of(product)
    start, end = (None, None) if product is None else (product.period.start, product.period.end)

    def text(name: str, **more: str) -> ui.input:
        made = ui.input(words(f"products.{name}"), value=cells.get(name, "")).props(
            "outlined dense"
        )
        return made.props(" ".join(f"{key}={value}" for key, value in more.items()))

    def choice(name: str, options: Any) -> ui.select:
        value = cells.get(name) or next(iter(options))
        made = ui.select(options, value=value, label=words(f"products.{name}"))
        return made.props("outlined dense")

    units = {"piece": words("products.piece"), "weight": words("products.weight")}
    with ui.element("div").classes("fields"):
        fields: Fields = {"sku": text("sku"), "name": text("name"), "name_en": text("name_en")}
        fields["price"] = text("price", inputmode="decimal")
        fields["price"].props(f'suffix="{desk.shop.currency.code}"')
        fields["barcode"] = text("barcode", inputmode="numeric")
        fields["category"] = choice("category", categories)
        fields["unit"] = choice("unit", units)
        fields["tax_class"] = choice("tax_class", tax)
        fields["min_age"] = text("min_age", inputmode="numeric")
        fields["plu"] = text("plu", inputmode="numeric")
        for name, moment in (("active_from", start), ("active_until", end)):
            made = text(name, type="datetime-local").props("stack-label")
            made.value = "" if moment is None else moment.astimezone(zone).strftime(_SHAPE)
            fields[name] = made.props(f'hint="{zone.key}"')
    fields["active"] = ui.switch(
        words("products.is_sold"), value=product is None or product.is_active
    )
    if product is not None:
        fields["sku"].disable()
    return fields


def _tax_classes(desk: Desk) -> list[str]:
    with desk.shop.database.reading() as work:
        found = [each.code for each in work.pricing.tax_rules().classes]
    return found or ["standard"]


def _text(value: Any, zone: ZoneInfo, name: str) -> str:
    """A field as the cell of a catalogue file, which the shop reads."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value or "").strip()
    if text and name in ("active_from", "active_until"):
        return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()
    return text


def _save(desk: Desk, product: Product | None, cells: dict[str, str]) -> Product:
    more = {name: cells[name] for name in cells if name not in ("sku", "name", "price", "barcode")}
    fields = more_fields(more, desk.shop.currency)
    plain: dict[str, Any] = {
        "name": cells["name"], "price": cells["price"],
        "barcodes": tuple(cells["barcode"].replace(";", " ").split()),
    }  # fmt: skip
    if product is None:
        return desk.shop.add_product(sku=cells["sku"], **plain, **fields)
    return desk.shop.update_product(product.sku, if_version=version_of(product), **plain, **fields)
