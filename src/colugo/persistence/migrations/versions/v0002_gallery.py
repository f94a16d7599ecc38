"""The gallery: photos, embeddings, the change log and calibrations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_photos()
    _create_embeddings()
    _create_changes()
    op.create_table(
        "calibrations",
        sa.Column("model_id", sa.String(200), nullable=False),
        sa.Column("gallery_seq", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_calibrations")),
    )


def downgrade() -> None:
    op.drop_table("calibrations")
    op.drop_table("changes")
    op.drop_table("embeddings")
    op.drop_table("photos")


def _create_photos() -> None:
    op.create_table(
        "photos",
        sa.Column("id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("path", sa.String(255), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_photos_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("product_id", "sha256", name=op.f("uq_photos_product_id_sha256")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_photos_sha256_length")),
        sa.CheckConstraint(
            "width_px >= 1 AND height_px >= 1", name=op.f("ck_photos_size_positive")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_photos_path"), "photos", ["path"])


def _create_embeddings() -> None:
    op.create_table(
        "embeddings",
        sa.Column("photo_id", _ID, nullable=False),
        sa.Column("model_id", sa.String(200), nullable=False),
        sa.Column("dim", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("photo_id", "model_id", name=op.f("pk_embeddings")),
        sa.ForeignKeyConstraint(
            ["photo_id"],
            ["photos.id"],
            name=op.f("fk_embeddings_photo_id_photos"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "dim >= 1 AND length(vector) = 4 * dim", name=op.f("ck_embeddings_vector_length")
        ),
    )
    op.create_index(op.f("ix_embeddings_model_id_photo_id"), "embeddings", ["model_id", "photo_id"])


def _create_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("seq", _ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("photo_id", _ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changes")),
        sa.CheckConstraint(
            "kind IN ('product_added', 'product_updated', 'product_removed', "
            "'photo_added', 'photo_removed', 'photo_embedded')",
            name=op.f("ck_changes_kind"),
        ),
        sa.CheckConstraint(
            "(kind LIKE 'photo%') = (photo_id IS NOT NULL)", name=op.f("ck_changes_photo_id")
        ),
        sqlite_autoincrement=True,
    )
