"""MobileNetV2 has the numbers of the paper, and may be cut at any block."""

import pytest
import torch
from torch import nn

from colugo.training.networks.mobilenet_v2 import (
    BLOCKS,
    FEATURES,
    ConvReLU6,
    InvertedResidual,
    tail,
    trunk,
)


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    pairs = zip(source.state_dict().values(), target.state_dict().values(), strict=True)
    for ours, theirs in pairs:
        theirs.copy_(ours)


def test_it_has_as_many_numbers_as_published() -> None:
    # 3,504,872 in all, of which the classifier has 1280 * 1000 + 1000
    published = 3_504_872 - 1_281_000

    convs = [m.conv for m in nn.Sequential(trunk(9), tail(9)).modules() if isinstance(m, ConvReLU6)]
    weights = sum(conv.weight.numel() for conv in convs)
    biases = sum(conv.bias.numel() for conv in convs if conv.bias is not None)

    assert len(convs) == 52
    assert (weights, biases) == (2_189_760, 17_056)
    assert weights + 2 * biases == published  # batch norm has two numbers where we have a bias


@pytest.mark.parametrize(
    ("blocks", "channels", "side"),
    [(0, 32, 48), (1, 16, 48), (3, 24, 24), (6, 32, 12), (10, 64, 6), (13, 96, 6), (17, 320, 3)],
)
def test_the_trunk_gives_maps_of_the_published_size(blocks: int, channels: int, side: int) -> None:
    network = trunk(blocks)

    maps = network(torch.zeros(2, 3, 96, 96))

    assert tuple(maps.shape) == (2, channels, side, side)


@pytest.mark.parametrize("blocks", [0, 1, 8, 13, BLOCKS])
def test_trunk_and_tail_cut_anywhere_are_the_whole(blocks: int) -> None:
    whole = nn.Sequential(trunk(5), tail(5))
    cut = nn.Sequential(trunk(blocks), tail(blocks))
    images = torch.rand(2, 3, 64, 64)

    with torch.no_grad():
        copy_weights(whole, cut)
        expected, got = whole(images), cut(images)

    assert got.shape == (2, FEATURES)
    assert torch.equal(got, expected)


def test_stride_2_pads_at_the_bottom_and_the_right_only() -> None:
    layer = ConvReLU6(1, 1, 3, stride=2, is_linear=True)
    maps = torch.arange(36.0).reshape(1, 1, 6, 6)
    nn.init.zeros_(layer.conv.weight)
    nn.init.constant_(layer.conv.weight[:, :, 0, 0], 1)
    assert layer.conv.bias is not None
    nn.init.zeros_(layer.conv.bias)

    out = layer(maps)

    assert torch.equal(out, maps[:, :, ::2, ::2])  # the first kernel pixel stands on the corner


def test_a_layer_is_bounded_by_0_and_6_unless_it_is_linear() -> None:
    torch.manual_seed(0)
    bounded, linear = ConvReLU6(3, 8, 1), ConvReLU6(3, 8, 1, is_linear=True)
    copy_weights(bounded, linear)
    images = 100 * torch.randn(1, 3, 4, 4)

    out, raw = bounded(images), linear(images)

    assert (raw.min() < 0) & (raw.max() > 6)
    assert torch.equal(out, raw.clamp(0, 6))


@pytest.mark.parametrize(
    ("channels_out", "stride", "is_residual"), [(16, 1, True), (16, 2, False), (24, 1, False)]
)
def test_a_block_is_added_to_its_input_where_the_shapes_allow(
    channels_out: int, stride: int, is_residual: bool
) -> None:
    block = InvertedResidual(16, channels_out, stride, expansion=6)
    maps = torch.rand(1, 16, 8, 8)

    out = block(maps)

    expected = block.layers(maps)
    assert block.is_residual == is_residual
    assert torch.equal(out, maps + expected if is_residual else expected)


def test_the_input_stays_as_it_is() -> None:
    network, images = trunk(3), torch.randn(1, 3, 32, 32)
    before = images.clone()

    network(images)

    assert torch.equal(images, before)
