"""The whole way of a detector: train, interrupt, carry on, export, measure."""

import csv
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from colugo.errors import ExportDiffers
from colugo.training import export_detector
from colugo.training.detector_loop import Checkpoint
from colugo.training.detector_recipe import DetectorRecipe
from colugo.training.evaluate_detector import evaluate, kept_out_sets, main, open_for_measuring
from colugo.training.networks.detection import DetectionDecoder
from colugo.training.networks.picodet import PicoDet
from colugo.training.train_detector import Training
from colugo.vision import Image
from tests.training.drawn_scenes import draw_scenes


def recipe(folder: Path, **changes: object) -> DetectorRecipe:
    base = {
        "name": "tiny", "output": str(folder / "run"), "scale": 0.25, "input_px": 96,
        "sets": [{"folder": str(folder / "drawn")}], "sizes_px": [96], "batch": 8, "workers": 0,
        "threads": 1, "max_steps": 120, "warmup_steps": 2, "lr": 1e-2, "backbone_lr": 1.0,
        "ema_decay": 0.9, "mosaic": 0.0,
        "loss": {"giou": 2.0, "dfl": 0.5, "box_weights": "quality"},
    }  # fmt: skip
    return DetectorRecipe.model_validate(base | changes)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scenes and a short training of them."""
    folder = tmp_path_factory.mktemp("detector")
    draw_scenes(folder / "drawn", 40)
    Training(recipe(folder, max_steps=40)).run()
    Training(recipe(folder)).run()
    return folder


def test_a_training_of_seconds_begins_to_find_drawn_rectangles(trained: Path) -> None:
    content = Checkpoint.load(trained / "run" / "last.pt").content

    (scores,) = content["scores"].values()

    assert scores["ap50"] > 0.1  # untrained it is 0


def test_a_training_carries_on_from_its_checkpoint(trained: Path) -> None:
    content = Checkpoint.load(trained / "run" / "last.pt").content

    with (trained / "run" / "curve.csv").open(encoding="utf-8") as file:
        steps = [int(row["step"]) for row in csv.DictReader(file)]

    assert content["step"] == 120
    assert steps == [40, 120]


def test_a_checkpoint_carries_settings_fingerprint_and_scores(trained: Path) -> None:
    checkpoint = Checkpoint.load(trained / "run" / "last.pt")

    content = checkpoint.content

    assert checkpoint.recipe == recipe(trained)
    assert len(content["fingerprint"]) == 12
    assert set(content["scores"][str(trained / "drawn")]) == {"ap50", "ap", "ar"}


def test_an_export_carries_its_facts_and_measures_as_in_training(trained: Path) -> None:
    path = trained / "models" / "tiny.onnx"

    difference = export_detector.export(recipe(trained), path)

    (entry,) = onnx.load(str(path)).metadata_props
    facts = json.loads(entry.value)
    assert difference < 1e-2
    assert (entry.key, facts["kind"], facts["input_wh"]) == ("colugo", "detector", [96, 96])
    assert 0 < facts["score_threshold"] < 1
    (row,) = evaluate({"tiny": open_for_measuring(path)}, kept_out_sets(recipe(trained)))
    assert row.scores.ap50 == pytest.approx(facts["scores"]["drawn"]["ap50"], abs=0.01)
    assert row.ms > 0


def test_an_exported_detector_takes_any_number_of_pictures(trained: Path) -> None:
    path = trained / "models" / "batch.onnx"
    export_detector.export(recipe(trained), path)
    detector = open_for_measuring(path)
    image = Image(np.zeros((50, 70, 3), np.uint8))

    outputs = [detector.run(detector.preprocessing.apply([image] * count)) for count in (1, 3)]

    assert [xyxy.shape[0] for xyxy, _ in outputs] == [1, 3]


def test_an_export_that_differs_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_detector, "_ALLOWED_SCORE", -1.0)

    with pytest.raises(ExportDiffers):
        export_detector.export_network(
            PicoDet(0.25), torch.rand(2, 3, 64, 64), tmp_path / "a.onnx", {}
        )

    assert list(tmp_path.iterdir()) == []


def test_the_graph_decodes_its_boxes_itself(tmp_path: Path) -> None:
    network, example = PicoDet(0.25), torch.rand(2, 3, 64, 64)

    export_detector.export_network(network, example, tmp_path / "a.onnx", {})

    model = onnx.load(str(tmp_path / "a.onnx"))
    session = onnxruntime.InferenceSession(str(tmp_path / "a.onnx"))
    got = session.run(["xyxy", "scores"], {"image": example.numpy()})
    with torch.inference_mode():
        expected = DetectionDecoder(network).eval()(example)
    for array, tensor, allowed in zip(got, expected, (1e-2, 1e-4), strict=True):
        assert array.shape == tensor.shape
        assert np.abs(array - tensor.numpy()).max() < allowed
    assert model.opset_import[0].version <= 17


def test_the_command_prints_a_table_of_scores(
    trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = trained / "models" / "printed.onnx"
    export_detector.export(recipe(trained), path)
    file = trained / "recipe.yaml"
    file.write_text(recipe(trained).model_dump_json(), encoding="utf-8")  # JSON is YAML

    main(str(file), str(path))

    printed = capsys.readouterr().out
    assert "AP50" in printed
    assert "drawn" in printed
