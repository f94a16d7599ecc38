"""Errors as problem details: one table from the errors of Colugo to statuses. Knows no route.

Source: RFC 9457, Problem Details for HTTP APIs.
"""

import logging
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from colugo import errors
from colugo.errors import ColugoError

MEDIA_TYPE: Final = "application/problem+json"
_LOG = logging.getLogger("colugo.rest")
_SERVER_FAULT: Final = 500
_HIDDEN: Final = frozenset({"path", "folder"})  # places on the server are none of a client's

# The first class of an error's line of ancestors that stands here counts; what a client sent
# wrong and has no line of its own is 422.
STATUSES: Final[Mapping[type[ColugoError], int]] = {
    errors.NotSignedIn: 401,
    errors.SignInFailed: 401,
    errors.CallbackRefused: 401,
    errors.WeChatCodeRefused: 401,
    errors.WeChatNotLinked: 401,
    errors.NotAllowed: 403,
    errors.PlaceNotYours: 403,
    **dict.fromkeys(
        (
            errors.SkuUnknown, errors.CategoryUnknown, errors.PhotoUnknown,
            errors.PriceListUnknown, errors.BarcodeUnknown, errors.PromotionUnknown,
            errors.StoreUnknown, errors.CounterUnknown, errors.BasketUnknown,
            errors.OrderUnknown, errors.PaymentUnknown, errors.TokenUnknown, errors.EntryUnknown,
            errors.PersonUnknown, errors.ProviderUnknown, errors.PipelineServiceUnknown,
            errors.PageUnknown, errors.FrameUnknown, errors.ViewUnknown,
        ),
        404,
    ),
    **dict.fromkeys(
        (
            errors.SkuTaken, errors.BarcodeTaken, errors.PhotoTaken, errors.IdTaken,
            errors.CategoryInUse, errors.IdempotencyKeyReused,
            errors.BasketChanged, errors.BasketEmpty, errors.BasketNotSettled,
            errors.AgeApprovalMissing, errors.OrderClosed, errors.PlaceClosed,
            errors.StockTooLow, errors.PaymentNotPossible, errors.PaymentMismatch,
            errors.PaymentTooLarge, errors.RefundTooLarge, errors.ReversalTooLarge,
            errors.GalleryOfOtherModel, errors.PersonTaken, errors.LastAdmin,
            errors.NotConfirmedByHand, errors.NotPaidInCash, errors.WeChatNotSetUp,
            errors.VisitStepWrong, errors.VisitChanged, errors.VisitTotalWrong,
        ),
        409,
    ),
    errors.StreamIdle: 408,
    errors.EditOfOldVersion: 412,
    errors.BodyTooLarge: 413,
    errors.PictureTooManyBytes: 413,
    errors.NotAPicture: 415,
    errors.PictureFormatUnsupported: 415,
    errors.EditWithoutVersion: 428,
    errors.LockedOut: 429,
    errors.RecognitionBusy: 429,
    errors.TooManyStreams: 429,
    **dict.fromkeys(
        (
            errors.StorageError, errors.DocumentDamaged, errors.AuditBroken,
            errors.ModelMissing, errors.ModelUnreadable, errors.ModelUnusable,
            errors.PaymentsFileInvalid, errors.FontMissing,
            errors.EngineMissing, errors.CalibrationUnreadable, errors.ExtraMissing,
        ),
        _SERVER_FAULT,
    ),
    errors.ProviderRefused: 502,
    errors.ProviderUnreachable: 503,
    errors.DatabaseBusy: 503,
    errors.ServerStopping: 503,
    errors.GalleryServerFailed: 503,
    errors.StorageFull: 507,
}  # fmt: skip

# told, not only logged: no fault of ours
_TOLD_ANYWAY: Final = (
    errors.ProviderRefused, errors.ProviderUnreachable, errors.ServerStopping,
)  # fmt: skip


def status_of(kind: type[ColugoError]) -> int:
    """The HTTP status of an error of Colugo."""
    return next((STATUSES[each] for each in kind.__mro__ if each in STATUSES), 422)


