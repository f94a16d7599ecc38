"""The parts of the detection loss, against formulas written out one number at a time."""

import math

import pytest
import torch

from colugo.training.assigners import NOBODY, Assignment, Cells
from colugo.training.losses.detection import (
    LossWeights,
    detection_loss,
    distribution_focal_loss,
    varifocal_loss,
)
from colugo.training.networks.picodet_head import BINS, PicoDetections, cell_centers


def sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


class Fixed:
    """Gives the first cell to the first product, at a quality."""

    def __init__(self, quality: float) -> None:
        self.quality = quality

    def __call__(self, cells: Cells, boxes: torch.Tensor) -> Assignment:
        products = torch.full((len(cells.scores),), NOBODY)
        qualities = torch.zeros(len(cells.scores))
        if len(boxes):
            products[0], qualities[0] = 0, self.quality
        return Assignment(products, qualities)


def raw_detections(pictures: int = 1, seed: int = 0) -> PicoDetections:
    generator = torch.Generator().manual_seed(seed)
    return PicoDetections(
        logits=torch.randn(pictures, 4, generator=generator).requires_grad_(),
        sides=torch.randn(pictures, 4, 4, BINS, generator=generator).requires_grad_(),
        centers_xy=cell_centers(2, 2, 8),
        strides=torch.full((4,), 8.0),
    )


def test_varifocal_loss_agrees_with_its_formula() -> None:
    logits = torch.tensor([-2.0, 0.3, 1.5, -0.7])
    qualities = torch.tensor([0.0, 0.6, 0.0, 1.0])

    losses = varifocal_loss(logits, qualities)

    for logit, quality, loss in zip(logits.tolist(), qualities.tolist(), losses, strict=True):
        score = sigmoid(logit)
        weight = quality if quality > 0 else 0.75 * score**2
        entropy = -(quality * math.log(score) + (1 - quality) * math.log(1 - score))
        assert float(loss) == pytest.approx(weight * entropy, rel=1e-4)


@pytest.mark.parametrize("distance", [0.0, 0.25, 3.0, 6.4, 6.9, 12.0])
def test_distribution_focal_loss_agrees_with_its_formula(distance: float) -> None:
    side = torch.randn(BINS, generator=torch.Generator().manual_seed(4))

    loss = distribution_focal_loss(side, torch.tensor(distance))

    logs = [float(value) - float(side.logsumexp(0)) for value in side]
    clipped = min(distance, 6.9)
    lower = int(clipped)
    share = clipped - lower
    assert float(loss) == pytest.approx(-(1 - share) * logs[lower] - share * logs[lower + 1], 1e-4)


def test_boxes_count_by_the_score_of_their_cell_as_picodet_has_it() -> None:
    raw = raw_detections()
    boxes = [torch.tensor([[1.0, 1, 12, 14]])]

    one = detection_loss(raw, boxes, Fixed(0.5), LossWeights())

    # weighted by its score and divided by max(1, sum of scores): one cell counts by its score
    score = sigmoid(raw.logits[0, 0].item())
    quality = detection_loss(raw, boxes, Fixed(1.0), LossWeights(box_weights="quality"))
    assert float(one.giou) == pytest.approx(float(quality.giou) * score, rel=1e-4)
    assert float(one.dfl) == pytest.approx(float(quality.dfl) * score, rel=1e-4)


def test_pictures_without_products_teach_scores_only() -> None:
    raw = raw_detections(pictures=2)

    loss = detection_loss(raw, [torch.zeros(0, 4)] * 2, Fixed(1.0), LossWeights())
    loss.total.backward()

    assert float(loss.giou) == float(loss.dfl) == 0
    assert float(loss.score) > 0
    assert raw.logits.grad is not None


def test_the_loss_falls_to_nothing_when_a_cell_learns_its_box() -> None:
    raw = raw_detections()
    boxes = [torch.tensor([[0.0, 0, 12, 12]])]  # sides of 4, 4, 8, 8 px = 0.5, 0.5, 1, 1 strides
    optimizer = torch.optim.Adam([raw.logits, raw.sides], lr=0.1)

    for _ in range(400):
        optimizer.zero_grad()
        detection_loss(raw, boxes, Fixed(1.0), LossWeights(box_weights="quality")).total.backward()
        optimizer.step()

    assert raw.xyxy()[0, 0].tolist() == pytest.approx([0, 0, 12, 12], abs=0.2)
    assert float(raw.logits[0, 0].sigmoid()) > 0.95
    assert float(raw.logits[0, 1:].sigmoid().max()) < 0.2
