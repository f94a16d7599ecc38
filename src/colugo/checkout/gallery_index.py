"""Puts photos of the database into an index, and an index outside in step with it."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from colugo.gallery import Embeddings, Ids, MilvusIndex
from colugo.persistence import StoredEmbeddings, Work
from colugo.shop import Product

_AT_ONCE: Final = 10_000  # photos; 20 MB of embeddings of 512 numbers

PhotosOf = dict[int, list[int]]  # photo ids of each product id


def sold_of(work: Work, product_ids: Iterable[int]) -> dict[int, Product]:
    """Those of the products that are sold, by id."""
    products = work.products.by_ids(product_ids)
    return {number: product for number, product in products.items() if product.is_active}


def put(
    into: Callable[[Ids, Ids, Embeddings], None],
    photos: PhotosOf,
    stored: StoredEmbeddings,
    sold: dict[int, Product],
) -> None:
    """Give the photos of products that are sold to an index, and note them in `photos`.

    Args:
        into: `add` or `put` of the index.
        photos: changed in place.
        stored: n photos.
        sold: products by id.
    """
    is_sold = _is_of(sold, stored.product_ids)
    photo_ids, product_ids = stored.photo_ids[is_sold], stored.product_ids[is_sold]
    if len(photo_ids):
        into(photo_ids, product_ids, stored.vectors[is_sold])
    _note(photos, photo_ids, product_ids)


def catch_up(index: MilvusIndex, work: Work, model_id: str) -> tuple[dict[int, Product], PhotosOf]:
    """Bring a collection in step with the database: only what differs is read and written.

    A photo and its embedding by one model never change, so the ids tell the whole difference.

    Returns:
        The products that are sold, by id, and the photos of each.
    """
    photo_ids, product_ids = work.photos.embedded_by(model_id)
    sold = sold_of(work, np.unique(product_ids).tolist())
    is_sold = _is_of(sold, product_ids)
    photo_ids, product_ids = photo_ids[is_sold], product_ids[is_sold]
    there = np.concatenate([np.empty(0, np.int64), *(part for part, _ in index.photos())])
    index.remove(np.setdiff1d(there, photo_ids))
    missing = np.setdiff1d(photo_ids, there)
    for first in range(0, len(missing), _AT_ONCE):
        part = missing[first : first + _AT_ONCE].tolist()
        index.put(*work.photos.load_embeddings(model_id, part))
    photos: PhotosOf = {}
    _note(photos, photo_ids, product_ids)
    return sold, photos


def collection_of(name: str, model_id: str) -> str:
    """The collection for one embedder: embeddings of two never meet."""
    return f"{name}_{hashlib.sha256(model_id.encode()).hexdigest()[:12]}"


def _is_of(sold: dict[int, Product], product_ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.isin(product_ids, np.fromiter(sold, np.int64, len(sold)))


def _note(photos: PhotosOf, photo_ids: NDArray[np.int64], product_ids: NDArray[np.int64]) -> None:
    for photo, product in zip(photo_ids.tolist(), product_ids.tolist(), strict=True):
        photos.setdefault(product, []).append(photo)
