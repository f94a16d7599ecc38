"""Every index there is. A new variant is one more line in `INDEXES`."""

import itertools
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from colugo.gallery import Embeddings, ExactIndex, HnswIndex, Ids, MilvusIndex, VectorIndex


class SettledHnsw(HnswIndex):
    """Its graph is always grown before anything is asked of it."""

    def add(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        super().add(photo_ids, product_ids, embeddings)
        self.settle()

    def remove(self, photo_ids: Ids) -> int:
        removed = super().remove(photo_ids)
        self.settle()
        return removed


_COLLECTIONS = itertools.count()


@cache
def milvus_file() -> str:
    """One file of Milvus Lite for all tests; it goes with the process."""
    folder = tempfile.TemporaryDirectory()
    _KEPT.append(folder)
    return str(Path(folder.name) / "gallery.db")


_KEPT: list[object] = []


def milvus(dim: int) -> MilvusIndex:
    """An empty collection of its own in that file."""
    pytest.importorskip("milvus_lite")
    return MilvusIndex(dim, uri=milvus_file(), collection=f"test_{next(_COLLECTIONS)}")


INDEXES: dict[str, Callable[[int], VectorIndex]] = {
    "exact": ExactIndex,
    "exact, one thread": lambda dim: ExactIndex(dim, threads=1),
    "hnsw": HnswIndex,
    "hnsw, graph from the fifth photo": lambda dim: SettledHnsw(dim, fresh_limit=4, ef_search=64),
    "hnsw, graph growing": lambda dim: HnswIndex(dim, fresh_limit=4, ef_search=64),
    "milvus": milvus,
}


@pytest.fixture(params=INDEXES.values(), ids=INDEXES.keys())
def make(request: pytest.FixtureRequest) -> Callable[[int], VectorIndex]:
    return request.param
