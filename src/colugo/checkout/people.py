"""People: who they are, how they sign in, when they are kept out. Knows no HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from colugo.checkout.passwords import hash_password, is_outdated, is_password
from colugo.errors import EditOfOldVersion, LastAdmin, SignInFailed
from colugo.persistence import Database, KeptPerson, Work, lanes
from colugo.shop.orders import By
from colugo.shop.people import LockoutRule, Person, check_password, new_password
from colugo.shop.people.principal import Principal, digest_of, new_token

FIRST_ADMIN: Final = "admin"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session; the token is told this once."""

    token: str
    person: Person
    expires_at: datetime


class People:
    """The people of one shop, and who of them is signed in."""

    def __init__(
        self, database: Database, *, session_hours: int = 12, rule: LockoutRule | None = None
    ) -> None:
        """Work in `database`.

        Args:
            database: keeps them.
            session_hours: how long a session lasts, used or not.
            rule: of wrong passwords; None for the usual one.
        """
        self._database, self._lasts = database, timedelta(hours=session_hours)
        self._rule = rule or LockoutRule()

    # --- who there is

    def add_first(self, by: By) -> tuple[Person, str] | None:
        """Make the first admin and give their password, this once.

        Gives None where there is anybody, or a token, already.
        """
        with self._database.reading() as work:
            if _has_anybody(work):  # before the password is hashed, which takes its time
                return None
        password = new_password()
        person, hashed = Person(FIRST_ADMIN, "Admin", "admin"), hash_password(password)
        with self._database.transaction() as work:
            if _has_anybody(work):  # another process was faster
                return None
            work.people.add(person, hashed)
            work.audit.add(by, "add_person", person.id, {"role": person.role})
        return person, password

    def add(self, person: Person, password: str, by: By) -> KeptPerson:
        """Add somebody.

        Raises:
            PasswordUnfit: it is guessed too easily. PersonTaken: the id is somebody else's.
            StoreUnknown: one of their stores is not there.
        """
        check_password(password, person)
        hashed = hash_password(password)
        with self._database.transaction() as work:
            _check_stores(work, person)
            work.people.add(person, hashed)
            work.audit.add(by, "add_person", person.id, _facts(person))
            return work.people.get(person.id)

    def all(self) -> list[KeptPerson]:
        """Everybody, in the order of the ids."""
        with self._database.reading() as work:
            return work.people.all()

    def get(self, person_id: str) -> KeptPerson:
        """Somebody.

        Raises:
            PersonUnknown: nobody has this id.
        """
        with self._database.reading() as work:
            return work.people.get(person_id)

    def edit(self, person_id: str, by: By, *, version: int | None, **fields: Any) -> KeptPerson:
        """Change name, role, stores or whether they may sign in; they are signed out everywhere.

        Raises:
            PersonUnknown, StoreUnknown, PersonInvalid: by their names.
            EditOfOldVersion: they were changed since they were read.
            LastAdmin: nobody else could change people.
        """

        def change(work: Work, kept: KeptPerson) -> KeptPerson:
            if version is not None and version != kept.version:
                raise EditOfOldVersion(str(version), str(kept.version))
            person = replace(kept.person, **fields)
            _check_stores(work, person)
            _check_admins(work, kept.person, person)
            work.audit.add(by, "edit_person", person_id, _facts(person))
            return kept._replace(person=person)

        return self._change(person_id, change)

    def set_password(self, person_id: str, password: str, by: By) -> None:
        """Give somebody another password; they are signed out everywhere and may try again.

        Raises:
            PersonUnknown, PasswordUnfit: by their names.
        """
        check_password(password, self.get(person_id).person)
        hashed = hash_password(password)

        def change(work: Work, kept: KeptPerson) -> KeptPerson:
            work.wrong_passwords.forget(person_id)
            work.audit.add(by, "set_password", person_id)
            return kept._replace(password_hash=hashed)

        self._change(person_id, change)

    def change_password(self, person_id: str, old: str, new: str, by: By) -> None:
        """Change one's own password, by the old one.

        Raises:
            SignInFailed: the old one is wrong. LockedOut: too many were.
            PersonUnknown, PasswordUnfit: by their names.
        """
        self._check(person_id, old, by.at)
        self.set_password(person_id, new, by)

    # --- who is signed in

    def sign_in(self, person_id: str, password: str, at: datetime) -> SignedIn:
        """Open a session.

        Every try counts as wrong until it has proved right, so that many at the same time are
        no more tries than one after the other.

        Raises:
            SignInFailed: name or password is wrong. LockedOut: too many were, says until when.
        """
        kept = self._check(person_id, password, at)
        fresh = hash_password(password) if is_outdated(kept.password_hash) else None
        with self._database.transaction(lanes.of_person(person_id)) as work:
            now = work.people.get(person_id)
            if now.password_hash != kept.password_hash:  # changed while it was compared
                raise SignInFailed
            work.wrong_passwords.forget(person_id)
            if fresh is not None:
                work.people.save(now._replace(password_hash=fresh))
            return open_session(work, kept.person, at, self._lasts)

    def sign_out(self, token: str) -> None:
        """End a session, from the next request on."""
        with self._database.transaction() as work:
            work.sessions.end(digest_of(token))

    def _check(self, person_id: str, password: str, at: datetime) -> KeptPerson:
        """Compare a password, and keep that it was tried."""
        with self._database.transaction(lanes.of_person(person_id)) as work:
            self._rule.check(work.wrong_passwords.of(person_id), at)
            oldest = at - timedelta(seconds=self._rule.window_s + self._rule.lock_s)
            work.wrong_passwords.add(person_id, at, forget_before=oldest)
            kept = work.people.find(person_id)
        is_right = is_password(password, None if kept is None else kept.password_hash)
        if kept is None or not is_right or not kept.person.is_active:
            raise SignInFailed
        return kept

    def _change(
        self, person_id: str, change: Callable[[Work, KeptPerson], KeptPerson]
    ) -> KeptPerson:
        with self._database.transaction() as work:
            work.take(lanes.of_person(person_id))
            saved = work.people.save(change(work, work.people.get(person_id)))
            work.sessions.end_all_of(person_id)
            return saved


