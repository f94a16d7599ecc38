"""Whose a WeChat account is, so that they sign in by it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wechat_accounts",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_wechat_accounts")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_wechat_accounts_person_id_people")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_wechat_accounts_digest_length")),
    )
    op.create_index(op.f("ix_wechat_accounts_person_id"), "wechat_accounts", ["person_id"])


def downgrade() -> None:
    op.drop_table("wechat_accounts")
