"""Who may call a route, and what a repeat of its request is known by. Knows no single route.

Who may comes before the body is read: what nobody may do is refused by the header alone.
"""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any, Final, cast

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from colugo.checkout.sales import AskedOnce
from colugo.interfaces.admission import admit, bearer, now
from colugo.interfaces.rest.place_guard import check_places
from colugo.shop.idempotency import fingerprint
from colugo.shop.orders import By
from colugo.shop.people import Action
from colugo.shop.people.principal import Principal

ACTION: Final = "x-colugo-action"  # where a route says, in the OpenAPI too, what it does
PUBLIC: Final = "public"
TOKEN_FIELD: Final = "x-colugo-token-field"  # of a form, in place of the header
ASKED: Final[ContextVar[AskedOnce | None]] = ContextVar("asked", default=None)
_KEY_HEADER: Final = "idempotency-key"

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """A route that lets in who may do its action."""

    def get_route_handler(self) -> Handler:
        """Put the checks before FastAPI's own handler."""
        inner = super().get_route_handler()
        extra = self.openapi_extra or {}
        action, field = cast(str, extra[ACTION]), cast(str | None, extra.get(TOKEN_FIELD))

        async def handle(request: Request) -> Response:
            if action == PUBLIC:
                return await inner(request)
            token = await _token_in(request, field)
            principal = await run_in_threadpool(
                admit, request.app.state.authenticator, token, cast(Action, action)
            )
            request.scope["principal"] = principal
            if field is None:  # such a request names no place: it is that of who sends it
                await check_places(request, principal, cast(Action, action))
            ASKED.set(await _asked(request, principal))
            return await inner(request)

        return handle


def acting(request: Request) -> By:
    """Who does it, in which role, now: for the audit log and the records of the shop."""
    principal = principal_of(request)
    return By(principal.who, principal.role, now())


def principal_of(request: Request) -> Principal:
    """Who was let in."""
    principal: Principal = request.scope["principal"]
    return principal


def token_of(request: Request) -> str:
    """The token that a request shows.

    Raises:
        NotSignedIn: it shows none.
    """
    return bearer(request.headers.get("authorization", ""))


async def _token_in(request: Request, field: str | None) -> str:
    """The token of the header, or where there is none, of a field of the form."""
    if field is not None and "authorization" not in request.headers:
        await request.body()  # kept, so that it can be read again
        token = (await request.form()).get(field)
        if isinstance(token, str) and token.strip():
            return token.strip()
    return token_of(request)


async def _asked(request: Request, principal: Principal) -> AskedOnce | None:
    key = request.headers.get(_KEY_HEADER)
    if request.method != "POST" or key is None:
        return None
    target = str(request.url.path) + "?" + request.url.query
    whole = fingerprint(principal.who, request.method, target, await request.body())
    return AskedOnce(key, whole, now())
