"""The version of what was answered is kept with the answer; keys without an answer are gone."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM idempotency_keys WHERE status IS NULL")
    op.add_column("idempotency_keys", sa.Column("etag", sa.String(255)))


def downgrade() -> None:
    op.drop_column("idempotency_keys", "etag")
