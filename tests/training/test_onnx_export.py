"""An export computes what torch does, says what it is, and is kept only then."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import Tensor, nn

from colugo.errors import ExportDiffers
from colugo.training.onnx_export import METADATA_KEY, export_onnx
from colugo.vision.metadata import read_metadata_entries

FACTS = {"name": "小卖部", "input_wh": [8, 6]}


class TwoOutputs(nn.Module):
    """A convolution large enough to be kept in half size, and its mean."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.conv = nn.Conv2d(3, 16, 3)
        self.drop = nn.Dropout(0.5)  # on in training only

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        maps = self.drop(self.conv(images))
        return maps, maps.mean((1, 2, 3))


class TakesOneBranch(nn.Module):
    """Depends on the picture: a trace keeps the branch of its example only."""

    def forward(self, images: Tensor) -> Tensor:
        return images if len(images) == 1 else 2 * images


class Throws(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return images + torch.rand_like(images)


class HasNoNumber(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return (images - 10).sqrt()


class FixesTheBatch(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return images.reshape(int(images.shape[0]), 3, -1)


def pictures(count: int = 4) -> Tensor:
    return torch.rand(count, 3, 6, 8, generator=torch.Generator().manual_seed(1))


def run(path: Path, images: Tensor) -> list[np.ndarray]:  # type: ignore[type-arg]
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return list(session.run(None, {"image": images.numpy()}))


@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_file_computes_what_torch_does_for_a_batch_of_any_size(
    tmp_path: Path, count: int
) -> None:
    network = TwoOutputs()

    difference = export_onnx(
        network, pictures(), tmp_path / "a.onnx", FACTS, outputs=["maps", "mean"]
    )

    images = torch.rand(count, 3, 6, 8)
    with torch.no_grad():
        expected = network(images)
    for tensor, array in zip(expected, run(tmp_path / "a.onnx", images), strict=True):
        np.testing.assert_allclose(array, tensor.numpy(), atol=1e-5)
    assert 0 <= difference < 1e-5


def test_the_names_of_inputs_and_outputs_are_those_asked_for(tmp_path: Path) -> None:
    export_onnx(TwoOutputs(), pictures(), tmp_path / "a.onnx", FACTS, outputs=["maps", "mean"])

    graph = onnx.load(str(tmp_path / "a.onnx")).graph

    assert [one.name for one in graph.input] == ["image"]
    assert [one.name for one in graph.output] == ["maps", "mean"]


def test_the_facts_are_read_back_from_the_file(tmp_path: Path) -> None:
    export_onnx(TwoOutputs(), pictures(), tmp_path / "a.onnx", FACTS, outputs=["maps", "mean"])

    entries = read_metadata_entries((tmp_path / "a.onnx").read_bytes())

    assert json.loads(entries[METADATA_KEY]) == FACTS


def test_large_weights_take_half_the_room(tmp_path: Path) -> None:
    export_onnx(TwoOutputs(), pictures(), tmp_path / "a.onnx", FACTS, outputs=["maps", "mean"])

    kept = onnx.load(str(tmp_path / "a.onnx")).graph.initializer

    types = {len(onnx.numpy_helper.to_array(one).ravel()): one.data_type for one in kept}
    assert types[16 * 3 * 9] == onnx.TensorProto.FLOAT16
    assert types[16] == onnx.TensorProto.FLOAT


@pytest.mark.parametrize("network", [Throws(), TakesOneBranch(), HasNoNumber(), FixesTheBatch()])
@pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning")
def test_a_file_that_differs_is_refused_and_not_kept(tmp_path: Path, network: nn.Module) -> None:
    path = tmp_path / "models" / "a.onnx"

    with pytest.raises(ExportDiffers):
        export_onnx(network, pictures(), path, FACTS, outputs=["out"])

    assert not list(path.parent.iterdir())


def test_what_was_exported_before_stays_when_the_new_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"the model of yesterday")

    with pytest.raises(ExportDiffers) as caught:
        export_onnx(Throws(), pictures(), path, FACTS, outputs=["out"])

    assert caught.value.path == str(path)
    assert caught.value.largest_difference > caught.value.allowed == 1e-4
    assert path.read_bytes() == b"the model of yesterday"
