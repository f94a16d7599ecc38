"""The head of PicoDet and the way from its numbers to boxes. Knows no loss and no picture.

Module names are the structured names of the official weights.
Source: Yu et al., "PP-PicoDet" (2021); Li et al., "Generalized Focal Loss" (2020) for sides
as distributions; ../shared/spec/predecessor-interfaces.md 3.2, 3.3 and 3.4 (init).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from colugo.training.networks.csp_pan import ACTIVATIONS

STRIDES = (8, 16, 32, 64)
REG_MAX = 7  # a side is 0..7 strides long
BINS = REG_MAX + 1
_TOWER_KERNEL = 5
_PRIOR = 0.01  # score of every cell before training: bias -log(99)


@dataclass(frozen=True)
class PicoDetections:
    """What the head says, one row per cell, levels one after another, each row by row."""

    logits: Tensor  # (n, cells) of "a product is here"
    sides: Tensor  # (n, cells, 4, BINS) logits of left, top, right, bottom in strides
    centers_xy: Tensor  # (cells, 2) px of the input
    strides: Tensor  # (cells,) px

    def distances(self) -> Tensor:
        """Expected distance of every side from the cell centre: (n, cells, 4) px."""
        bins = torch.arange(BINS, dtype=self.sides.dtype, device=self.sides.device)
        return (self.sides.softmax(dim=-1) * bins).sum(-1) * self.strides[:, None]

    def xyxy(self) -> Tensor:
        """Boxes in px of the input, not clipped: (n, cells, 4)."""
        distances = self.distances()
        left_top = self.centers_xy - distances[..., :2]
        return torch.cat([left_top, self.centers_xy + distances[..., 2:]], dim=-1)


class PicoHead(nn.Module):
    """A tower of `pairs` depthwise and pointwise convolutions per level, then 33 numbers.

    Args:
        channels: of every map that comes in and of the towers.
        pairs: depthwise + pointwise pairs per level.
        act: a name in `ACTIVATIONS`.
    """

    def __init__(self, channels: int, *, pairs: int, act: str) -> None:
        super().__init__()
        self.conv_feat = _Towers(channels, pairs, act)
        for level in range(len(STRIDES)):
            predict = nn.Conv2d(channels, 1 + 4 * BINS, 1)
            nn.init.normal_(predict.weight, std=0.01)
            bias = torch.zeros(1 + 4 * BINS)
            bias[0] = -math.log((1 - _PRIOR) / _PRIOR)
            predict.bias = nn.Parameter(bias)
            self.add_module(f"head_cls{level}", predict)
        self.distribution_project = _Project()

    def forward(self, maps: Sequence[Tensor]) -> PicoDetections:
        """Four maps (n, c, h / stride, w / stride) to one row per cell."""
        rows, centers, strides = [], [], []
        for level, (stride, level_maps) in enumerate(zip(STRIDES, maps, strict=True)):
            predicted = self.get_submodule(f"head_cls{level}")(self.conv_feat(level, level_maps))
            rows.append(predicted.flatten(2).transpose(1, 2))
            centers.append(cell_centers(predicted.shape[2], predicted.shape[3], stride))
            strides.append(torch.full_like(centers[-1][:, 0], stride))
        cells = torch.cat(rows, dim=1).float()
        return PicoDetections(
            logits=cells[..., 0],
            sides=cells[..., 1:].reshape(*cells.shape[:2], 4, BINS),
            centers_xy=torch.cat(centers).to(cells.device),
            strides=torch.cat(strides).to(cells.device),
        )


def cell_centers(rows: int, columns: int, stride: int) -> Tensor:
    """Centres of a level's cells, row by row: (rows * columns, 2) as x, y in px."""
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    return (torch.stack([x, y], dim=-1).reshape(-1, 2).float() + 0.5) * stride


class _Towers(nn.Module):
    """All towers; their layers lie flat under names with the level and the pair."""

    def __init__(self, channels: int, pairs: int, act: str) -> None:
        super().__init__()
        for level in range(len(STRIDES)):
            depthwise = [_ConvNormAct(channels, act, _TOWER_KERNEL, channels) for _ in range(pairs)]
            pointwise = [_ConvNormAct(channels, act, 1, 1) for _ in range(pairs)]
            self.add_module(f"cls_conv_dw{level}", nn.ModuleList(depthwise))
            self.add_module(f"cls_conv_pw{level}", nn.ModuleList(pointwise))

    def forward(self, level: int, maps: Tensor) -> Tensor:
        depthwise = self.get_submodule(f"cls_conv_dw{level}").children()
        pointwise = self.get_submodule(f"cls_conv_pw{level}").children()
        for dw, pw in zip(depthwise, pointwise, strict=True):
            maps = pw(dw(maps))
        return maps


class _ConvNormAct(nn.Module):
    def __init__(self, channels: int, act: str, kernel: int, groups: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            channels, channels, kernel, padding=kernel // 2, groups=groups, bias=False
        )
        self.norm = nn.BatchNorm2d(channels)
        self.act = ACTIVATIONS[act]()
        nn.init.kaiming_normal_(self.conv.weight)

    def forward(self, maps: Tensor) -> Tensor:
        out: Tensor = self.act(self.norm(self.conv(maps)))
        return out


class _Project(nn.Module):
    """The numbers 0..7, which the official weights carry (and count) as a parameter."""

    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Parameter(torch.arange(BINS).float(), requires_grad=False)
