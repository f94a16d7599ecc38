"""The gallery: what would make more of it recognised, the most urgent first. Decides nothing."""

from nicegui import ui

from colugo.interfaces.admin.advising import show_advice
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.frame import head
from colugo.shop.orders import By

_SHOWN = 60  # more than anybody works through at once


async def draw(desk: Desk) -> None:
    """Draw the page."""
    words, shop = desk.words, desk.shop

    def read(_: By) -> tuple[int, int]:
        with shop.database.reading() as work:
            return work.photos.count(), len(work.photos.count_by_sku())

    photos, products = await desk.do("read_catalogue", read)
    advice = await desk.do("read_catalogue", lambda _: shop.gallery_advice())
    head(words("pages.gallery"))
    with ui.element("div").classes("figures"):
        for key, number in (("photos", photos), ("products", products), ("advice", len(advice))):
            with ui.element("div").classes("card"):
                ui.label(words(f"gallery.{key}")).classes("soft")
                ui.label(str(number)).classes("big num")
    with ui.element("div").classes("stack"):
        await show_advice(desk, advice[:_SHOWN])
        if not advice:
            ui.label(words("gallery.all_well")).classes("card good")
