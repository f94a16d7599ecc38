"""How somebody gets in and out: a form, a cookie that no script reads. Compares no password.

The cookie holds the token of the session, is sent to the admin alone and by its own pages alone
(SameSite=Strict), and over HTTPS only, but where the page itself came by plain HTTP from elsewhere
than this machine; the page then says that others may listen. A form from another origin is refused.
"""

from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse

from colugo.checkout import Shop
from colugo.checkout.people import People
from colugo.errors import LockedOut, SignInFailed
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.sign_in_page import sign_in_page
from colugo.interfaces.admin.words import Language, Words, language_of

ROOT: Final = "/admin"
COOKIE: Final = "colugo_admin"
LANGUAGE_COOKIE: Final = "colugo_language"
SIGN_IN: Final = f"{ROOT}/sign-in"
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


async def show_sign_in(request: Request) -> Response:
    """Show the form."""
    return _page(request, "", 200)


async def sign_in(request: Request) -> Response:
    """Take the form; gives the cookie and goes on to the page that was wanted."""
    words = Words(language_in(request))
    if not is_from_here(request):
        return _page(request, words("sign_in.foreign"), 403)
    form = await request.form()
    person, password = (str(form.get(name, "")) for name in ("person", "password"))
    shop: Shop = request.app.state.shop
    people = People(shop.database, session_hours=shop.settings.session_hours)
    try:
        opened = await run_in_threadpool(
            people.sign_in, person.strip(), password, datetime.now(UTC)
        )
    except SignInFailed:
        return _page(request, words("sign_in.failed"), 401, person)
    except LockedOut as error:
        minutes = max(1, -(-int((error.until - datetime.now(UTC)).total_seconds()) // 60))
        return _page(request, words("sign_in.locked", minutes=minutes), 429, person)
    answer = RedirectResponse(_inside(str(form.get("next", ""))), 303)
    answer.set_cookie(
        COOKIE, opened.token, max_age=shop.settings.session_hours * 3600, path=ROOT,
        httponly=True, secure=is_safe(request), samesite="strict",
    )  # fmt: skip
    return answer


async def sign_out(request: Request) -> Response:
    """End the session and forget the cookie."""
    token = request.cookies.get(COOKIE)
    if token is not None and is_from_here(request):
        shop: Shop = request.app.state.shop
        await run_in_threadpool(People(shop.database).sign_out, token)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE, path=ROOT)
    return answer


def desk_of(request: Request) -> Desk:
    """The desk of whoever a request comes from.

    Raises:
        NotSignedIn: nobody's.
    """
    token = request.cookies.get(COOKIE, "")
    return Desk.of(request.app.state.shop, token, language_in(request))


def is_from_here(request: Request) -> bool:
    """Whether a form was sent by a page of this very service."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def is_safe(request: Request) -> bool:
    """Whether nobody on the way can listen: HTTPS, or this machine itself."""
    return request.url.scheme == "https" or request.url.hostname in _HERE


def language_in(request: Request) -> Language:
    """The language that a request is to be answered in."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return language_of(chosen, request.headers.get("accept-language", ""))


def sign_in_address(request: Request) -> str:
    """Where to sign in, to come back to the page that a request is for."""
    return f"{SIGN_IN}?next={quote(request.scope.get('root_path', '') + _path_of(request))}"


def _path_of(request: Request) -> str:
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return path + (f"?{request.url.query}" if request.url.query else "")


def _inside(wanted: str) -> str:
    """A page of the admin, whatever a link asked for: nobody is sent elsewhere."""
    is_ours = wanted.startswith(f"{ROOT}/") and "\\" not in wanted and "//" not in wanted
    return wanted if is_ours else f"{ROOT}/"


def _page(request: Request, problem: str, status: int, person: str = "") -> HTMLResponse:
    wanted = request.query_params.get("next", "")
    content = sign_in_page(language_in(request), wanted, problem, person, is_safe=is_safe(request))
    return HTMLResponse(content, status, {"Cache-Control": "no-store"})
