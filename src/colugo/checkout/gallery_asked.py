"""Looks photos of a shop's gallery up among the others. Decides nothing."""

from typing import Final

import numpy as np

from colugo.checkout.live_gallery import LiveGallery
from colugo.gallery import LeaveOneOut, leave_one_out, leave_out_of
from colugo.persistence import Database, StoredEmbeddings

# of a larger gallery so many are drawn; 100,000 photos take some seconds
_PHOTOS_LOOKED_AT: Final = 5_000
_RIVALS: Final = 5  # products that one is compared with

Asked = tuple[LeaveOneOut, list[int]]  # and the photos that its rows are


def ask_all(database: Database, gallery: LiveGallery, model_id: str) -> Asked | None:
    """Of every product that is sold; None where there is no photo."""
    skus = gallery.skus
    with database.reading() as work:
        stored = work.photos.load_embeddings(model_id)
    is_sold = np.isin(stored.product_ids, np.fromiter(skus, np.int64, len(skus)))
    if not is_sold.any():
        return None
    products = stored.product_ids[is_sold]
    asked = leave_one_out(stored.vectors[is_sold], products, cap=_PHOTOS_LOOKED_AT)
    return asked, stored.photo_ids[is_sold].tolist()


def ask_about(database: Database, gallery: LiveGallery, model_id: str, sku: str) -> Asked | None:
    """Of one product and those that are most like it; None where it has no photo, or is not sold.

    Raises:
        SkuUnknown: there is no such product.
    """
    with database.reading() as work:
        product_id = work.products.get_id(sku)
    first = _of_product(database, gallery, model_id, product_id)
    if first is None:
        return None
    rivals = dict.fromkeys(first[0].other_ids.tolist())
    parts = [first, *(
        part for rival in list(rivals)[:_RIVALS]
        if (part := _of_product(database, gallery, model_id, rival)) is not None
    )]  # fmt: skip
    joined = LeaveOneOut.joined([asked for asked, _ in parts])
    return joined, [photo for _, photos in parts for photo in photos]


def _of_product(
    database: Database, gallery: LiveGallery, model_id: str, product_id: int
) -> Asked | None:
    sku = gallery.skus.get(product_id)
    if sku is None:
        return None
    with database.reading() as work:
        photos = [photo.id for photo in work.photos.of_product(sku)]
        stored: StoredEmbeddings = work.photos.load_embeddings(model_id, photos)
    if not len(stored.photo_ids):
        return None
    asked = leave_out_of(gallery.index, stored.vectors, product_id)
    return asked, stored.photo_ids.tolist()
