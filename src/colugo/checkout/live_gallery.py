"""The gallery in memory, kept up with the database. Knows no pixel and no price.

The database is the truth, the index a cache of it: `refresh` reads the change log from
where it stopped and adds and drops what others changed. Nothing restarts.
"""

from collections.abc import Iterable
from threading import Lock

import numpy as np

from colugo.errors import GalleryOfOtherModel
from colugo.gallery import ExactIndex, HnswIndex, VectorIndex
from colugo.persistence import Change, Database, StoredEmbeddings, Work
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
        stored = work.photos.load_embeddings(self._model_id)
        products = _sold(work, np.unique(stored.product_ids).tolist())
        index = self._new_index(len(stored.photo_ids))
        photos: dict[int, list[int]] = {}
        _add(index, photos, stored, products)
        self.index, self.products, self._photos = index, products, photos

    def _new_index(self, photos: int) -> VectorIndex:
        kind = self._settings.index
        if kind == "auto":
            kind = "exact" if photos <= self._settings.exact_up_to else "hnsw"
        return ExactIndex(self._dim) if kind == "exact" else HnswIndex(self._dim)

    def _replace(self, work: Work, product_ids: set[int]) -> None:
        """Drop these products and add again those that are sold, as they are now."""
        gone = [photo for product in product_ids for photo in self._photos.pop(product, [])]
        sold = _sold(work, product_ids)
        wanted = [p.id for product in sold.values() for p in work.photos.of_product(product.sku)]
        stored = work.photos.load_embeddings(self._model_id, wanted)
        self.index.remove(np.array(gone, np.int64))
        self.products = {**self.products, **sold}
        _add(self.index, self._photos, stored, sold)


def _sold(work: Work, product_ids: Iterable[int]) -> dict[int, Product]:
    products = work.products.by_ids(product_ids)
    return {number: product for number, product in products.items() if product.is_active}


def _add(
    index: VectorIndex,
    photos: dict[int, list[int]],
    stored: StoredEmbeddings,
    sold: dict[int, Product],
) -> None:
    is_sold = np.isin(stored.product_ids, np.fromiter(sold, np.int64, len(sold)))
    photo_ids, product_ids = stored.photo_ids[is_sold], stored.product_ids[is_sold]
    if len(photo_ids):
        index.add(photo_ids, product_ids, stored.vectors[is_sold])
    for photo, product in zip(photo_ids.tolist(), product_ids.tolist(), strict=True):
        photos.setdefault(product, []).append(photo)
