"""Judges embeddings by the protocols of the default models. Knows no network.

Source of the figures: recall@1 is the share of queries whose nearest gallery photo shows
the same product; AUROC is the probability that a photo of a known product is nearer to
the gallery than one of a product that is not in it.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colugo.open_set import auroc
from colugo.training.data.grocery import UNSEEN_LABELS, LabelledPhoto, Protocol, read_list

Embeddings = NDArray[np.float32]  # (n, d), rows of length 1
Embed = Callable[[Sequence[Path]], Embeddings]


def judged_photos(protocols: Sequence[Protocol]) -> list[Path]:
    """Every photo that the protocols need, once, in the order of their paths."""
    photos = (photo for each in protocols for photo in (*each.gallery, *each.queries))
    return sorted({photo.path for photo in photos})


def recall_at_1(protocol: Protocol, embedding_of: Mapping[Path, NDArray[np.float32]]) -> float:
    """Share of the queries whose nearest gallery photo shows the same product."""
    similarities = _stack(protocol.queries, embedding_of) @ _stack(protocol.gallery, embedding_of).T
    nearest = _labels(protocol.gallery)[similarities.argmax(axis=1)]
    return float((nearest == _labels(protocol.queries)).mean())


def unknown_auroc(folder: Path, embedding_of: Mapping[Path, NDArray[np.float32]]) -> float:
    """AUROC of the similarity to the nearest photo, the unseen products left out of the gallery."""
    train, val = read_list(folder, "train.txt"), read_list(folder, "val.txt")
    gallery = [photo for photo in train if photo.label not in UNSEEN_LABELS]
    known = [photo for photo in val if photo.label not in UNSEEN_LABELS]
    unknown = [photo for photo in (*train, *val) if photo.label in UNSEEN_LABELS]
    rows = _stack(gallery, embedding_of).T
    return auroc(
        (_stack(known, embedding_of) @ rows).max(axis=1),
        (_stack(unknown, embedding_of) @ rows).max(axis=1),
    )


def scores(
    folder: Path, protocols: Sequence[Protocol], embedding_of: Mapping[Path, NDArray[np.float32]]
) -> dict[str, float]:
    """Every figure by its name: recall@1 of each protocol, then AUROC of unknown products."""
    figures = {each.name: recall_at_1(each, embedding_of) for each in protocols}
    return {**figures, "unknown products, AUROC": unknown_auroc(folder, embedding_of)}


def _stack(
    photos: Sequence[LabelledPhoto], embedding_of: Mapping[Path, NDArray[np.float32]]
) -> Embeddings:
    return np.stack([embedding_of[photo.path] for photo in photos])


def _labels(photos: Sequence[LabelledPhoto]) -> NDArray[np.int64]:
    return np.array([photo.label for photo in photos], np.int64)
