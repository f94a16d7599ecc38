"""Errors as statuses of gRPC: from the one table of HTTP statuses, by one of theirs.

Source: google.rpc.Code, which says what HTTP status each code is nearest to.
"""

from collections.abc import Mapping
from typing import Final

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.status_pb2 import Status as RpcStatus
from grpc_status import rpc_status

from colugo.errors import ColugoError
from colugo.interfaces.rest.problems import Told, status_of, told_of
from colugo.v1.colugo_pb2 import Problem

CODES: Final[Mapping[int, grpc.StatusCode]] = {
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    408: grpc.StatusCode.DEADLINE_EXCEEDED,
    409: grpc.StatusCode.FAILED_PRECONDITION,
    412: grpc.StatusCode.ABORTED,
    413: grpc.StatusCode.INVALID_ARGUMENT,  # a repeat would be too large again
    415: grpc.StatusCode.INVALID_ARGUMENT,
    422: grpc.StatusCode.INVALID_ARGUMENT,
    428: grpc.StatusCode.FAILED_PRECONDITION,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    500: grpc.StatusCode.INTERNAL,
    502: grpc.StatusCode.UNAVAILABLE,
    503: grpc.StatusCode.UNAVAILABLE,
    507: grpc.StatusCode.RESOURCE_EXHAUSTED,
}
_TAKEN: Final = "Taken"  # errors whose name ends so say that there is one already


def code_of(kind: type[ColugoError]) -> grpc.StatusCode:
    """The status of gRPC of an error of Colugo."""
    status = status_of(kind)
    is_taken = status == 409 and kind.__name__.endswith(_TAKEN)
    return grpc.StatusCode.ALREADY_EXISTS if is_taken else CODES[status]


def problem_of(error: ColugoError, request_id: str) -> Problem:
    """What a client is told of an error."""
    return _problem(told_of(error, request_id), request_id)


def refusal_of(error: ColugoError, request_id: str) -> grpc.Status:
    """The end of a call that an error stops, with its problem in the details."""
    return _refusal(code_of(type(error)), problem_of(error, request_id))


def fault(request_id: str) -> grpc.Status:
    """The end of a call that a fault of ours stops; the log has it whole."""
    detail = "this is a fault of Colugo, its log has the details: report it with the request id"
    told = Told(500, "fault", "A fault of the server", detail, {})
    return _refusal(grpc.StatusCode.INTERNAL, _problem(told, request_id))


def _problem(told: Told, request_id: str) -> Problem:
    problem = Problem(
        type=f"/problems#{told.name}", title=told.title, status=told.status, detail=told.detail,
        request_id=request_id,
    )  # fmt: skip
    problem.facts.update(told.facts)
    return problem


def _refusal(code: grpc.StatusCode, problem: Problem) -> grpc.Status:
    packed = AnyMessage()
    packed.Pack(problem)
    number: int = code.value[0]
    status: grpc.Status = rpc_status.to_status(
        RpcStatus(code=number, message=problem.detail, details=[packed])
    )
    return status
