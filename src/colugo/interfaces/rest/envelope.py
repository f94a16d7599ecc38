"""What every request goes through: a request id, a limit of bytes, safe headers. Knows no route.

A POST that names PATCH in X-HTTP-Method-Override is a PATCH: WeChat's clients cannot send one.
"""

import re
import secrets
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from colugo.errors import BodyTooLarge
from colugo.interfaces.rest import problems

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_OVERRIDE: Final = "x-http-method-override"
_SAFE_HEADERS: Final = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"))


class Envelope:
    """The outermost part of the app."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        """Wrap `app`; a body of more than `limit_bytes` is refused."""
        self._app, self._limit_bytes = app, limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        scope["request_id"] = request_id = request_id_of(headers.get("x-request-id", ""))
        if scope["method"] == "POST" and headers.get(_OVERRIDE, "").upper() == "PATCH":
            scope["method"] = "PATCH"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["X-Request-Id"] = request_id
                for name, value in _SAFE_HEADERS:
                    out.setdefault(name, value)
            await send(message)

        if _length(headers) > self._limit_bytes:
            refusal = problems.of_error(Request(scope), BodyTooLarge(self._limit_bytes))
            return await refusal(scope, receive, answer)
        await self._app(scope, self._limited(receive), answer)
        return None

    def _limited(self, receive: Receive) -> Receive:
        """Count a body that did not say how long it is."""
        came_bytes = 0

        async def take() -> Message:
            nonlocal came_bytes
            message = await receive()
            came_bytes += len(message.get("body", b""))
            if came_bytes > self._limit_bytes:
                raise HTTPException(413, str(BodyTooLarge(self._limit_bytes)))
            return message

        return take


def request_id_of(given: str) -> str:
    """The id that the client gave, where it is a harmless one, else a new one."""
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _length(headers: Headers) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0
