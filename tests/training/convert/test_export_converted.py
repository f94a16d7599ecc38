"""A converted model is a model of a shop: it opens, and answers what the official one does."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from colugo.errors import ExportDiffers
from colugo.training.convert import Converted, convert
from colugo.training.convert.card import ModelCard
from colugo.training.convert.export import export_converted
from colugo.training.networks.rec_model import RecModel
from colugo.vision import Image
from colugo.vision.detector import Detector
from colugo.vision.embedder import Embedder
from colugo.vision.metadata import read_metadata_entries
from tests.legacy import official_names as names
from tests.legacy.official_files import random_tensors

# sizes are fixed in an export, and meant to be
pytestmark = pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning")

CARD = ModelCard("general_PPLCNet_x2_5_lite_v1.0_infer.tar", "ab" * 32)


def converted(shapes: names.Shapes) -> Converted:
    return convert(random_tensors(shapes), "official")


def picture(seed: int = 0) -> Image:
    rng = np.random.default_rng(seed)
    return Image(rng.integers(0, 256, (300, 200, 3), np.uint8))


@pytest.mark.parametrize(
    ("shapes", "dim"),
    [
        (names.rec_model(0.25, 32), 32),
        (names.rec_model_v2(16), 16),
        (names.lcnet(0.25, classes=5), 1280),
        (names.lcnet_v2(dim=64, bias=False), 64),
    ],
)
def test_an_embedder_opens_as_one_of_a_shop(tmp_path: Path, shapes: names.Shapes, dim: int) -> None:
    path = tmp_path / "official.onnx"

    export_converted(converted(shapes), path, "official", CARD)

    embedder = Embedder.open(path)
    rows = embedder.embed([picture(), picture(1)])
    assert rows.shape == (2, dim)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert embedder.model_id.startswith("official:")


def test_an_embedder_keeps_float32_and_squashes_as_the_predecessor_does(tmp_path: Path) -> None:
    photo = Image(np.random.default_rng(0).integers(0, 256, (700, 500, 3), np.uint8))
    path, one = tmp_path / "official.onnx", converted(names.rec_model(0.25, 16))

    export_converted(one, path, "official", CARD)

    row = Embedder.open(path).embed([photo])
    squashed = cv2.resize(photo.pixels, (224, 224), interpolation=cv2.INTER_LINEAR)
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    batch = torch.from_numpy(((squashed / 255.0 - mean) / std).astype(np.float32))
    with torch.no_grad():
        expected = one.network(batch.permute(2, 0, 1)[None]).numpy()
    np.testing.assert_allclose(row, expected / np.linalg.norm(expected), atol=1e-5)


def test_a_detector_opens_as_one_of_a_shop(tmp_path: Path) -> None:
    path = tmp_path / "official.onnx"

    export_converted(converted(names.picodet(0.25)), path, "official", CARD)

    detector = Detector.open(path)
    facts = json.loads(read_metadata_entries(path.read_bytes())["colugo"])
    assert detector.preprocessing.input_wh == (640, 640)
    assert (facts["resize"], facts["interpolation"]) == ("squash", "cubic")
    assert (facts["score_threshold"], facts["nms_iou"], facts["max_detections"]) == (0.2, 0.6, 100)
    found = detector.detect(picture())
    assert (found.xyxy <= [200, 300, 200, 300]).all()


def test_the_network_that_was_converted_can_still_be_trained_on(tmp_path: Path) -> None:
    one = converted(names.rec_model_v2(16))
    before = set(one.network.state_dict())

    export_converted(one, tmp_path / "a.onnx", "a", CARD)

    assert set(one.network.state_dict()) == before


def test_the_card_says_where_the_weights_are_from(tmp_path: Path) -> None:
    path = tmp_path / "official.onnx"
    one = converted(names.rec_model(0.25, 16, products=3))

    export_converted(one, path, "official", CARD)

    card = (tmp_path / "official.md").read_text(encoding="utf-8")
    assert card.startswith("# official.onnx\n")
    for part in (CARD.source, CARD.sha256, "`head.weight`", "none missing", "embedder_model"):
        assert part in card
    assert sorted(one.name for one in tmp_path.iterdir()) == ["official.md", "official.onnx"]


def test_nothing_is_left_where_the_export_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = converted(names.rec_model(0.25, 16))

    def throws(_: RecModel, images: torch.Tensor) -> torch.Tensor:
        return images.mean((1, 2, 3))[:, None] + torch.rand(len(images), 16)

    monkeypatch.setattr(RecModel, "forward", throws)
    with pytest.raises(ExportDiffers):
        export_converted(one, tmp_path / "a.onnx", "a", CARD)

    assert not list(tmp_path.iterdir())
