"""An exported embedder gives the service the rows that training saw."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from colugo.errors import CheckpointMismatch, DatasetUnreadable, WeightsUnreadable
from colugo.training.data.grocery import read_list
from colugo.training.data.trunk_maps import PLAIN, View, read_view
from colugo.training.embedder_recipe import EmbedderRecipe
from colugo.training.export_embedder import export
from colugo.training.networks.rec_model import TwoHeads
from colugo.training.train_embedder import read_checkpoint, train
from colugo.training.warm_start import TFLITE_MEAN, TFLITE_STD
from colugo.vision import decode
from colugo.vision.embedder import Embedder
from colugo.vision.metadata import read_metadata_entries

from .tiny_embedder import make_shop, tiny_recipe


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> EmbedderRecipe:
    shop = make_shop(tmp_path_factory.mktemp("shop"))
    recipe = tiny_recipe(shop, "run", epochs=0.3, folders=[], general_weight=0.7)
    train(recipe)
    return recipe


@pytest.fixture(scope="module")
def exported(trained: EmbedderRecipe) -> tuple[Path, float]:
    path = trained.output / "embedder.onnx"
    return path, export(trained, path)


def torch_rows(recipe: EmbedderRecipe, photos: list[Path]) -> NDArray[np.float32]:
    """What the trained network, rounded as an export rounds it, makes of photos."""
    state = read_checkpoint(recipe)
    assert state is not None
    network = TwoHeads(recipe.blocks, recipe.dims, recipe.general_weight)
    network.load_state_dict(state["network"])
    mean, std = (torch.tensor(v)[:, None, None] for v in (TFLITE_MEAN, TFLITE_STD))
    views = (read_view(View(path, PLAIN), recipe.size_px) for path in photos)
    images = [(torch.from_numpy(p).permute(2, 0, 1) / 255 - mean) / std for p in views]
    with torch.no_grad():
        rows: NDArray[np.float32] = network.half().float()(torch.stack(images)).numpy()
    return rows


def test_the_service_gives_the_rows_of_the_trained_network(
    trained: EmbedderRecipe, exported: tuple[Path, float]
) -> None:
    photos = [photo.path for photo in read_list(trained.grocery, "val.txt")]
    embedder = Embedder.open(exported[0])

    rows = embedder.embed([decode(path) for path in photos])

    assert rows.shape == (12, 28)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rows, torch_rows(trained, photos), atol=1e-4)


def test_the_export_was_checked_against_torch(exported: tuple[Path, float]) -> None:
    _, difference = exported

    assert 0 <= difference <= 1e-4


def test_the_file_says_what_it_is_and_how_good(
    trained: EmbedderRecipe, exported: tuple[Path, float]
) -> None:
    facts = json.loads(read_metadata_entries(exported[0].read_bytes())["colugo"])

    assert facts["name"] == "tiny"
    assert facts["input_wh"] == [96, 96]
    assert facts["dim"] == 16 + 12
    state = read_checkpoint(trained)
    assert state is not None
    assert facts["scores"] == state["scores"]


def test_a_recipe_that_has_changed_since_the_training_is_refused(
    trained: EmbedderRecipe, tmp_path: Path
) -> None:
    changed = trained.model_copy(update={"general_weight": 1.0})  # is in no weight of the network

    with pytest.raises(CheckpointMismatch, match="general_weight"):
        export(changed, tmp_path / "a.onnx")

    assert not list(tmp_path.iterdir())


def test_without_a_training_there_is_nothing_to_export(
    trained: EmbedderRecipe, tmp_path: Path
) -> None:
    untrained = trained.model_copy(update={"output": tmp_path})

    with pytest.raises(WeightsUnreadable, match="train first"):
        export(untrained, tmp_path / "a.onnx")


def test_a_broken_photo_is_named(trained: EmbedderRecipe, tmp_path: Path) -> None:
    first = read_list(trained.grocery, "train.txt")[0].path
    content = first.read_bytes()
    first.write_bytes(b"broken")

    with pytest.raises(DatasetUnreadable, match=first.name):
        export(trained, tmp_path / "a.onnx")

    first.write_bytes(content)
    assert not list(tmp_path.iterdir())
