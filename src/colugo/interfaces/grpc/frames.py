"""Takes the frames of a stream one by one, and ends what holds a place for nothing. Knows no shop.

gRPC has no way to wait for a message and for anything else too, so a thread reads ahead: one
frame, no more. What a client sends beyond that stays in its own window of HTTP/2, so it is held
back and nothing is lost.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Full, Queue
from threading import BoundedSemaphore, Event, Thread
from typing import Final

import grpc

from colugo.errors import ServerStopping, StreamIdle, TooManyStreams
from colugo.v1.colugo_pb2 import Frame

_LOOK_S: Final = 0.2  # how often to see whether it is time to end
_END: Final = None


class Streams:
    """The places for streams of one server; each open stream takes a thread of it."""

    def __init__(self, places: int, idle_s: float, stopping: Event) -> None:
        """Let so many streams be open at once.

        Args:
            places: fewer than the server has threads, so that single calls go on.
            idle_s: a stream on which nothing came for so long loses its place.
            stopping: set when the server takes nothing new.
        """
        self._places, self._idle_s, self._stopping = places, idle_s, stopping
        self._free = BoundedSemaphore(places)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place.

        Raises:
            TooManyStreams: there is none.
        """
        if not self._free.acquire(blocking=False):
            raise TooManyStreams(self._places)
        try:
            yield
        finally:
            self._free.release()

    def frames(self, requests: Iterator[Frame]) -> Iterator[Frame]:
        """Yield frame after frame until the client has no more.

        Raises:
            StreamIdle: nothing came for too long.
            ServerStopping: the server is about to stop; the frame before was answered.
        """
        ahead: Queue[Frame | None] = Queue(maxsize=1)
        ended = Event()
        Thread(target=_read, args=(requests, ahead, ended), name="frames", daemon=True).start()
        try:
            while (frame := self._next(ahead)) is not _END:
                yield frame
        finally:
            ended.set()

    def _next(self, ahead: "Queue[Frame | None]") -> Frame | None:
        since = time.monotonic()
        while True:
            if self._stopping.is_set():
                raise ServerStopping
            try:
                return ahead.get(timeout=_LOOK_S)
            except Empty:
                if time.monotonic() - since >= self._idle_s:
                    raise StreamIdle(self._idle_s) from None


def _read(requests: Iterator[Frame], ahead: "Queue[Frame | None]", ended: Event) -> None:
    """Put frame after frame into the queue until nobody takes them."""
    try:
        for frame in requests:
            _put(ahead, frame, ended)
            if ended.is_set():
                return
    except (grpc.RpcError, Exception):  # how gRPC says that the call has ended
        pass
    _put(ahead, _END, ended)


def _put(ahead: "Queue[Frame | None]", frame: Frame | None, ended: Event) -> None:
    while not ended.is_set():
        try:
            return ahead.put(frame, timeout=_LOOK_S)
        except Full:
            continue
    return None
