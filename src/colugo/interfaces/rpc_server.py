"""Makes gRPC servers: their threads, their limits, their port. Knows no service."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc

from colugo.errors import AddressTaken
from colugo.interfaces.tls import Tls

THREADS: Final = 32
# what waits for a thread is answered late; what comes beyond is refused at once
_AT_ONCE: Final = 64


def new_server(limit_bytes: int, *interceptors: grpc.ServerInterceptor) -> grpc.Server:
    """A server without a service and without a port.

    Args:
        limit_bytes: of a message that comes in; a larger one is RESOURCE_EXHAUSTED.
        interceptors: what every call goes through.
    """
    options = [
        ("grpc.max_receive_message_length", limit_bytes),
        ("grpc.so_reuseport", 0),  # else two servers share a port and neither says so
    ]
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="rpc")
    return grpc.server(
        threads, options=options, maximum_concurrent_rpcs=_AT_ONCE, interceptors=list(interceptors)
    )


def listen(server: grpc.Server, host: str, port: int, tls: Tls | None = None) -> int:
    """Give a server its port; 0 takes a free one.

    Raises:
        AddressTaken: it cannot listen there.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        if tls is None:
            return server.add_insecure_port(address)
        pair = (tls.key.read_bytes(), tls.certificate.read_bytes())
        return server.add_secure_port(address, grpc.ssl_server_credentials([pair]))
    except RuntimeError as error:
        raise AddressTaken(host, port, str(error)) from error
