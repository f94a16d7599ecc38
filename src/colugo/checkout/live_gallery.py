"""The gallery in memory, kept up with the database. Knows no pixel and no price.

The database is the truth, the index a cache of it: `refresh` reads the change log from
where it stopped and adds and drops what others changed. Nothing restarts.
"""

from threading import Lock

import numpy as np

from colugo.checkout.gallery_index import catch_up, collection_of, put, sold_of
from colugo.errors import GalleryOfOtherModel
from colugo.gallery import (
    Embeddings,
    ExactIndex,
    HnswIndex,
    Matches,
    MilvusIndex,
    VectorIndex,
)
from colugo.persistence import Change, Database, Work
from colugo.settings import Settings
from colugo.shop import Product

# Above this share of the gallery a new index is quicker than many small changes.
_RELOAD_SHARE = 0.2


class LiveGallery:
    """The index of every product that is sold, and the products themselves by their id."""

    def __init__(self, database: Database, settings: Settings, *, model_id: str, dim: int) -> None:
        self._database = database
        self._settings = settings
        self._model_id = model_id
        self._dim = dim
        self._lock = Lock()
        self._seq = -1
        self.products: dict[int, Product] = {}
        self._photos: dict[int, list[int]] = {}
        self.index: VectorIndex = ExactIndex(dim)

    @property
    def seq(self) -> int:
        """Number of the last change that is in the index."""
        return self._seq

    @property
    def skus(self) -> dict[int, str]:
        """SKU of each product that has a photo in the index, by its id."""
        return {number: self.products[number].sku for number in list(self._photos)}

    def photos_of(self, product_id: int, most: int, first: int) -> list[int]:
        """Ids of at most `most` photos of a product: `first`, then the newest."""
        others = [photo for photo in self._photos.get(product_id, ()) if photo != first]
        return [first, *reversed(others)][:most]

    def search(self, queries: Embeddings, k: int) -> Matches:
        """The `k` products most like each query; see `VectorIndex.search`.

        A product that only another process knows, which shares the index, is passed over.
        """
        found = self.index.search(queries, k)
        is_known = np.array([[each in self.products for each in row] for row in found.product_ids])
        return found if is_known.size == 0 else found.only(is_known)

    def refresh(self) -> bool:
        """Take over what changed in the database; gives whether anything did.

        Raises:
            GalleryOfOtherModel: photos are not embedded by the model in use.
        """
        with self._lock, self._database.reading() as work:
            latest = work.changes.latest()
            if latest == self._seq:
                return False
            self._check_model(work)
            changed = self._changed_products(work)
            if changed is None:
                self._load(work)
            else:
                self._replace(work, changed)
            self._seq = latest
            return True

    def _check_model(self, work: Work) -> None:
        by_model = work.photos.embedding_models()
        missing = work.photos.count() - by_model.get(self._model_id, 0)
        if missing:
            raise GalleryOfOtherModel(self._model_id, missing, by_model)

    def _changed_products(self, work: Work) -> set[int] | None:
        """Products to look at again; None when it is better to load everything."""
        if self._seq < 0:
            return None
        most = max(1000, int(len(self.index) * _RELOAD_SHARE))
        changes: list[Change] = list(work.changes.since(self._seq, limit=most + 1))
        return None if len(changes) > most else {change.product_id for change in changes}

    def _load(self, work: Work) -> None:
        if self._settings.index == "milvus":
            outside = self._in_milvus()
            self.products, self._photos = catch_up(outside, work, self._model_id)
            self.index = outside
            return
        stored = work.photos.load_embeddings(self._model_id)
        products = sold_of(work, np.unique(stored.product_ids).tolist())
        index = self._new_index(len(stored.photo_ids))
        photos: dict[int, list[int]] = {}
        put(index.add, photos, stored, products)
        self.index, self.products, self._photos = index, products, photos

    def _new_index(self, photos: int) -> VectorIndex:
        kind = self._settings.index
        if kind == "auto":
            kind = "exact" if photos <= self._settings.exact_up_to else "hnsw"
        return ExactIndex(self._dim) if kind == "exact" else HnswIndex(self._dim)

    def _in_milvus(self) -> MilvusIndex:
        if isinstance(self.index, MilvusIndex):
            return self.index
        chosen = self._settings
        assert chosen.milvus_uri is not None  # the settings see to it
        token = chosen.milvus_token.get_secret_value() if chosen.milvus_token else None
        collection = collection_of(chosen.milvus_collection, self._model_id)
        return MilvusIndex(self._dim, uri=chosen.milvus_uri, collection=collection, token=token)

    def close(self) -> None:
        """Give back what is outside of the process."""
        if isinstance(self.index, MilvusIndex):
            self.index.close()

    def _replace(self, work: Work, product_ids: set[int]) -> None:
        """Drop these products and add again those that are sold, as they are now."""
        gone = [photo for product in product_ids for photo in self._photos.pop(product, [])]
        sold = sold_of(work, product_ids)
        wanted = [p.id for product in sold.values() for p in work.photos.of_product(product.sku)]
        stored = work.photos.load_embeddings(self._model_id, wanted)
        self.index.remove(np.setdiff1d(np.array(gone, np.int64), stored.photo_ids))
        self.products = {**self.products, **sold}
        put(self.index.put, self._photos, stored, sold)
