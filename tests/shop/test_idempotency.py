from datetime import timedelta

import pytest

from colugo.errors import IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress
from colugo.shop.idempotency import (
    KEEP_S,
    Answer,
    IdempotencyRecord,
    check_key,
    decide,
    fingerprint,
    is_forgotten,
)

from .samples import MONDAY_8

ONE = fingerprint("lin", "POST", "/v1/orders", b'{"a":1}')
RUNNING = IdempotencyRecord("key", ONE, MONDAY_8)
DONE = IdempotencyRecord("key", ONE, MONDAY_8, Answer(201, b"{}"))
SOON = MONDAY_8 + timedelta(seconds=5)


def test_a_new_key_runs() -> None:
    assert decide(None, ONE, MONDAY_8) == "run"


def test_the_same_request_again_is_answered_as_the_first() -> None:
    assert decide(DONE, ONE, SOON) == "replay"


def test_a_twin_of_a_running_request_waits() -> None:
    with pytest.raises(RequestInProgress, match="same key"):
        decide(RUNNING, ONE, SOON)


def test_a_run_that_never_ended_is_run_again() -> None:
    assert decide(RUNNING, ONE, MONDAY_8 + timedelta(seconds=60)) == "run"


@pytest.mark.parametrize("known", [RUNNING, DONE])
def test_the_key_of_another_request_is_refused(known: IdempotencyRecord) -> None:
    other = fingerprint("lin", "POST", "/v1/orders", b'{"a":2}')

    with pytest.raises(IdempotencyKeyReused, match="new key"):
        decide(known, other, SOON)


def test_a_key_is_kept_for_24_hours() -> None:
    last = MONDAY_8 + timedelta(seconds=KEEP_S - 1)

    assert KEEP_S == 86_400
    assert not is_forgotten(DONE, last)
    assert decide(DONE, "other", last + timedelta(seconds=1)) == "run"


def test_each_part_of_a_request_counts() -> None:
    others = [
        fingerprint("wu", "POST", "/v1/orders", b'{"a":1}'),
        fingerprint("lin", "PUT", "/v1/orders", b'{"a":1}'),
        fingerprint("lin", "POST", "/v1/order", b's{"a":1}'),
    ]

    assert ONE not in others
    assert fingerprint("lin", "post", "/v1/orders", b'{"a":1}') == ONE


@pytest.mark.parametrize("key", ["", "x" * 256, "键", "a\nb"])
def test_a_key_that_cannot_be_used_is_refused(key: str) -> None:
    check_key("x" * 255)

    with pytest.raises(IdempotencyKeyInvalid):
        check_key(key)
