"""Starts the servers of one process and stops them together. Knows nothing that they serve."""

import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, Final, Protocol

from colugo.errors import AddressTaken
from colugo.interfaces.cli.context import out
from colugo.interfaces.tls import Tls

_STOP_S: Final = 10  # how long requests that run may take to end
_LOOK_S: Final = 0.01


class Server(Protocol):
    """One server: started once, told to take nothing new, and waited for."""

    def start(self) -> str:
        """Listen and answer from now on; gives the sentence that says where."""
        ...

    def drain(self) -> None:
        """Take nothing new, and return at once."""
        ...

    def join(self) -> None:
        """Return when what ran has ended, or has taken too long."""
        ...


class HttpServer:
    """An ASGI app on uvicorn, in a thread of its own."""

    def __init__(self, app: Any, place: tuple[str, int], says: str, tls: Tls | None = None) -> None:
        """Serve `app` at host and port; `says` has {} where the address goes."""
        import uvicorn

        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_STOP_S,
            server_header=False,
            ssl_certfile=None if tls is None else tls.certificate,
            ssl_keyfile=None if tls is None else tls.key,
        )
        self._server, self._place, self._says = uvicorn.Server(config), place, says
        self._scheme = "http" if tls is None else "https"

    def start(self) -> str:
        """See `Server`."""
        self._listening = _listen(*self._place)
        sockets = {"sockets": [self._listening]}
        self._thread = Thread(target=self._server.run, kwargs=sockets, name="http", daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(_LOOK_S)
        host, port = self._listening.getsockname()[:2]
        return self._says.replace("{}", f"{self._scheme}://{host}:{port}")

    def drain(self) -> None:
        """See `Server`."""
        self._server.should_exit = True

    def join(self) -> None:
        """See `Server`."""
        self._thread.join()
        self._listening.close()


class RpcServer:
    """A server of gRPC."""

    def __init__(self, server: Any, listen: Callable[[], int], host: str, says: str) -> None:
        """Serve where `listen` lets it; `says` has {} where the address goes."""
        self._server, self._listen, self._host, self._says = server, listen, host, says

    def start(self) -> str:
        """See `Server`."""
        port = self._listen()
        self._server.start()
        return self._says.replace("{}", f"{self._host}:{port}")

    def drain(self) -> None:
        """See `Server`."""
        self._ended: Event = self._server.stop(_STOP_S)

    def join(self) -> None:
        """See `Server`."""
        self._ended.wait()


def serve_until_told(servers: Sequence[Server], also_said: Callable[[], str | None]) -> None:
    """Serve until SIGINT, which is raised as KeyboardInterrupt, or SIGTERM, which ends it.

    Args:
        servers: started in their order; all drain at the same time.
        also_said: called when all of them serve; what to print beside the addresses.

    Raises:
        AddressTaken: one cannot listen; those that did are stopped.
    """
    with _told_to_stop() as told, _running(servers) as said:
        more = also_said()
        out.print("\n".join([*said, *([] if more is None else [more])]))
        told.wait()


@contextmanager
def _running(servers: Sequence[Server]) -> Iterator[list[str]]:
    """Start the servers; gives what each says of itself."""
    said: list[str] = []
    try:
        for server in servers:
            said.append(server.start())
        yield said
    finally:
        started = servers[: len(said)]
        for server in started:
            server.drain()
        for server in started:
            server.join()


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    told = Event()
    # what was started in the background may have inherited that the keyboard is to be ignored
    wanted = {
        signal.SIGTERM: lambda *_: told.set(),
        signal.SIGINT: signal.default_int_handler,
    }
    before = {number: signal.signal(number, does) for number, does in wanted.items()}
    try:
        yield told
    finally:
        for number, did in before.items():
            signal.signal(number, did)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a port in use is a sentence and not a trace."""
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise AddressTaken(host, port, error.strerror or str(error)) from error
