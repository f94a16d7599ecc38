"""`POST /recognition/prediction` as Paddle Serving's pipeline answers it. Decides nothing.

A client sends no content type, so the body is read as it comes. What it gets is always a status of
200 and `err_no`; only what is no JSON is 400, as its gateway says.
"""

import json
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from colugo.errors import PipelineRequestInvalid
from colugo.interfaces.paddle.answering import LIMIT_BYTES, Answered, Asked, Pipeline
from colugo.interfaces.rest.envelope import Envelope

_INVALID_ARGUMENT: Final = 3  # Source: gRPC's status codes, which the gateway answers with


def create_pipeline_app(pipeline: Pipeline) -> FastAPI:
    """The app that answers clients of Paddle Serving over HTTP."""
    app = FastAPI(title="Colugo, Paddle Serving's pipeline", openapi_url=None)
    app.add_middleware(Envelope, limit_bytes=LIMIT_BYTES)

    @app.post("/{name}/{method}")
    async def inference(name: str, request: Request) -> JSONResponse:
        body = await request.body()
        return await run_in_threadpool(_answer, pipeline, name, body)

    return app


def _answer(pipeline: Pipeline, name: str, body: bytes) -> JSONResponse:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        # what the gateway says of it
        said = f"the body is no JSON: {error}"
        fault = {"error": said, "code": _INVALID_ARGUMENT, "message": said}
        return JSONResponse(fault, 400)
    try:
        asked = Asked(name, _texts(told, "key"), _texts(told, "value"))
    except PipelineRequestInvalid as error:
        return _said(pipeline.refusal(error))
    return _said(pipeline.answer(asked))


def _texts(told: Any, name: str) -> list[str]:
    found = told.get(name) if isinstance(told, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise PipelineRequestInvalid(f"`{name}` as a list of texts")
    return found


def _said(answered: Answered) -> JSONResponse:
    answer = {
        "err_no": answered.err_no, "err_msg": answered.err_msg, "key": list(answered.keys),
        "value": list(answered.values), "tensors": [],
    }  # fmt: skip
    return JSONResponse(answer)
