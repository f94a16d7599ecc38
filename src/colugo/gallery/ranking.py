"""Ranks products over rows of photos: all of them exactly, or the few that are worth it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from colugo.gallery.index import Embeddings, Ranking, Similarities
from colugo.gallery.rows import GalleryRows
from colugo.gallery.scoring import Scoring, Starts

# Up to 16 queries by 32 rows of 512, BLAS multiplies without copying the rows first: 100,000
# rows by 10 queries take 29 ms on one core (Xeon, OpenBLAS 0.3.31), in one product 57 ms.
_QUERIES_PER_BLOCK = 16
_ROWS_PER_BLOCK = 32
# Below this many rows a product takes about as long as starting a thread (0.1 ms).
_ROWS_WORTH_A_THREAD = 8_192
# Photos looked at first, per product wanted: a product has 5 to 30 photos and the nearest
# ones belong to few products. Too few only costs time, see `_settled`.
_PHOTOS_PER_PRODUCT = 8
_PHOTOS_AT_LEAST = 64


def rank_exactly(
    rows: GalleryRows, queries: Embeddings, k: int, scoring: Scoring, *, threads: int = 1
) -> list[Ranking]:
    """Rank the products of the gallery for each query, comparing every photo.

    Memory grows with 16 * n numbers, whatever the number of queries.

    Args:
        rows: n photos.
        queries: (q, d).
        k: products wanted per query.
        scoring: how photos make a product's score.
        threads: cores that may multiply at once.

    Returns:
        One ranking per query of min(k, products) products.
    """
    photos = max(_PHOTOS_AT_LEAST, _PHOTOS_PER_PRODUCT * k)
    rankings: list[Ranking] = []
    for first in range(0, len(queries), _QUERIES_PER_BLOCK):
        block = queries[first : first + _QUERIES_PER_BLOCK]
        similarities = live_similarities(rows, block, threads=threads)
        rankings += [
            _settled(rows, row, floor, k, scoring)
            for row, floor in zip(similarities, _floors(similarities, photos), strict=True)
        ]
    return rankings


def rank(
    rows: GalleryRows,
    groups: NDArray[np.int64],
    similarities_of: Callable[[NDArray[np.int64]], Similarities],
    k: int,
    scoring: Scoring,
) -> Ranking:
    """Rank some products for one query, each by all its photos.

    Args:
        rows: the gallery.
        groups: (c,) places of the products in `rows.groups`, rising.
        similarities_of: gives the similarities (m,) of m row numbers.
        k: products wanted.
        scoring: how photos make a product's score.

    Returns:
        min(k, c) products, best first; of equal scores the lower product id first.
    """
    if not len(groups):
        return np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.int64)
    members, starts = rows.groups.members_of(groups)
    similarities = similarities_of(members)
    scores = scoring(similarities[None], starts)[0]
    best = _first_places(scores, k)
    photos = members[_nearest_places(similarities, starts)[best]]
    return rows.groups.product_ids[groups[best]], scores[best], rows.photo_ids[photos]


def live_similarities(
    rows: GalleryRows, queries: Embeddings, *, first_row: int = 0, threads: int = 1
) -> Similarities:
    """(q, n - first_row) similarity to every row from `first_row`, -inf for removed photos."""
    similarities = inner_products(queries, rows.embeddings[first_row:], threads=threads)
    if rows.dead_share:
        similarities[:, ~rows.is_live[first_row:]] = -np.inf
    return similarities


def inner_products(
    queries: Embeddings, embeddings: Embeddings, *, threads: int = 1
) -> Similarities:
    """(q, n) inner product of every query with every row.

    Args:
        queries: (q, d); meant for 16 or fewer, right for any number.
        embeddings: (n, d), rows side by side in memory.
        threads: cores that may multiply at once.
    """
    products = np.empty((len(queries), len(embeddings)), dtype=np.float32)
    parts = list(_parts(len(embeddings), threads))
    if len(parts) == 1:
        _multiply(queries, embeddings, products)
        return products
    # made for each search: threads that wait do not survive the fork of a server
    with ThreadPoolExecutor(len(parts)) as pool:
        jobs = [
            pool.submit(_multiply, queries, embeddings[part], products[:, part]) for part in parts
        ]
    for job in jobs:
        job.result()
    return products


def _settled(
    rows: GalleryRows, similarities: Similarities, floor: float, k: int, scoring: Scoring
) -> Ranking:
    """Rank the products that have a photo at `floor` or above; all, if those cannot settle it.

    A score is never above the nearest photo. So when the k-th best of these scores is at the
    floor or above, every other product is below it.
    """
    if np.isfinite(floor):
        near = np.unique(rows.groups.of_row[np.flatnonzero(similarities >= floor)])
        ranking = rank(rows, near, similarities.__getitem__, k, scoring)
        if len(ranking[1]) == k and ranking[1][-1] >= floor:
            return ranking
    everything = np.arange(len(rows.groups.product_ids))
    return rank(rows, everything, similarities.__getitem__, k, scoring)


def _floors(similarities: Similarities, photos: int) -> Similarities:
    """(q,) similarity of the `photos`-th nearest photo; -inf when there are not so many."""
    if similarities.shape[1] <= photos:
        return np.full(len(similarities), -np.inf, dtype=np.float32)
    place = similarities.shape[1] - photos
    return np.partition(similarities, place, axis=1)[:, place]


def _first_places(scores: Similarities, k: int) -> NDArray[np.intp]:
    """Places of the k highest scores, highest first; equal ones keep their order."""
    if len(scores) <= k:
        return np.argsort(-scores, kind="stable")
    lowest = np.partition(scores, len(scores) - k)[len(scores) - k]
    places = np.flatnonzero(scores >= lowest)
    return places[np.argsort(-scores[places], kind="stable")[:k]]


def _nearest_places(similarities: Similarities, starts: Starts) -> NDArray[np.intp]:
    """(p,) place of each product's first nearest photo."""
    nearest = np.maximum.reduceat(similarities, starts)
    counts = np.diff(starts, append=len(similarities))
    places = np.flatnonzero(similarities == np.repeat(nearest, counts))
    return places[np.searchsorted(places, starts)]


def _parts(rows: int, threads: int) -> Iterator[slice]:
    """Split rows among threads, in whole blocks."""
    threads = max(1, min(threads, rows // _ROWS_WORTH_A_THREAD))
    blocks = -(-rows // _ROWS_PER_BLOCK)
    edges = [blocks * part // threads * _ROWS_PER_BLOCK for part in range(threads)]
    return (slice(start, end) for start, end in pairwise([*edges, rows]))


def _multiply(queries: Embeddings, embeddings: Embeddings, products: Similarities) -> None:
    count = len(embeddings) // _ROWS_PER_BLOCK
    whole = count * _ROWS_PER_BLOCK
    blocks = embeddings[:whole].reshape(count, _ROWS_PER_BLOCK, embeddings.shape[1])
    into = products[:, :whole].reshape(len(queries), count, _ROWS_PER_BLOCK)  # a view
    np.matmul(queries, blocks.transpose(0, 2, 1), out=into.transpose(1, 0, 2))
    np.matmul(queries, embeddings[whole:].T, out=products[:, whole:])
