"""Answers a request once per key: a repeat gets the stored answer. Knows no HTTP."""

from collections.abc import Callable
from datetime import datetime

from colugo.persistence import Database
from colugo.shop.idempotency import Answer, IdempotencyRecord, check_key, decide


def answer_once(
    database: Database, key: str, fingerprint: str, at: datetime, run: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """Run a request unless its key was answered before.

    The key is taken before `run` and answered after it, each in a transaction of its own, so a
    twin that comes meanwhile is told to wait. What `run` does must itself be keyed by ids that
    the client made: after a crash between the two, the next repeat runs again.

    Args:
        database: keeps the keys.
        key: of the client, 1 to 255 printable ASCII characters.
        fingerprint: of the request, `idempotency.fingerprint`.
        at: now, with a time zone.
        run: does it, and gives the answer to keep.

    Returns:
        The answer, and whether it is a stored one.

    Raises:
        IdempotencyKeyInvalid: no such key can be. IdempotencyKeyReused: it belongs to another
            request. RequestInProgress: its first request still runs.
    """
    check_key(key)
    with database.transaction() as work:
        known = work.idempotency.find(key)
        if decide(known, fingerprint, at) == "replay":
            assert known is not None
            assert known.answer is not None
            return known.answer, True
        work.idempotency.save(IdempotencyRecord(key, fingerprint, at))
    answer = run()
    with database.transaction() as work:
        work.idempotency.save(IdempotencyRecord(key, fingerprint, at, answer))
        work.idempotency.forget_old(at)
    return answer, False
