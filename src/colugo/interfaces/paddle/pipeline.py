"""`POST /recognition/prediction` as Paddle Serving's pipeline answers it. Decides nothing.

A client sends no content type, so the body is read as it comes. What it gets is always a status of
200 and `err_no`; `value[0]` is the Python repr of a list, which clients take apart by literal_eval.
Every change of the gallery counts at the next request.

Source: Paddle Serving v0.7.0, `python/pipeline` and its client of PP-ShiTu; codes of errors from
`error_catch.py` of 0.8.3 on.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from colugo.checkout import Recognition, Shop
from colugo.errors import ColugoError, PipelineRequestInvalid, PipelineServiceUnknown
from colugo.interfaces.rest.envelope import Envelope

Version = Literal["0.7", "0.8"]
LIMIT_BYTES: Final = 32_000_000  # a picture of 20 MB in base64, and its frame
_SERVICE: Final = "recognition"
_INVALID_ARGUMENT: Final = 3  # Source: gRPC's status codes, which the gateway answers with


@dataclass(frozen=True)
class _Codes:
    """What `err_no` says."""

    no_service: int
    input_params: int
    unknown: int


_CODES: Final[Mapping[Version, _Codes]] = {
    "0.7": _Codes(no_service=7, input_params=9, unknown=8),
    "0.8": _Codes(no_service=3002, input_params=5000, unknown=10000),
}


def create_pipeline_app(shop: Shop, *, version: Version = "0.7") -> FastAPI:
    """The app that answers clients of Paddle Serving.

    Args:
        shop: stays open as long as the app runs; closed by who opened it.
        version: of Paddle Serving, whose codes of errors the clients know.
    """
    app = FastAPI(title="Colugo, Paddle Serving's pipeline", openapi_url=None)
    app.add_middleware(Envelope, limit_bytes=LIMIT_BYTES)

    @app.post("/{name}/{method}")
    async def inference(name: str, request: Request) -> JSONResponse:
        body = await request.body()
        return await run_in_threadpool(_answer, shop, name, body, _CODES[version])

    return app


def _answer(shop: Shop, name: str, body: bytes, codes: _Codes) -> JSONResponse:
    try:
        told = json.loads(body)
    except ValueError as error:
        # what the gateway says of it
        said = f"the body is no JSON: {error}"
        fault = {"error": said, "code": _INVALID_ARGUMENT, "message": said}
        return JSONResponse(fault, 400)
    try:
        if name != _SERVICE:
            raise PipelineServiceUnknown(name, _SERVICE)
        recognition = shop.recognise(_picture(told))
    except PipelineServiceUnknown as error:
        return _failed(codes.no_service, error)
    except PipelineRequestInvalid as error:
        return _failed(codes.input_params, error)
    except ColugoError as error:
        return _failed(codes.unknown, error)
    return _said(0, "", ["result", "open"], _values(recognition))


def _picture(told: Any) -> bytes:
    """The picture of a request: the value beside the key `image`, or the first one."""
    keys, values = _texts(told, "key"), _texts(told, "value")
    if not keys or len(keys) != len(values):
        raise PipelineRequestInvalid("as many texts in `value` as in `key`, one at least")
    text = values[keys.index("image")] if "image" in keys else values[0]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PipelineRequestInvalid("a picture in plain base64, without a prefix") from error


def _texts(told: Any, name: str) -> list[str]:
    found = told.get(name) if isinstance(told, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise PipelineRequestInvalid(f"`{name}` as a list of texts")
    return found


def _values(recognition: Recognition) -> list[str]:
    """What is known, in the form of old; and how many boxes are not, which must be asked about."""
    names = {line.product.sku: line.product.name for line in recognition.basket.lines}
    found = [
        {
            "bbox": [round(edge) for edge in verdict.xyxy],
            "rec_docs": names[verdict.sku],
            "rec_scores": round(verdict.similarity or 0.0, 8),
        }
        for verdict in recognition.verdicts
        if verdict.sku is not None
    ]
    return [repr(found), str(len(recognition.verdicts) - len(found))]


def _failed(code: int, error: ColugoError) -> JSONResponse:
    return _said(code, str(error), [], [])


def _said(code: int, message: str, keys: Sequence[str], values: Sequence[str]) -> JSONResponse:
    answer = {
        "err_no": code, "err_msg": message, "key": list(keys), "value": list(values), "tensors": [],
    }  # fmt: skip
    return JSONResponse(answer)
