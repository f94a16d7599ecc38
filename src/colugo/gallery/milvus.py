"""A gallery outside of the process: in a file of Milvus Lite, or on a cluster of Milvus.

The process holds no embedding. Several processes share one collection: `put` takes the place
of what another has put already, and a product that only another knows is for the caller to
pass over. Needs the extra `milvus`.

Source: pymilvus, `MilvusClient`; limits from Milvus' documentation of quotas and limits.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

import numpy as np

from colugo.errors import ExtraMissing, GalleryPhotoTaken, GalleryServerFailed
from colugo.gallery.checks import checked_count, checked_embeddings, checked_ids
from colugo.gallery.index import Embeddings, Ids, Matches, Ranking

_PHOTO, _PRODUCT, _VECTOR = "photo_id", "product_id", "embedding"
_METRIC: Final = "IP"  # of rows of length 1 the cosine
_STRONG: Final = "Strong"  # a photo that was put is found by the next search, whoever put it
_NUMBERS_AT_ONCE: Final = 4_000_000  # 16 MB of float32; a message may have 64 MB
_IDS_AT_ONCE: Final = 4_096
_MOST_HITS: Final = 16_384  # of one search
# Photos asked for, per product wanted: a product has 5 to 30 photos and the nearest ones
# belong to few products.
_PHOTOS_PER_PRODUCT: Final = 8
_PHOTOS_AT_LEAST: Final = 64
# HNSW32 as in `HnswIndex`; a file of Milvus Lite is compared row by row.
_ON_SERVER: Final = {"index_type": "HNSW", "params": {"M": 32, "efConstruction": 40}}
_IN_FILE: Final = {"index_type": "FLAT"}
_LEAST_EF: Final = 128


class MilvusIndex:
    """A `VectorIndex` in a collection of Milvus; products are scored by their nearest photo."""

    def __init__(
        self, dim: int, *, uri: str, collection: str = "colugo", token: str | None = None
    ) -> None:
        """Open the collection, making it if need be.

        Args:
            dim: numbers per embedding, 1 or more.
            uri: `http://host:19530` of a server, or the path of a file of Milvus Lite, which
                one process at a time may open.
            collection: letters, digits and underscores; one per embedder.
            token: `user:password` of the server.

        Raises:
            GallerySettingInvalid: dim below 1.
            ExtraMissing: pymilvus is not installed.
            GalleryServerFailed: nothing answers there, or not as it should.
        """
        self._dim = checked_count("dim", dim)
        self._uri, self._name = uri, collection
        self._is_server = "://" in uri
        self._changing = Lock()
        self._client = self._connected(token)
        self._make_collection()

    @property
    def dim(self) -> int:
        """Numbers per embedding."""
        return self._dim

    def __len__(self) -> int:
        """Photos in the gallery."""
        with self._asked("count photos"):
            rows = self._client.query(
                self._name, filter="", output_fields=["count(*)"], consistency_level=_STRONG
            )
        return int(rows[0]["count(*)"])

    def add(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Add photos, all or none. See `VectorIndex.add`."""
        rows, photos = self._checked(photo_ids, product_ids, embeddings)
        with self._changing:
            numbers, counts = np.unique(photos, return_counts=True)
            taken = sorted({*numbers[counts > 1].tolist(), *self._there(photos).tolist()})
            if taken:
                raise GalleryPhotoTaken(taken)
            try:
                self._write(rows)
            except GalleryServerFailed:
                self._delete(photos)
                raise

    def put(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Add photos, in place of those of the same ids. See `VectorIndex.put`."""
        rows, _ = self._checked(photo_ids, product_ids, embeddings)
        with self._changing:
            self._write(rows)

    def remove(self, photo_ids: Ids) -> int:
        """Remove photos. See `VectorIndex.remove`."""
        photos = np.unique(checked_ids("photo_ids", photo_ids))
        with self._changing:
            there = self._there(photos)
            self._delete(there)
        return len(there)

    def search(self, queries: Embeddings, k: int) -> Matches:
        """Find the `k` products most like each query. See `VectorIndex.search`."""
        queries = checked_embeddings(queries, self.dim)
        k = checked_count("k", k)
        found: list[dict[int, tuple[float, int]]] = [{} for _ in queries]
        missing = list(range(len(queries)))
        while missing:
            asked = {query: tuple(found[query]) for query in missing}
            same = [query for query in missing if asked[query] == asked[missing[0]]]
            photos = min(_MOST_HITS, max(_PHOTOS_AT_LEAST, _PHOTOS_PER_PRODUCT * k))
            for query, hits in zip(same, self._near(queries[same], photos, asked[same[0]]),
                                   strict=True):  # fmt: skip
                _collect(found[query], hits)
                if len(found[query]) >= k or len(hits) < photos:
                    missing.remove(query)
        return Matches.stacked([_ranking(each, k) for each in found], k)

    def photos(self) -> Iterator[tuple[Ids, Ids]]:
        """Every photo there, in parts: photo ids and product ids, each (n,)."""
        with self._asked("list photos"):
            iterator = self._client.query_iterator(
                self._name, batch_size=_IDS_AT_ONCE, output_fields=[_PHOTO, _PRODUCT],
                consistency_level=_STRONG,
            )  # fmt: skip
            while rows := iterator.next():
                yield (
                    np.array([row[_PHOTO] for row in rows], np.int64),
                    np.array([row[_PRODUCT] for row in rows], np.int64),
                )
            iterator.close()

    def close(self) -> None:
        """Give the connection, or the file, back."""
        self._client.close()

    # --- what is asked of Milvus

    def _connected(self, token: str | None) -> Any:
        try:
            from pymilvus import MilvusClient
        except ModuleNotFoundError as error:
            raise ExtraMissing("a gallery in Milvus", error.name or "pymilvus", "milvus") from error
        with self._asked("connect"):
            return MilvusClient(self._uri, token=token or "")

    def _make_collection(self) -> None:
        from pymilvus import DataType

        client = self._client
        with self._asked("make the collection"):
            if client.has_collection(self._name):
                return
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field(_PHOTO, DataType.INT64, is_primary=True)
            schema.add_field(_PRODUCT, DataType.INT64)
            schema.add_field(_VECTOR, DataType.FLOAT_VECTOR, dim=self.dim)
            how = client.prepare_index_params()
            kind = _ON_SERVER if self._is_server else _IN_FILE
            how.add_index(_VECTOR, metric_type=_METRIC, **kind)
            client.create_collection(
                self._name, schema=schema, index_params=how, consistency_level=_STRONG
            )

    def _checked(
        self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings
    ) -> tuple[list[dict[str, Any]], Ids]:
        embeddings = checked_embeddings(embeddings, self.dim)
        photos = checked_ids("photo_ids", photo_ids, len(embeddings))
        products = checked_ids("product_ids", product_ids, len(embeddings))
        together = zip(photos.tolist(), products.tolist(), embeddings, strict=True)
        return [{_PHOTO: a, _PRODUCT: b, _VECTOR: row.copy()} for a, b, row in together], photos

    def _write(self, rows: Sequence[dict[str, Any]]) -> None:
        at_once = max(1, _NUMBERS_AT_ONCE // self.dim)
        for first in range(0, len(rows), at_once):
            with self._asked("put photos"):
                self._client.upsert(self._name, list(rows[first : first + at_once]))

    def _there(self, photos: Ids) -> Ids:
        """Which of these photos are in the collection, rising."""
        there: list[int] = []
        for first in range(0, len(photos), _IDS_AT_ONCE):
            part = photos[first : first + _IDS_AT_ONCE].tolist()
            with self._asked("look photos up"):
                rows = self._client.query(
                    self._name, filter=f"{_PHOTO} in {part}", output_fields=[_PHOTO],
                    consistency_level=_STRONG,
                )  # fmt: skip
            there += [row[_PHOTO] for row in rows]
        return np.unique(np.array(there, np.int64))

    def _delete(self, photos: Ids) -> None:
        for first in range(0, len(photos), _IDS_AT_ONCE):
            with self._asked("remove photos"):
                self._client.delete(self._name, ids=photos[first : first + _IDS_AT_ONCE].tolist())

    def _near(self, queries: Embeddings, photos: int, without: Sequence[int]) -> list[Any]:
        """The nearest photos of each query, of other products than these."""
        with self._asked("search"):
            hits: list[Any] = self._client.search(
                self._name, data=list(queries), limit=photos, output_fields=[_PRODUCT],
                filter=f"{_PRODUCT} not in {list(without)}" if without else "",
                search_params={"metric_type": _METRIC, "params": {"ef": max(_LEAST_EF, photos)}},
                consistency_level=_STRONG,
            )  # fmt: skip
        return hits

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        """Say in our words what Milvus refuses."""
        try:
            yield
        except Exception as error:
            if type(error).__module__.split(".")[0] not in ("pymilvus", "milvus_lite", "grpc"):
                raise
            raise GalleryServerFailed(self._uri, what, str(error)) from error


def _collect(found: dict[int, tuple[float, int]], hits: Sequence[Any]) -> None:
    """Keep the nearest photo of each product; of equal ones the lower photo id."""
    for hit in hits:
        product, photo = int(hit["entity"][_PRODUCT]), int(hit[_PHOTO])
        similarity = float(hit["distance"])
        best = found.get(product)
        if best is None or (-similarity, photo) < (-best[0], best[1]):
            found[product] = (similarity, photo)


def _ranking(found: dict[int, tuple[float, int]], k: int) -> Ranking:
    ordered = sorted(found.items(), key=lambda each: (-each[1][0], each[0]))[:k]
    products = np.array([product for product, _ in ordered], np.int64)
    similarities = np.array([best[0] for _, best in ordered], np.float32)
    return products, similarities, np.array([best[1] for _, best in ordered], np.int64)
