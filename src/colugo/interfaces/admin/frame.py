"""What every page has: who is signed in, the way to other pages, what went wrong."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse

from colugo.errors import ColugoError, NotSignedIn
from colugo.interfaces.admin import theme
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.session import ROOT, desk_of, sign_in_address
from colugo.shop.people import Action

_LOG: Final = logging.getLogger("colugo.admin")


@dataclass(frozen=True)
class Page:
    """A page of the admin: where it is, what its role must be let do, and what draws it.

    Attributes:
        path: below /admin.
        key: of its words, `pages.KEY`.
        icon: name of a Material icon.
        action: who may do it sees the page.
        draw: draws its content.
        has_frame: False for a page that fills the screen.
    """

    path: str
    key: str
    icon: str
    action: Action
    draw: Callable[[Desk], Awaitable[None]]
    has_frame: bool = True


def serve(page: Page, pages: tuple[Page, ...]) -> None:
    """Let NiceGUI answer a page, with the way to the others."""

    async def answer(request: Request) -> RedirectResponse | None:
        try:
            desk = desk_of(request)
        except NotSignedIn:
            return RedirectResponse(sign_in_address(request), 303)
        await _draw(desk, page, pages)
        return None

    ui.page(page.path, response_timeout=30)(answer)


async def _draw(desk: Desk, page: Page, pages: tuple[Page, ...]) -> None:
    words = desk.words
    theme.apply()
    ui.page_title(f"{words(f'pages.{page.key}')} · Colugo")
    ui.on_exception(lambda error: _tell(desk, error))
    lang = "zh-CN" if desk.language == "zh" else "en"
    ui.add_head_html(f"<script>document.documentElement.lang = {lang!r}</script>")
    if not desk.may(page.action):
        ui.context.client.status_code = 403
        _frame(desk, page, pages)
        with ui.element("div").classes("page").props("id=main"):
            ui.label(words("frame.not_yours", role=words(f"roles.{desk.principal.role}")))
        return
    if page.has_frame:
        _frame(desk, page, pages)
    with ui.element("div").classes("page").props("id=main tabindex=-1"):
        try:
            await page.draw(desk)
        except ColugoError as error:
            ui.label(str(error)).classes("card bad").props("role=alert")


def _frame(desk: Desk, page: Page, pages: tuple[Page, ...]) -> None:
    words = desk.words
    ui.link(words("frame.skip"), "#main").classes("skip")
    drawer = ui.left_drawer(value=None).classes("side").props("width=232")
    with drawer, ui.element("nav").props(f'aria-label="{words("frame.pages")}"'):
        for each in pages:
            if desk.may(each.action):
                _way_to(each, words(f"pages.{each.key}"), is_here=each is page)
    with ui.header().classes("top items-center no-wrap q-py-sm q-px-md").style("gap:.5rem"):
        icon_button("menu", words("frame.menu"), drawer.toggle)
        with ui.element("a").props(f'href="{ROOT}/" aria-label=Colugo').classes("brand"):
            ui.html(theme.MARK, sanitize=False).classes("logo")
            ui.label("Colugo")
        ui.space()
        _languages(desk)
        role = words(f"roles.{desk.principal.role}")
        ui.label(f"{desk.principal.who} · {role}").classes("soft hide-small")
        with ui.element("form").props(f'method=post action="{ROOT}/sign-out"'):
            icon_button("logout", words("frame.sign_out")).props("type=submit")


def icon_button(icon: str, label: str, on_click: Callable[[], object] | None = None) -> ui.button:
    """A round button with a picture, and its meaning for who cannot see it."""
    with ui.button(icon=icon, on_click=on_click) as button:
        button.props(f'flat round dense color=secondary aria-label="{label}"')
        ui.tooltip(label)
    return button


def head(title: str) -> ui.element:
    """The head of a page with its title; what is put into it stands to the right."""
    with ui.element("div").classes("page-head") as row:
        ui.label(title).classes("title").props("role=heading aria-level=1")
    return row


def _way_to(page: Page, label: str, *, is_here: bool) -> None:
    with ui.element("a").props(f'href="{ROOT}{page.path}"') as link:
        if is_here:
            link.props("aria-current=page")
        ui.icon(page.icon, size="1.35rem").props("aria-hidden=true")
        ui.label(label)


def _languages(desk: Desk) -> None:
    other, label = ("en", "English") if desk.language == "zh" else ("zh", "中文")
    with ui.element("a").props(f'href="{ROOT}/language/{other}" lang={other}').classes("brand"):
        ui.label(label).classes("soft").style("font-size:.95rem;font-weight:500;padding:.4rem")


def is_fault(record: logging.LogRecord) -> bool:
    """Whether a record is worth a line in the log: what people are told in words is not."""
    error = record.exc_info[1] if record.exc_info else record.msg
    return not isinstance(error, ColugoError)


def _tell(desk: Desk, error: Exception) -> None:
    """Say what went wrong; what is no error of Colugo is a fault of ours, and logged."""
    if isinstance(error, NotSignedIn):
        ui.navigate.reload()
    elif isinstance(error, ColugoError):
        ui.notify(str(error), type="negative", multi_line=True, timeout=10_000, close_button=True)
    else:
        _LOG.error("fault of a page", exc_info=error)
        ui.notify(desk.words("frame.fault"), type="negative")
