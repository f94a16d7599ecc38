"""The gallery in the database: photos and their embeddings, within one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select

from colugo.errors import PhotoTaken, PhotoUnknown
from colugo.persistence import schema
from colugo.persistence.changes import ChangeKind, ChangeLog, ChangeOf
from colugo.persistence.embedding_rows import EmbeddingRows
from colugo.persistence.embeddings import StoredEmbeddings
from colugo.persistence.lookup import get_product_id, in_batches
from colugo.persistence.photo_files import FileChanges, KeptFile
from colugo.persistence.schema import utc_now


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A picture to enrol.

    Attributes:
        content: the bytes of the file as it came: JPEG, PNG or WebP.
        width_px, height_px: of the picture as it is seen, after EXIF orientation.
    """

    content: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the gallery.

    Attributes:
        id: never given twice.
        product_id, sku: of the product it shows.
        sha256: of the file, 64 hex digits.
        path: of the file, relative to the shop folder.
        width_px, height_px: as seen, after EXIF orientation.
        added_at: in UTC.
    """

    id: int
    product_id: int
    sku: str
    sha256: str
    path: str
    width_px: int
    height_px: int
    added_at: datetime


class PhotoRepository:
    """Every photo of the gallery, with its file and one embedding per model."""

    def __init__(self, connection: Connection, files: FileChanges, changes: ChangeLog) -> None:
        self._connection = connection
        self._files = files
        self._changes = changes
        self._embeddings = EmbeddingRows(connection)

    def add(self, sku: str, photo: NewPhoto, embedding: NDArray[np.float32], model_id: str) -> int:
        """Enrol a picture of a product and give its id.

        The file is on disk before the row is committed; if the transaction fails, the file
        goes again.

        Args:
            sku: of a product of the shop.
            photo: the picture.
            embedding: (d,) float32 of length 1.
            model_id: of the model that made the embedding.

        Raises:
            SkuUnknown: the shop has no such product.
            PhotoTaken: the product has this very picture.
            PhotoFormatUnknown, EmbeddingInvalid: nothing is written.
            StorageFull, StorageReadOnly, StorageFailed: the file could not be written.
        """
        product_id = get_product_id(self._connection, sku)
        self._embeddings.check(embedding, model_id)
        file = self._files.keep(photo.content)
        self._check_new(sku, product_id, file.sha256)
        photo_id = self._insert(product_id, file, photo)
        self._embeddings.write(photo_id, embedding, model_id)
        self._changes.record(ChangeKind.PHOTO_ADDED, [ChangeOf(product_id, photo_id)])
        return photo_id

    def remove(self, photo_ids: Sequence[int]) -> Sequence[Photo]:
        """Remove photos with their embeddings, and their files once this is committed.

        Returns:
            What was removed.

        Raises:
            PhotoUnknown: names those that are not there; none is removed.
        """
        photos = self.get_many(photo_ids)
        for batch in in_batches([photo.id for photo in photos]):
            self._embeddings.delete(batch)
            self._connection.execute(delete(schema.photos).where(schema.photos.c.id.in_(batch)))
        self._files.drop(photo.path for photo in photos)
        about = [ChangeOf(photo.product_id, photo.id) for photo in photos]
        self._changes.record(ChangeKind.PHOTO_REMOVED, about)
        return photos

    def get_many(self, photo_ids: Iterable[int]) -> Sequence[Photo]:
        """The photos of these ids, each once, in the order of ids.

        Raises:
            PhotoUnknown: names those that are not there.
        """
        wanted = sorted(set(photo_ids))
        found = [
            photo
            for batch in in_batches(wanted)
            for photo in self._read(schema.photos.c.id.in_(batch))
        ]
        unknown = sorted(set(wanted) - {photo.id for photo in found})
        if unknown:
            raise PhotoUnknown(unknown)
        return found

    def of_product(self, sku: str) -> Sequence[Photo]:
        """The photos of a product, oldest first.

        Raises:
            SkuUnknown: the shop has no such product.
        """
        product_id = get_product_id(self._connection, sku)
        return self._read(schema.photos.c.product_id == product_id)

    def page(self, *, limit: int = 1000, after_id: int = 0) -> Sequence[Photo]:
        """The first `limit` photos after an id, oldest first; `after_id` 0 begins."""
        return self._read(schema.photos.c.id > after_id, limit=limit)

    def without_embedding(self, model_id: str, *, limit: int = 1000) -> Sequence[Photo]:
        """The first `limit` photos that `model_id` has not embedded, oldest first."""
        embeddings = schema.embeddings
        is_embedded = exists().where(
            embeddings.c.photo_id == schema.photos.c.id, embeddings.c.model_id == model_id
        )
        return self._read(~is_embedded, limit=limit)

    def count(self) -> int:
        """How many photos there are."""
        return self._connection.scalar(select(func.count()).select_from(schema.photos)) or 0

    def count_by_sku(self) -> dict[str, int]:
        """How many photos each product has: SKU -> photos, products without any left out."""
        rows = self._connection.execute(
            select(schema.products.c.sku, func.count())
            .join(schema.photos, schema.photos.c.product_id == schema.products.c.id)
            .group_by(schema.products.c.sku)
            .order_by(schema.products.c.sku)
        )
        return dict(rows.all())

    def first_by_sku(self, skus: Collection[str] | None = None) -> dict[str, int]:
        """Number of the oldest photo of each product; products without any are left out.

        Args:
            skus: of the products to look at; None for all.
        """
        wanted = (
            select(schema.products.c.sku, func.min(schema.photos.c.id))
            .join(schema.photos, schema.photos.c.product_id == schema.products.c.id)
            .group_by(schema.products.c.sku)
        )
        if skus is not None:
            wanted = wanted.where(schema.products.c.sku.in_(skus))
        return dict(self._connection.execute(wanted).all())

    def replace_embedding(
        self, photo_id: int, embedding: NDArray[np.float32], model_id: str
    ) -> None:
        """Keep the embedding of a photo by a model, in place of the one it has, if any.

        Raises:
            PhotoUnknown: there is no such photo.
            EmbeddingInvalid: not (d,) float32 of length 1, or another d than the model's.
        """
        (photo,) = self.get_many([photo_id])
        self._embeddings.check(embedding, model_id)
        self._embeddings.delete([photo_id], model_id)
        self._embeddings.write(photo_id, embedding, model_id)
        self._changes.record(ChangeKind.PHOTO_EMBEDDED, [ChangeOf(photo.product_id, photo_id)])

    def load_embeddings(
        self, model_id: str, photo_ids: Iterable[int] | None = None
    ) -> StoredEmbeddings:
        """The embeddings by one model, all or of some photos, in the order of photo ids.

        Photos that are gone or that the model has not embedded are left out.
        """
        return self._embeddings.load(model_id, photo_ids)

    def embedded_by(self, model_id: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Photo and product ids (n,) of all that the model has embedded, by photo id."""
        return self._embeddings.photos(model_id)

    def embedding_models(self) -> dict[str, int]:
        """How many photos each model has embedded: model id -> photos."""
        return self._embeddings.count_by_model()

    def drop_model(self, model_id: str) -> int:
        """Forget every embedding by a model, and say how many there were."""
        return self._embeddings.delete_model(model_id)

    def _check_new(self, sku: str, product_id: int, sha256: str) -> None:
        table = schema.photos
        photo_id = self._connection.scalar(
            select(table.c.id).where(table.c.product_id == product_id, table.c.sha256 == sha256)
        )
        if photo_id is not None:
            raise PhotoTaken(sku, photo_id)

    def _insert(self, product_id: int, file: KeptFile, photo: NewPhoto) -> int:
        row = {
            "product_id": product_id,
            "sha256": file.sha256,
            "path": file.path,
            "width_px": photo.width_px,
            "height_px": photo.height_px,
            "added_at": utc_now(),
        }
        added = self._connection.scalars(insert(schema.photos).returning(schema.photos.c.id), row)
        return int(added.one())

    def _read(self, condition: ColumnElement[bool], limit: int | None = None) -> list[Photo]:
        table = schema.photos
        rows = self._connection.execute(
            select(
                table.c.id,
                table.c.product_id,
                schema.products.c.sku,
                table.c.sha256,
                table.c.path,
                table.c.width_px,
                table.c.height_px,
                table.c.added_at,
            )
            .join(schema.products, schema.products.c.id == table.c.product_id)
            .where(condition)
            .order_by(table.c.id)
            .limit(limit)
        )
        return [Photo(*row) for row in rows]
