"""Sends requests and sends them again where that is safe. Knows no route.

A POST carries one idempotency key through all its repeats, and the very same bytes, so that it
has one effect however often the network fails.
"""

import time
import uuid
from collections.abc import Callable
from typing import Any, Final

import httpx

from colugo.client.backoff import wait_s
from colugo.errors import ProblemAnswered, ServerUnreachable

_REPEATABLE: Final = frozenset({"GET", "PUT", "POST"})  # others may say "gone" the second time
_BUSY: Final = 503


class Transport:
    """One connection pool to one service."""

    def __init__(
        self,
        http: httpx.Client,
        repeats: int,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Send through `http`, each request up to `repeats` times more; `sleep` waits in s."""
        self._http, self._repeats, self._sleep = http, repeats, sleep

    def send(self, method: str, path: str, **parts: Any) -> httpx.Response:
        """Send one request, again where it may be, and give the answer of success.

        Raises:
            ProblemAnswered: the service refused. ServerUnreachable: it did not answer.
        """
        headers = {**parts.pop("headers", {})}
        if method == "POST":
            headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
        request = self._http.build_request(method, path, headers=headers, **parts)
        request.read()
        for repeat in range(self._repeats + 1):
            is_last = repeat == self._repeats or method not in _REPEATABLE
            answer = self._try(request, is_last)
            if answer is not None and (is_last or answer.status_code != _BUSY):
                return _successful(answer)
            self._sleep(wait_s(repeat))
        raise AssertionError("the last try returns or raises")

    def _try(self, request: httpx.Request, is_last: bool) -> httpx.Response | None:
        try:
            return self._http.send(request)
        except httpx.TransportError as error:
            if is_last:
                raise ServerUnreachable(str(request.url), str(error)) from error
            return None


def _successful(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    facts = _problem(answer)
    kind, detail = str(facts.get("type", "about:blank")), str(facts.get("detail", ""))
    raise ProblemAnswered(answer.status_code, kind, detail or answer.reason_phrase, facts)


def _problem(answer: httpx.Response) -> dict[str, Any]:
    if answer.headers.get("content-type") != "application/problem+json":
        return {}
    facts: dict[str, Any] = answer.json()
    return facts
