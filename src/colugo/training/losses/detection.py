"""What a detector is punished for: wrong scores, boxes off, sides unsure. Knows no network.

Source: Zhang et al., "VarifocalNet" (2020); Li et al., "Generalized Focal Loss" (2020);
numbers of PicoDet from ../shared/spec/predecessor-interfaces.md 3.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional as F

from colugo.training.assigners import NOBODY, Assigner, Assignment, Cells
from colugo.training.losses.boxes import iou
from colugo.training.networks.detection import RawDetections
from colugo.training.networks.picodet_head import BINS, REG_MAX

_ALPHA, _GAMMA = 0.75, 2.0  # of the varifocal loss
_LONGEST = REG_MAX - 0.1  # strides; a target on the last bin has no right neighbour


@dataclass(frozen=True)
class LossWeights:
    """How much each part counts.

    `box_weights`: a cell's box counts by its own score, as PicoDet has it (spec 3.4), or
    by the quality it was assigned, as PP-YOLOE has it.
    """

    score: float = 1.0
    giou: float = 2.0
    dfl: float = 0.25
    box_weights: Literal["score", "quality"] = "score"


@dataclass(frozen=True)
class DetectionLoss:
    """The parts, already weighted, and their sum; all scalars."""

    score: Tensor
    giou: Tensor
    dfl: Tensor

    @property
    def total(self) -> Tensor:
        """What is minimised."""
        return self.score + self.giou + self.dfl


def detection_loss(
    raw: RawDetections, boxes: Sequence[Tensor], assigner: Assigner, weights: LossWeights
) -> DetectionLoss:
    """Loss of a batch.

    Args:
        raw: what the network said of n pictures.
        boxes: n times (products, 4) xyxy px of the input.
        assigner: chooses the cells that learn a product.
        weights: of the parts.
    """
    xyxy = raw.xyxy()
    assignments = [
        assigner(_cells(raw, xyxy, picture), picture_boxes)
        for picture, picture_boxes in enumerate(boxes)
    ]
    qualities = torch.stack([assignment.qualities for assignment in assignments])
    learns = torch.stack([assignment.products != NOBODY for assignment in assignments])
    targets = torch.cat([_targets(one, of) for one, of in zip(assignments, boxes, strict=True)])
    scores = raw.logits.detach().sigmoid()
    by = (scores if weights.box_weights == "score" else qualities)[learns]
    norm = by.sum().clamp(min=1)
    count = norm if weights.box_weights == "quality" else learns.sum().clamp(min=1)
    giou = 1 - iou(xyxy[learns], targets, generalised=True)
    return DetectionLoss(
        score=weights.score * varifocal_loss(raw.logits, qualities).sum() / count,
        giou=weights.giou * (giou * by).sum() / norm,
        dfl=weights.dfl * (_sides_loss(raw, learns, targets) * by).sum() / norm,
    )


def _sides_loss(raw: RawDetections, learns: Tensor, targets: Tensor) -> Tensor:
    """Per cell that learns a box; 0 where the network has no distribution of sides."""
    if raw.sides is None:
        return torch.zeros_like(targets[:, 0])
    strides = raw.strides.expand_as(learns)[learns]
    distances = _sides(raw.centers_xy.expand(*learns.shape, 2)[learns], targets) / strides[:, None]
    return distribution_focal_loss(raw.sides[learns], distances).mean(-1)


def varifocal_loss(logits: Tensor, qualities: Tensor) -> Tensor:
    """Cross entropy that counts positives by their quality and easy negatives little.

    Args:
        logits: any shape.
        qualities: the same shape, 0..1; 0 is background.

    Returns:
        The same shape.
    """
    scores = logits.detach().sigmoid()
    weights = torch.where(qualities > 0, qualities, _ALPHA * scores.pow(_GAMMA))
    return weights * F.binary_cross_entropy_with_logits(logits, qualities, reduction="none")


def distribution_focal_loss(sides: Tensor, distances: Tensor) -> Tensor:
    """Cross entropy to the two bins next to each distance, shared by nearness.

    Args:
        sides: (..., BINS) logits.
        distances: (...) in strides, clipped to 0..6.9.

    Returns:
        (...).
    """
    distances = distances.clamp(0, _LONGEST)
    lower = distances.long()
    to_upper = distances - lower
    logs = sides.reshape(-1, BINS).log_softmax(-1)
    at_lower = -logs.gather(1, lower.reshape(-1, 1)).reshape(lower.shape)
    at_upper = -logs.gather(1, lower.reshape(-1, 1) + 1).reshape(lower.shape)
    return at_lower * (1 - to_upper) + at_upper * to_upper


def _cells(raw: RawDetections, xyxy: Tensor, picture: int) -> Cells:
    return Cells(
        raw.logits[picture].detach().sigmoid(),
        xyxy[picture].detach(),
        raw.centers_xy,
        raw.strides,
    )


def _targets(assignment: Assignment, boxes: Tensor) -> Tensor:
    """The box of every cell that learns one: (learning cells, 4)."""
    return boxes[assignment.products[assignment.products != NOBODY]]


def _sides(centers_xy: Tensor, xyxy: Tensor) -> Tensor:
    """Distances left, top, right, bottom from centre to side: (m, 4) px."""
    return torch.cat([centers_xy - xyxy[:, :2], xyxy[:, 2:] - centers_xy], dim=-1)
