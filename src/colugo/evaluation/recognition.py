"""How well an embedder tells products apart, from few photos of each. Sells nothing.

Photos of the gallery and of the queries are disjoint, drawn by a seed. All figures of one number
of photos come of the same draw, so models are judged on the same photos.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from colugo.checkout.calibrate import RULE
from colugo.errors import EvaluationInvalid
from colugo.evaluation.photo_sets import NamedPhoto
from colugo.gallery import RANKED, Confidence, ExactIndex, Matches
from colugo.open_set import open_set_scores
from colugo.vision import Embedder, decode

Rows = NDArray[np.float32]
PHOTOS: Final = (1, 2, 5, 10)
_BATCH: Final = 16
_STRANGERS: Final = 3  # of so many products one is left out of the gallery
_TOP: Final = 5


@dataclass(frozen=True)
class PhotoScores:
    """One model with so many photos of each product in the gallery.

    Attributes:
        photos: of each product in the gallery.
        products, queries: how many there are.
        recall1, recall5: share of queries whose product is the first, or among the first five.
        auroc: probability that the chance of an enrolled product is above that of a stranger.
        auroc_similarity: the same of the bare similarity.
        false95, false99: share of strangers that are accepted where 95 and 99 percent of the
            enrolled are.
    """

    photos: int
    products: int
    queries: int
    recall1: float
    recall5: float
    auroc: float
    auroc_similarity: float
    false95: float
    false99: float

    def facts(self) -> dict[str, Any]:
        """Everything as plain values."""
        return dict(vars(self))


@dataclass(frozen=True)
class Mistake:
    """A query, the product it was taken for, and the photo that it was taken for."""

    query: NamedPhoto
    taken_for: NamedPhoto
    similarity: float


def embed_photos(
    embedder: Embedder, photos: Sequence[NamedPhoto], progress: Callable[[int], None]
) -> Rows:
    """(n, d) rows of length 1. Raises PictureUnusable of a photo that cannot be read."""
    rows = []
    for start in range(0, len(photos), _BATCH):
        block = photos[start : start + _BATCH]
        rows.append(embedder.embed([decode(photo.path) for photo in block]))
        progress(start + len(block))
    return np.concatenate(rows)


def score_photos(
    vectors: Rows, photos: Sequence[NamedPhoto], count: int, *, seed: int = 0,
    rule: Confidence = RULE,
) -> tuple[PhotoScores, list[Mistake]]:  # fmt: skip
    """Judge with `count` photos of each product in the gallery; mistakes, the surest first.

    Raises:
        EvaluationInvalid: fewer than three products have more photos than that.
    """
    drawn = np.random.default_rng([seed, count])
    labels = _labels(photos)
    shown, asked = _split(labels, count, drawn)
    products = np.unique(labels[shown])
    if len(products) < _STRANGERS:
        got = f"{len(products)} with more than {count} photos"
        raise EvaluationInvalid("the photos", f"{_STRANGERS} products or more", got)
    found = _search(vectors, labels, shown, asked)
    strangers = drawn.permutation(products)[: len(products) // _STRANGERS]
    is_strange = np.isin(labels, strangers)
    rest = _search(vectors, labels, shown[~is_strange[shown]], asked)
    chances, similar = rule.chances(rest), rest.similarities[:, 0].astype(np.float64)
    told = _told_apart(chances, is_strange[asked])
    is_first = found.product_ids[:, 0] == labels[asked]
    scores = PhotoScores(
        photos=count, products=len(products), queries=len(asked),
        recall1=float(is_first.mean()),
        recall5=float((found.product_ids[:, :_TOP] == labels[asked][:, None]).any(axis=1).mean()),
        auroc=told["auroc"],
        auroc_similarity=_told_apart(similar, is_strange[asked])["auroc"],
        false95=told["far@tar95"],
        false99=told["far@tar99"],
    )  # fmt: skip
    mistakes = [
        Mistake(photos[asked[row]], photos[found.photo_ids[row, 0]],
                float(found.similarities[row, 0]))
        for row in np.flatnonzero(~is_first)
    ]  # fmt: skip
    return scores, sorted(mistakes, key=lambda each: -each.similarity)


def confused_pairs(mistakes: Sequence[Mistake]) -> list[tuple[str, str, int]]:
    """Products that were taken for each other, and how often, the most frequent first."""
    times: dict[tuple[str, str], int] = {}
    for each in mistakes:
        pair = (each.query.product, each.taken_for.product)
        pair = (min(pair), max(pair))
        times[pair] = times.get(pair, 0) + 1
    return sorted(((*pair, n) for pair, n in times.items()), key=lambda row: (-row[2], row[:2]))


def judge_photos(
    models: Mapping[str, Path], photos: Sequence[NamedPhoto],
    progress: Callable[[str, int], None] = lambda *_: None, *,
    counts: Sequence[int] = PHOTOS, seed: int = 0,
) -> dict[str, list[tuple[PhotoScores, list[Mistake]]]]:  # fmt: skip
    """Every model on the same photos; numbers of photos that no three products have are left out.

    Raises:
        EvaluationInvalid: no number of photos is possible. ModelUnusable: by its subclasses.
    """
    judged = {}
    for name, path in models.items():
        embedder = Embedder.open(path)
        vectors = embed_photos(embedder, photos, lambda done, name=name: progress(name, done))  # type: ignore[misc]
        possible = [n for n in counts if _products_beyond(photos, n) >= _STRANGERS]
        if not possible:
            score_photos(vectors, photos, min(counts), seed=seed)  # says why
        judged[name] = [score_photos(vectors, photos, n, seed=seed) for n in possible]
    return judged


def _products_beyond(photos: Sequence[NamedPhoto], count: int) -> int:
    _, numbers = np.unique([photo.product for photo in photos], return_counts=True)
    return int((numbers > count).sum())


def gallery_and_queries(
    photos: Sequence[NamedPhoto], count: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(n,) numbers of the photos' products, and the rows of the gallery and of the queries."""
    labels = _labels(photos)
    return labels, *_split(labels, count, np.random.default_rng([seed, count]))


def _labels(photos: Sequence[NamedPhoto]) -> NDArray[np.int64]:
    numbers = {name: n for n, name in enumerate(sorted({p.product for p in photos}))}
    return np.array([numbers[photo.product] for photo in photos])


def _split(
    labels: NDArray[np.int64], count: int, drawn: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the gallery and of the queries, of products that have photos for both."""
    shown, asked = [], []
    for product in np.unique(labels):
        rows = drawn.permutation(np.flatnonzero(labels == product))
        if len(rows) > count:
            shown.append(rows[:count])
            asked.append(rows[count:])
    none = np.empty(0, np.int64)
    return np.concatenate([none, *shown]), np.concatenate([none, *asked])


def _search(
    vectors: Rows, labels: NDArray[np.int64], shown: NDArray[np.int64], asked: NDArray[np.int64]
) -> Matches:
    index = ExactIndex(vectors.shape[1])
    index.add(shown, labels[shown], vectors[shown])
    return index.search(vectors[asked], RANKED)


def _told_apart(scores: NDArray[np.float64], is_strange: NDArray[np.bool_]) -> dict[str, float]:
    """How well scores tell strangers from the rest; no number where there are none of either."""
    if is_strange.all() or not is_strange.any():
        return dict.fromkeys(("auroc", "far@tar95", "far@tar99"), float("nan"))
    return open_set_scores(scores[~is_strange], scores[is_strange])
