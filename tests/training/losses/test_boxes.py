"""Overlap of boxes, against doing it by hand."""

import pytest
import torch

from colugo.training.losses.boxes import iou, iou_of_pairs


def random_boxes(count: int, seed: int) -> torch.Tensor:
    corners = torch.rand(count, 2, 2, generator=torch.Generator().manual_seed(seed)) * 20
    return torch.cat([corners.amin(1), corners.amax(1)], dim=1)


def slow(first: list[float], second: list[float], *, generalised: bool) -> float:
    width = max(0.0, min(first[2], second[2]) - max(first[0], second[0]))
    height = max(0.0, min(first[3], second[3]) - max(first[1], second[1]))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    union = sum(areas) - width * height
    overlap = width * height / union
    if not generalised:
        return overlap
    hull = (max(first[2], second[2]) - min(first[0], second[0])) * (
        max(first[3], second[3]) - min(first[1], second[1])
    )
    return overlap - (hull - union) / hull


@pytest.mark.parametrize("generalised", [False, True])
def test_overlaps_agree_with_one_pair_at_a_time(generalised: bool) -> None:
    first, second = random_boxes(7, seed=1), random_boxes(5, seed=2)

    overlaps = iou_of_pairs(first, second, generalised=generalised)

    for row, one in enumerate(first.tolist()):
        for column, other in enumerate(second.tolist()):
            expected = slow(one, other, generalised=generalised)
            assert float(overlaps[row, column]) == pytest.approx(expected, abs=1e-5)


def test_a_box_overlaps_itself_fully() -> None:
    boxes = random_boxes(4, seed=3)

    overlaps = iou(boxes, boxes, generalised=True)

    torch.testing.assert_close(overlaps, torch.ones(4))


def test_boxes_far_apart_have_a_giou_near_minus_one() -> None:
    first, second = torch.tensor([0.0, 0, 1, 1]), torch.tensor([99.0, 99, 100, 100])

    overlap = iou(first, second, generalised=True)

    assert float(overlap) == pytest.approx(-1, abs=1e-3)


def test_an_empty_box_overlaps_nothing_and_gives_no_nan() -> None:
    empty, other = torch.zeros(4), torch.tensor([0.0, 0, 1, 1])

    overlap = iou(empty, other, generalised=True)

    assert torch.isfinite(overlap)
