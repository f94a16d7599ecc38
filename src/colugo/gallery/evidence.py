"""What a ranking says about its first product, as three numbers. Pure; knows no probability.

A similarity alone rejects little: the same cosine is a sure hit in one corner of a gallery and a
stranger in another. So it is seen against the runner-up and against the field of the next ones.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from colugo.gallery.index import Similarities

FIELD: Final = 10  # products after the first that make the field
RANKED: Final = FIELD + 1  # products that a search must give for all of the evidence
NAMES: Final = ("similarity", "margin", "lead")

Evidence = NDArray[np.float64]  # (q, 3): similarity of the best, its margin, its lead


def evidence_of(similarities: Similarities, background: float) -> Evidence:
    """Similarity of the best product, its margin to the runner-up, its lead over the field.

    Args:
        similarities: (q, k) of products, best first; -inf where the gallery has no more.
        background: how alike unrelated products are. A gallery of few products has no field:
            the places that are missing in it, and a runner-up that is less alike, count as this.

    Returns:
        (q, 3). A query of an empty gallery is -inf, 0, 0.
    """
    ranked = similarities[:, :RANKED].astype(np.float64)
    gaps = np.full((len(ranked), RANKED - ranked.shape[1]), -np.inf)
    ranked = np.hstack([ranked, gaps])
    best, others = ranked[:, 0], ranked[:, 1:]
    runner_up = np.maximum(others[:, 0], background)
    field = np.where(np.isfinite(others), others, background).mean(axis=1)
    is_there = np.isfinite(best)
    margin = np.where(is_there, best, runner_up) - runner_up
    lead = np.where(is_there, best, field) - field
    return np.stack([best, margin, lead], axis=1)
