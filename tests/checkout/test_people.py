"""People on both databases: passwords, sessions, lock-out, and what the audit log says of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest

from colugo.checkout.access import Access
from colugo.checkout.people import People
from colugo.errors import (
    EditOfOldVersion,
    LastAdmin,
    LockedOut,
    NotSignedIn,
    PersonTaken,
    PersonUnknown,
    SignInFailed,
    StoreUnknown,
)
from colugo.persistence import Database
from colugo.shop.orders import By
from colugo.shop.people import LockoutRule, Person
from tests.checkout.sales.selling_shop import NOON
from tests.checkout.sales.selling_shop import database as database
from tests.postgres import postgres_server as postgres_server
from tests.postgres import postgres_shop_url as postgres_shop_url

ADMIN = By("root", "admin", NOON)
LI = Person("li", "Li Na", "attendant", frozenset({"east"}))
PASSWORD, OTHER = "a long password", "another long one"


@pytest.fixture
def people(database: Database) -> People:
    people = People(database, session_hours=12)
    people.add(LI, PASSWORD, ADMIN)
    return people


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def who(database: Database, token: str, later_s: float = 1) -> str:
    return Access(database).authenticate(token, NOON + seconds(later_s)).who


def test_the_first_admin_is_made_once_and_only_where_nobody_is(database: Database) -> None:
    people = People(database)

    first = people.add_first(ADMIN)

    assert first is not None
    assert people.sign_in("admin", first[1], NOON).person.role == "admin"
    assert people.add_first(ADMIN) is None


def test_who_signs_in_is_known_by_the_token_until_the_session_ends(
    database: Database, people: People
) -> None:
    session = people.sign_in("li", PASSWORD, NOON)

    principal = Access(database).authenticate(session.token, NOON + seconds(1))
    assert (principal.who, principal.role, principal.store_ids) == ("li", "attendant", {"east"})
    assert who(database, session.token, 12 * 3600 - 1) == "li"
    with pytest.raises(NotSignedIn):
        who(database, session.token, 12 * 3600)
    people.sign_out(session.token)
    with pytest.raises(NotSignedIn):
        who(database, session.token)


def test_neither_password_nor_token_lies_in_the_database(
    database: Database, people: People
) -> None:
    session = people.sign_in("li", PASSWORD, NOON)

    with database.connection() as connection:
        rows = [
            str(row)
            for table in ("people", "sessions", "wrong_passwords", "audit_entries")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]

    assert "argon2id" in " ".join(rows)
    assert not any(secret in row for row in rows for secret in (PASSWORD, session.token))


@pytest.mark.parametrize(("name", "password"), [("li", OTHER), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    people: People, name: str, password: str
) -> None:
    with pytest.raises(SignInFailed) as failed:
        people.sign_in(name, password, NOON)

    assert vars(failed.value) == {}


@pytest.mark.parametrize("name", ["li", "nobody"])
def test_five_wrong_passwords_lock_even_the_right_one_out(people: People, name: str) -> None:
    for number in range(5):
        with pytest.raises(SignInFailed):
            people.sign_in(name, OTHER, NOON + seconds(number))

    with pytest.raises(LockedOut) as locked:
        people.sign_in(name, PASSWORD, NOON + seconds(5))
    assert locked.value.until == NOON + seconds(4 + 900)


def test_after_the_lock_the_right_password_opens_and_forgets_the_wrong_ones(
    people: People,
) -> None:
    for number in range(5):
        with pytest.raises(SignInFailed):
            people.sign_in("li", OTHER, NOON + seconds(number))

    later = NOON + seconds(905)
    people.sign_in("li", PASSWORD, later)
    for number in range(4):
        with pytest.raises(SignInFailed):
            people.sign_in("li", OTHER, later + seconds(number))
    people.sign_in("li", PASSWORD, later + seconds(9))


def test_many_tries_at_the_same_time_are_no_more_than_one_after_the_other(
    database: Database, people: People
) -> None:
    strict = People(database, rule=LockoutRule(most_failures=3))

    def guess(number: int) -> str:
        try:
            strict.sign_in("li", f"guess number {number}", NOON)
        except (SignInFailed, LockedOut) as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(guess, range(8)))

    assert (ends.count("SignInFailed"), ends.count("LockedOut")) == (3, 5)


def test_another_password_signs_out_everywhere_and_ends_a_lock(
    database: Database, people: People
) -> None:
    session = people.sign_in("li", PASSWORD, NOON)
    for number in range(5):
        with pytest.raises(SignInFailed):
            people.sign_in("li", "wrong password", NOON + seconds(number))

    people.set_password("li", OTHER, ADMIN)

    with pytest.raises(NotSignedIn):
        who(database, session.token)
    with pytest.raises(SignInFailed):
        people.sign_in("li", PASSWORD, NOON + seconds(6))
    assert people.sign_in("li", OTHER, NOON + seconds(7)).person == LI


def test_ones_own_password_is_changed_by_the_old_one_only(people: People) -> None:
    by = By("li", "attendant", NOON)

    with pytest.raises(SignInFailed):
        people.change_password("li", OTHER, "a third password", by)
    people.change_password("li", PASSWORD, OTHER, by)

    assert people.sign_in("li", OTHER, NOON).person == LI


def test_who_is_disabled_or_gets_another_role_is_signed_out(
    database: Database, people: People
) -> None:
    first = people.sign_in("li", PASSWORD, NOON)
    people.edit("li", ADMIN, version=1, role="manager")
    second = people.sign_in("li", PASSWORD, NOON)
    people.edit("li", ADMIN, version=2, is_active=False)

    for token in (first.token, second.token):
        with pytest.raises(NotSignedIn):
            who(database, token)
    with pytest.raises(SignInFailed):
        people.sign_in("li", PASSWORD, NOON + seconds(1))


def test_the_last_admin_stays_one(people: People) -> None:
    people.add(Person("wu", "Wu", "admin"), PASSWORD, ADMIN)

    with pytest.raises(LastAdmin):
        people.edit("wu", ADMIN, version=None, role="manager")
    with pytest.raises(LastAdmin):
        people.edit("wu", ADMIN, version=None, is_active=False)
    people.edit("li", ADMIN, version=None, role="admin", store_ids=frozenset())
    people.edit("wu", ADMIN, version=None, role="manager")


def test_what_cannot_be_is_refused_and_changes_nothing(people: People) -> None:
    before = people.all()

    with pytest.raises(PersonTaken):
        people.add(LI, PASSWORD, ADMIN)
    with pytest.raises(PersonUnknown):
        people.edit("nobody", ADMIN, version=None, name="N")
    with pytest.raises(StoreUnknown):
        people.edit("li", ADMIN, version=None, store_ids=frozenset({"moon"}))
    with pytest.raises(EditOfOldVersion):
        people.edit("li", ADMIN, version=7, name="N")

    assert people.all() == before


def test_a_hash_of_older_costs_is_made_anew_when_the_right_password_comes(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    with database.transaction() as work:
        kept = work.people.get("li")
        weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        work.people.save(kept._replace(password_hash=weak))

    people.sign_in("li", PASSWORD, NOON)

    assert "m=65536" in people.get("li").password_hash
    assert people.sign_in("li", PASSWORD, NOON).person == LI


def test_every_act_on_people_stands_in_the_audit_log(database: Database, people: People) -> None:
    people.edit("li", ADMIN, version=None, name="Li Nan")
    people.set_password("li", OTHER, ADMIN)
    people.sign_in("li", OTHER, NOON)

    with database.reading() as work:
        acts = [SimpleNamespace(by=e.who, act=e.action) for e in work.audit.entries()]
        assert work.audit.find_broken() is None

    assert [(act.by, act.act) for act in acts] == [
        ("root", "add_person"),
        ("root", "edit_person"),
        ("root", "set_password"),
        ("li", "sign_in"),
    ]
