"""YOLOX-Nano for one sort of thing: sizes, cells and boxes."""

import pytest
import torch

from colugo.training.networks.detection import DetectionDecoder
from colugo.training.networks.yolox import STRIDES, Yolox, YoloxDetections


@pytest.fixture(scope="module")
def network() -> Yolox:
    torch.manual_seed(0)
    return Yolox().eval()


def test_it_has_the_parameters_of_yolox_nano_without_its_branch_for_sorts(network: Yolox) -> None:
    official = 912_159  # Source: summed over yolox_nano.onnx with its batch norms unfolded
    depthwise_pair = 9 * 64 + 2 * 64 + 64 * 64 + 2 * 64
    branch = 3 * (2 * depthwise_pair + 64 * 80 + 80)

    count = sum(parameter.numel() for parameter in network.parameters())

    assert count == official - branch


def test_a_picture_gives_the_cells_of_three_levels_row_by_row(network: Yolox) -> None:
    with torch.inference_mode():
        raw = network(torch.rand(2, 3, 64, 96))

    cells = sum(64 // stride * (96 // stride) for stride in STRIDES)
    assert raw.logits.shape == (2, cells)
    assert raw.xyxy().shape == (2, cells, 4)
    assert raw.centers_xy[:2].tolist() == [[4.0, 4.0], [12.0, 4.0]]
    assert raw.strides[-1] == 32


def test_a_box_is_read_from_the_corner_of_its_cell_and_the_log_of_its_size() -> None:
    raw = YoloxDetections(
        logits=torch.zeros(1, 1),
        offsets=torch.tensor([[[0.25, 1.0, 0.0, 2.0]]]),
        centers_xy=torch.tensor([[24.0, 40.0]]),  # of the cell from (16, 32) to (32, 48)
        strides=torch.tensor([16.0]),
    )

    left, top, right, bottom = raw.xyxy()[0, 0].tolist()

    assert (left + right) / 2 == pytest.approx(16 + 0.25 * 16)
    assert (top + bottom) / 2 == pytest.approx(32 + 1.0 * 16)
    assert right - left == pytest.approx(16.0)
    assert bottom - top == pytest.approx(16 * 2.718281828**2, rel=1e-5)


def test_decoded_boxes_stay_inside_the_picture(network: Yolox) -> None:
    with torch.inference_mode():
        xyxy, scores = DetectionDecoder(network)(torch.rand(1, 3, 64, 96))

    assert float(xyxy.min()) >= 0
    assert float(xyxy[..., [0, 2]].max()) <= 96
    assert float(xyxy[..., [1, 3]].max()) <= 64
    assert 0 <= float(scores.min()) <= float(scores.max()) <= 1
