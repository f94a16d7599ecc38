"""Who is at which counter, and how far the visit has come."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_STATES = "'idle', 'settling', 'recognised', 'review', 'paying', 'paid', 'leaving'"


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("counter_id", sa.String(64), nullable=False),
        sa.Column("visit_id", sa.String(36)),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_visits")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_visits_counter_id_counters")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_visits_version_positive")),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_visits_state")),
    )


def downgrade() -> None:
    op.drop_table("visits")
