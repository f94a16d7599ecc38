"""Makes the function of a route run once for each Idempotency-Key. Knows no single route."""

import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import Response
from fastapi.encoders import jsonable_encoder

from colugo.checkout import Shop
from colugo.checkout.sales import answer_once
from colugo.interfaces.rest.context import TheShop
from colugo.interfaces.rest.guard import ASKED
from colugo.shop.idempotency import Answer

_NO_CONTENT = 204


def answered_once(call: Callable[..., Any], status: int, *, is_one: bool) -> Callable[..., Any]:
    """The function of a route with what it does and its kept answer in one transaction.

    Args:
        call: of the route; runs in a thread of its own.
        status: of success.
        is_one: as `answer_once` takes it.
    """
    wanted = inspect.signature(call).parameters

    @wraps(call)
    def run(shop: Shop, response: Response, **given: Any) -> Any:
        extra = {"shop": shop, "response": response}
        arguments = given | {name: each for name, each in extra.items() if name in wanted}
        asked = ASKED.get()
        if asked is None:
            return call(**arguments)

        def answer() -> Answer:
            body = _body_of(call(**arguments), status)
            return Answer(status, body, response.headers.get("etag"))

        found, is_repeat = answer_once(shop.database, asked, answer, is_one=is_one)
        return _response_of(found, is_repeat=is_repeat)

    run.__signature__ = _with_both(inspect.signature(call))  # type: ignore[attr-defined]
    return run


def _with_both(signature: inspect.Signature) -> inspect.Signature:
    """The parameters of a route, and shop and response where it does without them."""
    parameters = dict(signature.parameters)
    for name, kind in (("shop", TheShop), ("response", Response)):
        by_name = inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind)
        parameters.setdefault(name, by_name)
    return signature.replace(parameters=list(parameters.values()))


def _body_of(made: Any, status: int) -> bytes:
    if status == _NO_CONTENT:
        return b""
    return json.dumps(jsonable_encoder(made), ensure_ascii=False).encode()


def _response_of(answer: Answer, *, is_repeat: bool) -> Response:
    headers = {"Idempotency-Replayed": "true"} if is_repeat else {}
    if answer.etag is not None:
        headers["ETag"] = answer.etag
    return Response(answer.body, answer.status, headers, "application/json")
