"""Answers a request once per key: effect and answer are one transaction. Knows no HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from colugo.persistence import Database, Work, lanes
from colugo.shop.idempotency import Answer, IdempotencyRecord, check_key, stored_answer


@dataclass(frozen=True, slots=True)
class AskedOnce:
    """A request with the key that its client made.

    Attributes:
        key: 1 to 255 printable ASCII characters.
        fingerprint: `idempotency.fingerprint` of all that makes the request.
        at: when it came, with a time zone.

    Raises:
        IdempotencyKeyInvalid: no such key can be.
    """

    key: str
    fingerprint: str
    at: datetime

    def __post_init__(self) -> None:
        check_key(self.key)


class _Known(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def answer_once(
    database: Database, asked: AskedOnce, run: Callable[[], Answer], *, is_one: bool = True
) -> tuple[Answer, bool]:
    """Run a request unless its key was answered before.

    What `run` writes and its answer are committed together, or neither is. Of twins at the same
    time one writes; the other then finds its answer, and what it began is taken back.

    Args:
        database: keeps the keys.
        asked: the request.
        run: does it, in this thread, and gives the answer to keep. What it raises leaves the
            key free.
        is_one: False where `run` must commit step by step, because it speaks to somebody
            outside: its effects need ids of their own, and the answer is kept after them.

    Returns:
        The answer, and whether it is a stored one.

    Raises:
        IdempotencyKeyReused: the key belongs to another request.
    """
    with database.reading() as work:
        known = _find(work, asked)
    if known is not None:
        return known, True
    if not is_one:
        answer = run()
        with database.transaction(lanes.of_request(asked.key)) as work:
            _keep(work, asked, answer)
        return answer, False
    lane = lanes.of_request(asked.key)
    try:
        with database.together(lambda work: _refuse_known(work, asked), lane):
            answer = run()
            with database.transaction(lane) as work:
                _keep(work, asked, answer)
    except _Known as end:
        return end.answer, True
    return answer, False


def _find(work: Work, asked: AskedOnce) -> Answer | None:
    return stored_answer(work.idempotency.find(asked.key), asked.fingerprint, asked.at)


def _refuse_known(work: Work, asked: AskedOnce) -> None:
    answer = _find(work, asked)
    if answer is not None:
        raise _Known(answer)


def _keep(work: Work, asked: AskedOnce, answer: Answer) -> None:
    work.idempotency.save(IdempotencyRecord(asked.key, asked.fingerprint, asked.at, answer))
    work.idempotency.forget_old(asked.at)
