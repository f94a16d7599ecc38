"""What to do with a request that may be a repeat. Knows no HTTP and keeps nothing.

The rule: the first request of a key runs, and its answer is kept in the transaction of its
effect; from then on the same request gets the kept answer, and another request is refused. So
there is no effect without an answer, and a run that died left neither. After `KEEP_S` a key is
forgotten.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from colugo.errors import IdempotencyKeyInvalid, IdempotencyKeyReused
from colugo.shop.period import check_moment

KEEP_S: Final = 24 * 3600  # Source: Stripe API reference, idempotent requests: 24 hours
_LONGEST_KEY = 255  # Source: Stripe API reference, idempotent requests


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was answered: a code of the interface, the body, its version."""

    status: int
    body: bytes
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """What is kept of a key."""

    key: str
    request_fingerprint: str
    started_at: datetime
    answer: Answer


def fingerprint(who: str, method: str, path: str, body: bytes) -> str:
    """The SHA-256 of a request: two are the same when all four parts are."""
    digest = hashlib.sha256()
    for part in (who.encode(), method.upper().encode(), path.encode(), body):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def check_key(key: str) -> None:
    """Refuse a key that cannot be used.

    Raises:
        IdempotencyKeyInvalid: not 1 to 255 printable ASCII characters.
    """
    if not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyInvalid(key)


def stored_answer(
    known: IdempotencyRecord | None, request_fingerprint: str, at: datetime
) -> Answer | None:
    """The answer to give again; None for a request that runs.

    Args:
        known: what is kept of its key; None for a new key.
        request_fingerprint: of this request.
        at: now, with a time zone.

    Raises:
        IdempotencyKeyReused: the key belongs to another request.
    """
    check_moment(at)
    if known is None or is_forgotten(known, at):
        return None
    if known.request_fingerprint != request_fingerprint:
        raise IdempotencyKeyReused(known.key)
    return known.answer


def is_forgotten(record: IdempotencyRecord, at: datetime) -> bool:
    """Whether a key is so old that it may be deleted."""
    return at - record.started_at >= timedelta(seconds=KEEP_S)
