"""Turns what the gallery found into verdicts. Pure functions: no pixel, no database, no price."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from colugo.checkout.verdict import Candidate, Kind, Verdict
from colugo.gallery import Confidence, Matches
from colugo.vision import Boxes, Detections

# A box of which this share lies in another of the same product is a part of it. Boxes of
# products that stand side by side share far less; a label inside its own pack shares all.
# Source: the crops of a product that the detector doubles, measured on the synthetic scenes.
_INSIDE_SHARE = 0.8


def decide(
    detections: Detections,
    matches: Matches,
    confidence: Confidence,
    skus: Mapping[int, str],
    *,
    wrong_cost: float,
    candidates: int = 3,
) -> tuple[Verdict, ...]:
    """Give every box its verdict; boxes that repeat another of the same product are dropped.

    Args:
        detections: n boxes.
        matches: (n, k) products found for the boxes, best first; k of `RANKED`, for the evidence.
        confidence: gives the chance of a ranking in this gallery.
        skus: SKU of every product id in `matches`.
        wrong_cost: how many questions a wrong charge is as bad as.
        candidates: products to offer at most.
    """
    chances = confidence.chances(matches).tolist()
    found_of = _candidates(matches, skus)
    verdicts = []
    for xyxy, score, chance, found in zip(
        detections.xyxy, detections.scores, chances, found_of, strict=True
    ):
        kind = _kind(found, chance, confidence.unknown_similarity, wrong_cost)
        offered = () if kind == "unknown" else tuple(found[:candidates])
        left, top, right, bottom = (float(edge) for edge in xyxy)
        similarity = found[0].similarity if found else None
        box = (left, top, right, bottom)
        verdicts.append(Verdict(box, float(score), kind, offered, similarity, chance))
    kept = without_repeats(detections.xyxy, [_named(verdict) for verdict in verdicts])
    return tuple(verdicts[row] for row in kept)


def without_repeats(xyxy: Boxes, names: Sequence[str | None]) -> list[int]:
    """Rows of the boxes that stay when a box inside another of the same name counts as one.

    The inner box goes; but where a box holds two or more that lie beside each other, it
    is the outer one that took two products for one, and it goes.

    Args:
        xyxy: (n, 4) boxes in pixels.
        names: what each box shows; None repeats nothing.
    """
    inside = _share_inside(xyxy) > _INSIDE_SHARE  # [a, b]: a lies in b
    same = np.array([[a is not None and a == b for b in names] for a in names], dtype=bool)
    held = inside & same.reshape(inside.shape) & ~np.eye(len(names), dtype=bool)
    held &= ~(held.T & _is_later(xyxy))  # of two that lie in each other the first stays
    holders = range(len(names))
    merged = [row for row in holders if _has_neighbours(np.flatnonzero(held[:, row]), inside)]
    held[:, merged] = False
    return [row for row in range(len(names)) if row not in merged and not held[row].any()]


def _kind(
    found: Sequence[Candidate], chance: float, unknown_similarity: float, wrong_cost: float
) -> Kind:
    """Unknown is what is like nothing; else the cheaper of asking and of pricing it unasked.

    Pricing costs `wrong_cost` questions times the chance to be wrong, asking costs one where the
    product is right: equal at a chance of wrong_cost / (wrong_cost + 1).
    """
    if not found or found[0].similarity < unknown_similarity:
        return "unknown"
    return "known" if chance * (wrong_cost + 1) >= wrong_cost else "unsure"


def _candidates(matches: Matches, skus: Mapping[int, str]) -> Iterator[list[Candidate]]:
    for products, similarities in zip(matches.product_ids, matches.similarities, strict=True):
        yield [
            Candidate(skus[int(product)], float(similarity))
            for product, similarity in zip(products, similarities, strict=True)
            if product >= 0
        ]


def _named(verdict: Verdict) -> str | None:
    return verdict.candidates[0].sku if verdict.candidates else None


def _share_inside(xyxy: Boxes) -> NDArray[np.float32]:
    """(n, n) share of box a (row) that lies in box b (column)."""
    low = np.maximum(xyxy[:, None, :2], xyxy[None, :, :2])
    high = np.minimum(xyxy[:, None, 2:], xyxy[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    area = np.prod(xyxy[:, 2:] - xyxy[:, :2], axis=1)
    share: NDArray[np.float32] = shared / np.maximum(area[:, None], 1e-6)
    return share


def _is_later(xyxy: Boxes) -> NDArray[np.bool_]:
    rows = np.arange(len(xyxy))
    return rows[:, None] < rows[None, :]


def _has_neighbours(rows: NDArray[np.intp], inside: NDArray[np.bool_]) -> bool:
    """Whether two of these boxes lie beside each other, neither in the other."""
    apart = ~(inside | inside.T)[np.ix_(rows, rows)]
    return bool(apart.any())
