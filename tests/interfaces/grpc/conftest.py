from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_status import rpc_status

from colugo import Shop
from colugo.interfaces.grpc import ColugoRpc
from colugo.v1.colugo_pb2 import Problem
from colugo.v1.colugo_pb2_grpc import ColugoStub
from tests.checkout.coloured_shop import stocked_shop

LEFT, RIGHT = (5, 5, 45, 45), (60, 5, 99, 45)
Metadata = tuple[tuple[str, str], ...]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop of three colours."""
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


@contextmanager
def channel_to(rpc: ColugoRpc) -> Iterator[grpc.Channel]:
    """A channel to a server that runs."""
    port = rpc.listen("127.0.0.1", 0)
    rpc.start()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
    finally:
        rpc.stop(None).wait()


@pytest.fixture
def channel(shop: Shop) -> Iterator[grpc.Channel]:
    with channel_to(ColugoRpc(shop)) as channel:
        yield channel


@pytest.fixture
def stub(channel: grpc.Channel) -> Any:
    return ColugoStub(channel)


def bearer(token: str) -> Metadata:
    return (("authorization", f"Bearer {token}"),)


def refusal(call: Callable[[], object]) -> tuple[grpc.StatusCode, Problem | None]:
    """How a call is refused: the status and the problem in its details."""
    with pytest.raises(grpc.RpcError) as refused:
        call()
    error: Any = refused.value
    status = rpc_status.from_call(error)
    if status is None or not status.details:
        return error.code(), None
    problem = Problem()
    assert status.details[0].Unpack(problem)
    return error.code(), problem
