"""How the photos of a product make its score. Pure functions; knows no index.

One law holds for all of them, and exact search leans on it: a score is never above the
similarity of the product's nearest photo.

Recall@1, measured on the Grocery Store photos with MobileNetV2 features (ImageNet, 224 px,
whitened to 256), queries of the 20 products of the unseen split and of the 61 others:

| scoring | few | crowd, unseen | crowd, seen |
| --- | --- | --- | --- |
| nearest | 0.804 | 0.680 | 0.577 |
| mean_of_top, 3 photos | 0.814 | 0.615 | 0.605 |
| nearest_corrected, 0.04 | 0.804 | 0.731 | 0.550 |

few: 5 photos of every product. crowd: 5 photos of the 20, all train photos (on average 32)
of the 61. So: the mean helps where all products have about as many photos, the correction
where some have many and new ones few.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from colugo.errors import GallerySettingInvalid
from colugo.gallery.checks import checked_count
from colugo.gallery.index import Ids, Similarities

Starts = NDArray[np.int64]  # (p,) column where each product's photos begin; rising from 0


class Scoring(Protocol):
    """Makes product scores of photo similarities."""

    def __call__(self, similarities: Similarities, starts: Starts) -> Similarities:
        """Score every product, never above its nearest photo.

        Args:
            similarities: (q, g), the photos of one product side by side. Not changed.
            starts: (p,) column where each product's photos begin; p of 1 or more, the
                first is 0, every product has a photo.

        Returns:
            (q, p).
        """


@dataclass(frozen=True)
class Nearest:
    """The product is as alike as its nearest photo."""

    def __call__(self, similarities: Similarities, starts: Starts) -> Similarities:
        """See `Scoring`."""
        return np.maximum.reduceat(similarities, starts, axis=1)


@dataclass(frozen=True)
class MeanOfTop:
    """The product is as alike as its `photos` nearest photos on average, fewer if it has fewer."""

    photos: int = 3

    def __post_init__(self) -> None:
        checked_count("photos", self.photos)

    def __call__(self, similarities: Similarities, starts: Starts) -> Similarities:
        """See `Scoring`. Takes the best, then the next best, until every product has enough."""
        counts = photo_counts(starts, similarities.shape[1])
        left = similarities.copy()
        wanted = np.broadcast_to(np.minimum(counts, self.photos), (len(left), len(counts)))
        missing, total = wanted.copy(), np.zeros(wanted.shape)
        while missing.any():
            best = np.maximum.reduceat(left, starts, axis=1)
            is_best = left == np.repeat(best, counts, axis=1)
            taken = np.minimum(np.add.reduceat(is_best.astype(np.int64), starts, axis=1), missing)
            # a product that is done may hold nothing but -inf, and 0 * -inf is no number
            total += taken * np.where(taken > 0, best, 0)
            missing -= taken
            left[is_best] = -np.inf
        # summed in float64, so that no mean rounds to above its largest number
        means: Similarities = (total / wanted).astype(np.float32)
        return means


@dataclass(frozen=True)
class NearestCorrected:
    """The nearest photo, less what many photos gain by being many.

    Of n photos that are all equally wrong the nearest lies above their mean by about
    `penalty` times the largest of n draws from the normal distribution; that is taken off.
    A product with one photo loses nothing.

    Source: the default is measured (table above); 0.04 is about half the spread of the
    similarities of one query to the photos of other products (0.073), because photos of one
    product are far from independent draws.
    """

    penalty: float = 0.04

    def __post_init__(self) -> None:
        if not 0 <= self.penalty <= 1:
            raise GallerySettingInvalid("penalty", "0..1, in units of cosine", self.penalty)

    def __call__(self, similarities: Similarities, starts: Starts) -> Similarities:
        """See `Scoring`."""
        gain = self.penalty * expected_largest(photo_counts(starts, similarities.shape[1]))
        nearest = np.maximum.reduceat(similarities, starts, axis=1)
        return nearest - gain.astype(np.float32)


NEAREST = Nearest()
SCORINGS: Mapping[str, Scoring] = MappingProxyType(
    {
        "nearest": NEAREST,
        "mean_of_top": MeanOfTop(),
        "nearest_corrected": NearestCorrected(),
    }
)


def get_scoring(name: str) -> Scoring:
    """The scoring of that name.

    Raises:
        GallerySettingInvalid: there is none.
    """
    if name not in SCORINGS:
        raise GallerySettingInvalid("scoring", f"one of {', '.join(sorted(SCORINGS))}", name)
    return SCORINGS[name]


def score_products(
    similarities: Similarities, product_ids: Ids, scoring: Scoring = NEAREST
) -> tuple[Ids, Similarities]:
    """Score products from the similarities to all their photos, in any order.

    Args:
        similarities: (q, g).
        product_ids: (g,) the product of each column.
        scoring: one of `SCORINGS`.

    Returns:
        The product ids (p,), rising, and their scores (q, p).
    """
    order = np.argsort(product_ids, kind="stable")
    products, starts = np.unique(product_ids[order], return_index=True)
    if not len(products):
        return products, similarities[:, :0]
    return products, scoring(similarities[:, order], starts.astype(np.int64))


def photo_counts(starts: Starts, photos: int) -> NDArray[np.int64]:
    """(p,) photos of each product, where products begin at `starts` among `photos`."""
    return np.diff(starts, append=photos)


def expected_largest(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far the largest of n normal draws lies above their mean, for every n of 1 or more.

    In units of the standard deviation; 0 for one draw.

    Source: Blom, "Statistical Estimates and Transformed Beta-Variables" (1958): the inverse
    of the normal distribution at (n - 3/8) / (n + 1/4), 0.03 off at most.
    """
    sizes, rank = np.unique(counts, return_inverse=True)
    normal = NormalDist()
    largest = [normal.inv_cdf((n - 0.375) / (n + 0.25)) if n > 1 else 0.0 for n in sizes.tolist()]
    return np.array(largest)[rank]
