"""The server of `colugo.v1.Colugo` with health and reflection. Decides nothing."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore, Event, Thread
from typing import Any, Final

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2_grpc

from colugo.checkout import Shop
from colugo.checkout.access import Access
from colugo.errors import ColugoError
from colugo.interfaces.acts import make_ready
from colugo.interfaces.admission import Authenticator
from colugo.interfaces.grpc.doorman import Doorman
from colugo.interfaces.grpc.edge import Edge
from colugo.interfaces.grpc.frames import Streams
from colugo.interfaces.grpc.service import ACTIONS, Service
from colugo.interfaces.observing.requests import RequestObserver
from colugo.interfaces.rest.app import LIMIT_BYTES
from colugo.interfaces.rpc_server import THREADS, listen, new_server
from colugo.interfaces.tls import Tls
from colugo.v1.colugo_pb2 import DESCRIPTOR
from colugo.v1.colugo_pb2_grpc import add_ColugoServicer_to_server

SERVICE: Final = DESCRIPTOR.services_by_name["Colugo"].full_name
_PLACES: Final = THREADS // 2  # for streams, so that as many threads are left for single calls
_REFLECTIONS: Final = 4
_IDLE_S: Final = 300.0
_LOOK_S: Final = 5.0  # how often to see whether shop and networks are well
_LOG = logging.getLogger("colugo.grpc")


class _Reflection(reflection.ReflectionServicer):  # type: ignore[misc]
    """Descriptors for everybody, over a few streams: each holds a thread, and shows no token."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._free = BoundedSemaphore(_REFLECTIONS)

    def ServerReflectionInfo(  # noqa: N802
        self, request_iterator: Iterator[Any], context: grpc.ServicerContext
    ) -> Iterator[Any]:
        """See its base."""
        if not self._free.acquire(blocking=False):
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "close another reflection first")
        try:
            yield from super().ServerReflectionInfo(request_iterator, context)
        finally:
            self._free.release()


@dataclass(frozen=True)
class Ended:
    """The end of a server: of its calls, and of who looks after its health."""

    calls: Event
    looking: Thread

    def wait(self, timeout_s: float | None = None) -> None:
        """Return when both have ended, networks that are being loaded included."""
        self.calls.wait(timeout_s)
        if self.looking.ident is not None:
            self.looking.join(timeout_s)


class ColugoRpc:
    """The service on one shop.

    Everybody may ask for its health, which is SERVING while the database answers and the
    networks are loaded, and for its descriptors by reflection; all else wants a token.
    """

    def __init__(
        self,
        shop: Shop,
        *,
        authenticator: Authenticator | None = None,
        observers: Sequence[RequestObserver] = (),
        limit_bytes: int = LIMIT_BYTES,
        idle_s: float = _IDLE_S,
    ) -> None:
        """Make the server, which has no port yet.

        Args:
            shop: stays open as long as the server runs; closed by who opened it.
            authenticator: says whose a token is; None for the tokens of the shop.
            observers: told of every call that wants a token.
            limit_bytes: of a message that comes in.
            idle_s: a stream on which nothing came for so long is ended.
        """
        self._shop, self._stopping = shop, Event()
        actions = {f"/{SERVICE}/{name}": action for name, action in ACTIONS.items()}
        edge = Edge(authenticator or Access(shop.database), observers)
        self._server = new_server(limit_bytes, Doorman(edge, actions))
        self._health = health.HealthServicer()
        self._looking = Thread(target=self._look, name="health", daemon=True)
        streams = Streams(_PLACES, idle_s, self._stopping)
        add_ColugoServicer_to_server(Service(shop, streams), self._server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (SERVICE, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection_pb2_grpc.add_ServerReflectionServicer_to_server(_Reflection(names), self._server)

    def listen(self, host: str, port: int, tls: Tls | None = None) -> int:
        """Take a port, 0 for a free one; gives it. Raises AddressTaken."""
        return listen(self._server, host, port, tls)

    def start(self) -> None:
        """Answer from now on; SERVING once the networks are loaded."""
        self._tell(health_pb2.HealthCheckResponse.NOT_SERVING)
        self._server.start()
        self._looking.start()

    def stop(self, grace_s: float | None) -> "Ended":
        """Take nothing new; calls may end within `grace_s`, streams after their frame."""
        self._health.enter_graceful_shutdown()
        self._stopping.set()
        return Ended(self._server.stop(grace_s), self._looking)

    def _look(self) -> None:
        while not self._stopping.is_set():
            try:
                make_ready(self._shop)
            except ColugoError as error:
                _LOG.error("not ready: %s", error)
                self._tell(health_pb2.HealthCheckResponse.NOT_SERVING)
            else:
                self._tell(health_pb2.HealthCheckResponse.SERVING)
            self._stopping.wait(_LOOK_S)

    def _tell(self, status: int) -> None:
        for name in ("", SERVICE):  # the empty name is the whole server
            self._health.set(name, status)
