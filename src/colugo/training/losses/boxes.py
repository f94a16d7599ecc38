"""How well boxes overlap, in torch. Knows no network."""

import torch
from torch import Tensor

_EPS = 1e-9


def iou_of_pairs(first: Tensor, second: Tensor, *, generalised: bool = False) -> Tensor:
    """Overlap of every box of one list with every box of another.

    Args:
        first: (a, 4) xyxy px.
        second: (b, 4) xyxy px.
        generalised: GIoU, -1..1, instead of IoU, 0..1.

    Returns:
        (a, b).
    """
    return iou(first[:, None], second[None], generalised=generalised)


def iou(first: Tensor, second: Tensor, *, generalised: bool = False) -> Tensor:
    """Overlap of boxes one to one: (..., 4) and (..., 4) xyxy, broadcast, to (...).

    Source: Rezatofighi et al., "Generalized Intersection over Union" (2019).
    """
    shared = _area(
        torch.maximum(first[..., :2], second[..., :2]),
        torch.minimum(first[..., 2:], second[..., 2:]),
    )
    areas = _area(first[..., :2], first[..., 2:]) + _area(second[..., :2], second[..., 2:])
    union = areas - shared
    overlap = shared / (union + _EPS)
    if not generalised:
        return overlap
    hull = _area(
        torch.minimum(first[..., :2], second[..., :2]),
        torch.maximum(first[..., 2:], second[..., 2:]),
    )
    return overlap - (hull - union) / (hull + _EPS)


def _area(left_top: Tensor, right_bottom: Tensor) -> Tensor:
    return (right_bottom - left_top).clamp(min=0).prod(-1)
