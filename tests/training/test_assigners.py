"""Which cell answers for which product, against slow twins."""

import math

import pytest
import torch

from colugo.training.assigners import ASSIGNERS, NOBODY, Assignment, Cells, SimOTA, TaskAligned
from colugo.training.losses.boxes import iou
from colugo.training.networks.picodet_head import cell_centers

STRIDE = 8


def guessing_cells(seed: int = 0) -> Cells:
    """Two levels of cells over 64 px whose boxes are anywhere near them."""
    generator = torch.Generator().manual_seed(seed)
    centers = torch.cat([cell_centers(8, 8, STRIDE), cell_centers(4, 4, 16)])
    strides = torch.cat([torch.full((64,), 8.0), torch.full((16,), 16.0)])
    sides = torch.rand(80, 4, generator=generator) * 2 * strides[:, None]
    xyxy = torch.cat([centers - sides[:, :2], centers + sides[:, 2:]], dim=1)
    return Cells(torch.rand(80, generator=generator), xyxy, centers, strides)


BOXES = torch.tensor([[4.0, 4, 30, 28], [10.0, 8, 36, 40], [50.0, 50, 60, 63]])


def is_inside(center: list[float], box: list[float]) -> bool:
    return box[0] < center[0] < box[2] and box[1] < center[1] < box[3]


def slow_task_aligned(cells: Cells, boxes: torch.Tensor) -> dict[int, tuple[int, float]]:
    aligned: dict[tuple[int, int], float] = {}
    for product, box in enumerate(boxes):
        values = []
        for cell in range(len(cells.scores)):
            if is_inside(cells.centers_xy[cell].tolist(), box.tolist()):
                overlap = float(iou(box, cells.xyxy[cell]))
                values.append((float(cells.scores[cell]) * overlap**4, cell))
        for value, cell in sorted(values, reverse=True)[:10]:
            if value > 0:
                aligned[product, cell] = value
    owner = {}
    for cell in {cell for _, cell in aligned}:
        mine = [product for product, other in aligned if other == cell]
        owner[cell] = max(mine, key=lambda p: float(iou(boxes[p], cells.xyxy[cell])))
    result = {}
    for cell, product in owner.items():
        own = [other for other, whose in owner.items() if whose == product]
        best_value = max(aligned[product, other] for other in own)
        best_iou = max(float(iou(boxes[product], cells.xyxy[other])) for other in own)
        result[cell] = product, aligned[product, cell] / best_value * best_iou
    return result


def slow_simota(cells: Cells, boxes: torch.Tensor) -> dict[int, tuple[int, float]]:
    near = {}
    for product, box in enumerate(boxes.tolist()):
        for cell in range(len(cells.scores)):
            center, radius = cells.centers_xy[cell].tolist(), 2.5 * float(cells.strides[cell])
            middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            is_central = max(abs(center[i] - middle[i]) for i in (0, 1)) < radius
            near[product, cell] = is_inside(center, box), is_central
    candidates = {cell for (_, cell), flags in near.items() if any(flags)}
    cost, overlap, chosen = {}, {}, {}
    for product, box in enumerate(boxes):
        for cell in candidates:
            score = float(cells.scores[cell])
            target = overlap[product, cell] = float(iou(box, cells.xyxy[cell]))
            weight = target if target > 0 else 0.75 * score**2
            entropy = -target * math.log(score) - (1 - target) * math.log(1 - score)
            giou = float(iou(box, cells.xyxy[cell], generalised=True))
            outside = 0 if all(near[product, cell]) else 1e8
            cost[product, cell] = weight * entropy + 6 * (1 - giou) + outside
        best = sorted((overlap[product, cell] for cell in candidates), reverse=True)[:10]
        cheapest = sorted(candidates, key=lambda cell: cost[product, cell])
        for cell in cheapest[: max(1, int(sum(best)))]:
            if cell not in chosen or cost[product, cell] < cost[chosen[cell], cell]:
                chosen[cell] = product
    return {cell: (product, overlap[product, cell]) for cell, product in chosen.items()}


def as_dict(assignment: Assignment) -> dict[int, tuple[int, float]]:
    rows = enumerate(zip(assignment.products.tolist(), assignment.qualities.tolist(), strict=True))
    return {cell: found for cell, found in rows if found[0] != NOBODY}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("assigner", "twin"), [(TaskAligned(), slow_task_aligned), (SimOTA(), slow_simota)]
)
def test_assigners_agree_with_going_cell_by_cell(assigner, twin, seed: int) -> None:  # type: ignore[no-untyped-def]
    cells = guessing_cells(seed)

    assigned = as_dict(assigner(cells, BOXES))

    slow = twin(cells, BOXES)
    assert {cell: product for cell, (product, _) in assigned.items()} == {
        cell: product for cell, (product, _) in slow.items()
    }
    for cell, (_, quality) in assigned.items():
        assert quality == pytest.approx(slow[cell][1], abs=1e-4)


@pytest.mark.parametrize("name", ASSIGNERS)
def test_a_picture_without_products_is_all_background(name: str) -> None:
    assigner = ASSIGNERS[name]()

    assignment = assigner(guessing_cells(), torch.zeros(0, 4))

    assert (assignment.products == NOBODY).all()
    assert (assignment.qualities == 0).all()


@pytest.mark.parametrize("name", ASSIGNERS)
def test_every_product_gets_a_cell_and_background_has_no_quality(name: str) -> None:
    assigner = ASSIGNERS[name]()

    assignment = assigner(guessing_cells(3), BOXES)

    assert set(assignment.products.tolist()) == {NOBODY, 0, 1, 2}
    assert (assignment.qualities[assignment.products == NOBODY] == 0).all()
    assert (assignment.qualities[assignment.products != NOBODY] > 0).all()
