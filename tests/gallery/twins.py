"""Slow twins that compare one pair at a time, and rows to try them on."""

from collections.abc import Callable, Sequence

import numpy as np

from colugo.gallery import Embeddings, Ids, VectorIndex

Found = list[tuple[int, float, int]]  # product, score, nearest photo
SlowScoring = Callable[[Sequence[float]], float]


def unit_rows(rows: int, dim: int, seed: int = 0) -> Embeddings:
    drawn = np.random.default_rng(seed).standard_normal((rows, dim))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def product_rows(product_ids: Ids, dim: int, *, spread: float, seed: int = 0) -> Embeddings:
    """Photos that lie about their product's own direction."""
    directions = unit_rows(int(product_ids.max()) + 1, dim, seed=999)[product_ids]
    drawn = np.random.default_rng(seed).standard_normal(directions.shape) / np.sqrt(dim)
    near = directions + spread * drawn
    return (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)


def coarse_rows() -> Embeddings:
    """Rows of length 1 whose products are whole quarters: exact in float32, with many ties."""
    axes = np.eye(4)
    halves = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [-1, 1, 1, 1]]) / 2
    return np.concatenate([axes, -axes[:2], halves]).astype(np.float32)


def ids(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def filled(make: Callable[[int], VectorIndex], products: list[int], dim: int = 8) -> VectorIndex:
    """Photos 0, 1, 2... of these products, on random rows of seed 0."""
    index = make(dim)
    index.add(np.arange(len(products)), np.array(products), unit_rows(len(products), dim))
    return index


class DictionaryIndex:
    """A gallery in a dictionary, searched photo by photo."""

    def __init__(self, scoring: SlowScoring = max) -> None:
        self.photos: dict[int, tuple[int, np.ndarray]] = {}
        self._scoring = scoring

    def add(self, photo_ids: Ids, product_ids: Ids, embeddings: Embeddings) -> None:
        rows = zip(product_ids.tolist(), embeddings.astype(np.float64), strict=True)
        self.photos.update(zip(photo_ids.tolist(), rows, strict=True))

    def remove(self, photo_ids: Ids) -> int:
        return sum(self.photos.pop(photo, None) is not None for photo in photo_ids.tolist())

    def search(self, query: np.ndarray, k: int) -> Found:
        similarities: dict[int, list[tuple[float, int]]] = {}
        for photo, (product, embedding) in sorted(self.photos.items()):
            likeness = float(query.astype(np.float64) @ embedding)
            similarities.setdefault(product, []).append((likeness, photo))
        found = [
            (product, self._scoring([likeness for likeness, _ in photos]), _nearest(photos))
            for product, photos in sorted(similarities.items())
        ]
        return sorted(found, key=lambda row: -row[1])[:k]


def _nearest(photos: list[tuple[float, int]]) -> int:
    return max(photos, key=lambda photo: (photo[0], -photo[1]))[1]
