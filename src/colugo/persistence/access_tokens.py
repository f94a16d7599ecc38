"""Access tokens in the database, by their digests, within one transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from colugo.errors import TokenUnknown
from colugo.persistence.access_schema import access_tokens as table
from colugo.shop.people.principal import AccessToken, Principal


class AccessTokenRepository:
    """Every token that was ever given out; none is deleted, so that the audit log stays true."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, principal: Principal, digest: str, at: datetime) -> AccessToken:
        """Keep a new token by its digest."""
        row = {
            "who": principal.who, "role": principal.role, "digest": digest, "created_at": at,
            "store_id": next(iter(principal.store_ids), None),
            "counter_id": principal.counter_id,
        }  # fmt: skip
        made = self._connection.execute(insert(table).returning(table.c.id), row)
        return AccessToken(made.scalar_one(), principal, at)

    def find(self, digest: str) -> AccessToken | None:
        """The token of a digest, revoked or not; None where there is none."""
        return next(iter(self._read(table.c.digest == digest)), None)

    def all(self) -> list[AccessToken]:
        """Every token, oldest first."""
        return self._read()

    def revoke(self, token_id: int, at: datetime) -> AccessToken:
        """Let a token in no more; one that was revoked before keeps its moment.

        Raises:
            TokenUnknown: there is none of this number.
        """
        is_it = table.c.id == token_id
        changed = update(table).where(is_it, table.c.revoked_at.is_(None)).values(revoked_at=at)
        self._connection.execute(changed)
        found = self._read(is_it)
        if not found:
            raise TokenUnknown(token_id)
        return found[0]

    def _read(self, *conditions: ColumnElement[bool]) -> list[AccessToken]:
        rows = self._connection.execute(select(table).where(*conditions).order_by(table.c.id))
        return [
            AccessToken(row.id, _principal(row), row.created_at, row.revoked_at) for row in rows
        ]


def _principal(row: Row[Any]) -> Principal:
    store_ids = frozenset() if row.store_id is None else frozenset({row.store_id})
    return Principal(row.who, row.role, store_ids, row.counter_id)
