"""Every index there is. A new variant is one more line in `INDEXES`."""

from collections.abc import Callable

import pytest

from colugo.gallery import Embeddings, ExactIndex, HnswIndex, Ids, VectorIndex


class SettledHnsw(HnswIndex):
    """Its graph is always grown before anything is asked of it."""

    def add(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        super().add(photo_ids, product_ids, embeddings)
        self.settle()

    def remove(self, photo_ids: Ids) -> int:
        removed = super().remove(photo_ids)
        self.settle()
        return removed


INDEXES: dict[str, Callable[[int], VectorIndex]] = {
    "exact": ExactIndex,
    "exact, one thread": lambda dim: ExactIndex(dim, threads=1),
    "hnsw": HnswIndex,
    "hnsw, graph from the fifth photo": lambda dim: SettledHnsw(dim, fresh_limit=4, ef_search=64),
    "hnsw, graph growing": lambda dim: HnswIndex(dim, fresh_limit=4, ef_search=64),
}


@pytest.fixture(params=INDEXES.values(), ids=INDEXES.keys())
def make(request: pytest.FixtureRequest) -> Callable[[int], VectorIndex]:
    return request.param
