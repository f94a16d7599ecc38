"""Dialogs as all pages have them: a form with its buttons, a question. Knows no page."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from colugo.interfaces.admin.desk import Desk

Act = Callable[[], Awaitable[None]]


@contextmanager
def form_dialog(
    desk: Desk, title: str, save: Act, remove: Act | None = None, *, label: str | None = None
) -> Iterator[ui.dialog]:
    """A dialog for the fields that are made in it; it stays open while `save` refuses.

    Args:
        desk: of whoever fills it in.
        title: its head.
        save: does what the form is for; closes the dialog.
        remove: removes what the form is of; None for no such button.
        label: of the button of `save`; None for the word for saving.
    """
    words = desk.words
    with ui.dialog() as dialog, ui.card().classes("q-pa-lg"):
        dialog.props(f'persistent aria-label="{title}"').on("hide", dialog.delete)
        ui.label(title).classes("text-h6").props("role=heading aria-level=2")
        with ui.element("div").classes("full-width stack"):
            yield dialog
        with ui.row().classes("full-width items-center q-mt-md"):
            if remove is not None:
                ui.button(words("dialogs.remove"), icon="delete", on_click=remove).props(
                    "flat color=negative"
                )
            ui.space()
            ui.button(words("dialogs.cancel"), on_click=dialog.close).props("flat color=secondary")
            ui.button(label or words("dialogs.save"), on_click=save).props("unelevated")


async def ask_whether(desk: Desk, question: str) -> bool:
    """Ask yes or no; no where the dialog is closed without an answer."""
    words = desk.words
    with ui.dialog() as dialog, ui.card().classes("q-pa-lg").style("width:28rem"):
        dialog.props(f'aria-label="{question}"')
        ui.label(question)
        with ui.row().classes("full-width justify-end q-mt-sm"):
            ui.button(words("dialogs.cancel"), on_click=lambda: dialog.submit(False)).props(
                "flat color=secondary"
            )
            ui.button(words("dialogs.yes"), on_click=lambda: dialog.submit(True)).props(
                "unelevated color=negative"
            )
    answer = await dialog
    dialog.delete()
    return bool(answer)


def show_once(desk: Desk, title: str, secret: str) -> None:
    """Show what is kept nowhere, until it is said to be written down."""
    # in the page itself: the dialog of the form that asks for it is about to go
    with (
        ui.context.client.content, ui.dialog() as dialog,
        ui.card().classes("q-pa-lg").style("width:34rem"),
    ):  # fmt: skip
        dialog.props(f'persistent aria-label="{title}"').on("hide", dialog.delete)
        ui.label(title)
        ui.label(secret).classes("receipt full-width").props("id=secret")
        ui.button(desk.words("people.written_down"), on_click=dialog.close).props("unelevated")
    dialog.open()
