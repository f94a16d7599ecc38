"""A network started from the official YOLOX-Nano computes what the official file computes."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch.nn import functional as F

from colugo.errors import WeightsUnreadable
from colugo.training.detector_runner import normalised
from colugo.training.networks.yolox import Yolox
from colugo.training.yolox_peer import decode
from colugo.training.yolox_start import start_yolox

OFFICIAL = Path("../shared/weights/yolox_nano.onnx")
needs_official = pytest.mark.skipif(not OFFICIAL.exists(), reason=f"{OFFICIAL} is not there")
PX = 416  # the official file takes no other size


def scenes(count: int) -> torch.Tensor:
    """(count, 3, PX, PX) uint8 RGB: smooth colours, as photos are."""
    torch.manual_seed(0)
    coarse = torch.rand(count, 3, 13, 13) * 255
    return F.interpolate(coarse, size=(PX, PX), mode="bilinear").to(torch.uint8)


def see_black_at_the_border(network: Yolox) -> None:
    """The official file pads its raw input with 0, which is black; ours pads with the mean."""
    stem = network.backbone.stem.conv.conv
    black = normalised(torch.zeros(1, 3, 2, 2, dtype=torch.uint8))[0, :, 0, 0].repeat(4)
    stem.padding = (0, 0)

    def pad(_: torch.nn.Module, inputs: tuple[torch.Tensor]) -> torch.Tensor:
        framed = black[None, :, None, None].expand(len(inputs[0]), -1, PX // 2 + 2, PX // 2 + 2)
        framed = framed.clone()
        framed[..., 1:-1, 1:-1] = inputs[0]
        return framed

    stem.register_forward_pre_hook(pad)


@needs_official
def test_before_training_it_says_what_the_official_file_says() -> None:
    images = scenes(4)
    network = Yolox()
    start_yolox(network, OFFICIAL, normalised(images))
    see_black_at_the_border(network)
    session = onnxruntime.InferenceSession(str(OFFICIAL))
    bgr = images[:1].flip(1).float().numpy()

    (official,) = session.run(None, {session.get_inputs()[0].name: bgr})
    with torch.inference_mode():
        raw = network(normalised(images[:1]))

    xyxy, _ = decode(official[0], PX)
    assert np.abs(raw.logits.sigmoid()[0].numpy() - official[0, :, 4]).max() < 1e-3
    assert np.abs(raw.xyxy()[0].numpy() - xyxy).max() < 0.5


@needs_official
def test_its_batch_norms_hold_the_statistics_of_the_pictures() -> None:
    network = Yolox()

    start_yolox(network, OFFICIAL, normalised(scenes(4)))

    norm = network.backbone.stem.conv.bn
    assert norm.running_var is not None
    assert torch.allclose(norm.weight, (norm.running_var + norm.eps).sqrt())


def test_another_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.onnx"
    weight = onnx.numpy_helper.from_array(np.zeros((4, 3, 1, 1), np.float32), "w")
    bias = onnx.numpy_helper.from_array(np.zeros(4, np.float32), "b")
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Conv", ["x", "w", "b"], ["y"])], "g", [], [], [weight, bias]
    )
    onnx.save(onnx.helper.make_model(graph), str(path))

    with pytest.raises(WeightsUnreadable, match="not those of YOLOX-Nano"):
        start_yolox(Yolox(), path, torch.zeros(1, 3, 64, 64))


@pytest.mark.parametrize("content", [None, b"no model"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "yolox.onnx"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(WeightsUnreadable, match=r"yolox\.onnx"):
        start_yolox(Yolox(), path, torch.zeros(1, 3, 64, 64))