def name_of(kind: type[ColugoError]) -> str:
    """The name of an error as it stands in `type`: SkuTaken is sku-taken."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind.__name__).lower()


def problem(
    request: Request,
    status: int,
    name: str,
    title: str,
    detail: str,
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> JSONResponse:
    """One answer that says what is wrong, with the facts of it."""
    body = {
        **facts,
        "type": f"/problems#{name}",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": request.scope.get("request_id"),
    }
    return JSONResponse(body, status, _headers(status), MEDIA_TYPE)


@dataclass(frozen=True)
class Told:
    """What a client is told of an error, whatever carries it; `status` is of HTTP."""

    status: int
    name: str
    title: str
    detail: str
    facts: Mapping[str, Any]


def told_of(error: ColugoError, request_id: str | None) -> Told:
    """What a client is told; the reason of a fault of the server goes to its log alone."""
    kind, status = type(error), status_of(type(error))
    title = (kind.__doc__ or kind.__name__).splitlines()[0].rstrip(".")
    if status >= _SERVER_FAULT and not isinstance(error, _TOLD_ANYWAY):
        _LOG.error("%s: %s", request_id, error)
        detail = "the server could not do it, nothing is changed: its log has the reason"
        return Told(status, name_of(kind), title, detail, {})
    facts = {name: plain(value) for name, value in vars(error).items() if name not in _HIDDEN}
    return Told(status, name_of(kind), title, plain_text(error), facts)


def of_error(request: Request, error: Exception) -> JSONResponse:
    """The answer to an error of Colugo, with its facts."""
    assert isinstance(error, ColugoError)
    told = told_of(error, request.scope.get("request_id"))
    answer = problem(request, told.status, told.name, told.title, told.detail, told.facts)
    wait_s = _wait_s(error)
    if wait_s is not None:
        answer.headers["Retry-After"] = str(max(1, math.ceil(wait_s)))
    return answer


def _wait_s(error: ColugoError) -> float | None:
    """After how many seconds to ask again, where the error knows."""
    if isinstance(error, errors.LockedOut):
        return (error.until - datetime.now(UTC)).total_seconds()
    return error.retry_after_s if isinstance(error, errors.RecognitionBusy) else None


def of_validation(request: Request, error: Exception) -> JSONResponse:
    """The answer to a request of the wrong shape: every place in it that is wrong."""
    assert isinstance(error, RequestValidationError)
    places = [
        {"where": [plain(part) for part in each["loc"]], "problem": each["msg"]}
        for each in error.errors()
    ]
    first = ".".join(map(str, places[0]["where"])) if places else "request"
    detail = f"{len(places)} fields are wrong, first {first}: see `fields`, and /docs for the shape"
    title = "The request has another shape"
    return problem(request, 422, "request-invalid", title, detail, {"fields": places})


def of_http(request: Request, error: Exception) -> JSONResponse:
    """The answer to what has no route, no such method, or no readable body."""
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    name = title.lower().replace(" ", "-")
    answer = problem(request, error.status_code, name, title, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def of_fault(request: Request, error: Exception) -> JSONResponse:
    """The answer to a fault of ours; the log has it whole."""
    _LOG.exception("%s: fault", request.scope.get("request_id"), exc_info=error)
    detail = "this is a fault of Colugo, its log has the details: report it with the request id"
    return problem(request, 500, "fault", "A fault of the server", detail)


def install(app: FastAPI) -> None:
    """Let every error leave the app as a problem."""
    app.add_exception_handler(ColugoError, of_error)
    app.add_exception_handler(RequestValidationError, of_validation)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(Exception, of_fault)


def plain(value: object) -> object:
    """A fact of an error as JSON takes it; what has no JSON is its text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {plain_text(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return plain_text(value)


def plain_text(value: object) -> str:
    """Text that UTF-8 can hold."""
    return str(value).encode("utf-8", "replace").decode()


def _headers(status: int) -> dict[str, str]:
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": "Bearer"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return {"Retry-After": "1"}
    return {}
