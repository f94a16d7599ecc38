"""Measures second looks on drawn families of look-alikes: `python benchmarks/bench_look_alikes.py`.

Families are drawn by seed; those that fit the rule (`--fit`) are others than those that judge.
Prints recall@1 of the embedding alone, with each part of a second look, and with all, what is
settled without a question, and how long a doubtful crop takes. `--photos` judges real photos.
"""

import argparse
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from colugo.checkout.second_look import ALIGNED, RULE, sureness
from colugo.evaluation.photo_sets import NamedPhoto, read_photos
from colugo.evaluation.recognition import embed_photos
from colugo.evaluation.second_looks import Asked, ask_again, score_again
from colugo.gallery.confidence import UNKNOWN_SHARE
from colugo.synth.product import make_family
from colugo.synth.write import write_products
from colugo.vision.defaults import default_embedder

FIT, JUDGE = 139_000_000, 140_000_000  # numbers of the first families: of shops 1390 and 1400
SEED = 1_313  # as `benchmarks/accuracy.py` draws them
MEMBERS, VIEWS, PHOTOS = 5, 6, 5
PARTS = {
    "embedding": (1, 0, 0, 0), "with colours": (1, 1, 0, 0), "with the aligned label": (1, 0, 1, 0),
    "with features that agree": (1, 0, 0, 1), "all": (1, 1, 1, 1),
}  # fmt: skip
Numbers = NDArray[np.float64]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=Path, default=Path("runs/look-alikes"))
    arguments.add_argument("--families", type=int, default=100)
    arguments.add_argument("--most", type=int, help="Queries at most.")
    arguments.add_argument("--photos", type=Path, help="A folder or list of photos to judge.")
    arguments.add_argument("--fit", action="store_true", help="Print weights fitted anew.")
    chosen = arguments.parse_args()
    cv2.setNumThreads(1)
    photos = read_photos(chosen.photos or _drawn(chosen.runs, chosen.families, chosen.fit))
    vectors = embed_photos(default_embedder(), photos, lambda _: None)
    for strangers in (False, True):
        asked = ask_again(vectors, photos, PHOTOS, strangers=strangers, most=chosen.most)
        _show(asked, photos, strangers)
        if chosen.fit:
            _fit(asked)


def _drawn(runs: Path, families: int, fits: bool) -> Path:
    folder = runs / ("fit" if fits else "judge")
    if not (folder / "products.csv").is_file():
        first = FIT if fits else JUDGE
        members = [one for n in range(families) for one in make_family(first + n, MEMBERS)]
        write_products(folder, members, VIEWS, SEED)
    return folder


def _show(asked: list[Asked], photos: list[NamedPhoto], strangers: bool) -> None:
    title = f"{len({p.product for p in photos})} products"
    title += ", a third of them not enrolled" if strangers else ""
    table = Table("rule", "doubtful", "recall@1", "recall@5", "settled", "wrong", "ms", title=title)
    for name, parts in PARTS.items():
        weights = tuple(w * part for w, part in zip(RULE.weights, parts, strict=True))
        scores = score_again(asked, PHOTOS, replace(RULE, weights=weights))
        shares = (scores.recall1_second, scores.recall5_second, scores.settled, scores.wrong)
        doubtful = f"{scores.doubtful} of {scores.queries}"
        table.add_row(name, doubtful, *(f"{each:.3f}" for each in shares), f"{scores.ms:.1f}")
    Console().print(table)


def _fit(asked: list[Asked]) -> None:
    """Weights by which the right one of those that were aligned is the likeliest."""
    doubtful = [each for each in asked if each.found is not None]
    rows = [each.found for each in doubtful if each.found is not None]
    numbers = np.zeros((len(rows), ALIGNED, 4))
    is_there = np.zeros((len(rows), ALIGNED), bool)
    is_right = np.zeros((len(rows), ALIGNED), bool)
    for row, (each, found) in enumerate(zip(doubtful, rows, strict=True)):
        is_there[row, : len(found.rows)] = True
        numbers[row, : len(found.rows)] = found.numbers
        is_right[row, : len(found.rows)] = each.products[found.rows] == each.label
    known = is_right.any(axis=1)
    for name, columns in (("first", 2), ("weights", 4)):
        part = numbers[known][:, :, :columns]
        print(name, np.round(_softmax(part, is_right[known], is_there[known]), 2).tolist())
    weights = np.array(RULE.weights)
    evidence = np.array([sureness(found, found.numbers @ weights) for found in rows])
    first = [int((found.numbers @ weights).argmax()) for found in rows]
    right = is_right[np.arange(len(rows)), first]
    is_strange = np.array([not (each.products == each.label).any() for each in doubtful])
    print("sure, bias", np.round(_logistic(evidence, right, is_strange), 2).tolist())
    print("now", astuple(RULE))


def _softmax(numbers: Numbers, is_right: NDArray[np.bool_], is_there: NDArray[np.bool_]) -> Numbers:
    scale = numbers[is_there].std(axis=0)

    def slope(weights: Numbers) -> Numbers:
        points = np.where(is_there, numbers / scale @ weights, -np.inf)
        chance = np.exp(points - points.max(axis=1, keepdims=True))
        off = chance / chance.sum(axis=1, keepdims=True) - is_right
        gradient: Numbers = np.einsum("qk,qkf->f", off, numbers / scale) / len(numbers)
        return gradient + 1e-3 * weights

    return _descended(slope, numbers.shape[2]) / scale


def _logistic(evidence: Numbers, right: NDArray[np.bool_], strange: NDArray[np.bool_]) -> Numbers:
    """Strangers, of which a shop sees few, weigh `UNKNOWN_SHARE` in all."""
    rows = np.hstack([evidence, np.ones((len(evidence), 1))])
    share = UNKNOWN_SHARE * np.count_nonzero(~strange) / max(np.count_nonzero(strange), 1)
    weight = np.where(strange, share, 1 - UNKNOWN_SHARE)

    def slope(weights: Numbers) -> Numbers:
        off = 1 / (1 + np.exp(-rows @ weights)) - right
        gradient: Numbers = (weight * off) @ rows / weight.sum()
        return gradient

    return _descended(slope, rows.shape[1])


def _descended(slope: Callable[[Numbers], Numbers], size: int) -> Numbers:
    weights = np.zeros(size)
    for _ in range(20_000):
        weights = weights - 0.2 * slope(weights)
    return weights


if __name__ == "__main__":
    main()
