"""PicoDet has the parts, names and boxes of the specification."""

import pytest
import torch
from torch import nn

from colugo.training.networks.detection import DetectionDecoder
from colugo.training.networks.picodet import VARIANTS, PicoDet
from colugo.training.networks.picodet_head import BINS, STRIDES, PicoDetections, cell_centers


def count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


@pytest.fixture(scope="module")
def small() -> PicoDet:
    torch.manual_seed(0)
    return PicoDet(0.25).eval()


def test_the_shipped_variant_has_as_many_parameters_as_the_shipped_graph() -> None:
    network = PicoDet(2.5, "lite_v1")

    parts = count(network.backbone), count(network.neck), count(network.head)

    # the head's 108,812 count the eight constants 0..7 of the projection
    assert parts == (6_098_160, 390_912, 108_812)


@pytest.mark.parametrize(
    ("variant", "channels", "kernel"), [("lite_v1", 96, 3), ("config_640", 128, 5)]
)
def test_parameters_carry_the_structured_names_of_the_official_weights(
    variant: str, channels: int, kernel: int
) -> None:
    shapes = {
        name: tuple(value.shape) for name, value in PicoDet(0.25, variant).state_dict().items()
    }
    pairs = VARIANTS[variant].pairs

    expected = {
        "backbone.blocks6.1.se.conv2.bias": (128,),
        "neck.conv_t.convs.2.conv.weight": (channels, 128, 1, 1),
        "neck.first_top_conv.dwconv.weight": (channels, 1, kernel, kernel),
        "neck.second_top_conv.bn2.running_mean": (channels,),
        "neck.top_down_blocks.1.blocks.0.conv1.bn.weight": (channels // 2,),
        "neck.bottom_up_blocks.0.blocks.0.conv2.pwconv.weight": (
            channels // 2,
            channels // 2,
            1,
            1,
        ),
        "neck.bottom_up_blocks.1.final_conv.conv.weight": (channels, channels, 1, 1),
        "neck.downsamples.1.bn1.bias": (channels,),
        f"head.conv_feat.cls_conv_dw3.{pairs - 1}.conv.weight": (channels, 1, 5, 5),
        f"head.conv_feat.cls_conv_pw0.{pairs - 1}.norm.weight": (channels,),
        "head.head_cls2.weight": (33, channels, 1, 1),
        "head.distribution_project.project": (8,),
    }

    assert {name: shapes.get(name) for name in expected} == expected
    assert f"head.conv_feat.cls_conv_dw0.{pairs}.conv.weight" not in shapes


def test_the_tensors_are_those_of_the_shipped_graph() -> None:
    state = PicoDet(2.5).state_dict()

    names = [name for name in state if not name.endswith("num_batches_tracked")]

    # 407 in the graph (spec 3.3): the projection is among them, scale_reg leftovers are not
    assert len(names) == 407


def test_a_picture_of_640_gives_the_cells_of_four_levels(small: PicoDet) -> None:
    with torch.inference_mode():
        raw = small(torch.zeros(1, 3, 640, 640))

    assert raw.logits.shape == (1, 6400 + 1600 + 400 + 100)
    assert raw.sides.shape == (1, 8500, 4, BINS)
    assert [int((raw.strides == stride).sum()) for stride in STRIDES] == [6400, 1600, 400, 100]


def test_an_untrained_network_is_sure_of_nothing(small: PicoDet) -> None:
    with torch.inference_mode():
        _, scores = DetectionDecoder(small)(torch.rand(1, 3, 64, 64))

    assert float(scores.mean()) == pytest.approx(0.01, rel=0.2)


def test_boxes_agree_with_decoding_one_cell_at_a_time() -> None:
    torch.manual_seed(1)
    raw = PicoDetections(
        logits=torch.randn(2, 6),
        sides=torch.randn(2, 6, 4, BINS),
        centers_xy=cell_centers(2, 3, 16),
        strides=torch.full((6,), 16.0),
    )

    xyxy = raw.xyxy()

    for picture in range(2):
        for cell, (column, row) in enumerate([(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]):
            shares = raw.sides[picture, cell].exp()
            shares = shares / shares.sum(dim=1, keepdim=True)
            left, top, right, bottom = [
                16 * sum(j * float(side[j]) for j in range(BINS)) for side in shares
            ]
            x, y = (column + 0.5) * 16, (row + 0.5) * 16
            assert xyxy[picture, cell].tolist() == pytest.approx(
                [x - left, y - top, x + right, y + bottom], abs=1e-4
            )


def test_decoded_boxes_stay_inside_a_picture_that_is_not_square(small: PicoDet) -> None:
    with torch.inference_mode():
        xyxy, scores = DetectionDecoder(small)(torch.rand(2, 3, 64, 96))

    assert xyxy.shape == (2, scores.shape[1], 4)
    assert float(xyxy.min()) >= 0
    assert float(xyxy[..., 2].max()) <= 96
    assert float(xyxy[..., 3].max()) <= 64
