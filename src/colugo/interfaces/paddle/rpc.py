"""`PipelineService/inference` as Paddle Serving's pipeline answers it over gRPC. Decides nothing.

A refusal is a Response with `err_no`; a status of gRPC other than OK says only that a message is
none, is too large, or that too many ask at once.
"""

import grpc

from colugo.interfaces.paddle.answering import LIMIT_BYTES, Asked, Pipeline
from colugo.interfaces.paddle.pipeline_service_pb2 import Request, Response
from colugo.interfaces.paddle.pipeline_service_pb2_grpc import (
    add_PipelineServiceServicer_to_server,
)
from colugo.interfaces.rpc_server import new_server


def create_pipeline_rpc(pipeline: Pipeline) -> grpc.Server:
    """The server that answers clients of Paddle Serving over gRPC; it has no port yet."""
    server = new_server(LIMIT_BYTES)
    add_PipelineServiceServicer_to_server(_Servicer(pipeline), server)
    return server


class _Servicer:
    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def inference(self, request: Request, _: grpc.ServicerContext) -> Response:
        """Answer one question."""
        asked = Asked(request.name, list(request.key), list(request.value))
        found = self._pipeline.answer(asked)
        return Response(
            err_no=found.err_no, err_msg=_sendable(found.err_msg), key=found.keys,
            value=found.values,
        )  # fmt: skip


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
