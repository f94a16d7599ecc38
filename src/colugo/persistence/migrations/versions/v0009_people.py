"""People with passwords, their sessions, wrong passwords, and where a token holds."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name=op.f("ck_people_id_length")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_people_version_positive")),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sessions_person_id_people")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_sessions_digest_length")),
    )
    op.create_index(op.f("ix_sessions_person_id"), "sessions", ["person_id"])
    op.create_table(
        "wrong_passwords",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name_digest", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_passwords")),
    )
    op.create_index(op.f("ix_wrong_passwords_name_digest"), "wrong_passwords", ["name_digest"])
    op.create_index(op.f("ix_wrong_passwords_at"), "wrong_passwords", ["at"])
    op.add_column("access_tokens", sa.Column("store_id", sa.String(64)))
    op.add_column("access_tokens", sa.Column("counter_id", sa.String(64)))


def downgrade() -> None:
    op.drop_column("access_tokens", "counter_id")
    op.drop_column("access_tokens", "store_id")
    for table in ("wrong_passwords", "sessions", "people"):
        op.drop_table(table)
