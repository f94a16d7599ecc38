"""Who is told how long the stages of a scene took and what came of it. Keeps no figure itself."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Literal, Protocol

from colugo.checkout.verdict import Recognition

Stage = Literal["wait", "decode", "detect", "embed", "search", "decide", "price"]
STAGES: tuple[Stage, ...] = ("wait", "decode", "detect", "embed", "search", "decide", "price")


class Watch(Protocol):
    """Is told of every scene that a shop recognises, from many threads at once."""

    def stage(self, name: Stage) -> AbstractContextManager[object]:
        """Entered when a stage of one scene begins, left when it ends or fails."""
        ...

    def recognised(self, recognition: Recognition) -> None:
        """Told once for a scene that was recognised."""
        ...


class Unwatched:
    """Nobody is told."""

    def stage(self, _: Stage) -> AbstractContextManager[object]:
        """See `Watch`."""
        return nullcontext()

    def recognised(self, recognition: Recognition) -> None:
        """See `Watch`."""


class Watches:
    """Several watches that are told the same, in their order."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        """Tell each of `watches`."""
        self._watches = tuple(watches)

    @contextmanager
    def stage(self, name: Stage) -> Iterator[None]:
        """See `Watch`."""
        with ExitStack() as stages:
            for watch in self._watches:
                stages.enter_context(watch.stage(name))
            yield

    def recognised(self, recognition: Recognition) -> None:
        """See `Watch`."""
        for watch in self._watches:
            watch.recognised(recognition)
