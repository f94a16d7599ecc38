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
    stored = take_key(database, key, fingerprint, at)
    if stored is not None:
        return stored, True
    answer = run()
    keep_answer(database, IdempotencyRecord(key, fingerprint, at, answer))
    return answer, False


def take_key(database: Database, key: str, fingerprint: str, at: datetime) -> Answer | None:
    """Take a key before its request runs; gives the stored answer where it ran before.

    Raises: see `answer_once`.
    """
    check_key(key)
    with database.transaction() as work:
        known = work.idempotency.find(key)
        if decide(known, fingerprint, at) == "replay":
            assert known is not None
            return known.answer
        work.idempotency.save(IdempotencyRecord(key, fingerprint, at))
    return None


def keep_answer(database: Database, record: IdempotencyRecord) -> None:
    """Keep what a request was answered, and forget what is old."""
    with database.transaction() as work:
        work.idempotency.save(record)
        work.idempotency.forget_old(record.started_at)


def let_key_go(database: Database, key: str) -> None:
    """Forget a key whose request was refused: it changed nothing, and may come again."""
    with database.transaction() as work:
        work.idempotency.forget(key)
