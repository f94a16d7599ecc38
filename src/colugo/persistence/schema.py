"""The tables of a shop, for SQLite and PostgreSQL alike. Holds no queries.

A change here needs a migration in `migrations/versions`; a test compares the two.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

# SQLite numbers rows by itself only in a column declared INTEGER
BigId = BigInteger().with_variant(Integer(), "sqlite")

# every constraint has a name, so that a later migration can change it
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Turn a moment of any time zone into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Mark what was read as UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


metadata = MetaData(naming_convention=NAMES)

shop = Table(
    "shop",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("currency_code", String(3), nullable=False),
    Column("currency_exponent", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("currency_exponent BETWEEN 0 AND 4", name="currency_exponent"),
)

# Numbers of products, photos and changes are never given twice (AUTOINCREMENT): another
# process may still hold the number of a row that is gone.
products = Table(
    "products",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("sku", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("name_en", String(200), nullable=False, server_default=""),
    Column("category_id", String(64)),
    Column("unit", String(8), nullable=False, server_default="piece"),
    Column("tax_class", String(64), nullable=False, server_default="standard"),
    Column("min_age_years", Integer),
    Column("sold_from", UtcDateTime),
    Column("sold_until", UtcDateTime),
    Column("plu", String(9), nullable=False, server_default=""),
    UniqueConstraint("sku"),
    CheckConstraint("length(sku) BETWEEN 1 AND 64", name="sku_length"),
    CheckConstraint("length(name) BETWEEN 1 AND 200", name="name_length"),
    CheckConstraint("price_minor >= 0", name="price_minor_not_negative"),
    sqlite_autoincrement=True,
)

barcodes = Table(
    "barcodes",
    metadata,
    Column("gtin14", String(14), primary_key=True),
    Column("product_id", BigId, ForeignKey("products.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("barcode", String(13), nullable=False),
    UniqueConstraint("product_id", "position"),
    CheckConstraint("length(gtin14) = 14", name="gtin14_length"),
    CheckConstraint("position >= 0", name="position_not_negative"),
)

photos = Table(
    "photos",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("product_id", BigId, ForeignKey("products.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("path", String(255), nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    UniqueConstraint("product_id", "sha256"),
    Index(None, "path"),
    CheckConstraint("length(sha256) = 64", name="sha256_length"),
    CheckConstraint("width_px >= 1 AND height_px >= 1", name="size_positive"),
    sqlite_autoincrement=True,
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("photo_id", BigId, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    Column("model_id", String(200), primary_key=True),
    Column("dim", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
    Index(None, "model_id", "photo_id"),
    CheckConstraint("dim >= 1 AND length(vector) = 4 * dim", name="vector_length"),
)

# No foreign keys: a change outlives the rows it tells of.
changes = Table(
    "changes",
    metadata,
    Column("seq", BigId, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("product_id", BigId, nullable=False),
    Column("photo_id", BigId),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint(
        "kind IN ('product_added', 'product_updated', 'product_removed', "
        "'photo_added', 'photo_removed', 'photo_embedded')",
        name="kind",
    ),
    CheckConstraint("(kind LIKE 'photo%') = (photo_id IS NOT NULL)", name="photo_id"),
    sqlite_autoincrement=True,
)

calibrations = Table(
    "calibrations",
    metadata,
    Column("model_id", String(200), primary_key=True),
    Column("gallery_seq", BigInteger, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

categories = Table(
    "categories",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("parent_id", String(64), ForeignKey("categories.id")),
    UniqueConstraint("position"),
    CheckConstraint("length(id) BETWEEN 1 AND 64", name="id_length"),
    CheckConstraint("length(name) BETWEEN 1 AND 200", name="name_length"),
    CheckConstraint("parent_id <> id", name="not_its_own_parent"),
)

price_lists = Table(
    "price_lists",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("store_id", String(64)),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    CheckConstraint("length(id) BETWEEN 1 AND 64", name="id_length"),
    CheckConstraint("ends_at > starts_at", name="period"),
)

list_prices = Table(
    "list_prices",
    metadata,
    Column(
        "list_id", String(64), ForeignKey("price_lists.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("product_id", BigId, ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("price_minor", BigInteger, nullable=False),
    Index(None, "product_id"),
    CheckConstraint("price_minor >= 0", name="price_minor_not_negative"),
)
