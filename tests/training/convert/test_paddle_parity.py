"""Converted models answer what PaddlePaddle itself answers with the same weights.

Needs `pip install 'colugo[train,paddle]'`. PaddlePaddle writes the files here, in both of its
containers, so that our readers meet its own bytes.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

os.environ.setdefault("FLAGS_enable_pir_api", "0")  # exports with .pdmodel, as the official ones
paddle = pytest.importorskip("paddle", reason="compares with PaddlePaddle: extra `paddle`")

from colugo.legacy.weights import read_pdparams  # noqa: E402
from colugo.training.convert import convert, read_official  # noqa: E402
from colugo.training.convert.card import ModelCard  # noqa: E402
from colugo.training.convert.compare import Pair, compare  # noqa: E402
from colugo.training.convert.export import export_converted  # noqa: E402

from . import paddle_twins as twins  # noqa: E402

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # both frameworks warn of much that is meant
]
CARD = ModelCard("PaddlePaddle", "0" * 64)


def noise(count: int, size: int) -> Any:
    return np.random.default_rng(0).normal(size=(count, 3, size, size)).astype(np.float32)


def saved(network: Any, folder: Path, kind: str, size: int) -> Path:
    """Has Paddle write its network, as .pdparams or as an exported model."""
    if kind == "pdparams":
        paddle.save(network.state_dict(), str(folder / "a.pdparams"))
        return folder / "a.pdparams"
    spec = [paddle.static.InputSpec([None, 3, size, size], "float32", "x")]
    static = paddle.jit.to_static(network, input_spec=spec, full_graph=True)
    paddle.jit.save(static, str(folder / "export" / "inference"))
    return folder / "export"


@pytest.mark.parametrize("kind", ["pdparams", "export"])
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_features_are_those_of_paddle(tmp_path: Path, version: str, kind: str) -> None:
    network = twins.randomise(twins.RecModel(2.5) if version == "v1" else twins.RecModelV2())
    batch = noise(2, 224)
    expected = network(paddle.to_tensor(batch)).numpy()
    if version == "v2" and kind == "export":
        network.fold()  # as the official export does

    converted = read_official(saved(network, tmp_path, kind, 224))
    with torch.inference_mode():
        features = converted.network(torch.from_numpy(batch)).numpy()
    export_converted(converted, tmp_path / "a.onnx", "a", CARD)
    (found,) = compare(tmp_path / "a.onnx", [Pair("noise", batch, expected)])

    # features before they are made length 1, against their own size: in v2 they are large
    off = float(np.abs(features - expected).max() / max(1.0, np.abs(expected).max()))
    print(f"{version} {kind}: features off by {off:.1e}, rows of the file by {found.largest:.1e}")
    assert expected.std() > 0.05
    assert off < 1e-5
    assert found.largest < 1e-5


@pytest.mark.parametrize("kind", ["pdparams", "export"])
@pytest.mark.parametrize("variant", ["lite_v1", "config_640"])
def test_boxes_are_those_of_paddle(tmp_path: Path, variant: str, kind: str) -> None:
    network = twins.randomise(twins.PicoDet(2.5, variant))
    batch = noise(1, 640)
    expected = twins.decoded(network(paddle.to_tensor(batch)), 640).astype(np.float32)

    converted = read_official(saved(network, tmp_path, kind, 640))
    export_converted(converted, tmp_path / "a.onnx", "a", CARD)
    (found,) = compare(tmp_path / "a.onnx", [Pair("noise", batch, expected)])

    print(f"{variant} {kind}: {found.rows} boxes off by {found.largest:.1e} px, {found.score:.1e}")
    assert found.rows == 8500
    assert found.largest < 0.01
    assert found.score is not None
    assert found.score < 1e-4


def test_without_the_factor_of_the_dropout_features_would_be_off(tmp_path: Path) -> None:
    network = twins.randomise(twins.RecModel(0.25))
    network.backbone.dropout = paddle.nn.Identity()
    batch = noise(1, 64)
    expected = network(paddle.to_tensor(batch)).numpy()

    tensors = read_pdparams(saved(network, tmp_path, "pdparams", 64))
    with torch.inference_mode():
        features = convert(tensors, "a").network(torch.from_numpy(batch)).numpy()

    assert np.abs(features - expected).max() > 1e-3
