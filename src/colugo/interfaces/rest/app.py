"""Builds the app of the table of routes on one shop. Decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Security
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from colugo import __version__, errors
from colugo.checkout import Shop
from colugo.checkout.access import Access
from colugo.interfaces.admission import Authenticator
from colugo.interfaces.observing.requests import ObservedRequests, RequestObserver
from colugo.interfaces.rest import problems
from colugo.interfaces.rest.envelope import Envelope
from colugo.interfaces.rest.guard import ACTION, PUBLIC, TOKEN_FIELD, GuardedRoute
from colugo.interfaces.rest.legacy import LEGACY_ROUTES
from colugo.interfaces.rest.once import answered_once
from colugo.interfaces.rest.route import Errors, Route
from colugo.interfaces.rest.routes import ROUTES

LIMIT_BYTES: Final = 100_000_000  # a few photos of the largest size that the settings allow
_ALWAYS: Errors = (errors.BodyTooLarge, errors.DatabaseBusy)
_SIGNED_IN: Errors = (errors.NotSignedIn, errors.NotAllowed)
_KEY_HEADER: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Made by the client; a repeat with it gets the first answer, for 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


class Problem(BaseModel):
    """What is wrong, as RFC 9457 describes; further members are the facts of the problem."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None


def create_app(
    shop: Shop,
    *,
    authenticator: Authenticator | None = None,
    allowed_origins: Sequence[str] = (),
    limit_bytes: int = LIMIT_BYTES,
    has_legacy: bool = False,
    observers: Sequence[RequestObserver] = (),
) -> FastAPI:
    """The app that serves a shop.

    Args:
        shop: stays open as long as the app runs; closed by who opened it.
        authenticator: says whose a token is; None for the tokens of the shop.
        allowed_origins: web pages of these origins may call it; none by default.
        limit_bytes: of the body of a request.
        has_legacy: serve the paths of the predecessor too.
        observers: told of every request.
    """
    app = FastAPI(
        title="Colugo", version=__version__, docs_url=None, redoc_url=None,
        description="An automatic checkout that sees.", redirect_slashes=False,
    )  # fmt: skip
    app.state.shop = shop
    app.state.authenticator = authenticator or Access(shop.database)
    for route in (*ROUTES, *(LEGACY_ROUTES if has_legacy else ())):
        _add(app, route)
    problems.install(app)
    if observers:
        app.add_middleware(ObservedRequests, observers=observers)
    app.add_middleware(Envelope, limit_bytes=limit_bytes)
    if allowed_origins:
        headers = ["Authorization", "Content-Type", "If-Match", "Idempotency-Key"]
        app.add_middleware(
            CORSMiddleware, allow_origins=list(allowed_origins), allow_methods=["*"],
            allow_headers=headers, expose_headers=["ETag", "X-Request-Id"],
        )  # fmt: skip
    return app


def _add(app: FastAPI, route: Route) -> None:
    is_json = route.media_type == "application/json"
    extra: dict[str, Any] = {ACTION: route.action or PUBLIC}
    if route.token_field is not None:
        extra[TOKEN_FIELD] = route.token_field
    is_public = route.action is None
    is_keyed = route.method == "POST" and not is_public and not route.is_secret
    if is_keyed:
        extra["parameters"] = [_KEY_HEADER]
    call = answered_once(route.call, route.status, is_one=route.is_one) if is_keyed else route.call
    app.router.add_api_route(
        route.path, call, methods=[route.method], status_code=route.status,
        responses=dict(_responses(route)),
        response_model=None if not is_json or route.status == 204 else _answer_of(route),
        dependencies=[] if is_public else [Security(HTTPBearer(auto_error=False))],
        openapi_extra=extra, route_class_override=GuardedRoute,
        tags=[route.path.split("/")[2] if route.path.startswith("/v1/") else "service"],
    )  # fmt: skip


def _answer_of(route: Route) -> Any:
    return route.call.__annotations__["return"]


def _responses(route: Route) -> Mapping[int | str, dict[str, Any]]:
    """What may be answered, by status, each with the problems that it may be."""
    kinds = [*_ALWAYS, *route.raises, *(() if route.action is None else _SIGNED_IN)]
    if route.method == "POST":
        kinds.append(errors.IdempotencyKeyReused)
    found: dict[int | str, dict[str, Any]] = {}
    named: dict[int, list[str]] = {400: ["bad-request"], 422: ["request-invalid"]}
    for kind in kinds:
        named.setdefault(problems.status_of(kind), []).append(problems.name_of(kind))
    for status, names in sorted(named.items()):
        found[status] = {
            "description": ", ".join(dict.fromkeys(names)),
            "content": {problems.MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
        }
    if route.media_type != "application/json":
        found[route.status] = {"description": "Found.", "content": {route.media_type: {}}}
    return found
