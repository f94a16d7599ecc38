"""Enrolment: photos of one product in and out, and at once what would make it surer."""

from urllib.parse import quote

from nicegui import events, ui

from colugo.interfaces.admin.advising import show_advice
from colugo.interfaces.admin.camera import camera
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import ask_whether
from colugo.interfaces.admin.finding import ProductFinder, picture_of
from colugo.interfaces.admin.frame import head, icon_button
from colugo.interfaces.admin.uploading import file_picker
from colugo.persistence import Photo
from colugo.shop import Product

_SIDE_PX = 360


async def draw(desk: Desk) -> None:
    """Draw the page: of the product that the address names, or the way to one."""
    request = ui.context.client.request
    sku = request.query_params.get("sku", "")

    async def go_to(product: Product) -> None:
        ui.navigate.to(address_of(product.sku))

    head(desk.words("pages.enrolment"))
    with ui.element("div").classes("bar"), ui.element("div").classes("grow"):
        ProductFinder(desk, desk.words("enrolment.find"), go_to)
    if not sku:
        ui.label(desk.words("enrolment.choose")).classes("card soft")
        return
    product = await desk.do("read_catalogue", lambda _: desk.shop.product(sku))
    await _Photos(desk, product).draw()


def address_of(sku: str) -> str:
    """Where the photos of a product are, for NiceGUI, which adds the rest."""
    return f"/enrolment?sku={quote(sku)}"


class _Photos:
    """The photos of one product."""

    def __init__(self, desk: Desk, product: Product) -> None:
        self._desk, self._product = desk, product

    async def draw(self) -> None:
        """Draw the photos, the ways to add some, and advice."""
        desk = self._desk
        with ui.element("div").classes("cols"):
            with ui.element("section").classes("card"):
                name = self._product.name_in(desk.language)
                ui.label(name).classes("card-title").props("role=heading aria-level=2")
                self._count = ui.label().classes("soft q-mb-sm")
                self._photos = ui.element("div").classes("photos")
            with ui.element("section").classes("stack"):
                if desk.may("enrol_photos"):
                    self._draw_ways_in()
                self._advice = ui.element("div").classes("stack").props("aria-live=polite")
        await self._show()

    def _draw_ways_in(self) -> None:
        words = self._desk.words
        with ui.element("div").classes("card stack"):
            title = ui.label(words("enrolment.add")).classes("card-title")
            title.props("role=heading aria-level=2")
            ui.label(words("enrolment.hint")).classes("soft")
            self._picker = file_picker(
                words("enrolment.choose_files"), "image/jpeg,image/png,image/webp",
                multiple=True, on_multi_upload=self._enrol,
                max_file_size=self._desk.shop.settings.photo_max_mb * 1_000_000,
                on_rejected=lambda: ui.notify(words("enrolment.too_large"), type="warning"),
            )  # fmt: skip
            camera(self._desk, self._picker)

    async def _enrol(self, event: events.MultiUploadEventArguments) -> None:
        shop, sku = self._desk.shop, self._product.sku
        contents = [await each.read() for each in event.files]
        self._picker.reset()
        await self._desk.do("enrol_photos", lambda _: shop.enrol(sku, contents))
        ui.notify(self._desk.words("enrolment.added", count=len(contents)), type="positive")
        await self._show()

    async def _remove(self, photo: Photo) -> None:
        if await ask_whether(self._desk, self._desk.words("enrolment.remove_sure")):
            shop = self._desk.shop
            await self._desk.do("enrol_photos", lambda _: shop.remove_photos([photo.id]))
            await self._show()

    async def _show(self) -> None:
        """Read the photos and the advice, and show them."""
        desk, shop, sku = self._desk, self._desk.shop, self._product.sku
        photos = await desk.do("read_catalogue", lambda _: shop.photos(sku))
        self._count.set_text(desk.words("enrolment.count", count=len(photos)))
        self._photos.clear()
        with self._photos:
            for photo in photos:
                self._draw_photo(photo)
        advice = await desk.do("read_catalogue", lambda _: shop.gallery_advice(sku))
        self._advice.clear()
        with self._advice:
            await show_advice(desk, advice)
            if photos and not advice:
                ui.label(desk.words("enrolment.all_well")).classes("card good")

    def _draw_photo(self, photo: Photo) -> None:
        words = self._desk.words
        with ui.element("figure").classes("photo q-ma-none"):
            source = picture_of(photo.id, _SIDE_PX)
            alt = words("enrolment.photo", number=photo.id)
            ui.element("img").props(f'src="{source}" alt="{alt}" loading=lazy')
            if self._desk.may("enrol_photos"):
                icon_button(
                    "delete", words("enrolment.remove", number=photo.id),
                    lambda: self._remove(photo),
                )  # fmt: skip
