"""The tree of categories, and the price lists."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_categories()
    op.create_table(
        "price_lists",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("store_id", sa.String(64)),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_lists")),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name=op.f("ck_price_lists_id_length")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_price_lists_period")),
    )
    _create_list_prices()


def downgrade() -> None:
    op.drop_table("list_prices")
    op.drop_table("price_lists")
    op.drop_table("categories")


def _create_categories() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("parent_id", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["categories.id"], name=op.f("fk_categories_parent_id_categories")
        ),
        sa.UniqueConstraint("position", name=op.f("uq_categories_position")),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name=op.f("ck_categories_id_length")),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 200", name=op.f("ck_categories_name_length")
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_categories_not_its_own_parent")),
    )


def _create_list_prices() -> None:
    op.create_table(
        "list_prices",
        sa.Column("list_id", sa.String(64), nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "product_id", name=op.f("pk_list_prices")),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["price_lists.id"],
            name=op.f("fk_list_prices_list_id_price_lists"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_list_prices_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "price_minor >= 0", name=op.f("ck_list_prices_price_minor_not_negative")
        ),
    )
    op.create_index(op.f("ix_list_prices_product_id"), "list_prices", ["product_id"])
