"""The table of access tokens. Holds no queries and no token: only its digest."""

from sqlalchemy import CheckConstraint, Column, String, Table, UniqueConstraint

from colugo.persistence.schema import BigId, UtcDateTime, metadata

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("who", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    UniqueConstraint("digest"),
    CheckConstraint("length(digest) = 64", name="digest_length"),
    CheckConstraint("length(who) BETWEEN 1 AND 64", name="who_length"),
    sqlite_autoincrement=True,
)
