from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.errors import ModelInputWrong, ModelKindWrong, ModelMetadataWrong, ModelOutputWrong
from colugo.vision import Embedder, EngineOptions, Image, open_engine

from .tiny_models import EMBEDDER, embedder_file, fixed_detector_file, relabel

_ONNX = EngineOptions(kind="onnxruntime", threads=1)


@pytest.fixture
def embedder(tmp_path: Path) -> Embedder:
    return Embedder.open(embedder_file(tmp_path / "e.onnx"), _ONNX)


def _images(n: int) -> list[Image]:
    colours = np.random.default_rng(1).integers(1, 255, (n, 1, 1, 3), dtype=np.uint8)
    return [Image(np.ascontiguousarray(np.broadcast_to(c, (7 + n, 9, 3)))) for c in colours]


def test_every_row_has_length_one(embedder: Embedder) -> None:
    embeddings = embedder.embed(_images(6))

    assert embeddings.shape == (6, embedder.dim)
    assert embeddings.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-5)


def test_no_pictures_give_no_rows(embedder: Embedder) -> None:
    embeddings = embedder.embed([])

    assert embeddings.shape == (0, 5)
    assert embeddings.dtype == np.float32


@pytest.mark.parametrize("n", [1, 31, 32, 33, 66])
def test_a_batch_gives_what_one_picture_at_a_time_gives(embedder: Embedder, n: int) -> None:
    images = _images(n)

    embeddings = embedder.embed(images)

    alone = np.concatenate([embedder.embed([image]) for image in images])
    np.testing.assert_allclose(embeddings, alone, atol=1e-5)


class _CountingEngine:
    """Remembers how many pictures came in each call."""

    name = "counting"

    def __init__(self, path: Path) -> None:
        self._inner = open_engine(path, _ONNX)
        self.batches: list[int] = []

    def run(self, inputs: Any) -> list[NDArray[Any]]:
        self.batches.append(len(inputs["image"]))
        return self._inner.run(inputs)


def test_a_scene_is_one_call_and_a_gallery_is_cut_into_calls_of_32(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "e.onnx")
    engine = _CountingEngine(path)
    preprocessing = Embedder.open(path, _ONNX).preprocessing
    embedder = Embedder(engine, preprocessing, dim=5, model_id="counting")

    embedder.embed(_images(20))
    embedder.embed(_images(66))

    assert engine.batches == [20, 32, 32, 2]


def test_the_model_id_carries_name_bytes_and_precision(embedder: Embedder) -> None:
    name, digest, precision = embedder.model_id.split(":")

    assert (name, len(digest), precision) == ("tiny-embedder", 12, "fp32")


def test_two_different_files_have_different_ids(tmp_path: Path, embedder: Embedder) -> None:
    other = embedder_file(tmp_path / "other.onnx", EMBEDDER | {"name": "tiny-embedder2"})

    assert Embedder.open(other, _ONNX).model_id != embedder.model_id


def test_a_dim_that_the_network_does_not_have_is_refused(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "e.onnx", EMBEDDER | {"dim": 6})

    with pytest.raises(ModelOutputWrong, match=r"\(n, 6\) as `dim` says, got \(1, 5\)"):
        Embedder.open(path, _ONNX)


def test_a_network_that_takes_other_pictures_than_it_says_is_refused(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "e.onnx", EMBEDDER | {"input_wh": [9, 9]})
    relabel(path, EMBEDDER)

    with pytest.raises(ModelInputWrong, match=r"`image` \(1, 3, 6, 8\) as its metadata says"):
        Embedder.open(path, _ONNX)


@pytest.mark.parametrize("length", [0.5, 2.0, float("nan")])
def test_rows_of_another_length_are_refused_when_opened(tmp_path: Path, length: float) -> None:
    path = embedder_file(tmp_path / "e.onnx", length=length)

    with pytest.raises(ModelOutputWrong, match="rows of length 1"):
        Embedder.open(path, _ONNX)


@pytest.mark.parametrize("dim", [None, 0, "512", 1.5])
def test_a_model_without_a_proper_dim_is_refused(tmp_path: Path, dim: Any) -> None:
    path = embedder_file(tmp_path / "e.onnx", EMBEDDER | {"dim": dim})

    with pytest.raises(ModelMetadataWrong, match="`dim`: expected a whole number"):
        Embedder.open(path, _ONNX)


def test_a_detector_is_no_embedder(tmp_path: Path) -> None:
    path = fixed_detector_file(tmp_path / "d.onnx", [[0, 0, 1, 1]], [0.9])

    with pytest.raises(ModelKindWrong, match="of kind embedder, got detector"):
        Embedder.open(path, _ONNX)


def test_a_network_of_two_outputs_is_no_embedder(tmp_path: Path) -> None:
    path = fixed_detector_file(tmp_path / "d.onnx", [[0, 0, 1, 1]], [0.9], EMBEDDER)

    with pytest.raises(ModelOutputWrong, match="1 output"):
        Embedder.open(path, _ONNX)
