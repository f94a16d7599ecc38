"""PPLCNetV2_base, the backbone of PP-ShiTuV2. Knows no loss and no picture.

In training a depthwise layer of stages 3 and 4 is a sum of branches with kernels 5, 3 and 1;
`fuse` folds each sum into the one kernel that inference runs. Module names are the structured
names of the official weights.
Source: PP-LCNetV2 as documented by PaddleClas (docs/zh_CN/models/PP-LCNetV2.md); channels,
kernels and the differences of PP-ShiTuV2's copy from PaddleClas develop, `PPLCNetV2_base` and
`PPLCNetV2_base_ShiTu`.
"""

from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_STEM = (32, 64)  # channels after the first convolution and after the first block
# per stage (blocks, channels in, kernel, has two pointwise layers, has branches, SE, short cut);
# every stage doubles its channels in its first block
_STAGES = (
    (2, 64, 3, False, False, False, False),
    (2, 128, 3, False, False, False, False),
    (6, 256, 5, True, True, True, False),
    (2, 512, 5, False, True, False, True),
)
_POOLED = 1024
_DROPOUT = 0.2
FEATURES_V2 = 1280  # width of `last_conv` where ImageNet is learned
FEATURES_SHITU = 512  # and in PP-ShiTuV2


class ConvBNReLU(nn.Module):
    """Convolution without bias, batch norm and, where wanted, ReLU."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, *, stride: int = 1,
        groups: int = 1, has_act: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.conv = nn.Conv2d(
            channels_in, channels_out, kernel, stride, kernel // 2, groups=groups, bias=False
        )
        self.bn = nn.BatchNorm2d(channels_out)
        self.act = nn.ReLU(inplace=True) if has_act else nn.Identity()
        nn.init.kaiming_normal_(self.conv.weight)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, ceil(h / stride), ceil(w / stride))."""
        out: Tensor = self.act(self.bn(self.conv(maps)))
        return out

    def folded(self) -> tuple[Tensor, Tensor]:
        """Kernel (c_out, c_in / groups, k, k) and bias (c_out,) that do what conv and bn do."""
        assert self.bn.running_mean is not None
        assert self.bn.running_var is not None
        factor = self.bn.weight / (self.bn.running_var + self.bn.eps).sqrt()
        kernel = self.conv.weight * factor[:, None, None, None]
        return kernel, self.bn.bias - self.bn.running_mean * factor


