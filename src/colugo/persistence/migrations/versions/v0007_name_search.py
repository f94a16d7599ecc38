"""The pieces of names by which products are found, for those that are there already too."""

import sqlalchemy as sa
from alembic import op

from colugo.persistence.name_grams import grams_of_names

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 1000


def upgrade() -> None:
    table = op.create_table(
        "product_grams",
        sa.Column("gram", sa.String(8), nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("gram", "product_id", name=op.f("pk_product_grams")),
        sqlite_with_rowid=False,
    )
    _fill(table)


def downgrade() -> None:
    op.drop_table("product_grams")


def _fill(table: sa.Table) -> None:
    if op.get_context().as_sql:  # written down only: there is nothing to read
        return
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT id, name, name_en FROM products")).all()
    for start in range(0, len(found), _BATCH):
        rows = [
            {"gram": gram, "product_id": row.id}
            for row in found[start : start + _BATCH]
            for gram in grams_of_names(row.name, row.name_en)
        ]
        connection.execute(sa.insert(table), rows)
