"""Exact search: every query is compared with every photo. Knows numpy only."""

from threading import Lock

from colugo.gallery.checks import checked_count, checked_embeddings, checked_ids
from colugo.gallery.index import Embeddings, Ids, Matches
from colugo.gallery.ranking import rank_exactly
from colugo.gallery.rows import MAX_DEAD_SHARE, RowTable
from colugo.gallery.scoring import NEAREST, Scoring


class ExactIndex:
    """A `VectorIndex` that is never wrong. Time and memory of a search grow with the photos.

    A removed photo is gone from the next search on; its row is given back when a fifth of
    the rows belong to removed photos.
    """

    def __init__(self, dim: int, *, scoring: Scoring = NEAREST, threads: int = 2) -> None:
        """Make an empty index.

        Args:
            dim: numbers per embedding, 1 or more.
            scoring: how photos make a product's score.
            threads: cores that one search may use, 1 or more.

        Raises:
            GallerySettingInvalid: dim or threads below 1.
        """
        self._table = RowTable(checked_count("dim", dim))
        self._scoring = scoring
        self._threads = checked_count("threads", threads)
        self._changing = Lock()

    @property
    def dim(self) -> int:
        """Numbers per embedding."""
        return self._table.dim

    def __len__(self) -> int:
        """Photos in the gallery."""
        return self._table.rows.live_count

    def add(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Add photos, all or none. See `VectorIndex.add`."""
        embeddings = checked_embeddings(embeddings, self.dim)
        photo_ids = checked_ids("photo_ids", photo_ids, len(embeddings))
        product_ids = checked_ids("product_ids", product_ids, len(embeddings))
        with self._changing:
            self._table.append(photo_ids, product_ids, embeddings)

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
            if self._table.rows.dead_share > MAX_DEAD_SHARE:
                self._table = self._table.compacted()
        return removed

    def search(self, queries: Embeddings, k: int) -> Matches:
        """Find the `k` products most like each query. See `VectorIndex.search`."""
        queries = checked_embeddings(queries, self.dim)
        k = checked_count("k", k)
        rows = self._table.rows  # one view for the whole search
        rankings = rank_exactly(rows, queries, k, self._scoring, threads=self._threads)
        return Matches.stacked(rankings, k)
