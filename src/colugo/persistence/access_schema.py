"""The tables of people, how they sign in, and access tokens: of secrets only digests."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from colugo.persistence.schema import BigId, UtcDateTime, metadata

_DIGEST = String(64)
_NAME = String(64)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("who", _NAME, nullable=False),
    Column("role", String(16), nullable=False),
    Column("digest", _DIGEST, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("store_id", _NAME),
    Column("counter_id", _NAME),
    UniqueConstraint("digest"),
    CheckConstraint("length(digest) = 64", name="digest_length"),
    CheckConstraint("length(who) BETWEEN 1 AND 64", name="who_length"),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("document", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("password_hash", String(255), nullable=False),
    CheckConstraint("length(id) BETWEEN 1 AND 64", name="id_length"),
    CheckConstraint("version >= 1", name="version_positive"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column("person_id", _NAME, ForeignKey("people.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "person_id"),
    CheckConstraint("length(digest) = 64", name="digest_length"),
)

wrong_passwords = Table(
    "wrong_passwords",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name_digest", _DIGEST, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "name_digest"),
    Index(None, "at"),
)

wechat_accounts = Table(
    "wechat_accounts",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column("person_id", _NAME, ForeignKey("people.id"), nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    Index(None, "person_id"),
    CheckConstraint("length(digest) = 64", name="digest_length"),
)
