"""Embeddings as rows, within one transaction. Knows photos by their number only."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from colugo.errors import EmbeddingInvalid
from colugo.persistence import schema
from colugo.persistence.embeddings import StoredEmbeddings, gather, to_bytes
from colugo.persistence.lookup import in_batches

_ROWS_AT_ONCE = 4096  # 8 MB of embeddings of 512 numbers


class EmbeddingRows:
    """Reads and writes the table of embeddings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dims: dict[str, int] = {}  # model id -> its dim, once known

    def check(self, embedding: NDArray[np.float32], model_id: str) -> None:
        """Refuse what `write` would refuse.

        Raises:
            EmbeddingInvalid: not (d,) float32 of length 1, or another d than the model's.
        """
        to_bytes(embedding, model_id)
        dim = self._find_dim(model_id)
        if dim is not None and dim != embedding.size:
            raise EmbeddingInvalid(model_id, f"of {dim} numbers", f"{embedding.size} numbers")

    def write(self, photo_id: int, embedding: NDArray[np.float32], model_id: str) -> None:
        """Write the embedding of a photo that has none by this model; see `check`."""
        row = {
            "photo_id": photo_id,
            "model_id": model_id,
            "dim": embedding.size,
            "vector": to_bytes(embedding, model_id),
        }
        self._connection.execute(insert(schema.embeddings), row)

    def delete(self, photo_ids: Sequence[int], model_id: str | None = None) -> None:
        """Delete the embeddings of photos, by one model or by all."""
        table = schema.embeddings
        query = delete(table).where(table.c.photo_id.in_(photo_ids))
        if model_id is not None:
            query = query.where(table.c.model_id == model_id)
        self._connection.execute(query)
        self._dims.clear()

    def delete_model(self, model_id: str) -> int:
        """Delete every embedding by a model, and say how many there were."""
        table = schema.embeddings
        count = self.count_by_model().get(model_id, 0)
        self._connection.execute(delete(table).where(table.c.model_id == model_id))
        self._dims.clear()
        return count

    def count_by_model(self) -> dict[str, int]:
        """Model id -> embeddings."""
        column = schema.embeddings.c.model_id
        rows = self._connection.execute(
            select(column, func.count()).group_by(column).order_by(column)
        )
        return dict(rows.all())

    def load(self, model_id: str, photo_ids: Iterable[int] | None = None) -> StoredEmbeddings:
        """The embeddings by one model, all or of some photos, in the order of photo ids."""
        is_model = schema.embeddings.c.model_id == model_id
        conditions = [is_model]
        if photo_ids is not None:
            column = schema.embeddings.c.photo_id
            batches = in_batches(sorted(set(photo_ids)))
            conditions = [is_model & column.in_(batch) for batch in batches]
        count = sum(map(self._count, conditions))
        rows = chain.from_iterable(map(self._read, conditions))
        return gather(rows, count, self._find_dim(model_id) or 0)

    def photos(self, model_id: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Photo and product ids (n,) of all that the model has embedded, without a vector."""
        table, photos = schema.embeddings, schema.photos
        rows = self._connection.execute(
            select(photos.c.id, photos.c.product_id)
            .join(table, photos.c.id == table.c.photo_id)
            .where(table.c.model_id == model_id)
            .order_by(photos.c.id)
        )
        both = np.array(rows.all(), np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _count(self, condition: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(schema.embeddings).where(condition)
        return self._connection.scalar(query) or 0

    def _read(self, condition: ColumnElement[bool]) -> Iterator[Sequence[tuple[int, int, bytes]]]:
        table = schema.embeddings
        rows = self._connection.execute(
            select(table.c.photo_id, schema.photos.c.product_id, table.c.vector)
            .join(schema.photos, schema.photos.c.id == table.c.photo_id)
            .where(condition)
            .order_by(table.c.photo_id),
            execution_options={"yield_per": _ROWS_AT_ONCE},
        )
        yield from rows.partitions()

    def _find_dim(self, model_id: str) -> int | None:
        if model_id not in self._dims:
            table = schema.embeddings
            dim = self._connection.scalar(
                select(table.c.dim).where(table.c.model_id == model_id).limit(1)
            )
            if dim is None:
                return None
            self._dims[model_id] = dim
        return self._dims[model_id]
