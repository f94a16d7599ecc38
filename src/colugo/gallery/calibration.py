"""Asks a gallery about itself: each photo, left out, is looked up among the others. numpy only."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colugo.errors import GallerySettingInvalid
from colugo.gallery.checks import checked_count, checked_embeddings, checked_ids
from colugo.gallery.index import Embeddings, Ids, Similarities

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
        impostor: (n,) similarity to the nearest photo of any other product; -inf where the
            gallery has no other product.
        product_ids: (n,) the product on each photo.

    Raises:
        GallerySettingInvalid: the three are not of one length.
    """

    own: Similarities
    impostor: Similarities
    product_ids: Ids

    def __post_init__(self) -> None:
        shapes = {self.own.shape, self.impostor.shape, self.product_ids.shape}
        if len(shapes) != 1 or self.own.ndim != 1:
            raise GallerySettingInvalid("leave-one-out", "three rows of one length", shapes)

    def __len__(self) -> int:
        """Photos asked about."""
        return len(self.own)

    @property
    def has_own(self) -> NDArray[np.bool_]:
        """(n,) whether the product has another photo."""
        return np.isfinite(self.own)

    @property
    def has_both(self) -> NDArray[np.bool_]:
        """(n,) whether there is also another product, so that there is a margin."""
        return self.has_own & np.isfinite(self.impostor)

    @property
    def margin(self) -> Similarities:
        """(m,) own less impostor, of the photos that have both; below 0 is a wrong product."""
        return self.own[self.has_both] - self.impostor[self.has_both]


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
    own = np.full(len(asked), -np.inf, dtype=np.float32)
    impostor = own.copy()
    for place, similarities in enumerate(_similarities(embeddings, asked)):
        photo = asked[place]
        is_own = product_ids == product_ids[photo]
        similarities[photo] = -np.inf  # left out
        own[place] = similarities[is_own].max()
        similarities[is_own] = -np.inf
        impostor[place] = similarities.max()
    return LeaveOneOut(own, impostor, product_ids[asked])


def _drawn(photos: int, cap: int, seed: int) -> NDArray[np.int64]:
    if photos <= cap:
        return np.arange(photos)
    return np.sort(np.random.default_rng(seed).choice(photos, cap, replace=False))


def _similarities(embeddings: Embeddings, asked: NDArray[np.int64]) -> Iterator[Similarities]:
    """Of each photo asked about to all photos, (g,); made block by block."""
    block = max(1, _NUMBERS_AT_ONCE // max(1, len(embeddings)))
    for first in range(0, len(asked), block):
        yield from embeddings[asked[first : first + block]] @ embeddings.T
