"""Who may call a route, and that a repeat has no second effect. Knows no single route.

Both come before the body is read as anything: what nobody may do is refused by the header alone.
"""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final, Protocol, cast

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from colugo.checkout import Shop
from colugo.checkout.sales.exactly_once import keep_answer, let_key_go, take_key
from colugo.errors import NotSignedIn
from colugo.shop.idempotency import Answer, IdempotencyRecord, fingerprint
from colugo.shop.orders import By
from colugo.shop.people import Action, check_allowed
from colugo.shop.people.principal import Principal

ACTION: Final = "x-colugo-action"  # where a route says, in the OpenAPI too, what it does
PUBLIC: Final = "public"
_KEY_HEADER: Final = "idempotency-key"
_SCHEME: Final = "bearer"
_SUCCESS: Final = range(200, 300)

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Authenticator(Protocol):
    """Says whose a token is, or raises NotSignedIn."""

    def authenticate(self, token: str, at: datetime) -> Principal:
        """Whose token it is."""
        ...


class GuardedRoute(APIRoute):
    """A route that lets in who may do its action, and answers a repeated POST once."""

    def get_route_handler(self) -> Handler:
        """Put the checks before FastAPI's own handler."""
        inner = super().get_route_handler()
        action = cast(str, (self.openapi_extra or {})[ACTION])

        async def handle(request: Request) -> Response:
            if action == PUBLIC:
                return await inner(request)
            principal = await run_in_threadpool(_admit, request, cast(Action, action))
            request.scope["principal"] = principal
            key = request.headers.get(_KEY_HEADER)
            if request.method != "POST" or key is None:
                return await inner(request)
            return await _once(request, principal, key, inner)

        return handle


def acting(request: Request) -> By:
    """Who does it, in which role, now: for the audit log and the records of the shop."""
    principal: Principal = request.scope["principal"]
    return By(principal.who, principal.role, datetime.now(UTC))


def _admit(request: Request, action: Action) -> Principal:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise NotSignedIn("the request has no token")
    authenticator: Authenticator = request.app.state.authenticator
    principal = authenticator.authenticate(token.strip(), datetime.now(UTC))
    check_allowed(principal.role, action)
    return principal


async def _once(
    request: Request,
    principal: Principal,
    key: str,
    inner: Callable[[Request], Awaitable[Response]],
) -> Response:
    shop: Shop = request.app.state.shop
    at = datetime.now(UTC)
    target = str(request.url.path) + "?" + request.url.query
    asked = fingerprint(principal.who, request.method, target, await request.body())
    stored = await run_in_threadpool(take_key, shop.database, key, asked, at)
    if stored is not None:
        headers = {"Idempotency-Replayed": "true"}
        return Response(stored.body, stored.status, headers, "application/json")
    try:
        response = await inner(request)
    except BaseException:
        await run_in_threadpool(let_key_go, shop.database, key)
        raise
    body = bytes(response.body)
    if response.status_code in _SUCCESS:
        record = IdempotencyRecord(key, asked, at, Answer(response.status_code, body))
        await run_in_threadpool(keep_answer, shop.database, record)
    return response
