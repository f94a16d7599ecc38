"""What all detectors share: what a head says, and boxes and scores from it. Knows no network."""

from typing import Protocol

import torch
from torch import Tensor, nn


class RawDetections(Protocol):
    """What a head says, one row per cell, levels one after another, each row by row."""

    @property
    def logits(self) -> Tensor:
        """(n, cells) of "a product is here"."""

    @property
    def sides(self) -> Tensor | None:
        """(n, cells, 4, bins) logits of left, top, right, bottom in strides, where it has them."""

    @property
    def centers_xy(self) -> Tensor:
        """(cells, 2) px of the input."""

    @property
    def strides(self) -> Tensor:
        """(cells,) px."""

    def xyxy(self) -> Tensor:
        """Boxes in px of the input, not clipped: (n, cells, 4)."""


class DetectionDecoder(nn.Module):
    """A detector that answers with boxes and scores; what is evaluated and exported."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """From pictures to one box and one score per cell.

        Args:
            images: (n, 3, h, w) float, normalised, h and w multiples of 32.

        Returns:
            xyxy (n, cells, 4) in px of the input, clipped to it, and scores (n, cells), 0..1.
        """
        raw: RawDetections = self.network(images)
        height, width = images.shape[2:]
        limits = torch.tensor([width, height, width, height], device=images.device)
        xyxy = torch.minimum(raw.xyxy().clamp(min=0), limits.float())
        return xyxy, raw.logits.sigmoid()
