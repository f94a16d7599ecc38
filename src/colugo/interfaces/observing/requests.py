"""Tells observers of every HTTP request: which route, what came of it, how long it took.

It knows the template of the route only, never the path, so no key in an address is told on.
"""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Final, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_ROUTE: Final = "none"  # of a path that nothing serves
_UNANSWERED: Final = 500  # what the client sees of a request that broke


@dataclass(frozen=True)
class Answered:
    """One request that was answered.

    Attributes:
        method: in capitals.
        route: the template, such as `/v1/products/{sku}`; `NO_ROUTE` where there is none.
        status: of the answer.
        took_s: from the first byte asked to the last byte answered, in seconds.
        request_id: as in the header X-Request-Id.
    """

    method: str
    route: str
    status: int
    took_s: float
    request_id: str


class RequestObserver(Protocol):
    """Is told of requests, in the order in which they begin and end."""

    def request(self, headers: Sequence[tuple[bytes, bytes]]) -> AbstractContextManager[object]:
        """Entered when a request begins, left when it was answered."""
        ...

    def answered(self, request: Answered) -> None:
        """Told when it was answered, before `request` is left."""
        ...


class ObservedRequests:
    """A part of the app that watches what goes through it; inside the envelope."""

    def __init__(self, app: ASGIApp, observers: Sequence[RequestObserver]) -> None:
        """Wrap `app` and tell `observers`."""
        self._app, self._observers = app, tuple(observers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        status = _UNANSWERED

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began_s = time.perf_counter()
        with ExitStack() as running:
            for observer in self._observers:
                running.enter_context(observer.request(scope["headers"]))
            try:
                await self._app(scope, receive, answer)
            finally:
                took_s = time.perf_counter() - began_s
                told = Answered(scope["method"], _route(scope), status, took_s, scope["request_id"])
                for observer in self._observers:
                    observer.answered(told)
        return None


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", NO_ROUTE))
