from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest

from colugo import Shop
from colugo.interfaces.paddle import Pipeline, create_pipeline_rpc
from colugo.interfaces.paddle.pipeline_service_pb2 import Request, Response
from colugo.interfaces.rpc_server import listen
from tests.checkout.coloured_shop import stocked_shop

LEFT, RIGHT = (5, 5, 45, 45), (60, 5, 99, 45)
METHOD = "/baidu.paddle_serving.pipeline_serving.PipelineService/inference"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


@contextmanager
def channel_to(pipeline: Pipeline) -> Iterator[grpc.Channel]:
    """A channel to a server that runs."""
    server = create_pipeline_rpc(pipeline)
    port = listen(server, "127.0.0.1", 0)
    server.start()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
    finally:
        server.stop(None).wait()


def inference(channel: grpc.Channel) -> Callable[..., Response]:
    """The one method, as a client calls it."""
    return channel.unary_unary(
        METHOD,
        request_serializer=Request.SerializeToString,
        response_deserializer=Response.FromString,
    )
