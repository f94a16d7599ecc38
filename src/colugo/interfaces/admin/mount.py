"""Puts the admin into the app of the service, below /admin. Decides nothing."""

import logging
from functools import cache
from typing import Final

from fastapi import FastAPI, Request
from nicegui import __version__, ui
from nicegui import app as pages_app
from nicegui.middlewares import RedirectWithPrefixMiddleware, SetCacheControlMiddleware
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from colugo.checkout import Shop
from colugo.errors import NotSignedIn
from colugo.interfaces.admin import pictures, session
from colugo.interfaces.admin.frame import is_fault, serve
from colugo.interfaces.admin.pages import ALL_PAGES, PAGES
from colugo.interfaces.admin.theme import FAVICON
from colugo.interfaces.admin.words import LANGUAGES

# nothing comes from elsewhere, nobody else frames it; Vue makes its templates where they are shown
_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' "
    "'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: "
    "wss:; frame-ancestors 'none'; form-action 'self'; base-uri 'self'"
)
_FOR_GOOD: Final = "public, max-age=31536000, immutable"  # such addresses name a version
# they take a browser that goes away before it was answered for a fault; _Headers does their work
_LEFT_OUT: Final[tuple[object, ...]] = (RedirectWithPrefixMiddleware, SetCacheControlMiddleware)


def mount_admin(app: FastAPI, shop: Shop) -> None:
    """Serve the admin of a shop below /admin of `app`; one shop at a time in a process.

    Args:
        app: that serves the shop, as `create_app` made it.
        shop: stays open as long as the app runs.
    """
    pages_app.state.shop = shop
    pages_app.middleware_stack = None  # made again: one shop after another may be served
    pages_app.user_middleware.clear()
    _serve_pages()
    app.add_api_route(session.ROOT, _to_root, include_in_schema=False)
    ui.run_with(
        app, mount_path=session.ROOT, title="Colugo", favicon=FAVICON, tailwind=False,
        show_welcome_message=False, reconnect_timeout=10, storage_secret=None,
    )  # fmt: skip
    kept = [each for each in pages_app.user_middleware if each.cls not in _LEFT_OUT]
    pages_app.user_middleware[:] = [Middleware(_Headers), *kept]


@cache
def _serve_pages() -> None:
    logging.getLogger("nicegui").addFilter(is_fault)
    pages_app.add_api_route("/sign-in", session.show_sign_in, methods=["GET"])
    pages_app.add_api_route("/sign-in", session.sign_in, methods=["POST"])
    pages_app.add_api_route("/sign-out", session.sign_out, methods=["POST"])
    pages_app.add_api_route("/language/{language}", _choose_language, methods=["GET"])
    pages_app.add_api_route("/photos/{photo_id}", pictures.show_photo, methods=["GET"])
    pages_app.add_api_route("/", _to_first_page, methods=["GET"])
    for page in ALL_PAGES:
        serve(page, PAGES)


async def _to_root() -> Response:
    return RedirectResponse(f"{session.ROOT}/", 307)


async def _to_first_page(request: Request) -> Response:
    """Go to the first page that the role sees."""
    try:
        desk = session.desk_of(request)
    except NotSignedIn:
        return RedirectResponse(session.sign_in_address(request), 303)
    first = next(page for page in PAGES if desk.may(page.action))
    return RedirectResponse(f"{session.ROOT}{first.path}", 303)


async def _choose_language(request: Request, language: str) -> Response:
    """Keep the language, and go back to where one was."""
    back = request.headers.get("referer", "")
    same = back.startswith(f"{request.url.scheme}://{request.headers.get('host')}{session.ROOT}/")
    answer = RedirectResponse(back if same else f"{session.ROOT}/", 303)
    if language in LANGUAGES:
        answer.set_cookie(
            session.LANGUAGE_COOKIE, language, max_age=365 * 86_400, path=session.ROOT,
            httponly=True, secure=session.is_safe(request), samesite="strict",
        )  # fmt: skip
    return answer


class _Headers:
    """What browsers are told about every answer of the admin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["Content-Security-Policy"] = _POLICY
                out["Referrer-Policy"] = "same-origin"
                if f"/_nicegui/{__version__}/" in scope["path"]:
                    out["Cache-Control"] = _FOR_GOOD
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)
