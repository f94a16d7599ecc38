"""The key that signs the links of receipts; what was handed over in cash, and the change."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    keys = op.create_table(
        "receipt_keys",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_keys")),
        sa.CheckConstraint("id = 1", name=op.f("ck_receipt_keys_one_row")),
    )
    op.bulk_insert(keys, [{"id": 1, "secret": secrets.token_hex(32)}])
    op.create_table(
        "payment_cash",
        sa.Column("payment_id", sa.String(36), nullable=False),
        sa.Column("tendered_minor", sa.BigInteger(), nullable=False),
        sa.Column("change_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment_cash")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_cash_payment_id_payments")
        ),
        sa.CheckConstraint(
            "change_minor >= 0 AND change_minor <= tendered_minor",
            name=op.f("ck_payment_cash_change"),
        ),
    )


def downgrade() -> None:
    op.drop_table("payment_cash")
    op.drop_table("receipt_keys")
