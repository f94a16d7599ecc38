"""PP-LCNet has the widths, names and numbers of the specification."""

import pytest
import torch
from torch import nn

from colugo.training.networks.lcnet import FEATURES, SCALES, PPLCNet, SqueezeExcite, make_divisible


def count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


@pytest.mark.parametrize(
    ("class_num", "has_last_conv", "expected"),
    [(1000, True, 9_017_560), (0, True, 7_736_560), (0, False, 6_098_160)],
)
def test_width_2_5_has_as_many_parameters_as_published(
    class_num: int, has_last_conv: bool, expected: int
) -> None:
    network = PPLCNet(2.5, class_num=class_num, has_last_conv=has_last_conv)

    parameters = count(network)

    assert parameters == expected


@pytest.mark.parametrize(
    ("scale", "stem", "last"),
    [(0.25, 8, 128), (0.35, 8, 176), (0.5, 8, 256), (0.75, 16, 384), (1.0, 16, 512),
     (1.5, 24, 768), (2.0, 32, 1024), (2.5, 40, 1280)],
)  # fmt: skip
def test_every_width_has_the_stem_and_the_last_stage_of_the_table(
    scale: float, stem: int, last: int
) -> None:
    network = PPLCNet(scale)

    widths = network.conv1.conv.out_channels, network.pooled_dim

    assert scale in SCALES
    assert widths == (stem, last)


def test_parameters_carry_the_structured_names_of_the_official_weights() -> None:
    shapes = {name: tuple(value.shape) for name, value in PPLCNet(2.5).state_dict().items()}

    named = {
        name: shapes[name]
        for name in (
            "conv1.conv.weight",
            "conv1.bn.running_var",
            "blocks2.0.dw_conv.conv.weight",
            "blocks5.5.dw_conv.conv.weight",
            "blocks6.0.se.conv1.weight",
            "blocks6.1.se.conv2.bias",
            "blocks6.1.pw_conv.bn.weight",
            "last_conv.weight",
        )
    }

    assert list(named.values()) == [
        (40, 3, 3, 3), (40,), (40, 1, 3, 3), (640, 1, 5, 5), (160, 640, 1, 1), (1280,), (1280,),
        (1280, 1280, 1, 1),
    ]  # fmt: skip


def test_taps_lie_at_strides_8_16_and_32() -> None:
    network = PPLCNet(0.25, has_last_conv=False).eval()

    taps = network.taps(torch.zeros(2, 3, 64, 96))

    assert [tuple(maps.shape[2:]) for maps in taps] == [(8, 12), (4, 6), (2, 3)]
    assert tuple(maps.shape[1] for maps in taps) == network.tap_channels


def test_features_are_scaled_by_the_kept_share_of_the_dropout() -> None:
    network = PPLCNet(0.25).eval()
    pooled = torch.randn(2, network.pooled_dim)

    features = network.expand(pooled)

    expected = 0.8 * nn.functional.hardswish(pooled @ network.last_conv.weight[:, :, 0, 0].T)
    torch.testing.assert_close(features, expected)


def test_a_picture_gives_the_features_of_its_pooled_maps() -> None:
    network = PPLCNet(0.25).eval()
    images = torch.rand(2, 3, 64, 64)

    features = network(images)

    assert features.shape == (2, FEATURES)
    torch.testing.assert_close(features, network.expand(network.pooled(images)))


def test_in_training_kept_features_are_as_long_as_before_the_dropout() -> None:
    torch.manual_seed(0)
    network = PPLCNet(0.25)
    pooled = torch.rand(1, network.pooled_dim)

    dropped = network.train().expand(pooled)

    whole = network.eval().expand(pooled) / 0.8
    is_kept = dropped != 0
    torch.testing.assert_close(dropped[is_kept], whole[is_kept])
    assert 0.7 < float(is_kept.float().mean()) < 0.9


def test_a_classifier_gives_one_logit_per_label() -> None:
    network = PPLCNet(0.25, class_num=7).eval()

    logits = network(torch.zeros(2, 3, 64, 64))

    assert logits.shape == (2, 7)


def test_a_classifier_without_last_conv_is_refused() -> None:
    with pytest.raises(ValueError, match="has_last_conv"):
        PPLCNet(0.25, class_num=7, has_last_conv=False)


def test_squeeze_excite_agrees_with_its_formula_written_out() -> None:
    gate = SqueezeExcite(8)
    maps = torch.randn(2, 8, 3, 5)

    out = gate(maps)

    for picture, slow in zip(maps, out, strict=True):
        means = picture.mean(dim=(1, 2))
        hidden = (gate.conv1.weight[:, :, 0, 0] @ means + gate.conv1.bias).clamp(min=0)
        gates = (gate.conv2.weight[:, :, 0, 0] @ hidden + gate.conv2.bias) / 6 + 0.5
        torch.testing.assert_close(slow, picture * gates.clamp(0, 1)[:, None, None])


@pytest.mark.parametrize(("channels", "expected"), [(5.6, 8), (12, 16), (18, 24), (11.2, 16)])
def test_widths_are_rounded_to_eights_but_never_down_by_a_tenth(
    channels: float, expected: int
) -> None:
    rounded = make_divisible(channels)

    assert rounded == expected
