"""`colugo train`, `eval` and `export` from a YAML file, and what they refuse."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.training.recognition.tiny_config import draw_pictures, tiny_config

from .command_line import CommandLine

RELEASE = Path("recipes/paddleclas/GeneralRecognition_PPLCNet_x2_5.yaml").resolve()


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    """A config file of tiny pictures beside it."""
    draw_pictures(tmp_path)
    path = tmp_path / "config.yaml"
    config = tiny_config(tmp_path, epochs=1)
    path.write_text(yaml.safe_dump(config.model_dump(mode="json", by_alias=True)))
    return path


def test_a_training_is_evaluated_and_exported(colugo: CommandLine, config_file: Path) -> None:
    output = config_file.parent / "output" / "RecModel"

    trained = colugo("train", "-c", config_file)
    judged = colugo("eval", "-c", config_file, "-o", f"Global.pretrained_model={output}/latest")
    exported = colugo("export", "-c", config_file, "-o", f"Global.pretrained_model={output}/latest")

    assert (trained.code, judged.code, exported.code) == (0, 0, 0)
    assert "trained 1 epochs, best " in trained.out
    assert "[Train][Epoch 1/1]" in (output / "train.log").read_text()
    assert "recall1" in judged.out
    assert "differs from torch by" in exported.out
    assert (config_file.parent / "inference" / "inference.onnx").is_file()


def test_every_key_is_explained_without_training(colugo: CommandLine) -> None:
    answer = colugo("train", "--explain", "-c", RELEASE)

    assert answer.code == 0
    assert "Arch.Head.margin = 0.2\n" in answer.out
    assert "Global.seed = 0  (default)\n" in answer.out


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("Global.epohcs=3", ["Global.epohcs", "did you mean epochs?"]),
        ("Global.epochs=1=2", ["one `=`"]),
        ("Arch.Backbone.name=PPLCNet_x9", ["no such backbone", "PPLCNet_x2_5"]),
        ("DataLoader.Train.dataset.cls_label_path=none.txt", ["none.txt"]),
        ("DataLoader.Train.dataset.transform_ops.0.RandCropp.size=3", ["RandCropImage"]),
        ("Arch.Head.class_num=2", ["needs Arch.Head.class_num of 4"]),
        ("Global.checkpoints=none", ["none"]),
        ("DataLoader.Eval.Query.dataset.cls_label_path=none.txt", ["none.txt"]),
        ("DataLoader.Eval.Gallery.dataset.transform_ops=[]", ["add CropImage"]),
        ("Arch.Backbone.pretrained=True", ["Arch.Backbone.pretrained=False"]),
    ],
)
def test_what_cannot_be_trained_is_one_sentence(
    colugo: CommandLine, config_file: Path, override: str, words: list[str]
) -> None:
    answer = colugo("train", "-c", config_file, "-o", override)

    assert answer.refuses(*words)
    assert not (config_file.parent / "output").exists()


def test_python_m_colugo_is_the_command() -> None:
    command = [sys.executable, "-m", "colugo", "version"]

    ended = subprocess.run(command, check=True, capture_output=True, text=True)

    assert ended.stdout.strip()


def test_the_help_does_not_load_torch() -> None:
    code = (
        "import sys, contextlib, io\n"
        "from colugo.interfaces.cli.app import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main(['--help'])\n"
        "print('torch' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert ended.stdout.strip() == "False"
