"""Approximate search for large galleries: a graph proposes products, their photos decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from colugo.gallery.checks import checked_count, checked_embeddings, checked_ids
from colugo.gallery.graph import Graph, is_process_ending
from colugo.gallery.index import NOBODY, Embeddings, Ids, Matches, Ranking, Similarities
from colugo.gallery.ranking import live_similarities, rank, rank_exactly
from colugo.gallery.rows import MAX_DEAD_SHARE, GalleryRows, RowTable
from colugo.gallery.scoring import NEAREST, Scoring

Places = NDArray[np.int64]  # row numbers, or places of products in `GalleryRows.groups`

# The graph grows by a copy of itself, so it grows in steps of this share of its rows.
_GROWTH_SHARE = 1 / 8
# Where a graph would have to look at this share of the photos, comparing all is as fast.
_LARGE_SHARE = 1 / 8
# When the photos proposed are of too few products, this many times more are asked for.
_MORE_PHOTOS = 4


@dataclass(frozen=True, eq=False)
class _State:
    """What one search works on: a view of all rows, and a graph of the first of them."""

    rows: GalleryRows
    graph: Graph | None

    @property
    def covered(self) -> int:
        """Rows that the graph covers."""
        return len(self.graph) if self.graph else 0


class HnswIndex:
    """A `VectorIndex` that looks at a small part of the gallery.

    The graph covers the rows up to some point and never changes. Photos added since are
    compared one by one. Once they are many, a thread grows a copy of the graph over them
    while searches go on; `settle` waits for it. So every photo is found at once, a gallery
    of up to `fresh_limit` photos is searched exactly, and one that was just filled is too.

    A removed photo is marked and gone from the next search on. When a fifth of the rows are
    marked, the rows are copied without them, and the graph is made anew from the start.

    The scores are those of `ExactIndex`, since every proposed product is scored by all its
    photos. What may be missing is a product that the graph did not propose, or, with another
    scoring than the nearest photo, one that many photos lie before. When too few products
    are proposed, more photos are asked for, and at last all of them are compared.
    """

    def __init__(
        self,
        dim: int,
        *,
        scoring: Scoring = NEAREST,
        ef_construction: int = 40,
        ef_search: int = 128,
        fresh_limit: int = 4_096,
        threads: int = 2,
    ) -> None:
        """Make an empty index.

        Args:
            dim: numbers per embedding, 1 or more.
            scoring: how photos make a product's score.
            ef_construction: photos looked at when one is linked; more builds slower and
                misses less. 40 is the default of Faiss.
            ef_search: photos looked at per query, see `benchmarks/bench_search.py`.
            fresh_limit: photos that are compared one by one before they go into the graph.
            threads: cores that comparing one by one may use. Asking the graph takes what
                OMP_NUM_THREADS gives, growing it takes one.

        Raises:
            GallerySettingInvalid: a number below 1.
        """
        self._table = RowTable(checked_count("dim", dim))
        self._state = _State(self._table.rows, None)
        self._scoring = scoring
        self._ef_construction = checked_count("ef_construction", ef_construction)
        self._ef_search = checked_count("ef_search", ef_search)
        self._fresh_limit = checked_count("fresh_limit", fresh_limit)
        self._threads = checked_count("threads", threads)
        self._changing = Lock()
        self._grower: Thread | None = None

    @property
    def dim(self) -> int:
        """Numbers per embedding."""
        return self._table.dim

    def __len__(self) -> int:
        """Photos in the gallery."""
        return self._state.rows.live_count

    def add(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Add photos, all or none. See `VectorIndex.add`."""
        embeddings = checked_embeddings(embeddings, self.dim)
        photo_ids = checked_ids("photo_ids", photo_ids, len(embeddings))
        product_ids = checked_ids("product_ids", product_ids, len(embeddings))
        with self._changing:
            self._table.append(photo_ids, product_ids, embeddings)
            self._publish(_State(self._table.rows, self._state.graph))

    def put(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Add photos, in place of those of the same ids. See `VectorIndex.put`."""
        embeddings = checked_embeddings(embeddings, self.dim)  # before anything goes
        checked_ids("product_ids", product_ids, len(embeddings))
        self.remove(checked_ids("photo_ids", photo_ids, len(embeddings)))
        self.add(photo_ids, product_ids, embeddings)

    def remove(self, photo_ids: Ids) -> int:
        """Remove photos. See `VectorIndex.remove`."""
        photo_ids = checked_ids("photo_ids", photo_ids)
        with self._changing:
            removed = self._table.remove(photo_ids)
            self._publish(_State(self._table.rows, self._state.graph))
            if self._table.rows.dead_share > MAX_DEAD_SHARE:
                self._table = self._table.compacted()
                self._publish(_State(self._table.rows, None))
        return removed

    def settle(self) -> None:
        """Wait until the graph covers what it should: for measuring, and for tests."""
        grower = self._grower  # it says None itself when it is done
        if grower:
            grower.join()

    def search(self, queries: Embeddings, k: int) -> Matches:
        """Find the `k` products most like each query. See `VectorIndex.search`."""
        queries = checked_embeddings(queries, self.dim)
        k = checked_count("k", k)
        state = self._state  # one view for the whole search
        found: dict[int, Ranking] = {}
        missing = list(range(len(queries)))
        photos = max(self._ef_search, k)
        while missing and state.graph and photos <= state.rows.live_count * _LARGE_SHARE:
            proposed = _proposed(state.rows, state.graph, queries[missing], photos)
            for query, groups in zip(missing, proposed, strict=True):
                if len(groups) >= k:
                    found[query] = self._ranked(state.rows, groups, queries[query], k)
            missing = [query for query in missing if query not in found]
            photos *= _MORE_PHOTOS
        exact = rank_exactly(state.rows, queries[missing], k, self._scoring, threads=self._threads)
        found |= dict(zip(missing, exact, strict=True))
        return Matches.stacked([found[query] for query in range(len(queries))], k)

    def _publish(self, state: _State) -> None:
        """Let searches see this state; grow its graph if that is due."""
        self._state = state
        # a thread that is not alive and did not say so failed, or stayed behind in a fork
        is_growing = self._grower is not None and self._grower.is_alive()
        if not is_growing and self._is_due(state):
            self._grower = Thread(target=self._grow, name="colugo-gallery-graph")
            self._grower.start()

    def _is_due(self, state: _State) -> bool:
        fresh = len(state.rows.is_live) - state.covered
        return fresh > max(self._fresh_limit, state.covered * _GROWTH_SHARE)

    def _grow(self) -> None:
        """What the growing thread does: grow graphs until none is due."""
        while True:
            with self._changing:
                table, state = self._table, self._state
                if not self._is_due(state) or is_process_ending():
                    self._grower = None  # said under the lock, so no change is overlooked
                    return
            fresh = state.rows.embeddings[state.covered :]
            graph = Graph.grown(state.graph, fresh, ef_construction=self._ef_construction)
            with self._changing:
                if self._table is table:  # else its rows have other numbers now
                    self._state = _State(table.rows, graph)

    def _ranked(self, rows: GalleryRows, groups: Places, query: Embeddings, k: int) -> Ranking:
        """Score the first proposed products by all their photos. `query` is (d,)."""
        # more than are wanted, since another scoring than the nearest photo reorders them
        chosen = np.sort(groups[: 2 * k + 8])
        return rank(
            rows, chosen, lambda members: rows.embeddings[members] @ query, k, self._scoring
        )


def _proposed(
    rows: GalleryRows, graph: Graph, queries: Embeddings, photos: int
) -> Iterator[Places]:
    """Products with a photo near each query, by that photo, the nearest first.

    About `photos` photos are looked at in the graph, and as many of the fresh ones.
    """
    covered = len(graph)
    old, old_similarities = graph.near(queries, photos, is_live=rows.is_live[:covered])
    fresh, fresh_similarities = _fresh(rows, queries, covered, photos)
    near = np.concatenate([old, fresh], axis=1)
    similarities = np.concatenate([old_similarities, fresh_similarities], axis=1)
    for row, order in zip(near, np.argsort(-similarities, axis=1, kind="stable"), strict=True):
        groups = rows.groups.of_row[row[order]]
        groups[row[order] == NOBODY] = NOBODY  # the graph found fewer than it was asked for
        products, first = np.unique(groups, return_index=True)
        in_order = products[np.argsort(first)]
        yield in_order[in_order != NOBODY]  # nor any photo that is removed


def _fresh(
    rows: GalleryRows, queries: Embeddings, covered: int, photos: int
) -> tuple[Places, Similarities]:
    """The nearest `photos` rows of those that the graph does not cover, in no order."""
    similarities = live_similarities(rows, queries, first_row=covered)
    place = max(0, similarities.shape[1] - photos)
    if not place:
        near = np.broadcast_to(np.arange(similarities.shape[1]), similarities.shape)
    else:
        near = np.argpartition(similarities, place, axis=1)[:, place:]
    return near + covered, np.take_along_axis(similarities, near, axis=1)
