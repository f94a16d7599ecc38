"""CSP-PAN, the neck of PicoDet: mixes maps of three strides and adds a fourth. Knows no box.

Module names are the structured names of the official weights.
Source: Yu et al., "PP-PicoDet" (2021); ../shared/spec/predecessor-interfaces.md 3.2 and 3.3.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

# what follows every batch norm of neck and head; the slope is the shipped graph's (spec 3.1)
ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "leaky_relu": lambda: nn.LeakyReLU(0.01, inplace=True),
    "hardswish": lambda: nn.Hardswish(inplace=True),
}


class ConvBNAct(nn.Module):
    """1x1 convolution without bias, batch norm, activation."""

    def __init__(self, channels_in: int, channels_out: int, act: str) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, 1, bias=False)
        self.bn = nn.BatchNorm2d(channels_out)
        self.act = ACTIVATIONS[act]()
        nn.init.kaiming_uniform_(self.conv.weight)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, h, w)."""
        out: Tensor = self.act(self.bn(self.conv(maps)))
        return out


class DepthwisePointwise(nn.Module):
    """Depthwise kxk and pointwise 1x1, each with batch norm and activation."""

    def __init__(
        self, channels_in: int, channels_out: int, act: str, *, kernel: int, stride: int = 1
    ) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(
            channels_in, channels_in, kernel, stride, kernel // 2, groups=channels_in, bias=False
        )
        self.bn1 = nn.BatchNorm2d(channels_in)
        self.pwconv = nn.Conv2d(channels_in, channels_out, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels_out)
        self.act = ACTIVATIONS[act]()
        nn.init.kaiming_uniform_(self.dwconv.weight)
        nn.init.kaiming_uniform_(self.pwconv.weight)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, ceil(h / stride), ceil(w / stride))."""
        maps = self.act(self.bn1(self.dwconv(maps)))
        out: Tensor = self.act(self.bn2(self.pwconv(maps)))
        return out


class CSPLayer(nn.Module):
    """Half of the channels take a way round through a bottleneck, half a short cut."""

    def __init__(self, channels_in: int, channels_out: int, act: str, *, kernel: int) -> None:
        super().__init__()
        middle = channels_out // 2
        self.main_conv = ConvBNAct(channels_in, middle, act)
        self.short_conv = ConvBNAct(channels_in, middle, act)
        self.final_conv = ConvBNAct(2 * middle, channels_out, act)
        self.blocks = nn.Sequential(_Bottleneck(middle, act, kernel=kernel))

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, h, w)."""
        main = self.blocks(self.main_conv(maps))
        out: Tensor = self.final_conv(torch.cat([main, self.short_conv(maps)], dim=1))
        return out


class CSPPAN(nn.Module):
    """From backbone maps at strides 8, 16, 32 to maps of one width at 8, 16, 32, 64.

    Args:
        channels_in: channels of the three maps, as `PPLCNet.tap_channels`.
        channels: width of everything that comes out.
        kernel: of every depthwise convolution.
        act: a name in `ACTIVATIONS`.
    """

    def __init__(self, channels_in: Sequence[int], channels: int, *, kernel: int, act: str) -> None:
        super().__init__()

        def halve(width: int = channels) -> DepthwisePointwise:
            return DepthwisePointwise(width, channels, act, kernel=kernel, stride=2)

        def mix() -> CSPLayer:
            return CSPLayer(2 * channels, channels, act, kernel=kernel)

        self.conv_t = _Inputs(channels_in, channels, act)
        self.first_top_conv = halve()
        self.second_top_conv = halve()
        self.top_down_blocks = nn.ModuleList([mix(), mix()])
        self.downsamples = nn.ModuleList([halve(), halve()])
        self.bottom_up_blocks = nn.ModuleList([mix(), mix()])

    def forward(self, maps8: Tensor, maps16: Tensor, maps32: Tensor) -> list[Tensor]:
        """Maps at strides 8, 16, 32 to four maps of `channels` at strides 8, 16, 32, 64."""
        in8, in16, in32 = self.conv_t(maps8, maps16, maps32)
        down16 = self.top_down_blocks[0](torch.cat([_double(in32), in16], dim=1))
        out8 = self.top_down_blocks[1](torch.cat([_double(down16), in8], dim=1))
        out16 = self.bottom_up_blocks[0](torch.cat([self.downsamples[0](out8), down16], dim=1))
        out32 = self.bottom_up_blocks[1](torch.cat([self.downsamples[1](out16), in32], dim=1))
        out64 = self.first_top_conv(in32) + self.second_top_conv(out32)
        return [out8, out16, out32, out64]


class _Inputs(nn.Module):
    """One 1x1 ConvBNAct per backbone map; a module of its own only for its name."""

    def __init__(self, channels_in: Sequence[int], channels: int, act: str) -> None:
        super().__init__()
        self.convs = nn.ModuleList([ConvBNAct(width, channels, act) for width in channels_in])

    def forward(self, *maps: Tensor) -> list[Tensor]:
        return [conv(level) for conv, level in zip(self.convs, maps, strict=True)]


class _Bottleneck(nn.Module):
    """1x1, then depthwise and pointwise; no residual (spec 3.2)."""

    def __init__(self, channels: int, act: str, *, kernel: int) -> None:
        super().__init__()
        self.conv1 = ConvBNAct(channels, channels, act)
        self.conv2 = DepthwisePointwise(channels, channels, act, kernel=kernel)

    def forward(self, maps: Tensor) -> Tensor:
        out: Tensor = self.conv2(self.conv1(maps))
        return out


def _double(maps: Tensor) -> Tensor:
    return F.interpolate(maps, scale_factor=2.0, mode="nearest")
