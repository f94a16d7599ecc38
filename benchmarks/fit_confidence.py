"""Fits the rule of an embedder and shows what it costs: `python benchmarks/fit_confidence.py`.

Queries of products that the embedder never trained on, in galleries of 1, 2 and 5 photos a
product, one query in ten of a product that is not enrolled. Real ones: the 20 unseen grocery
products (of a twin) among the 61 others. Drawn ones: a folder of `gallery/SKU` and `crops/SKU`
that `colugo synth crops` and `products` made. Half of the products fit, half judge.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from colugo.checkout.calibrate import RULE
from colugo.gallery import RANKED, Confidence, ExactIndex, evidence_of
from colugo.gallery.confidence import UNKNOWN_SHARE
from colugo.open_set import auroc
from colugo.training.data.grocery import UNSEEN_LABELS, read_list
from colugo.vision import DecodeLimits, Embedder, decode

BATCH = 16
PHOTOS = (1, 2, 5)
COSTS = (5, 20, 50)
LIMITS = DecodeLimits(max_bytes=50_000_000, max_pixels=100_000_000)
Rows = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Scene:
    """One way to ask: what a gallery answered to its own products, and to strange ones."""

    name: str
    ranked: Rows  # (n, 11) similarities, best first, of enrolled products' queries
    is_right: NDArray[np.bool_]  # (n,)
    strange: Rows  # (m, 11) of queries whose product is not enrolled


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("model", type=Path, help="ONNX embedder, a twin for honest figures.")
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--drawn", type=Path, help="Folder of drawn products and their crops.")
    chosen = arguments.parse_args()
    embedder = Embedder.open(chosen.model)
    sets = [("grocery", *_grocery(embedder, chosen.shared / "data" / "grocery-store"))]
    if chosen.drawn is not None:
        sets.append(("drawn", *_drawn(embedder, chosen.drawn)))
    fitting, judging = [], []
    for name, gallery, queries in sets:
        for scene in _scenes(name, gallery, queries, np.random.default_rng(1)):
            fitting.append(scene)
        for scene in _scenes(name, gallery, queries, np.random.default_rng(2)):
            judging.append(scene)
    background = float(np.mean([scene.ranked[:, 1:][np.isfinite(scene.ranked[:, 1:])].mean()
                                for scene in fitting]))  # fmt: skip
    fitted = _fit(fitting, background)
    console = Console(width=150)
    console.print(f"weights {np.round(fitted.weights, 2)}, bias {fitted.bias:.2f}, "
                  f"background {background:.2f}")  # fmt: skip
    table = Table("gallery", "rule", "recall@1", "cost", "known of right", "wrong of known",
                  "strange known", "AUROC of strange")  # fmt: skip
    for scene in judging:
        for rule, name in ((RULE, "shipped"), (fitted, "fitted")):
            for cost in COSTS:
                table.add_row(scene.name, name, *_figures(scene, rule, cost))
    console.print(table)


def _figures(scene: Scene, rule: Confidence, cost: float) -> Iterator[str]:
    needed = np.log(cost)
    scores, strange = rule.scores(scene.ranked), rule.scores(scene.strange)
    is_known, is_fooled = scores >= needed, strange >= needed
    right = (1 - UNKNOWN_SHARE) * (is_known & scene.is_right).mean()
    wrong = (1 - UNKNOWN_SHARE) * (is_known & ~scene.is_right).mean()
    wrong += UNKNOWN_SHARE * is_fooled.mean()
    known = (is_known & scene.is_right).sum() / max(1, scene.is_right.sum())
    figures = (known, wrong / max(right + wrong, 1e-9), is_fooled.mean(), auroc(scores, strange))
    return iter([f"{scene.is_right.mean():.3f}", f"{cost:g}", *(f"{each:.3f}" for each in figures)])


def _fit(scenes: list[Scene], background: float) -> Confidence:
    """Logistic regression by Newton's steps, every scene weighing the same."""
    evidence, wanted, weights = [], [], []
    for scene in scenes:
        for rows, right, share in (
            (scene.ranked, scene.is_right, 1 - UNKNOWN_SHARE),
            (scene.strange, np.zeros(len(scene.strange)), UNKNOWN_SHARE),
        ):
            evidence.append(evidence_of(rows, background))
            wanted.append(right.astype(np.float64))
            weights.append(np.full(len(rows), share / len(rows)))
    given = np.column_stack([np.concatenate(evidence), np.ones(sum(map(len, evidence)))])
    y, w = np.concatenate(wanted), np.concatenate(weights)
    beta = np.zeros(4)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-given @ beta))
        bend = (given * (w * chance * (1 - chance))[:, None]).T @ given + 1e-6 * np.eye(4)
        beta -= np.linalg.solve(bend, given.T @ (w * (chance - y)) + 1e-6 * beta)
    similarity, margin, lead = np.maximum(beta[:3], 0).tolist()
    return Confidence((similarity, margin, lead), float(beta[3]), background, 0.45)