def open_session(work: Work, person: Person, at: datetime, lasts: timedelta) -> SignedIn:
    """Sign somebody in who has proved who they are."""
    token, expires_at = new_token(), at + lasts
    work.sessions.add(digest_of(token), person.id, at, expires_at)
    work.audit.add(By(person.id, person.role, at), "sign_in", person.id)
    return SignedIn(token, person, expires_at)


def signed_in(work: Work, digest: str, at: datetime) -> Principal | None:
    """Who is signed in with the token of a digest; None where nobody is, or may be, any more."""
    person_id = work.sessions.person_of(digest, at)
    kept = None if person_id is None else work.people.find(person_id)
    if kept is None or not kept.person.is_active:
        return None
    person = kept.person
    return Principal(person.id, person.role, person.store_ids, person_id=person.id)


def _has_anybody(work: Work) -> bool:
    return bool(work.people.all() or work.access_tokens.all())


def _facts(person: Person) -> dict[str, object]:
    return {
        "name": person.name, "role": person.role, "stores": sorted(person.store_ids),
        "is_active": person.is_active,
    }  # fmt: skip


def _check_stores(work: Work, person: Person) -> None:
    for store_id in sorted(person.store_ids):
        work.stores.get(store_id)


def _check_admins(work: Work, before: Person, after: Person) -> None:
    was, stays = (each.role == "admin" and each.is_active for each in (before, after))
    if was and not stays:
        others = (kept.person for kept in work.people.all() if kept.person.id != before.id)
        if not any(each.role == "admin" and each.is_active for each in others):
            raise LastAdmin(before.id)