class SigmoidExcite(nn.Module):
    """A gate per channel from the mean of every channel; the gate is a plain sigmoid here."""

    def __init__(self, channels: int, reduction: int = 4) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels // reduction, 1)
        self.conv2 = nn.Conv2d(channels // reduction, channels, 1)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c, h, w) to the same shape."""
        means = F.adaptive_avg_pool2d(maps, 1)
        gates: Tensor = self.conv2(self.conv1(means).relu()).sigmoid()
        return maps * gates


class RepDepthwise(nn.Module):
    """Depthwise (of branches where wanted), SE, one or two pointwise layers, short cut.

    Args:
        kernel: of the depthwise layer; branches have this and every smaller odd one, but a
            kernel of 1 only at stride 1.
        is_split: two pointwise layers with half of the channels between them.
        has_branches: the depthwise layer is a sum until `fuse` is called.
        has_shortcut: the input is added, where shapes allow it.
    """

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, *, stride: int,
        is_split: bool = False, has_branches: bool = False, has_se: bool = False,
        has_shortcut: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.dw_conv: nn.Module | None
        if has_branches:
            kernels = [k for k in range(kernel, 0, -2) if k > 1 or stride == 1]
            self.dw_conv_list = nn.ModuleList(
                ConvBNReLU(
                    channels_in, channels_in, k, stride=stride, groups=channels_in, has_act=False
                )
                for k in kernels
            )
            self.dw_conv = None
        else:
            self.dw_conv = ConvBNReLU(
                channels_in, channels_in, kernel, stride=stride, groups=channels_in
            )
        self.se: nn.Module = SigmoidExcite(channels_in) if has_se else nn.Identity()
        if is_split:
            self.pw_conv_1 = ConvBNReLU(channels_in, channels_out // 2, 1)
            self.pw_conv_2 = ConvBNReLU(channels_out // 2, channels_out, 1)
        else:
            self.pw_conv = ConvBNReLU(channels_in, channels_out, 1)
        self.is_split, self.has_branches = is_split, has_branches
        self.has_shortcut = has_shortcut and stride == 1 and channels_in == channels_out

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, ceil(h / stride), ceil(w / stride))."""
        out: Tensor = self.se(self._depthwise(maps))
        out = self.pw_conv_2(self.pw_conv_1(out)) if self.is_split else self.pw_conv(out)
        return out + maps if self.has_shortcut else out

    def _depthwise(self, maps: Tensor) -> Tensor:
        if self.dw_conv is None:
            branches = list(self.dw_conv_list)
            sums: Tensor = branches[0](maps)
            for branch in branches[1:]:
                sums = sums + branch(maps)
            return sums.relu()
        out: Tensor = self.dw_conv(maps)
        return out.relu() if self.has_branches else out

    def keep_branches(self, count: int) -> None:
        """Leave out the smallest branches beyond `count`, as early official weights do."""
        self.dw_conv_list = self.dw_conv_list[: max(count, 1)]

    @torch.no_grad()
    def fuse(self) -> None:
        """Replace the branches by the one convolution that does the same in evaluation mode."""
        if not self.has_branches or self.dw_conv is not None:
            return
        branches = [one for one in self.dw_conv_list if isinstance(one, ConvBNReLU)]
        first = branches[0].conv  # the largest
        size, stride = first.kernel_size[0], first.stride[0]
        folded = [branch.folded() for branch in branches]
        self.dw_conv = nn.Conv2d(
            first.in_channels, first.out_channels, size, stride, size // 2, groups=first.groups
        )
        assert self.dw_conv.bias is not None
        kernels = torch.stack([_padded(kernel, size) for kernel, _ in folded])
        self.dw_conv.weight.copy_(kernels.sum(0))
        self.dw_conv.bias.copy_(torch.stack([bias for _, bias in folded]).sum(0))
        del self.dw_conv_list


class PPLCNetV2(nn.Module):
    """PPLCNetV2_base.

    Args:
        class_num: outputs of the classifier `fc`; 0 leaves it out.
        features: width of `last_conv`, the predecessor's `class_expand`.
        is_shitu: as in PP-ShiTuV2: the last stage keeps its size, `last_conv` has a bias
            and no ReLU follows it.
    """

    def __init__(
        self, *, class_num: int = 0, features: int = FEATURES_V2, is_shitu: bool = False
    ) -> None:
        super().__init__()
        self.features, self.is_shitu = features, is_shitu
        self.stem = nn.Sequential(
            ConvBNReLU(3, _STEM[0], 3, stride=2), RepDepthwise(*_STEM, 3, stride=1)
        )
        strides = (2, 2, 2, 1 if is_shitu else 2)
        self.stages = nn.ModuleList(
            _stage(*sizes, stride=stride) for sizes, stride in zip(_STAGES, strides, strict=True)
        )
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.last_conv = nn.Conv2d(_POOLED, features, 1, bias=is_shitu)
        self.dropout = nn.Dropout(_DROPOUT)
        if class_num:
            self.fc = nn.Linear(features, class_num)

    def forward(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) to features (n, features), or to logits (n, class_num).

        The factor 0.8 stands in both modes, as in PP-LCNet: see `PPLCNet.expand`.
        """
        maps = self.stem(images)
        for stage in self.stages:
            maps = stage(maps)
        expanded = self.last_conv(self.avg_pool(maps))
        if not self.is_shitu:
            expanded = expanded.relu()
        features: Tensor = (self.dropout(expanded) * (1.0 - _DROPOUT)).flatten(1)
        if not hasattr(self, "fc"):
            return features
        logits: Tensor = self.fc(features)
        return logits

    def fuse(self) -> Self:
        """Fold all branches, for inference only: the network cannot be trained on after it."""
        for block in self.modules():
            if isinstance(block, RepDepthwise):
                block.fuse()
        return self


def _stage(
    blocks: int, channels_in: int, kernel: int, is_split: bool, has_branches: bool, has_se: bool,
    has_shortcut: bool, *, stride: int,
) -> nn.Sequential:  # fmt: skip
    return nn.Sequential(*(
        RepDepthwise(
            channels_in if row == 0 else 2 * channels_in, 2 * channels_in, kernel,
            stride=stride if row == 0 else 1, is_split=is_split, has_branches=has_branches,
            has_se=has_se, has_shortcut=has_shortcut,
        )
        for row in range(blocks)
    ))  # fmt: skip


def _padded(kernel: Tensor, size: int) -> Tensor:
    margin = (size - kernel.shape[-1]) // 2
    return F.pad(kernel, [margin] * 4)
