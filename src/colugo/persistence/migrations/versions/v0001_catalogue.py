"""The shop and its catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shop",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("currency_code", sa.String(3), nullable=False),
        sa.Column("currency_exponent", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shop"),
        sa.CheckConstraint("id = 1", name=op.f("ck_shop_one_row")),
        sa.CheckConstraint(
            "currency_exponent BETWEEN 0 AND 4", name=op.f("ck_shop_currency_exponent")
        ),
    )
    op.create_table(
        "products",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sku", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("sku", name=op.f("uq_products_sku")),
        sa.CheckConstraint("length(sku) BETWEEN 1 AND 64", name=op.f("ck_products_sku_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_products_name_length")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_products_price_minor_not_negative")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "barcodes",
        sa.Column("gtin14", sa.String(14), nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("barcode", sa.String(13), nullable=False),
        sa.PrimaryKeyConstraint("gtin14", name=op.f("pk_barcodes")),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_barcodes_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("product_id", "position", name=op.f("uq_barcodes_product_id_position")),
        sa.CheckConstraint("length(gtin14) = 14", name=op.f("ck_barcodes_gtin14_length")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_barcodes_position_not_negative")),
    )


def downgrade() -> None:
    op.drop_table("barcodes")
    op.drop_table("products")
    op.drop_table("shop")
