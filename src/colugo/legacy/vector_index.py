"""The predecessor's index: vectors by id, of one kind and measure. Knows no document, no file.

Faiss cannot remove from a graph, and removes wrongly from inverted lists behind an id map. So
removing is the same for every kind: the vectors that stay are read back and put in again.
Source: faiss issues 1784 and 3339; the kinds and their names: spec section 4.2.
"""

from dataclasses import dataclass
from typing import Any, Literal

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[Any]  # (n, d) float32, or (n, d / 8) uint8 of a binary index
Ids = NDArray[np.int64]

METHODS = ("HNSW32", "Flat", "IVF")
_LISTS_AT_MOST = 65_536
_VECTORS_PER_LIST = 8
_TOO_FEW_FOR_LISTS = "IVF needs 8 pictures or more: use IndexProcess.index_method=Flat"


class IndexProblem(Exception):
    """The index cannot do what was asked. The caller, who knows the folder, says where."""


@dataclass(frozen=True)
class IndexKind:
    """What an index is made for.

    Attributes:
        method: HNSW32, Flat or IVF.
        measure: `IP` is the inner product; `hamming` compares bits; anything else is L2.
        dim: numbers per vector; bits of a binary index.
    """

    method: str
    measure: str
    dim: int

    @property
    def is_binary(self) -> bool:
        """Whether vectors are bits."""
        return self.measure == "hamming"


class VectorIndex:
    """Vectors that are found by what they are like."""

    def __init__(self, faiss_index: Any) -> None:
        """Wrap an index of Faiss that has an id map, as the predecessor's have.

        Raises:
            IndexProblem: it has none, or is of a kind that the predecessor never wrote.
        """
        if not isinstance(faiss_index, faiss.IndexIDMap | faiss.IndexBinaryIDMap):
            raise IndexProblem(f"it is a {type(faiss_index).__name__} without ids")
        self.faiss_index: Any = faiss_index
        self._inner  # noqa: B018  refuses other kinds

    @classmethod
    def train(cls, kind: IndexKind, vectors: Vectors) -> "VectorIndex":
        """An empty index that is ready for vectors like these.

        Raises:
            IndexProblem: no such method, or too few vectors to train it on.
        """
        name = _factory_name(kind, len(vectors))
        inner: Any
        index: Any
        if kind.is_binary:
            inner = faiss.index_binary_factory(kind.dim, name)
            index = faiss.IndexBinaryIDMap2(inner)
        else:
            measure = faiss.METRIC_INNER_PRODUCT if kind.measure == "IP" else faiss.METRIC_L2
            inner = faiss.index_factory(kind.dim, name, measure)
            index = faiss.IndexIDMap2(inner)
        if kind.method == "IVF":  # a list for 8 vectors is what the predecessor made
            inner.cp.min_points_per_centroid = 1
        index.own_fields = True
        inner.this.disown()
        index.train(np.ascontiguousarray(vectors))
        return cls(index)

    def __len__(self) -> int:
        return int(self.faiss_index.ntotal)

    @property
    def dim(self) -> int:
        """Numbers per vector; bits of a binary index."""
        return int(self.faiss_index.d)

    @property
    def measure(self) -> Literal["IP", "L2", "hamming"]:
        """How vectors are compared."""
        if isinstance(self.faiss_index, faiss.IndexBinary):
            return "hamming"
        return "IP" if self.faiss_index.metric_type == faiss.METRIC_INNER_PRODUCT else "L2"

    @property
    def ids(self) -> Ids:
        """(n,) in the order in which they were added."""
        return np.asarray(faiss.vector_to_array(self.faiss_index.id_map), np.int64)

    def add(self, vectors: Vectors, ids: Ids) -> None:
        """Add vectors by their ids."""
        self.faiss_index.add_with_ids(np.ascontiguousarray(vectors), ids)

    def vectors(self) -> Vectors:
        """(n, d) as they are kept, in the order of `ids`.

        Raises:
            IndexProblem: the index is inconsistent.
        """
        inner, count = self._inner, len(self)
        has_lists = hasattr(inner, "make_direct_map")
        try:
            if has_lists:
                inner.make_direct_map(True)
            width = self.dim // 8 if self.measure == "hamming" else self.dim
            kind = np.uint8 if self.measure == "hamming" else np.float32
            rows = [inner.reconstruct(row) for row in range(count)]
            return np.array(rows, kind).reshape(count, width)
        except RuntimeError as error:
            raise IndexProblem("its vectors cannot be read back") from error
        finally:
            if has_lists:
                inner.make_direct_map(False)

    def remove(self, ids: Ids) -> int:
        """Remove vectors; gives how many. Those that stay keep their ids and order.

        Takes as long as adding again what stays.

        Raises:
            IndexProblem: the index is inconsistent; it is as it was.
        """
        vectors, all_ids = self.vectors(), self.ids
        stays = ~np.isin(all_ids, ids)
        if stays.all():
            return 0
        self.faiss_index.reset()
        if stays.any():
            self.add(vectors[stays], all_ids[stays])
        return int(np.count_nonzero(~stays))

    def search(self, queries: Vectors, k: int) -> tuple[NDArray[Any], Ids]:
        """(q, k) scores and ids, best first; id -1 where there are fewer than k.

        A score is a cosine (IP), a squared distance (L2) or the bits that differ (hamming).
        """
        scores, ids = self.faiss_index.search(np.ascontiguousarray(queries), k)
        return scores, ids

    @property
    def _inner(self) -> Any:
        inner = self.faiss_index.index
        if isinstance(inner, faiss.IndexBinary):
            inner = faiss.downcast_IndexBinary(inner)
        else:
            inner = faiss.downcast_index(inner)
        known = (
            faiss.IndexFlat, faiss.IndexHNSWFlat, faiss.IndexIVFFlat,
            faiss.IndexBinaryFlat, faiss.IndexBinaryHNSW, faiss.IndexBinaryIVF,
        )  # fmt: skip
        if not isinstance(inner, known):
            raise IndexProblem(f"it is a {type(inner).__name__}, not one of {', '.join(METHODS)}")
        return inner


def _factory_name(kind: IndexKind, count: int) -> str:
    if kind.method not in METHODS:
        raise IndexProblem(f"index_method {kind.method!r} is none of {', '.join(METHODS)}")
    name = kind.method
    if name == "IVF":
        lists = min(count // _VECTORS_PER_LIST, _LISTS_AT_MOST)
        if lists < 1:
            raise IndexProblem(_TOO_FEW_FOR_LISTS)
        name = f"IVF{lists}" if kind.is_binary else f"IVF{lists},Flat"
    return "B" + name if kind.is_binary else name
