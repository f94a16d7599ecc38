"""Where an index keeps its photos: a growing table, and views of it that never change.

A search takes one view and works on it without a lock, while the table goes on changing:
rows are only ever written behind the end of every view, a removed row stays where it is
and is marked in the next view, and the marked rows are left behind in a new table.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from colugo.errors import GalleryPhotoTaken
from colugo.gallery.index import NOBODY, Embeddings, Ids

Number = TypeVar("Number", np.float32, np.int64)

# Marked rows cost time in every search, leaving them behind costs one copy of the rest:
# at this share a removed photo pays for copying four others.
MAX_DEAD_SHARE = 0.2


@dataclass(frozen=True, eq=False)
class ProductGroups:
    """Which rows are photos of which product.

    Attributes:
        product_ids: (p,) rising.
        members: (live,) row numbers, by product and within a product by photo id.
        starts: (p,) where each product begins in `members`.
        counts: (p,) photos of each product.
        of_row: (n,) place of each row's product in `product_ids`; -1 for a removed row.
    """

    product_ids: Ids
    members: NDArray[np.int64]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    of_row: NDArray[np.int64]

    def members_of(self, groups: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of these products, product after product, and where each begins (c,)."""
        counts = self.counts[groups]
        starts = np.cumsum(counts) - counts
        shift = np.repeat(self.starts[groups] - starts, counts)
        return self.members[shift + np.arange(len(shift))], starts


@dataclass(frozen=True, eq=False)
class GalleryRows:
    """The photos of a gallery at one moment; n counts removed ones that still have a row."""

    embeddings: Embeddings  # (n, d)
    photo_ids: Ids  # (n,)
    product_ids: Ids  # (n,)
    is_live: NDArray[np.bool_]  # (n,)

    @cached_property
    def live_count(self) -> int:
        """Photos that are in the gallery."""
        return int(np.count_nonzero(self.is_live))

    @property
    def dead_share(self) -> float:
        """Share of the rows that belong to removed photos."""
        return 1 - self.live_count / len(self.is_live) if len(self.is_live) else 0.0

    @cached_property
    def groups(self) -> ProductGroups:
        """The rows by product; made by the first search that asks."""
        live = np.flatnonzero(self.is_live)
        order = np.lexsort((self.photo_ids[live], self.product_ids[live]))
        members = live[order]
        products, starts = np.unique(self.product_ids[members], return_index=True)
        counts = np.diff(starts, append=len(members))
        of_row = np.full(len(self.is_live), NOBODY, dtype=np.int64)
        of_row[members] = np.repeat(np.arange(len(products)), counts)
        return ProductGroups(products, members, starts, counts, of_row)


class RowTable:
    """The table behind the views. Grows by doubling; one thread may change it at a time."""

    def __init__(self, dim: int) -> None:
        self._embeddings = np.empty((0, dim), dtype=np.float32)
        self._photo_ids = np.empty(0, dtype=np.int64)
        self._product_ids = np.empty(0, dtype=np.int64)
        self._row_of: dict[int, int] = {}
        self.rows = self._view(np.empty(0, dtype=bool))

    @property
    def dim(self) -> int:
        """Numbers per embedding."""
        return self._embeddings.shape[1]

    def append(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        """Write checked photos behind the last row, all or none; `rows` becomes a new view.

        Raises:
            GalleryPhotoTaken: a photo has a row already, or comes twice.
        """
        self._refuse_taken(photo_ids)
        first, end = len(self.rows.is_live), len(self.rows.is_live) + len(photo_ids)
        self._make_room(first, end)
        self._embeddings[first:end] = embeddings
        self._photo_ids[first:end] = photo_ids
        self._product_ids[first:end] = product_ids
        is_live = np.append(self.rows.is_live, np.ones(len(photo_ids), dtype=bool))
        self._row_of.update(zip(photo_ids.tolist(), range(first, end), strict=True))
        self.rows = self._view(is_live)

    def remove(self, photo_ids: Ids) -> int:
        """Mark the rows of these photos; gives how many there were."""
        known = [photo for photo in dict.fromkeys(photo_ids.tolist()) if photo in self._row_of]
        is_live = self.rows.is_live.copy()
        is_live[[self._row_of[photo] for photo in known]] = False
        for photo in known:
            del self._row_of[photo]
        self.rows = self._view(is_live)
        return len(known)

    def compacted(self) -> "RowTable":
        """A new table of the photos that are left, in the same order."""
        live = self.rows.is_live
        table = RowTable(self.dim)
        table.append(
            self.rows.photo_ids[live], self.rows.product_ids[live], self.rows.embeddings[live]
        )
        return table

    def _refuse_taken(self, photo_ids: Ids) -> None:
        taken = [photo for photo in photo_ids.tolist() if photo in self._row_of]
        values, counts = np.unique(photo_ids, return_counts=True)
        twice = values[counts > 1].tolist()
        if taken or twice:
            raise GalleryPhotoTaken(sorted({*taken, *twice}))

    def _make_room(self, used: int, wanted: int) -> None:
        if wanted <= len(self._photo_ids):
            return
        # views of the old arrays keep them alive until the last search on them is done
        room = max(wanted, 2 * len(self._photo_ids))
        self._embeddings, self._photo_ids, self._product_ids = (
            _grown(self._embeddings, used, room),
            _grown(self._photo_ids, used, room),
            _grown(self._product_ids, used, room),
        )

    def _view(self, is_live: NDArray[np.bool_]) -> GalleryRows:
        end = len(is_live)
        return GalleryRows(
            self._embeddings[:end], self._photo_ids[:end], self._product_ids[:end], is_live
        )


def _grown(array: NDArray[Number], used: int, room: int) -> NDArray[Number]:
    grown = np.empty((room, *array.shape[1:]), dtype=array.dtype)
    grown[:used] = array[:used]
    return grown
