"""What the catalogue knows of a product beyond name and price."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NAMES = ("name_en", "category_id", "unit", "tax_class", "min_age_years", "plu")
_MOMENTS = ("sold_from", "sold_until")


def upgrade() -> None:
    _add_text("name_en", 200, "")
    op.add_column("products", sa.Column("category_id", sa.String(64)))
    _add_text("unit", 8, "piece")
    _add_text("tax_class", 64, "standard")
    op.add_column("products", sa.Column("min_age_years", sa.Integer()))
    for name in _MOMENTS:
        op.add_column("products", sa.Column(name, sa.DateTime(timezone=True)))
    _add_text("plu", 9, "")


def downgrade() -> None:
    for name in (*_NAMES, *_MOMENTS):
        op.drop_column("products", name)


def _add_text(name: str, length: int, default: str) -> None:
    column = sa.Column(name, sa.String(length), nullable=False, server_default=default)
    op.add_column("products", column)
