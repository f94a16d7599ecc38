"""MobileNetV2 with batch norm folded into the biases. Knows no loss and no picture.

The network is cut into a trunk and a tail at a named block, so that two tails can
share one trunk. Folded batch norm means that small batches train as well as large
ones, and that training and inference are the same function.
Source: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks" (2018).
"""

from torch import Tensor, nn

# (expansion, channels, repeats, stride of the first): table 2 of the paper
_STAGES = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
FEATURES = 1280
BLOCKS = sum(repeats for _, _, repeats, _ in _STAGES)  # 17


class ConvReLU6(nn.Module):
    """Convolution with bias, then ReLU6 unless it is linear.

    At stride 2 the picture is padded at the bottom and the right only, as the
    TensorFlow weights expect for even sides.
    """

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, stride: int = 1, groups: int = 1,
        is_linear: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        padding = kernel // 2 if stride == 1 else 0
        self.pad: nn.Module = nn.ZeroPad2d((0, 1, 0, 1)) if stride == 2 else nn.Identity()
        self.conv = nn.Conv2d(channels_in, channels_out, kernel, stride, padding, groups=groups)
        self.act: nn.Module = nn.Identity() if is_linear else nn.ReLU6(inplace=True)

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, h / stride, w / stride)."""
        out: Tensor = self.act(self.conv(self.pad(maps)))
        return out


class InvertedResidual(nn.Module):
    """Expand, depthwise 3x3, project; added to its input where the shapes allow."""

    def __init__(self, channels_in: int, channels_out: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = channels_in * expansion
        expand = [ConvReLU6(channels_in, hidden, 1)] if expansion > 1 else []
        depthwise = ConvReLU6(hidden, hidden, 3, stride, groups=hidden)
        project = ConvReLU6(hidden, channels_out, 1, is_linear=True)
        self.layers = nn.Sequential(*expand, depthwise, project)
        self.is_residual = stride == 1 and channels_in == channels_out

    def forward(self, maps: Tensor) -> Tensor:
        """(n, c_in, h, w) to (n, c_out, h / stride, w / stride)."""
        out: Tensor = self.layers(maps)
        return maps + out if self.is_residual else out


def trunk(blocks: int) -> nn.Sequential:
    """The stem and the first `blocks` inverted residuals of MobileNetV2 1.0."""
    return nn.Sequential(ConvReLU6(3, 32, 3, stride=2), *_all_blocks()[:blocks])


def tail(blocks: int) -> nn.Sequential:
    """What follows `trunk(blocks)`: from its maps to pooled features (n, 1280)."""
    last = ConvReLU6(320, FEATURES, 1)
    return nn.Sequential(*_all_blocks()[blocks:], last, nn.AdaptiveAvgPool2d(1), nn.Flatten())


def _all_blocks() -> list[InvertedResidual]:
    blocks: list[InvertedResidual] = []
    channels_in = 32
    for expansion, channels, repeats, first_stride in _STAGES:
        for repeat in range(repeats):
            stride = first_stride if repeat == 0 else 1
            blocks.append(InvertedResidual(channels_in, channels, stride, expansion))
            channels_in = channels
    return blocks
