"""Access tokens of people and devices."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("id", _ID, nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_access_tokens_digest")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_access_tokens_digest_length")),
        sa.CheckConstraint(
            "length(who) BETWEEN 1 AND 64", name=op.f("ck_access_tokens_who_length")
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("access_tokens")
