"""Whose scene is recognised next: few at once, some may wait, the rest hear it at once.

A service that takes on more than its cores can do answers everybody late. Here who would wait
too long is refused at once, with the time in which half of the line will have been served: who
comes again then finds room, and the cores had work meanwhile.
"""

import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from threading import Condition
from typing import Final

from colugo.errors import RecognitionBusy

_REMEMBERED: Final = 32  # scenes whose time says how long the next will take
_AT_FIRST_S: Final = 0.1  # before one was recognised


@dataclass(frozen=True)
class QueueState:
    """How busy a queue is: scenes under way and waiting now, refused since the start."""

    running: int
    waiting: int
    refused: int


class SceneQueue:
    """First come, first served, for the threads of one process."""

    def __init__(self, *, at_once: int = 0, waiting: int = 32, patience_s: float = 5.0) -> None:
        """A queue with nobody in it.

        Args:
            at_once: scenes recognised at the same time; 0 takes the number of cores.
            waiting: scenes that may wait; 0 refuses whoever would have to.
            patience_s: how long one may wait.
        """
        self._at_once = at_once or os.cpu_count() or 1
        self._most_waiting, self._patience_s = waiting, patience_s
        self._changed = Condition()
        self._line: deque[object] = deque()
        self._running = self._refused = 0
        self._took_s: deque[float] = deque(maxlen=_REMEMBERED)

    @property
    def state(self) -> QueueState:
        """How busy it is now."""
        with self._changed:
            return QueueState(self._running, len(self._line), self._refused)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and hold it while in the context.

        Raises:
            RecognitionBusy: too many wait, or it took too long.
        """
        self._enter()
        began_s = time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._took_s.append(time.monotonic() - began_s)
                self._changed.notify_all()

    def _enter(self) -> None:
        me = object()
        with self._changed:
            if self._is_free():
                self._running += 1
                return
            if len(self._line) >= self._most_waiting or self._expected_s() > self._patience_s:
                raise self._refusal()
            self._line.append(me)
            try:
                if not self._changed.wait_for(lambda: self._is_free(me), self._patience_s):
                    raise self._refusal()
                self._running += 1
            finally:
                self._line.remove(me)
                self._changed.notify_all()

    def _is_free(self, me: object | None = None) -> bool:
        is_next = self._line[0] is me if self._line else True
        return is_next and self._running < self._at_once

    def _expected_s(self) -> float:
        """How long those who are here will take, by the scenes before."""
        each_s = median(self._took_s) if self._took_s else _AT_FIRST_S
        return (self._running + len(self._line)) * each_s / self._at_once

    def _refusal(self) -> RecognitionBusy:
        self._refused += 1
        return RecognitionBusy(self._running, len(self._line), self._expected_s() / 2)
