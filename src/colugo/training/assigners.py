"""Which cell answers for which product while a detector learns. Knows no network.

One picture at a time. A new way = a class with `__call__` and a line in `ASSIGNERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional as F

from colugo.training.losses.boxes import iou_of_pairs

NOBODY = -1


@dataclass(frozen=True)
class Cells:
    """What a network says about one picture, without gradients."""

    scores: Tensor  # (cells,) 0..1
    xyxy: Tensor  # (cells, 4) px
    centers_xy: Tensor  # (cells, 2) px
    strides: Tensor  # (cells,) px


@dataclass(frozen=True)
class Assignment:
    """What every cell is to learn."""

    products: Tensor  # (cells,) int64 row of the boxes, NOBODY for background
    qualities: Tensor  # (cells,) 0..1, the score to learn; 0 for background


class Assigner(Protocol):
    """Chooses cells for the products of one picture."""

    def __call__(self, cells: Cells, boxes: Tensor) -> Assignment:
        """Assign cells to `boxes` (products, 4) xyxy px; products may be 0."""


@dataclass(frozen=True)
class TaskAligned:
    """The cells that already score and overlap best: score^alpha x IoU^beta.

    Qualities are the alignments, scaled per product so that its best cell gets that
    cell's best IoU. Source: Feng et al., "TOOD" (2021); the exponents are those of our
    trial (../shared/design/recognition-notes.md).
    """

    top_k: int = 10
    alpha: float = 1.0
    beta: float = 4.0

    def __call__(self, cells: Cells, boxes: Tensor) -> Assignment:
        """Assign cells whose centre lies in a box of `boxes` (products, 4) xyxy px."""
        if not len(boxes):
            return _nothing(cells)
        ious = iou_of_pairs(boxes, cells.xyxy)  # (products, cells)
        inside = _distances_inside(cells.centers_xy, boxes) > 0
        alignments = cells.scores.pow(self.alpha) * ious.pow(self.beta) * inside
        chosen = _top(alignments, self.top_k) & (alignments > 0)
        products = _resolve(chosen, -ious)
        return Assignment(products, _normalised(alignments, ious, products))


@dataclass(frozen=True)
class SimOTA:
    """The cheapest cells near a product, as many as their overlaps add up to.

    Source: Ge et al., "YOLOX" (2021) with PicoDet's numbers (spec 3.4): cost = varifocal
    loss with IoU as target + 6 (1 - GIoU), + 1e8 outside box or centre region.
    """

    center_radius: float = 2.5  # strides
    top_k: int = 10
    iou_weight: float = 6.0
    class_weight: float = 1.0

    def __call__(self, cells: Cells, boxes: Tensor) -> Assignment:
        """Assign candidate cells to `boxes` (products, 4) xyxy px."""
        if not len(boxes):
            return _nothing(cells)
        in_box = _distances_inside(cells.centers_xy, boxes) > 0
        in_center = self._is_central(cells, boxes)
        candidates = (in_box | in_center).any(dim=0)
        ious = iou_of_pairs(boxes, cells.xyxy) * candidates
        costs = self._costs(cells, boxes, ious) + 1e8 * ~(in_box & in_center)
        costs = costs.masked_fill(~candidates, torch.inf)
        wanted = ious.topk(min(self.top_k, len(cells.scores)), dim=1).values.sum(1).int()
        chosen = torch.zeros_like(in_box)
        for product, count in enumerate(wanted.clamp(min=1).tolist()):
            chosen[product, costs[product].topk(count, largest=False).indices] = True
        products = _resolve(chosen & candidates, costs)
        return Assignment(products, _taken(ious, products))

    def _is_central(self, cells: Cells, boxes: Tensor) -> Tensor:
        middles = (boxes[:, None, :2] + boxes[:, None, 2:]) / 2
        offsets = (cells.centers_xy - middles).abs().amax(-1)
        return offsets < self.center_radius * cells.strides

    def _costs(self, cells: Cells, boxes: Tensor, ious: Tensor) -> Tensor:
        scores = cells.scores.expand_as(ious)
        weights = torch.where(ious > 0, ious, 0.75 * scores.square())
        class_costs = weights * F.binary_cross_entropy(scores, ious, reduction="none")
        gious = iou_of_pairs(boxes, cells.xyxy, generalised=True)
        return self.class_weight * class_costs + self.iou_weight * (1 - gious)


ASSIGNERS: dict[str, Callable[[], Assigner]] = {"task_aligned": TaskAligned, "simota": SimOTA}


def _nothing(cells: Cells) -> Assignment:
    nobody = torch.full_like(cells.scores, NOBODY, dtype=torch.int64)
    return Assignment(nobody, torch.zeros_like(cells.scores))


def _distances_inside(centers_xy: Tensor, boxes: Tensor) -> Tensor:
    """How far each centre lies inside each box, negative outside: (products, cells) px."""
    from_left_top = centers_xy - boxes[:, None, :2]
    to_right_bottom = boxes[:, None, 2:] - centers_xy
    return torch.cat([from_left_top, to_right_bottom], dim=-1).amin(-1)


def _top(values: Tensor, count: int) -> Tensor:
    """True for the `count` largest of every row."""
    rows = values.topk(min(count, values.shape[1]), dim=1).indices
    return torch.zeros_like(values, dtype=torch.bool).scatter_(1, rows, True)


def _resolve(chosen: Tensor, costs: Tensor) -> Tensor:
    """Give every cell to the cheapest of the products that chose it: (cells,) rows."""
    cheapest = costs.masked_fill(~chosen, torch.inf).argmin(dim=0)
    return torch.where(chosen.any(dim=0), cheapest, NOBODY)


def _taken(values: Tensor, products: Tensor) -> Tensor:
    """From (products, cells) the value of each cell's own product, 0 for background."""
    own = values.gather(0, products.clamp(min=0)[None])[0]
    return own * (products != NOBODY)


def _normalised(alignments: Tensor, ious: Tensor, products: Tensor) -> Tensor:
    mine = torch.arange(len(ious), device=ious.device)[:, None] == products
    best_alignments = (alignments * mine).amax(dim=1, keepdim=True).clamp(min=1e-12)
    best_ious = (ious * mine).amax(dim=1, keepdim=True)
    return _taken(alignments / best_alignments * best_ious, products)
