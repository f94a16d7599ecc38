"""The predecessor's networks in PaddlePaddle itself, built by the tables of the specification.

Written apart from our networks, so that a mistake in one is not repeated in the other: layer
by layer from spec sections 1.1-1.4, 3.2 and 3.3, and from what PaddleClas documents of
PP-LCNetV2. Attribute names are the structured names of the official files.
"""

from typing import Any

import numpy as np
import paddle
from paddle import nn
from paddle.base.layer_helper import LayerHelper
from paddle.nn import functional as F

WIDTHS = {0.25: (8, 8, 16, 32, 64, 128), 2.5: (40, 80, 160, 320, 640, 1280)}


class Sigmoid(nn.Layer):
    """Paddle 3.3 cannot write its own sigmoid into a program of the old kind, so this does."""

    def forward(self, x: Any) -> Any:
        if paddle.in_dynamic_mode():
            return F.sigmoid(x)
        helper = LayerHelper("sigmoid")
        out = helper.create_variable_for_type_inference(x.dtype)
        helper.append_op(type="sigmoid", inputs={"X": [x]}, outputs={"Out": [out]})
        return out


class ConvBN(nn.Layer):
    def __init__(self, cin: int, cout: int, k: int, s: int = 1, g: int = 1, act: Any = None):
        super().__init__()
        self.conv = nn.Conv2D(cin, cout, k, s, (k - 1) // 2, groups=g, bias_attr=False)
        self.bn = nn.BatchNorm2D(cout)
        self.activate = act

    def forward(self, x: Any) -> Any:
        x = self.bn(self.conv(x))
        return self.activate(x) if self.activate else x


class ConvNorm(nn.Layer):
    def __init__(self, cin: int, cout: int, k: int, g: int, act: Any):
        super().__init__()
        self.conv = nn.Conv2D(cin, cout, k, 1, (k - 1) // 2, groups=g, bias_attr=False)
        self.norm = nn.BatchNorm2D(cout)
        self.activate = act

    def forward(self, x: Any) -> Any:
        return self.activate(self.norm(self.conv(x)))


class SE(nn.Layer):
    def __init__(self, c: int, gate: Any):
        super().__init__()
        self.conv1 = nn.Conv2D(c, c // 4, 1)
        self.conv2 = nn.Conv2D(c // 4, c, 1)
        self.gate = gate

    def forward(self, x: Any) -> Any:
        return x * self.gate(self.conv2(F.relu(self.conv1(F.adaptive_avg_pool2d(x, 1)))))


class Separable(nn.Layer):
    def __init__(self, k: int, cin: int, cout: int, s: int, has_se: bool):
        super().__init__()
        self.dw_conv = ConvBN(cin, cin, k, s, cin, F.hardswish)
        if has_se:
            self.se = SE(cin, F.hardsigmoid)
        self.pw_conv = ConvBN(cin, cout, 1, act=F.hardswish)

    def forward(self, x: Any) -> Any:
        x = self.dw_conv(x)
        if hasattr(self, "se"):
            x = self.se(x)
        return self.pw_conv(x)


class LCNet(nn.Layer):
    """PP-LCNet; with `last_conv` it gives 1280 features, without it three maps."""

    def __init__(self, scale: float, has_last_conv: bool = True):
        super().__init__()
        stem, w2, w3, w4, w5, w6 = WIDTHS[scale]
        self.conv1 = ConvBN(3, stem, 3, 2, 1, F.hardswish)
        self.blocks2 = nn.Sequential(Separable(3, stem, w2, 1, False))
        self.blocks3 = nn.Sequential(Separable(3, w2, w3, 2, False), Separable(3, w3, w3, 1, False))
        self.blocks4 = nn.Sequential(Separable(3, w3, w4, 2, False), Separable(3, w4, w4, 1, False))
        self.blocks5 = nn.Sequential(
            Separable(3, w4, w5, 2, False), *(Separable(5, w5, w5, 1, False) for _ in range(5))
        )
        self.blocks6 = nn.Sequential(Separable(5, w5, w6, 2, True), Separable(5, w6, w6, 1, True))
        if has_last_conv:
            self.last_conv = nn.Conv2D(w6, 1280, 1, bias_attr=False)
            self.dropout = nn.Dropout(0.2, mode="downscale_in_infer")

    def forward(self, x: Any) -> Any:
        x8 = self.blocks4(self.blocks3(self.blocks2(self.conv1(x))))
        x16 = self.blocks5(x8)
        x32 = self.blocks6(x16)
        if not hasattr(self, "last_conv"):
            return x8, x16, x32
        x = F.hardswish(self.last_conv(F.adaptive_avg_pool2d(x32, 1)))
        return self.dropout(x).flatten(1)


class Neck(nn.Layer):
    def __init__(self, dim: int):
        super().__init__()
        self.fc = nn.Linear(1280, dim)

    def forward(self, x: Any) -> Any:
        return self.fc(x)


class RecModel(nn.Layer):
    def __init__(self, scale: float, dim: int = 512):
        super().__init__()
        self.backbone = LCNet(scale)
        self.neck = Neck(dim)

    def forward(self, x: Any) -> Any:
        return self.neck(self.backbone(x))


class RepBlock(nn.Layer):
    def __init__(self, k: int, cin: int, cout: int, s: int, split: bool, rep: bool, se: bool,
                 shortcut: bool):  # fmt: skip
        super().__init__()
        self.rep, self.split, self.shortcut = rep, split, shortcut and s == 1 and cin == cout
        if rep:
            kernels = [n for n in (5, 3, 1) if n <= k and not (n == 1 and s == 2)]
            self.dw_conv_list = nn.LayerList([ConvBN(cin, cin, n, s, cin) for n in kernels])
            self.dw_conv = nn.Conv2D(cin, cin, k, s, k // 2, groups=cin)
            self.kernel, self.is_folded = k, False
        else:
            self.dw_conv = ConvBN(cin, cin, k, s, cin, F.relu)
        if se:
            self.se = SE(cin, Sigmoid())
        if split:
            self.pw_conv_1 = ConvBN(cin, cout // 2, 1, act=F.relu)
            self.pw_conv_2 = ConvBN(cout // 2, cout, 1, act=F.relu)
        else:
            self.pw_conv = ConvBN(cin, cout, 1, act=F.relu)

    def fold(self) -> None:
        kernel, bias = 0, 0
        for branch in self.dw_conv_list:
            bn, margin = branch.bn, (self.kernel - branch.conv.weight.shape[-1]) // 2
            factor = bn.weight / (bn._variance + 1e-5).sqrt()
            folded = branch.conv.weight * factor.reshape((-1, 1, 1, 1))
            kernel = kernel + F.pad(folded, [margin] * 4)
            bias = bias + bn.bias - bn._mean * factor
        self.dw_conv.weight.set_value(kernel)
        self.dw_conv.bias.set_value(bias)
        self.is_folded = True

    def forward(self, x: Any) -> Any:
        if self.rep and self.is_folded:
            y = F.relu(self.dw_conv(x))
        elif self.rep:
            y = self.dw_conv_list[0](x)
            for branch in self.dw_conv_list[1:]:
                y = y + branch(x)
            y = F.relu(y)
        else:
            y = self.dw_conv(x)
        if hasattr(self, "se"):
            y = self.se(y)
        y = self.pw_conv_2(self.pw_conv_1(y)) if self.split else self.pw_conv(y)
        return y + x if self.shortcut else y


class LCNetV2(nn.Layer):
    def __init__(self, dim: int):
        super().__init__()
        self.stem = nn.Sequential(
            ConvBN(3, 32, 3, 2, 1, F.relu), RepBlock(3, 32, 64, 1, False, False, False, False)
        )
        table = [(2, 3, 64, 2, (False, False, False, False)),
                 (2, 3, 128, 2, (False, False, False, False)),
                 (6, 5, 256, 2, (True, True, True, False)),
                 (2, 5, 512, 1, (False, True, False, True))]  # fmt: skip
        self.stages = nn.LayerList(
            [
                nn.Sequential(
                    RepBlock(k, c, 2 * c, s, *flags),
                    *(RepBlock(k, 2 * c, 2 * c, 1, *flags) for _ in range(blocks - 1)),
                )
                for blocks, k, c, s, flags in table
            ]
        )
        self.last_conv = nn.Conv2D(1024, dim, 1)
        self.dropout = nn.Dropout(0.2, mode="downscale_in_infer")

    def forward(self, x: Any) -> Any:
        x = self.stem(x)
        for stage in self.stages:
            x = stage(x)
        return self.dropout(self.last_conv(F.adaptive_avg_pool2d(x, 1))).flatten(1)


class NeckV2(nn.Layer):
    def __init__(self, dim: int):
        super().__init__()
        self.feat_bn = nn.BatchNorm1D(dim)

    def forward(self, x: Any) -> Any:
        return self.feat_bn(x)


class RecModelV2(nn.Layer):
    def __init__(self, dim: int = 512):
        super().__init__()
        self.backbone = LCNetV2(dim)
        self.neck = NeckV2(dim)

    def forward(self, x: Any) -> Any:
        return self.neck(self.backbone(x))

    def fold(self) -> None:
        for layer in self.sublayers():
            if isinstance(layer, RepBlock) and layer.rep:
                layer.fold()


class DP(nn.Layer):
    def __init__(self, cin: int, cout: int, k: int, s: int, act: Any):
        super().__init__()
        self.dwconv = nn.Conv2D(cin, cin, k, s, (k - 1) // 2, groups=cin, bias_attr=False)
        self.bn1 = nn.BatchNorm2D(cin)
        self.pwconv = nn.Conv2D(cin, cout, 1, bias_attr=False)
        self.bn2 = nn.BatchNorm2D(cout)
        self.activate = act

    def forward(self, x: Any) -> Any:
        return self.activate(self.bn2(self.pwconv(self.activate(self.bn1(self.dwconv(x))))))


class Bottleneck(nn.Layer):
    def __init__(self, c: int, k: int, act: Any):
        super().__init__()
        self.conv1 = ConvBN(c, c, 1, act=act)
        self.conv2 = DP(c, c, k, 1, act)

    def forward(self, x: Any) -> Any:
        return self.conv2(self.conv1(x))


class CSP(nn.Layer):
    def __init__(self, c: int, k: int, act: Any):
        super().__init__()
        self.main_conv = ConvBN(2 * c, c // 2, 1, act=act)
        self.short_conv = ConvBN(2 * c, c // 2, 1, act=act)
        self.final_conv = ConvBN(c, c, 1, act=act)
        self.blocks = nn.Sequential(Bottleneck(c // 2, k, act))

    def forward(self, x: Any) -> Any:
        return self.final_conv(
            paddle.concat([self.blocks(self.main_conv(x)), self.short_conv(x)], axis=1)
        )


class Channels(nn.Layer):
    def __init__(self, cins: tuple[int, ...], c: int, act: Any):
        super().__init__()
        self.convs = nn.LayerList([ConvBN(cin, c, 1, act=act) for cin in cins])

    def forward(self, xs: Any) -> Any:
        return [self.convs[0](xs[0]), self.convs[1](xs[1]), self.convs[2](xs[2])]


class Pan(nn.Layer):
    def __init__(self, cins: tuple[int, ...], c: int, k: int, act: Any):
        super().__init__()
        self.conv_t = Channels(cins, c, act)
        self.first_top_conv = DP(c, c, k, 2, act)
        self.second_top_conv = DP(c, c, k, 2, act)
        self.top_down_blocks = nn.LayerList([CSP(c, k, act), CSP(c, k, act)])
        self.downsamples = nn.LayerList([DP(c, c, k, 2, act), DP(c, c, k, 2, act)])
        self.bottom_up_blocks = nn.LayerList([CSP(c, k, act), CSP(c, k, act)])

    def forward(self, xs: Any) -> Any:
        def up(x: Any) -> Any:
            return F.interpolate(x, scale_factor=2, mode="nearest")

        in0, in1, in2 = self.conv_t(xs)
        p4 = self.top_down_blocks[0](paddle.concat([up(in2), in1], axis=1))
        p3 = self.top_down_blocks[1](paddle.concat([up(p4), in0], axis=1))
        o4 = self.bottom_up_blocks[0](paddle.concat([self.downsamples[0](p3), p4], axis=1))
        o5 = self.bottom_up_blocks[1](paddle.concat([self.downsamples[1](o4), in2], axis=1))
        return [p3, o4, o5, self.first_top_conv(in2) + self.second_top_conv(o5)]


class Feat(nn.Layer):
    def __init__(self, c: int, pairs: int, act: Any):
        super().__init__()
        for level in range(4):
            dw = [ConvNorm(c, c, 5, c, act) for _ in range(pairs)]
            pw = [ConvNorm(c, c, 1, 1, act) for _ in range(pairs)]
            self.add_sublayer(f"cls_conv_dw{level}", nn.LayerList(dw))
            self.add_sublayer(f"cls_conv_pw{level}", nn.LayerList(pw))

    def forward(self, level: int, x: Any) -> Any:
        dws, pws = getattr(self, f"cls_conv_dw{level}"), getattr(self, f"cls_conv_pw{level}")
        for pair in range(len(dws)):
            x = pws[pair](dws[pair](x))
        return x


class Head(nn.Layer):
    def __init__(self, c: int, pairs: int, act: Any):
        super().__init__()
        self.conv_feat = Feat(c, pairs, act)
        for level in range(4):
            self.add_sublayer(f"head_cls{level}", nn.Conv2D(c, 33, 1))

    def forward(self, xs: Any) -> Any:
        """Four maps (n, 33, h, w): a logit and 4 x 8 bins to a cell."""
        return [
            self.head_cls0(self.conv_feat(0, xs[0])),
            self.head_cls1(self.conv_feat(1, xs[1])),
            self.head_cls2(self.conv_feat(2, xs[2])),
            self.head_cls3(self.conv_feat(3, xs[3])),
        ]


def decoded(maps: Any, size: int) -> Any:
    """Boxes (cells, 6) of one picture as Paddle's graph writes them: label, score, x1, y1, x2, y2.

    Worked out cell by cell's formula of spec 3.2 in float64.
    """
    rows = []
    for level, tensor in enumerate(maps):
        values, stride = tensor.numpy()[0].astype(np.float64), 8 << level
        _, height, width = values.shape
        bins = np.exp(values[1:].reshape(4, 8, height, width))
        sides = np.einsum("sbhw,b->shw", bins / bins.sum(1, keepdims=True), np.arange(8.0)) * stride
        y, x = (np.mgrid[0:height, 0:width] + 0.5) * stride
        xyxy = np.stack([x - sides[0], y - sides[1], x + sides[2], y + sides[3]]).clip(0, size)
        score = 1 / (1 + np.exp(-values[:1]))
        rows.append(np.concatenate([0 * score, score, xyxy]).reshape(6, -1).T)
    return np.concatenate(rows)


class PicoDet(nn.Layer):
    """The main-body detector; `variant` as in colugo."""

    def __init__(self, scale: float, variant: str):
        super().__init__()
        c, k, act, pairs = {
            "lite_v1": (96, 3, lambda x: F.leaky_relu(x, 0.01), 2),
            "config_640": (128, 5, F.hardswish, 4),
        }[variant]
        self.backbone = LCNet(scale, has_last_conv=False)
        self.neck = Pan(WIDTHS[scale][3:], c, k, act)
        self.head = Head(c, pairs, act)

    def forward(self, x: Any) -> Any:
        return self.head(self.neck(self.backbone(x)))


def randomise(network: Any, seed: int = 0) -> Any:
    """Random weights of a size at which features stay about 1; batch norms get statistics."""
    paddle.seed(seed)
    network.eval()
    for name, value in network.state_dict().items():
        if name.endswith("_variance"):
            value.set_value(paddle.uniform(value.shape, min=0.5, max=1.5))
        elif name.endswith(("_mean", "bias")):
            value.set_value(paddle.normal(0.0, 0.1, value.shape))
        elif value.ndim == 1:
            value.set_value(paddle.uniform(value.shape, min=0.8, max=1.2))
        else:
            fan_in = value.shape[0] if value.ndim == 2 else int(value[0].size)
            value.set_value(paddle.normal(0.0, (2.0 / fan_in) ** 0.5, value.shape))
    return network