def _scenes(
    name: str,
    gallery: tuple[Rows, Labels],
    queries: tuple[Rows, Labels],
    drawn: np.random.Generator,
) -> Iterator[Scene]:
    """Galleries of some photos a product; a third of the products are left out as strange."""
    vectors, labels = gallery
    products = np.unique(queries[1])
    for photos in PHOTOS:
        strangers = drawn.choice(products, max(1, len(products) // 3), replace=False)
        rows = np.concatenate([
            drawn.permutation(np.flatnonzero(labels == each))[:photos]
            for each in np.unique(labels) if each not in strangers
        ])  # fmt: skip
        index = ExactIndex(vectors.shape[1])
        index.add(np.arange(len(rows)), labels[rows], vectors[rows])
        is_strange = np.isin(queries[1], strangers)
        found = index.search(queries[0][~is_strange], RANKED)
        strange = index.search(queries[0][is_strange], RANKED)
        is_right = found.product_ids[:, 0] == queries[1][~is_strange]
        yield Scene(f"{name}, {photos} photos", found.similarities, is_right, strange.similarities)


def _grocery(embedder: Embedder, folder: Path) -> tuple[tuple[Rows, Labels], tuple[Rows, Labels]]:
    train, val = read_list(folder, "train.txt"), read_list(folder, "val.txt")
    unseen = [photo for photo in (*train, *val) if photo.label in UNSEEN_LABELS]
    first: dict[int, int] = {}
    shown = []
    for photo in train:  # ten of each product are enough to draw five from
        first[photo.label] = first.get(photo.label, 0) + 1
        if first[photo.label] <= 10:
            shown.append(photo)
    asked = [photo for photo in unseen if photo not in set(shown)]
    return (
        (_embed(embedder, [p.path for p in shown]), np.array([p.label for p in shown])),
        (_embed(embedder, [p.path for p in asked]), np.array([p.label for p in asked])),
    )


def _drawn(embedder: Embedder, folder: Path) -> tuple[tuple[Rows, Labels], tuple[Rows, Labels]]:
    names = sorted(each.name for each in (folder / "gallery").iterdir() if each.is_dir())
    number = {name: place for place, name in enumerate(names)}
    parts = []
    for part in ("gallery", "crops"):
        paths = [p for p in sorted((folder / part).glob("*/*.jpg")) if p.parent.name in number]
        parts.append((_embed(embedder, paths), np.array([number[p.parent.name] for p in paths])))
    return parts[0], parts[1]


def _embed(embedder: Embedder, paths: list[Path]) -> Rows:
    blocks = [paths[row : row + BATCH] for row in range(0, len(paths), BATCH)]
    return np.concatenate([
        embedder.embed([decode(path, LIMITS) for path in block])
        for block in track(blocks, "embedding")
    ])  # fmt: skip


if __name__ == "__main__":
    main()
