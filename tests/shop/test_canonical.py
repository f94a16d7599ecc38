import hashlib
from datetime import UTC
from uuid import UUID

import pytest

from colugo.shop.canonical import canonical_json, digest
from colugo.shop.money import Money

from .samples import CNY, MONDAY_8


def test_facts_are_written_with_sorted_keys_and_no_spaces() -> None:
    facts = {"b": (1, None, True), "a": "茶", "price": Money(550, CNY), "id": UUID(int=1)}

    assert canonical_json(facts).decode() == (
        '{"a":"茶","b":[1,null,true],"id":"00000000-0000-0000-0000-000000000001",'
        '"price":{"currency":"CNY","minor":550}}'
    )


def test_one_moment_is_written_alike_in_every_time_zone() -> None:
    assert canonical_json(MONDAY_8) == canonical_json(MONDAY_8.astimezone(UTC))
    assert canonical_json(MONDAY_8) == b'"2026-01-05T00:00:00.000000+00:00"'


def test_a_set_is_written_in_order() -> None:
    assert canonical_json(frozenset({"b", "a", "c"})) == b'["a","b","c"]'


def test_the_digest_is_the_sha_256_of_these_bytes() -> None:
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize("value", [1.5, b"x", object()])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="canonical form"):
        canonical_json({"a": value})
