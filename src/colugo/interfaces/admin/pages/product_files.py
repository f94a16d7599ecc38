"""Catalogue files in and out: first what a file would do, line by line, then doing it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import events, ui

from colugo.checkout.catalogue import ImportReport
from colugo.errors import ColugoError, ProductsFileInvalid
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.dialogs import form_dialog
from colugo.interfaces.admin.tables import CHIP_SLOT, column, table
from colugo.interfaces.admin.uploading import file_picker
from colugo.shop.products_csv import Encoding

_TONES = {"added": "good", "changed": "warn", "unchanged": ""}


@dataclass
class _File:
    content: bytes | None = None
    is_update: bool = False
    encoding: Encoding = "utf-8"


def export_button(desk: Desk) -> None:
    """The button that gives the whole catalogue as a file."""

    async def give() -> None:
        content = await desk.do("read_catalogue", lambda _: desk.shop.export_products())
        ui.download.content(content, "products.csv", "text/csv")

    ui.button(desk.words("products.export"), icon="download", on_click=give).props("flat")


def import_button(desk: Desk, done: Callable[[], Awaitable[None]]) -> None:
    """The button that takes a catalogue file; `done` is called when it was taken."""
    ui.button(
        desk.words("products.import"), icon="upload_file", on_click=lambda: _ask(desk, done)
    ).props("flat")


def _ask(desk: Desk, done: Callable[[], Awaitable[None]]) -> None:
    words, file = desk.words, _File()

    async def look() -> None:
        """Say what the file would do."""
        report_place.clear()
        if file.content is None:
            return
        content = file.content
        with report_place:
            try:
                report = await desk.do(
                    "edit_catalogue",
                    lambda _: desk.shop.try_import(
                        content, update=file.is_update, encoding=file.encoding
                    ),
                )
            except ColugoError as error:
                _show_problems(desk, error)
            else:
                _show_report(desk, report)

    async def take(event: events.UploadEventArguments) -> None:
        file.content = await event.file.read()
        picker.reset()
        await look()

    async def bring_in() -> None:
        if file.content is None:
            ui.notify(words("products.no_file"), type="warning")
            return
        content = file.content
        report = await desk.do(
            "edit_catalogue",
            lambda _: desk.shop.import_products(
                content, update=file.is_update, encoding=file.encoding
            ),
        )
        dialog.close()
        told = words("products.imported", added=report.added, updated=report.updated)
        ui.notify(told, type="positive")
        await done()

    with form_dialog(
        desk, words("products.import"), bring_in, label=words("products.bring_in")
    ) as dialog:
        ui.label(words("products.import_hint")).classes("soft")
        with ui.row().classes("items-center"):
            ui.checkbox(words("products.update")).bind_value(file, "is_update").on_value_change(
                look
            )
            ui.select(["utf-8", "gb18030"], label=words("products.encoding")).props(
                "outlined dense"
            ).style("min-width:9rem").bind_value(file, "encoding").on_value_change(look)
        picker = file_picker(words("products.choose_file"), ".csv", on_upload=take)
        report_place = ui.element("div").classes("stack")
    dialog.open()


def _show_problems(desk: Desk, error: ColugoError) -> None:
    words = desk.words
    if not isinstance(error, ProductsFileInvalid):
        ui.label(str(error)).classes("bad").props("role=alert")
        return
    ui.label(words("products.problems", count=len(error.problems))).classes("bad").props(
        "role=alert"
    )
    columns = [
        column("line", words("products.line"), end=True),
        column("problem", words("products.problem")),
    ]
    rows = [{"line": each.line, "problem": each.problem} for each in error.problems]
    table(columns, rows, "line").style("max-height:40vh")


def _show_report(desk: Desk, report: ImportReport) -> None:
    words = desk.words
    ui.label(words("products.would", added=report.added, updated=report.updated)).classes("good")
    rows = [
        {
            "line": each.line, "name": each.product.name, "sku": each.product.sku,
            "effect": words(f"products.effect_{each.effect}"), "tone": _TONES[each.effect],
            "fields": ", ".join(each.changed_fields),
        }
        for each in report.plan.lines
    ]  # fmt: skip
    columns = [
        column("line", words("products.line"), end=True), column("sku", "SKU", small=False),
        column("name", words("products.name")), column("effect", words("products.effect")),
        column("fields", words("products.fields"), small=False),
    ]  # fmt: skip
    shown = table(columns, rows, "line").style("max-height:40vh")
    shown.add_slot("body-cell-effect", CHIP_SLOT)
