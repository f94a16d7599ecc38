"""People, how they sign in and what they got wrong, within one transaction. Hashes no password."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from colugo.errors import PersonTaken, PersonUnknown
from colugo.persistence import access_schema as tables
from colugo.persistence.documents import from_document, to_document
from colugo.shop.currency import Currency
from colugo.shop.people import Person


class KeptPerson(NamedTuple):
    """A person, how often they were written, and the hash of their password."""

    person: Person
    version: int
    password_hash: str


class PersonRepository:
    """Everybody who may sign in, or might once. Nobody is deleted: the audit log names them."""

    def __init__(self, connection: Connection, currency: Currency) -> None:
        self._connection, self._currency = connection, currency

    def add(self, person: Person, password_hash: str) -> None:
        """Keep a new person.

        Raises:
            PersonTaken: the id is somebody else's.
        """
        if self.find(person.id) is not None:
            raise PersonTaken(person.id)
        row = {
            "id": person.id, "document": to_document(person), "version": 1,
            "password_hash": password_hash,
        }  # fmt: skip
        self._connection.execute(insert(tables.people), row)

    def find(self, person_id: str) -> KeptPerson | None:
        """The person of an id, None where there is none."""
        return next(iter(self._read(tables.people.c.id == person_id)), None)

    def get(self, person_id: str) -> KeptPerson:
        """The person of an id.

        Raises:
            PersonUnknown: there is none.
        """
        kept = self.find(person_id)
        if kept is None:
            raise PersonUnknown(person_id)
        return kept

    def all(self) -> list[KeptPerson]:
        """Everybody, in the order of the ids."""
        return self._read()

    def save(self, kept: KeptPerson) -> KeptPerson:
        """Keep a person in place of what they were; gives them at their next version."""
        table, changed = tables.people, kept._replace(version=kept.version + 1)
        row = {
            "document": to_document(changed.person), "version": changed.version,
            "password_hash": changed.password_hash,
        }  # fmt: skip
        self._connection.execute(update(table).where(table.c.id == kept.person.id).values(row))
        return changed

    def _read(self, *conditions: ColumnElement[bool]) -> list[KeptPerson]:
        table = tables.people
        rows = self._connection.execute(select(table).where(*conditions).order_by(table.c.id))
        return [
            KeptPerson(
                from_document(Person, row.document, self._currency), row.version, row.password_hash
            )
            for row in rows
        ]


class SessionRepository:
    """Who is signed in, by the digests of their tokens."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, digest: str, person_id: str, at: datetime, expires_at: datetime) -> None:
        """Keep a new session, and forget those that have expired."""
        table = tables.sessions
        self._connection.execute(delete(table).where(table.c.expires_at <= at))
        row = {
            "digest": digest, "person_id": person_id, "created_at": at, "expires_at": expires_at,
        }  # fmt: skip
        self._connection.execute(insert(table), row)

    def person_of(self, digest: str, at: datetime) -> str | None:
        """Id of who is signed in with a token; None for no session, or an expired one."""
        table = tables.sessions
        return self._connection.scalar(
            select(table.c.person_id).where(table.c.digest == digest, table.c.expires_at > at)
        )

    def end(self, digest: str) -> None:
        """Sign out; a session that is not there is none the less ended."""
        table = tables.sessions
        self._connection.execute(delete(table).where(table.c.digest == digest))

    def end_all_of(self, person_id: str) -> int:
        """Sign somebody out everywhere; gives how many sessions there were."""
        table = tables.sessions
        ended = self._connection.execute(delete(table).where(table.c.person_id == person_id))
        return ended.rowcount


class WeChatAccountRepository:
    """Whose a WeChat account is, by a digest of its open id."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def link(self, open_id: str, person_id: str, at: datetime) -> None:
        """Make an account somebody's; it is nobody else's from then on."""
        table = tables.wechat_accounts
        digest = _digest(open_id)
        self._connection.execute(delete(table).where(table.c.digest == digest))
        row = {"digest": digest, "person_id": person_id, "linked_at": at}
        self._connection.execute(insert(table), row)

    def person_of(self, open_id: str) -> str | None:
        """Id of the person, None where it is nobody's."""
        table = tables.wechat_accounts
        digest = _digest(open_id)
        return self._connection.scalar(select(table.c.person_id).where(table.c.digest == digest))

    def unlink_all_of(self, person_id: str) -> int:
        """Take all accounts of somebody away; gives how many there were."""
        table = tables.wechat_accounts
        return self._connection.execute(
            delete(table).where(table.c.person_id == person_id)
        ).rowcount


class WrongPasswordRepository:
    """When wrong passwords came, by the name that was given, be it somebody's or not."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, at: datetime, *, forget_before: datetime) -> None:
        """Keep one, and forget all that are too old to count."""
        table = tables.wrong_passwords
        self._connection.execute(delete(table).where(table.c.at < forget_before))
        self._connection.execute(insert(table), {"name_digest": _digest(name), "at": at})

    def of(self, name: str) -> list[datetime]:
        """The moments of a name."""
        table = tables.wrong_passwords
        moments = select(table.c.at).where(table.c.name_digest == _digest(name))
        return list(self._connection.scalars(moments))

    def forget(self, name: str) -> None:
        """Forget those of a name: the right one came."""
        table = tables.wrong_passwords
        self._connection.execute(delete(table).where(table.c.name_digest == _digest(name)))


def _digest(name: str) -> str:
    """What is kept of a name, for people type passwords there too, and of an open id."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
