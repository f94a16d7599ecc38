"""PPLCNetV2_base has the size that is published, and folding its branches changes nothing."""

import pytest
import torch
from torch import nn

from colugo.training.networks.lcnet_v2 import PPLCNetV2, RepDepthwise, SigmoidExcite
from colugo.training.networks.rec_model_v2 import RecModelV2


def count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def with_statistics(network: nn.Module) -> nn.Module:
    """Batch norms as after a training, so that folding has something to fold."""
    torch.manual_seed(1)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            module.running_mean.normal_(std=0.1)
            module.running_var.uniform_(0.5, 1.5)
            nn.init.uniform_(module.weight, 0.8, 1.2)
            nn.init.normal_(module.bias, std=0.1)
    return network.eval()


def test_the_classifier_has_6_6_million_parameters_as_published() -> None:
    network = PPLCNetV2(class_num=1000).fuse()

    parameters = count(network)

    assert parameters == 6_624_232


def test_the_recognition_network_is_as_large_as_the_published_file() -> None:
    network = RecModelV2()
    network.backbone.fuse()

    megabytes = 4 * count(network) / 1e6

    assert 18.0 < megabytes < 19.0  # 19 MB with its graph, spec 7


def test_in_training_it_has_three_branches_where_nothing_is_halved() -> None:
    stage3, stage4 = PPLCNetV2().stages[2], PPLCNetV2(is_shitu=True).stages[3]

    branches = [
        [branch.conv.kernel_size[0] for branch in block.dw_conv_list]  # type: ignore[union-attr]
        for block in (stage3[0], stage3[1], stage4[0], stage4[1])  # type: ignore[index]
    ]

    assert branches == [[5, 3], [5, 3, 1], [5, 3, 1], [5, 3, 1]]


@pytest.mark.parametrize(("is_shitu", "side"), [(False, 2), (True, 4)])
def test_the_last_stage_halves_the_maps_but_not_for_shitu(is_shitu: bool, side: int) -> None:
    network = PPLCNetV2(is_shitu=is_shitu).eval()

    maps = network.stem(torch.zeros(1, 3, 64, 64))
    for stage in network.stages:
        maps = stage(maps)

    assert tuple(maps.shape) == (1, 1024, side, side)


@pytest.mark.parametrize(
    ("network", "dim"),
    [(PPLCNetV2(), 1280), (PPLCNetV2(class_num=7), 7), (RecModelV2(64), 64)],
)
def test_a_picture_gives_one_row(network: nn.Module, dim: int) -> None:
    rows = network.eval()(torch.rand(2, 3, 64, 64))

    assert tuple(rows.shape) == (2, dim)


@pytest.mark.parametrize("is_shitu", [False, True])
def test_the_folded_form_computes_what_the_training_form_does(is_shitu: bool) -> None:
    network = with_statistics(PPLCNetV2(features=64, is_shitu=is_shitu))
    images = torch.randn(2, 3, 64, 64)

    with torch.no_grad():
        expected = network(images)
        assert isinstance(network, PPLCNetV2)
        folded = network.fuse()(images)

    assert expected.std() > 0.01
    torch.testing.assert_close(folded, expected, rtol=1e-4, atol=1e-4 * float(expected.std()))


@pytest.mark.parametrize("stride", [1, 2])
def test_one_folded_kernel_agrees_with_its_branches_added_up(stride: int) -> None:
    block = RepDepthwise(4, 8, 5, stride=stride, has_branches=True)
    with_statistics(block)
    maps = torch.randn(1, 4, 9, 9)

    with torch.no_grad():
        slow = sum(
            nn.functional.batch_norm(
                nn.functional.conv2d(maps, one.conv.weight, None, stride, one.conv.padding, 1, 4),
                one.bn.running_mean, one.bn.running_var, one.bn.weight, one.bn.bias,
            )
            for one in block.dw_conv_list
        )  # fmt: skip
        block.fuse()
        assert isinstance(block.dw_conv, nn.Conv2d)
        fast = block.dw_conv(maps)

    torch.testing.assert_close(fast, slow, rtol=1e-5, atol=1e-5)


def test_folding_twice_is_folding_once() -> None:
    network = PPLCNetV2().fuse()

    again = network.fuse()

    assert count(again) == count(network)


def test_the_short_cut_adds_the_input() -> None:
    block = RepDepthwise(8, 8, 5, stride=1, has_branches=True, has_shortcut=True).eval()
    maps = torch.randn(1, 8, 6, 6)

    with_it = block(maps)
    block.has_shortcut = False

    torch.testing.assert_close(with_it, block(maps) + maps)


def test_the_gate_is_a_plain_sigmoid_here() -> None:
    gate = SigmoidExcite(8)
    maps = torch.randn(1, 8, 3, 5)

    out = gate(maps)

    means = maps[0].mean((1, 2))
    hidden = (gate.conv1.weight[:, :, 0, 0] @ means + gate.conv1.bias).clamp(min=0)
    gates = torch.sigmoid(gate.conv2.weight[:, :, 0, 0] @ hidden + gate.conv2.bias)
    torch.testing.assert_close(out[0], maps[0] * gates[:, None, None])


def test_features_are_scaled_by_the_kept_share_of_the_dropout() -> None:
    network = PPLCNetV2(features=16, is_shitu=True).eval()
    images = torch.rand(1, 3, 64, 64)
    seen: list[torch.Tensor] = []
    network.last_conv.register_forward_hook(lambda *inner: seen.append(inner[2]))

    features = network(images)

    torch.testing.assert_close(features, 0.8 * seen[0].flatten(1))
