"""PP-LCNet at every width, as backbone of embedder and detector. Knows no loss and no picture.

Module names are the structured names of the official weights, so those load by name
(`_mean` and `_variance` become torch's `running_mean` and `running_var`).
Source: Cui et al., "PP-LCNet: A Lightweight CPU Convolutional Neural Network" (2021);
layer table and init from ../shared/spec/predecessor-interfaces.md, sections 1.1-1.5.
"""

from torch import Tensor, nn

SCALES = (0.25, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5)
FEATURES = 1280  # width of `last_conv`, at every scale
_STEM = 16
# per stage (kernel, channels in, channels out, stride, has SE), all channels at scale 1
_STAGES: dict[str, tuple[tuple[int, int, int, int, bool], ...]] = {
    "blocks2": ((3, 16, 32, 1, False),),
    "blocks3": ((3, 32, 64, 2, False), (3, 64, 64, 1, False)),
    "blocks4": ((3, 64, 128, 2, False), (3, 128, 128, 1, False)),
    "blocks5": ((3, 128, 256, 2, False), *((5, 256, 256, 1, False),) * 5),
    "blocks6": ((5, 256, 512, 2, True), (5, 512, 512, 1, True)),
}
_DROPOUT = 0.2


def make_divisible(channels: float, divisor: int = 8) -> int:
    """Round to a multiple of `divisor`, never more than a tenth down.

    Source: spec 1.1; the rule of MobileNetV2.
    """
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded


class ConvBN(nn.Module):
    """Convolution without bias, batch norm, Hardswish."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, *, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            channels_in, channels_out, kernel, stride, kernel // 2, groups=groups, bias=False
        )
        self.bn = nn.BatchNorm2d(channels_out)
        self.act = nn.Hardswish(inplace=True)
        nn.init.kaiming_normal_(self.conv.weight)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, h / stride, w / stride)."""
        out: Tensor = self.act(self.bn(self.conv(maps)))
        return out


class SqueezeExcite(nn.Module):
    """A gate per channel, computed from the mean of every channel."""

    def __init__(self, channels: int, reduction: int = 4) -> None:
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.conv1 = nn.Conv2d(channels, channels // reduction, 1)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(channels // reduction, channels, 1)
        self.gate = nn.Hardsigmoid()

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c, h, w) to the same shape."""
        gates: Tensor = self.gate(self.conv2(self.relu(self.conv1(self.pool(maps)))))
        return maps * gates


class DepthwiseSeparable(nn.Module):
    """Depthwise ConvBN, SE where wanted, pointwise ConvBN. No residual."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, *, stride: int, has_se: bool
    ) -> None:
        super().__init__()
        self.dw_conv = ConvBN(channels_in, channels_in, kernel, stride=stride, groups=channels_in)
        self.se: nn.Module = SqueezeExcite(channels_in) if has_se else nn.Identity()
        self.pw_conv = ConvBN(channels_in, channels_out, 1)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, h / stride, w / stride)."""
        out: Tensor = self.pw_conv(self.se(self.dw_conv(maps)))
        return out


class PPLCNet(nn.Module):
    """PP-LCNet of width `scale`.

    Args:
        scale: factor on every width of the layer table but `last_conv`'s.
        class_num: outputs of the ImageNet classifier `fc`; 0 leaves it out.
        has_last_conv: False leaves out `last_conv` too; then only `taps` and `pooled`
            work, which is all a detector needs.
    """

    def __init__(self, scale: float = 1.0, *, class_num: int = 0, has_last_conv: bool = True):
        super().__init__()
        if class_num and not has_last_conv:
            raise ValueError("expected has_last_conv=True with a classifier, got False")
        self.scale = scale
        self.conv1 = ConvBN(3, make_divisible(_STEM * scale), 3, stride=2)
        for name, blocks in _STAGES.items():
            self.add_module(name, nn.Sequential(*(_block(scale, *block) for block in blocks)))
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        if has_last_conv:
            self.last_conv = nn.Conv2d(self.pooled_dim, FEATURES, 1, bias=False)
            self.hardswish = nn.Hardswish()
            self.dropout = nn.Dropout(_DROPOUT)
        if class_num:
            self.fc = nn.Linear(FEATURES, class_num)

    @property
    def tap_channels(self) -> tuple[int, int, int]:
        """Channels of the maps that `taps` gives, at strides 8, 16 and 32."""
        last = (_STAGES[name][-1][2] for name in ("blocks4", "blocks5", "blocks6"))
        c8, c16, c32 = (make_divisible(channels * self.scale) for channels in last)
        return c8, c16, c32

    @property
    def pooled_dim(self) -> int:
        """Length of what `pooled` gives: the channels of the last block."""
        return self.tap_channels[-1]

    def taps(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Maps for a detector.

        Args:
            images: (n, 3, h, w) float, normalised.

        Returns:
            Ends of blocks4, blocks5, blocks6: (n, c, h/8, w/8), (n, c, h/16, w/16),
            (n, c, h/32, w/32) with `tap_channels`.
        """
        maps = self.get_submodule("blocks3")(self.get_submodule("blocks2")(self.conv1(images)))
        maps8 = self.get_submodule("blocks4")(maps)
        maps16 = self.get_submodule("blocks5")(maps8)
        return maps8, maps16, self.get_submodule("blocks6")(maps16)

    def pooled(self, images: Tensor) -> Tensor:
        """Means of the last block's maps, before `last_conv`: (n, 3, h, w) to (n, pooled_dim)."""
        pooled: Tensor = self.avg_pool(self.taps(images)[-1])
        return pooled.flatten(1)

    def expand(self, pooled: Tensor) -> Tensor:
        """`last_conv`, Hardswish, dropout: (n, pooled_dim) to (n, 1280).

        The factor 0.8 stands in both modes: the predecessor's dropout does not rescale in
        training and multiplies by 1 - p in inference, so its features are 0.8 times as
        long. Source: spec 1.3, "Dropout trap", measured there on the shipped graph.
        """
        maps = self.hardswish(self.last_conv(pooled[:, :, None, None]))
        features: Tensor = self.dropout(maps) * (1.0 - _DROPOUT)
        return features.flatten(1)

    def forward(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) to features (n, 1280), or to logits (n, class_num) with a classifier."""
        features = self.expand(self.pooled(images))
        if not hasattr(self, "fc"):
            return features
        logits: Tensor = self.fc(features)
        return logits


def _block(
    scale: float, kernel: int, channels_in: int, channels_out: int, stride: int, has_se: bool
) -> DepthwiseSeparable:
    return DepthwiseSeparable(
        make_divisible(channels_in * scale),
        make_divisible(channels_out * scale),
        kernel,
        stride=stride,
        has_se=has_se,
    )
