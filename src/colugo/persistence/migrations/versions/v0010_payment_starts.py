"""How a payment goes on: the QR to show and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_starts",
        sa.Column("payment_id", sa.String(36), nullable=False),
        sa.Column("qr_text", sa.Text()),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment_starts")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_starts_payment_id_payments")
        ),
    )


def downgrade() -> None:
    op.drop_table("payment_starts")
