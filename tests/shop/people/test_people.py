from datetime import timedelta
from typing import Any

import pytest

from colugo.errors import LockedOut, PersonInvalid
from colugo.shop.people import Counter, LockoutRule, Person, Store
from tests.shop.samples import CNY, MONDAY_8

RULE = LockoutRule(most_failures=3, window_s=60, lock_s=300)


def at(seconds: int) -> Any:
    return MONDAY_8 + timedelta(seconds=seconds)


def test_a_person_works_in_their_stores_or_in_all() -> None:
    lin, boss = Person("lin", "林", "attendant", frozenset({"east"})), Person("b", "b", "admin")

    assert (lin.works_in("east"), lin.works_in("west"), boss.works_in("west")) == (
        True,
        False,
        True,
    )
    assert not Person("x", "x", "admin", is_active=False).works_in("east")


@pytest.mark.parametrize("person_id", ["", " lin", "a\nb", "x" * 65])
def test_an_id_that_cannot_be_used_is_refused(person_id: str) -> None:
    with pytest.raises(PersonInvalid):
        Person(person_id, "林", "attendant")
    with pytest.raises(PersonInvalid):
        Counter(person_id, "east", "one")


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"time_zone": "../etc"}, {"stock_policy": "maybe"}]
)
def test_a_store_of_unknown_time_or_policy_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(PersonInvalid):
        Store("east", "东店", CNY, **wrong)  # type: ignore[arg-type]


def test_a_role_that_is_none_is_refused() -> None:
    with pytest.raises(PersonInvalid, match="device, attendant"):
        Person("lin", "林", "boss")  # type: ignore[arg-type]


def test_too_many_failures_in_a_window_lock_from_the_last_on() -> None:
    failures = [at(0), at(10), at(20)]

    assert RULE.locked_until(failures, at(20)) == at(320)
    assert RULE.locked_until(failures, at(319)) == at(320)
    assert RULE.locked_until(failures, at(320)) is None


def test_few_or_slow_failures_lock_nobody() -> None:
    assert RULE.locked_until([at(0), at(10)], at(11)) is None
    assert RULE.locked_until([at(0), at(30), at(60)], at(61)) is None


def test_the_order_of_failures_changes_nothing_and_those_to_come_do_not_count() -> None:
    assert RULE.locked_until([at(20), at(0), at(10)], at(21)) == at(320)
    assert RULE.locked_until([at(0), at(10), at(99)], at(50)) is None


def test_who_is_locked_out_is_told_until_when() -> None:
    with pytest.raises(LockedOut, match="08:05:20") as raised:
        RULE.check([at(0), at(10), at(20)], at(30))

    assert raised.value.until == at(320)
    RULE.check([], at(30))
