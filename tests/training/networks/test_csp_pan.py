"""The neck is wired as the specification says, checked against its formulas written out."""

import pytest
import torch
from torch import Tensor

from colugo.training.networks.csp_pan import CSPPAN, CSPLayer


def doubled(maps: Tensor) -> Tensor:
    return maps.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)


@pytest.fixture
def neck() -> CSPPAN:
    torch.manual_seed(0)
    return CSPPAN((8, 16, 24), 12, kernel=3, act="leaky_relu").eval()


def test_a_csp_layer_puts_the_long_way_before_the_short_cut() -> None:
    torch.manual_seed(0)
    layer = CSPLayer(8, 12, "hardswish", kernel=5).eval()
    maps = torch.randn(2, 8, 4, 6)

    out = layer(maps)

    block = layer.blocks[0]
    main = block.conv2(block.conv1(layer.main_conv(maps)))
    short = layer.short_conv(maps)
    torch.testing.assert_close(out, layer.final_conv(torch.cat([main, short], dim=1)))


def test_the_neck_agrees_with_the_formulas_of_the_specification(neck: CSPPAN) -> None:
    maps8, maps16, maps32 = (
        torch.randn(2, channels, side, side) for channels, side in ((8, 16), (16, 8), (24, 4))
    )

    out8, out16, out32, out64 = neck(maps8, maps16, maps32)

    in0, in1, in2 = neck.conv_t(maps8, maps16, maps32)
    p4 = neck.top_down_blocks[0](torch.cat([doubled(in2), in1], 1))
    o3 = neck.top_down_blocks[1](torch.cat([doubled(p4), in0], 1))
    o4 = neck.bottom_up_blocks[0](torch.cat([neck.downsamples[0](o3), p4], 1))
    o5 = neck.bottom_up_blocks[1](torch.cat([neck.downsamples[1](o4), in2], 1))
    o6 = neck.first_top_conv(in2) + neck.second_top_conv(o5)
    for out, slow in zip((out8, out16, out32, out64), (o3, o4, o5, o6), strict=True):
        torch.testing.assert_close(out, slow)


def test_the_levels_halve_each_time_also_from_an_odd_side(neck: CSPPAN) -> None:
    maps = [
        torch.zeros(1, channels, side, side) for channels, side in ((8, 52), (16, 26), (24, 13))
    ]

    levels = neck(*maps)

    assert [tuple(level.shape[1:]) for level in levels] == [
        (12, 52, 52), (12, 26, 26), (12, 13, 13), (12, 7, 7),
    ]  # fmt: skip
