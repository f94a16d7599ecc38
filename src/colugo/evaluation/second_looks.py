"""Judges second looks on single photos: how many more are right, what they settle, what they cost.

The same photos are asked about as in `colugo.evaluation.recognition`, by the same seed.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from colugo.checkout.by_second_look import is_close
from colugo.checkout.calibrate import RULE
from colugo.checkout.second_look import CANDIDATES, Evidence, LookRule, compare, judge
from colugo.checkout.second_look import RULE as LOOK_RULE
from colugo.evaluation.photo_sets import NamedPhoto
from colugo.evaluation.recognition import Rows, embed_photos, gallery_and_queries
from colugo.gallery import ExactIndex
from colugo.vision import decode, default_embedder
from colugo.vision.closer_look import Look, look_closely

_WRONG_COST: Final = 20
_STRANGERS: Final = 3  # of so many products one is left out of the gallery


@dataclass(frozen=True, eq=False)
class Asked:
    """One query that was looked at again.

    Attributes:
        label: number of its product. products: (k,) of the candidates, best first.
        similarities: (k,). found: what was compared; None where nothing was doubtful.
        ms: of this thread on its core, the look at the crop included: others do not count.
    """

    label: int
    products: NDArray[np.int64]
    similarities: NDArray[np.float64]
    found: Evidence | None
    ms: float


@dataclass(frozen=True)
class SecondScores:
    """What second looks came to.

    Attributes:
        photos: of each product in the gallery. queries, doubtful: how many, how many looked at.
        recall1, recall1_second: share whose product is first, without and with it.
        recall5, recall5_second: or among the first five.
        settled: share of the doubtful that became known. wrong: share of those that are wrong.
        ms: median of a second look, of one core.
    """

    photos: int
    queries: int
    doubtful: int
    recall1: float
    recall1_second: float
    recall5: float
    recall5_second: float
    settled: float
    wrong: float
    ms: float

    def facts(self) -> dict[str, Any]:
        """Everything as plain values."""
        return dict(vars(self))


def judge_again(
    photos: Sequence[NamedPhoto], counts: Sequence[int], *, seed: int = 0, most: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> list[SecondScores]:  # fmt: skip
    """Second looks by the default embedder, for each number of photos in the gallery.

    Raises:
        PictureUnusable: of a photo that cannot be read.
    """
    vectors = embed_photos(default_embedder(), photos, lambda _: None)
    judged, before = [], 0
    for count in counts:
        asked = ask_again(
            vectors, photos, count, seed=seed, most=most,
            progress=lambda done, before=before: progress(before + done),  # type: ignore[misc]
        )  # fmt: skip
        before += len(asked)
        judged.append(score_again(asked, count))
    return judged


def ask_again(
    vectors: Rows, photos: Sequence[NamedPhoto], count: int, *, seed: int = 0,
    strangers: bool = False, most: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Asked]:  # fmt: skip
    """Look again at the queries with `count` photos of each product in the gallery.

    Args:
        vectors: (n, d) embeddings of the photos.
        photos: n of them.
        count: photos of each product in the gallery.
        seed: draws them.
        strangers: leave a third of the products out of the gallery.
        most: queries at most, drawn; None for all.
        progress: told how many are done.
    """
    labels, shown, asked = gallery_and_queries(photos, count, seed)
    drawn = np.random.default_rng([seed, count, 1])
    if strangers:
        products = np.unique(labels[shown])
        left_out = drawn.permutation(products)[: len(products) // _STRANGERS]
        shown = shown[~np.isin(labels[shown], left_out)]
    asked = asked if most is None else drawn.permutation(asked)[:most]
    index = ExactIndex(vectors.shape[1])
    index.add(shown, labels[shown], vectors[shown])
    matches = index.search(vectors[asked], CANDIDATES)
    chances = RULE.chances(matches)
    looks = {int(row): look_closely(decode(photos[row].path)) for row in shown}
    of = {product: [looks[row] for row in shown.tolist() if labels[row] == product]
          for product in np.unique(labels[shown]).tolist()}  # fmt: skip
    done = []
    for place, row in enumerate(asked.tolist()):
        products = matches.product_ids[place][matches.product_ids[place] >= 0]
        similar = matches.similarities[place, : len(products)].astype(np.float64)
        is_unsure = chances[place] * (_WRONG_COST + 1) < _WRONG_COST
        is_doubtful = is_unsure and is_close(similar) and similar[0] >= RULE.unknown_similarity
        found, ms = _looked(photos[row], products, similar, of) if is_doubtful else (None, 0.0)
        done.append(Asked(int(labels[row]), products, similar, found, ms))
        progress(place + 1)
    return done


def score_again(
    asked: Sequence[Asked], count: int, rule: LookRule = LOOK_RULE, wrong_cost: float = _WRONG_COST
) -> SecondScores:
    """What the queries of `ask_again` came to by a rule."""
    before, after, settled, wrong = [], [], 0, 0
    for each in asked:
        places = np.flatnonzero(each.products == each.label)
        before.append(int(places[0]) if len(places) else len(each.products))
        after.append(before[-1])
        if each.found is None:
            continue
        opinion = judge(each.found, each.similarities, rule=rule)
        if opinion is None:
            continue
        again = np.flatnonzero(each.products[opinion.order] == each.label)
        after[-1] = int(again[0]) if len(again) else len(each.products)
        if opinion.chance * (wrong_cost + 1) >= wrong_cost:
            settled += 1
            wrong += after[-1] != 0
    doubtful = [each.ms for each in asked if each.found is not None]
    first, then = np.array(before), np.array(after)
    return SecondScores(
        count, len(asked), len(doubtful), float((first < 1).mean()), float((then < 1).mean()),
        float((first < 5).mean()), float((then < 5).mean()), settled / max(len(doubtful), 1),
        wrong / max(settled, 1), float(np.median(doubtful)) if doubtful else 0.0,
    )  # fmt: skip


def _looked(
    photo: NamedPhoto, products: NDArray[np.int64], similar: NDArray[np.float64],
    of: Mapping[int, Sequence[Look]],
) -> tuple[Evidence, float]:  # fmt: skip
    image = decode(photo.path)
    start = time.thread_time()
    found = compare(look_closely(image), [of[int(each)] for each in products], similar)
    return found, (time.thread_time() - start) * 1000
