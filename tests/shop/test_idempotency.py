from datetime import timedelta

import pytest

from colugo.errors import IdempotencyKeyInvalid, IdempotencyKeyReused
from colugo.shop.idempotency import (
    KEEP_S,
    Answer,
    IdempotencyRecord,
    check_key,
    fingerprint,
    is_forgotten,
    stored_answer,
)

from .samples import MONDAY_8

ONE = fingerprint("lin", "POST", "/v1/orders", b'{"a":1}')
DONE = IdempotencyRecord("key", ONE, MONDAY_8, Answer(201, b"{}"))
SOON = MONDAY_8 + timedelta(seconds=5)


def test_a_new_key_runs() -> None:
    assert stored_answer(None, ONE, MONDAY_8) is None


def test_the_same_request_again_is_answered_as_the_first() -> None:
    assert stored_answer(DONE, ONE, SOON) == Answer(201, b"{}")


def test_the_key_of_another_request_is_refused() -> None:
    other = fingerprint("lin", "POST", "/v1/orders", b'{"a":2}')

    with pytest.raises(IdempotencyKeyReused, match="new key"):
        stored_answer(DONE, other, SOON)


def test_a_key_is_kept_for_24_hours() -> None:
    last = MONDAY_8 + timedelta(seconds=KEEP_S - 1)

    assert KEEP_S == 86_400
    assert not is_forgotten(DONE, last)
    assert stored_answer(DONE, "other", last + timedelta(seconds=1)) is None


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
