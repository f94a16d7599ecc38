"""What an index of photos must do, and what it answers. Knows no way of searching.

An index is a cache: the photos and their embeddings are rows of the database, and every
index can be made again from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from colugo.errors import MatchesInvalid

Embeddings = NDArray[np.float32]  # (n, d), every row of length 1
Ids = NDArray[np.int64]  # (n,), 0 or more
Similarities = NDArray[np.float32]  # cosine, -1..1, or a product's score

NOBODY = -1  # the id that stands where fewer than k products were found
# One query's products, best first: product ids, scores, best photos, each (found,).
Ranking = tuple[Ids, Similarities, Ids]


@dataclass(frozen=True, eq=False)
class Matches:
    """The products most like each query, best first.

    Where the gallery has fewer than k products the last columns say so: product and photo
    -1, similarity -inf.

    Attributes:
        product_ids: (q, k).
        similarities: (q, k) the product's score, see `colugo.gallery.scoring`.
        photo_ids: (q, k) the photo of that product that is nearest to the query.

    Raises:
        MatchesInvalid: the shapes differ, scores rise, or a gap is not one in all three.
    """

    product_ids: Ids
    similarities: Similarities
    photo_ids: Ids

    def __post_init__(self) -> None:
        shapes = {self.product_ids.shape, self.similarities.shape, self.photo_ids.shape}
        if len(shapes) != 1 or self.product_ids.ndim != 2:
            raise MatchesInvalid("three arrays of one shape (q, k)", f"shapes {sorted(shapes)}")
        if (self.similarities[:, 1:] > self.similarities[:, :-1]).any():
            raise MatchesInvalid("the best product first", "scores that rise")
        is_gap = self.product_ids == NOBODY
        if ((self.photo_ids == NOBODY) != is_gap).any() or (
            np.isneginf(self.similarities) != is_gap
        ).any():
            raise MatchesInvalid("-1, -inf and -1 together where nothing is", "one of them alone")

    def only(self, is_kept: NDArray[np.bool_]) -> "Matches":
        """Those products that are kept, (q, k), with the gaps at the end; itself where all are."""
        is_gap = self.product_ids == NOBODY
        if (is_kept | is_gap).all():
            return self
        rankings = [
            (products[kept], similarities[kept], photos[kept])
            for products, similarities, photos, kept in zip(
                self.product_ids, self.similarities, self.photo_ids, is_kept & ~is_gap, strict=True
            )
        ]
        return Matches.stacked(rankings, self.product_ids.shape[1])

    @classmethod
    def stacked(cls, rankings: Sequence[Ranking], k: int) -> "Matches":
        """Put one ranking per query together and fill up to `k` columns."""
        shape = (len(rankings), k)
        product_ids = np.full(shape, NOBODY, dtype=np.int64)
        similarities = np.full(shape, -np.inf, dtype=np.float32)
        photo_ids = np.full(shape, NOBODY, dtype=np.int64)
        for query, (products, scores, photos) in enumerate(rankings):
            product_ids[query, : len(products)] = products
            similarities[query, : len(scores)] = scores
            photo_ids[query, : len(photos)] = photos
        return cls(product_ids, similarities, photo_ids)


class VectorIndex(Protocol):
    """Photos of products, found by how alike their embeddings are.

    Every variant is in `tests/gallery/conftest.py` and passes the contract tests beside it.
    One thread changes an index at a time (the variants hold a lock for that); any number
    search meanwhile, and each search sees the gallery as it was before or after a change,
    never in between.
    """

    @property
    def dim(self) -> int:
        """Numbers per embedding."""

    def __len__(self) -> int:
        """Photos in the gallery."""

    def add(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Add n photos, all or none. They are found by every search that starts afterwards.

        Args:
            photo_ids: (n,) 0 or more, none of them in the gallery; one that was removed
                may come again.
            product_ids: (n,) 0 or more, the product on each photo.
            embeddings: (n, dim) float32, rows of length 1. They are copied.

        Raises:
            GalleryMismatch: the embeddings have another size than `dim`.
            GalleryEmbeddingInvalid: no table, or a row not finite or not of length 1.
            GalleryIdsInvalid: ids that are negative, not whole, or not n of them.
            GalleryPhotoTaken: a photo is in the gallery already, or comes twice.
        """

    def put(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Add photos, in place of those of the same ids where there are any.

        So whoever follows the database may put what another has put already.

        Raises:
            GalleryMismatch, GalleryEmbeddingInvalid, GalleryIdsInvalid: as `add`.
        """

    def remove(self, photo_ids: Ids) -> int:
        """Remove photos; no search that starts afterwards finds them.

        Returns:
            How many of them were in the gallery. Others are passed over.

        Raises:
            GalleryIdsInvalid: ids that are negative or not whole.
        """

    def search(self, queries: Embeddings, k: int) -> Matches:
        """Find the `k` products most like each query.

        Equal scores: the lower product id first; equal photos of one product: the lower
        photo id. (Two photos with the same numbers may differ by a rounding, about 1e-7.)

        Args:
            queries: (q, dim) float32, rows of length 1; q may be 0.
            k: products wanted per query, 1 or more.

        Returns:
            Arrays of shape (q, k).

        Raises:
            GalleryMismatch: the queries have another size than `dim`.
            GalleryEmbeddingInvalid: no table, or a row not finite or not of length 1.
            GallerySettingInvalid: k below 1.
        """
