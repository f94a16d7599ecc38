"""Asks a gallery about itself: each photo, left out, is looked up among the others. numpy only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colugo.errors import GallerySettingInvalid
from colugo.gallery.checks import checked_count, checked_embeddings, checked_ids
from colugo.gallery.evidence import RANKED
from colugo.gallery.index import NOBODY, Embeddings, Ids, Similarities, VectorIndex

# A share of 1% found on 2,000 photos is off by about 0.2% (binomial standard error).
PHOTOS_ASKED = 2_000
# Similarities held at once: 64 MB of float32.
_NUMBERS_AT_ONCE = 16_000_000


@dataclass(frozen=True, eq=False)
class LeaveOneOut:
    """How n photos of a gallery are alike to the other photos of it.

    Attributes:
        own: (n,) similarity to the nearest other photo of the same product; -inf where the
            product has no other.
        others: (n, k) similarities of the k most alike other products, best first; -inf where
            the gallery has no more.
        other_ids: (n,) the most alike other product, -1 where there is none.
        product_ids: (n,) the product on each photo.
        rows: (n,) which photo of the gallery was asked about.

    Raises:
        GallerySettingInvalid: they are not of one length.
    """

    own: Similarities
    others: Similarities
    other_ids: Ids
    product_ids: Ids
    rows: Ids

    def __post_init__(self) -> None:
        parts = (self.own, self.others, self.other_ids, self.product_ids, self.rows)
        lengths = {len(part) for part in parts}
        if len(lengths) != 1 or self.own.ndim != 1 or self.others.ndim != 2:
            shapes = [part.shape for part in parts]
            raise GallerySettingInvalid("leave-one-out", "parts of one length", shapes)

    def __len__(self) -> int:
        """Photos asked about."""
        return len(self.own)

    @classmethod
    def joined(cls, parts: "Sequence[LeaveOneOut]") -> "LeaveOneOut":
        """Several as one, in their order; rows count on from one to the next."""
        starts = np.cumsum([0, *(len(part) for part in parts)])
        rows = [part.rows + start for part, start in zip(parts, starts[:-1], strict=True)]
        return cls(
            np.concatenate([part.own for part in parts]),
            np.concatenate([part.others for part in parts]),
            np.concatenate([part.other_ids for part in parts]),
            np.concatenate([part.product_ids for part in parts]),
            np.concatenate(rows),
        )

    @property
    def has_own(self) -> NDArray[np.bool_]:
        """(n,) whether the product has another photo."""
        return np.isfinite(self.own)

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """(n,) whether the product of the photo is the most alike one."""
        return self.own > self.others[:, 0]

    @property
    def found_ids(self) -> Ids:
        """(n,) the product that each photo is taken for."""
        return np.where(self.is_right, self.product_ids, self.other_ids)

    @property
    def ranked(self) -> Similarities:
        """(n, k + 1) similarities of products, best first, the photo's own among them."""
        return -np.sort(-np.column_stack([self.own, self.others]), axis=1)


def leave_one_out(
    embeddings: Embeddings, product_ids: Ids, *, cap: int = PHOTOS_ASKED, seed: int = 0
) -> LeaveOneOut:
    """Look up photos of a gallery among its other photos, by the nearest photo.

    Time grows with min(g, cap) * g; memory beyond the gallery stays below about 100 MB.

    Args:
        embeddings: (g, d) float32, rows of length 1.
        product_ids: (g,) the product on each photo.
        cap: photos to ask about; of a larger gallery so many are drawn, evenly.
        seed: which ones.

    Returns:
        One entry per photo asked about, in the order of the gallery.

    Raises:
        GalleryEmbeddingInvalid: no table, or a row not finite or not of length 1.
        GalleryIdsInvalid: product ids negative, not whole, or not g of them.
        GallerySettingInvalid: cap below 1.
    """
    embeddings = checked_embeddings(embeddings)
    product_ids = checked_ids("product_ids", product_ids, len(embeddings))
    asked = _drawn(len(embeddings), checked_count("cap", cap), seed)
    order = np.argsort(product_ids, kind="stable")
    products, starts = np.unique(product_ids[order], return_index=True)
    own = np.full(len(asked), -np.inf, dtype=np.float32)
    others = np.full((len(asked), RANKED), -np.inf, dtype=np.float32)
    other_ids = np.full(len(asked), NOBODY, dtype=np.int64)
    for place, similarities in enumerate(_similarities(embeddings, asked)):
        photo = asked[place]
        similarities[photo] = -np.inf  # left out
        scores = np.maximum.reduceat(similarities[order], starts)
        mine = np.searchsorted(products, product_ids[photo])
        own[place], scores[mine] = scores[mine], -np.inf
        best = np.argsort(-scores, kind="stable")[:RANKED]
        others[place, : len(best)] = scores[best]
        if np.isfinite(scores[best[0]]):
            other_ids[place] = products[best[0]]
    return LeaveOneOut(own, others, other_ids, product_ids[asked], asked)


def leave_out_of(index: VectorIndex, embeddings: Embeddings, product_id: int) -> LeaveOneOut:
    """The same for all photos of one product, by an index that has the whole gallery.

    Args:
        index: holds these photos and those of the other products.
        embeddings: (m, d) float32 of the photos of the product, rows of length 1.
        product_id: the product on them.
    """
    alike = embeddings @ embeddings.T
    np.fill_diagonal(alike, -np.inf)
    own = alike.max(axis=1, initial=-np.inf).astype(np.float32)
    found = index.search(embeddings, RANKED + 1)
    others = np.where(found.product_ids == product_id, -np.inf, found.similarities)
    order = np.argsort(-others, axis=1, kind="stable")[:, :RANKED]
    others = np.take_along_axis(others, order, axis=1).astype(np.float32)
    ids = np.take_along_axis(found.product_ids, order[:, :1], axis=1)[:, 0]
    other_ids = np.where(np.isfinite(others[:, 0]), ids, NOBODY)
    rows = np.arange(len(embeddings))
    return LeaveOneOut(own, others, other_ids, np.full(len(rows), product_id), rows)


def _drawn(photos: int, cap: int, seed: int) -> NDArray[np.int64]:
    if photos <= cap:
        return np.arange(photos)
    return np.sort(np.random.default_rng(seed).choice(photos, cap, replace=False))


def _similarities(embeddings: Embeddings, asked: NDArray[np.int64]) -> Iterator[Similarities]:
    """Of each photo asked about to all photos, (g,); made block by block."""
    block = max(1, _NUMBERS_AT_ONCE // max(1, len(embeddings)))
    for first in range(0, len(asked), block):
        yield from embeddings[asked[first : first + block]] @ embeddings.T
