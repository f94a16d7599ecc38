"""YOLOX-Nano with one sort of thing to find: where is a product? Knows no loss and no picture.

Modules are made in the order of the convolutions of the official file, so weights load in that
order. The branch that tells 80 sorts apart is left out: the objectness is the score.
Source: Ge et al., "YOLOX" (2021): CSPDarknet, PAFPN and decoupled head, depth 0.33, width 0.25,
depthwise.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from colugo.training.networks.picodet_head import cell_centers

STRIDES = (8, 16, 32)
_WIDTH = 16  # of the first maps; everything else is a multiple
_HEAD_CHANNELS = 64
_LONGEST = 8.0  # log of a side in strides; a random start must not overflow


@dataclass(frozen=True)
class YoloxDetections:
    """What the head says, one row per cell, levels one after another, each row by row."""

    logits: Tensor  # (n, cells) of "a product is here"
    offsets: Tensor  # (n, cells, 4) centre offset in strides from the cell's corner, log of size
    centers_xy: Tensor  # (cells, 2) px of the input
    strides: Tensor  # (cells,) px
    sides: None = None  # has no distribution of sides to learn

    def xyxy(self) -> Tensor:
        """Boxes in px of the input, not clipped: (n, cells, 4)."""
        strides = self.strides[:, None]
        middles = self.centers_xy + (self.offsets[..., :2] - 0.5) * strides
        halves = self.offsets[..., 2:].clamp(max=_LONGEST).exp() * strides / 2
        return torch.cat([middles - halves, middles + halves], dim=-1)


class ConvNormAct(nn.Module):
    """Convolution without bias, batch norm, SiLU."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int = 1, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            channels_in, channels_out, kernel, stride, kernel // 2, groups=groups, bias=False
        )
        self.bn = nn.BatchNorm2d(channels_out, eps=1e-3, momentum=0.03)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, ceil(h / stride), ceil(w / stride))."""
        return F.silu(self.bn(self.conv(maps)), inplace=True)


def _depthwise(channels_in: int, channels_out: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        ConvNormAct(channels_in, channels_in, 3, stride, channels_in),
        ConvNormAct(channels_in, channels_out),
    )


class _Bottleneck(nn.Module):
    def __init__(self, channels: int, *, has_short_cut: bool) -> None:
        super().__init__()
        self.conv1 = ConvNormAct(channels, channels)
        self.conv2 = _depthwise(channels, channels)
        self._has_short_cut = has_short_cut

    def forward(self, maps: Tensor) -> Tensor:
        out: Tensor = self.conv2(self.conv1(maps))
        return out + maps if self._has_short_cut else out


class _CSP(nn.Module):
    """Half of the channels go through bottlenecks, half past them."""

    def __init__(
        self, channels_in: int, channels_out: int, count: int = 1, *, has_short_cut: bool = True
    ) -> None:
        super().__init__()
        middle = channels_out // 2
        self.conv1 = ConvNormAct(channels_in, middle)
        self.conv2 = ConvNormAct(channels_in, middle)
        blocks = [_Bottleneck(middle, has_short_cut=has_short_cut) for _ in range(count)]
        self.blocks = nn.Sequential(*blocks)
        self.conv3 = ConvNormAct(2 * middle, channels_out)

    def forward(self, maps: Tensor) -> Tensor:
        main = self.blocks(self.conv1(maps))
        out: Tensor = self.conv3(torch.cat([main, self.conv2(maps)], dim=1))
        return out


class _Pyramid(nn.Module):
    """Each cell beside the maxima over the 5, 9 and 13 cells around it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = ConvNormAct(channels, channels // 2)
        self.conv2 = ConvNormAct(2 * channels, channels)

    def forward(self, maps: Tensor) -> Tensor:
        maps = self.conv1(maps)
        wider = [F.max_pool2d(maps, side, stride=1, padding=side // 2) for side in (5, 9, 13)]
        out: Tensor = self.conv2(torch.cat([maps, *wider], dim=1))
        return out


class Focus(nn.Module):
    """Every 2x2 pixels become one cell of four times the channels, then a convolution."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = ConvNormAct(12, channels, 3)

    def forward(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) to (n, channels, h / 2, w / 2)."""
        quarters = [images[..., y::2, x::2] for x in (0, 1) for y in (0, 1)]
        out: Tensor = self.conv(torch.cat(quarters, dim=1))
        return out


class Backbone(nn.Module):
    """CSPDarknet: maps of 64, 128 and 256 channels at strides 8, 16 and 32."""

    def __init__(self) -> None:
        super().__init__()
        w = _WIDTH
        self.stem = Focus(w)
        self.dark2 = nn.Sequential(_depthwise(w, 2 * w, 2), _CSP(2 * w, 2 * w))
        self.dark3 = nn.Sequential(_depthwise(2 * w, 4 * w, 2), _CSP(4 * w, 4 * w, 3))
        self.dark4 = nn.Sequential(_depthwise(4 * w, 8 * w, 2), _CSP(8 * w, 8 * w, 3))
        self.dark5 = nn.Sequential(
            _depthwise(8 * w, 16 * w, 2),
            _Pyramid(16 * w),
            _CSP(16 * w, 16 * w, has_short_cut=False),
        )

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(n, 3, h, w) to maps at strides 8, 16, 32."""
        maps8 = self.dark3(self.dark2(self.stem(images)))
        maps16 = self.dark4(maps8)
        return maps8, maps16, self.dark5(maps16)


class _Neck(nn.Module):
    """PAFPN: down from the coarsest maps and up again."""

    def __init__(self) -> None:
        super().__init__()
        c8, c16, c32 = 4 * _WIDTH, 8 * _WIDTH, 16 * _WIDTH

        def mix(channels_in: int, channels_out: int) -> _CSP:
            return _CSP(channels_in, channels_out, has_short_cut=False)

        self.lateral = ConvNormAct(c32, c16)
        self.down16 = mix(2 * c16, c16)
        self.reduce = ConvNormAct(c16, c8)
        self.down8 = mix(2 * c8, c8)
        self.halve8 = _depthwise(c8, c8, 2)
        self.up16 = mix(2 * c8, c16)
        self.halve16 = _depthwise(c16, c16, 2)
        self.up32 = mix(2 * c16, c32)

    def forward(self, maps8: Tensor, maps16: Tensor, maps32: Tensor) -> list[Tensor]:
        coarse = self.lateral(maps32)
        middle = self.reduce(self.down16(torch.cat([_double(coarse), maps16], dim=1)))
        out8 = self.down8(torch.cat([_double(middle), maps8], dim=1))
        out16 = self.up16(torch.cat([self.halve8(out8), middle], dim=1))
        out32 = self.up32(torch.cat([self.halve16(out16), coarse], dim=1))
        return [out8, out16, out32]


class _Level(nn.Module):
    """The head of one stride: a tower that tells where, and how surely, a product is."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        c = _HEAD_CHANNELS
        self.stem = ConvNormAct(channels, c)
        self.tower = nn.Sequential(_depthwise(c, c), _depthwise(c, c))
        self.box = nn.Conv2d(c, 4, 1)
        self.score = nn.Conv2d(c, 1, 1)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, 5, h, w): the score's logit, then the box."""
        maps = self.tower(self.stem(maps))
        return torch.cat([self.score(maps), self.box(maps)], dim=1)


class Yolox(nn.Module):
    """Backbone, PAFPN and head of YOLOX-Nano."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.neck = _Neck()
        self.head = nn.ModuleList([_Level(k * _WIDTH) for k in (4, 8, 16)])

    def forward(self, images: Tensor) -> YoloxDetections:
        """(n, 3, h, w) float, normalised, h and w multiples of 32."""
        rows, centers, strides = [], [], []
        for level, maps, stride in zip(
            self.head, self.neck(*self.backbone(images)), STRIDES, strict=True
        ):
            predicted = level(maps)
            rows.append(predicted.flatten(2).transpose(1, 2))
            centers.append(cell_centers(predicted.shape[2], predicted.shape[3], stride))
            strides.append(torch.full_like(centers[-1][:, 0], stride))
        cells = torch.cat(rows, dim=1).float()
        return YoloxDetections(
            logits=cells[..., 0],
            offsets=cells[..., 1:],
            centers_xy=torch.cat(centers).to(cells.device),
            strides=torch.cat(strides).to(cells.device),
        )


def _double(maps: Tensor) -> Tensor:
    return F.interpolate(maps, scale_factor=2.0, mode="nearest")
