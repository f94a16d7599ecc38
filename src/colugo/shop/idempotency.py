"""What to do with a request that may be a repeat. Knows no HTTP and keeps nothing.

The rule: the first request of a key runs; while it runs, a twin is told to wait; after it, the
same request gets the stored answer and another request is refused. A run that did not end
within `lease_s` is taken for dead, and the next repeat runs: effects are keyed by ids that the
client made, so what was done already is not done twice. After `KEEP_S` a key is forgotten.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from colugo.errors import IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress
from colugo.shop.period import check_moment

KEEP_S: Final = 24 * 3600  # Source: Stripe API reference, idempotent requests: 24 hours
LEASE_S: Final = 60  # Source: our choice; no request of ours runs for a minute
_LONGEST_KEY = 255  # Source: Stripe API reference, idempotent requests

Decision = Literal["run", "replay"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was answered: a code of the interface, and the body."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """What is kept of a key; `answer` is None while the request runs."""

    key: str
    request_fingerprint: str
    started_at: datetime
    answer: Answer | None = None


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


def decide(
    known: IdempotencyRecord | None, request_fingerprint: str, at: datetime, lease_s: int = LEASE_S
) -> Decision:
    """Whether a request runs, or is answered with `known.answer`.

    Args:
        known: what is kept of its key; None for a new key.
        request_fingerprint: of this request.
        at: now, with a time zone.
        lease_s: after which a run without an answer is taken for dead.

    Raises:
        IdempotencyKeyReused: the key belongs to another request.
        RequestInProgress: the first request is still running.
    """
    check_moment(at)
    if known is None or is_forgotten(known, at):
        return "run"
    if known.request_fingerprint != request_fingerprint:
        raise IdempotencyKeyReused(known.key)
    if known.answer is not None:
        return "replay"
    if at - known.started_at < timedelta(seconds=lease_s):
        raise RequestInProgress(known.key)
    return "run"


def is_forgotten(record: IdempotencyRecord, at: datetime) -> bool:
    """Whether a key is so old that it may be deleted."""
    return at - record.started_at >= timedelta(seconds=KEEP_S)
