"""`colugo models` fetches, converts, lists and compares, and says what to do when it cannot."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from typer.testing import CliRunner, Result

from colugo.errors import (
    DownloadFailed,
    OfficialNameUnknown,
    WeightsDamaged,
    WeightsUnsafe,
)
from colugo.training.commands.models import app
from colugo.training.official import catalogue
from colugo.training.official.catalogue import OfficialFile, OfficialSet
from colugo.vision.detector import Detector
from colugo.vision.embedder import Embedder
from tests.legacy import official_names as names
from tests.legacy.official_files import random_tensors, write_export, write_pdparams, write_tar
from tests.training.official.file_server import Behaviour, served

pytestmark = pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning")

TINY = OfficialSet(
    "pp-shitu-v1",
    "small ones with the same names",
    exported=(
        OfficialFile("inference/general_infer.tar", "rec", 1000, 50_000_000),
        OfficialFile("inference/picodet_infer.tar", "detector", 1000, 50_000_000),
    ),
    pretrained=(OfficialFile("pretrain/general.pdparams", "rec", 1000, 50_000_000),),
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("official")
    rec, detector = names.rec_model(0.25, 16, products=9), names.picodet(0.25)
    exported = {name: shape for name, shape in rec.items() if name != "head.weight"}
    made = {
        "inference/general_infer.tar": write_tar(
            folder / "a.tar", write_export(folder / "a", random_tensors(exported))
        ),
        "inference/picodet_infer.tar": write_tar(
            folder / "b.tar", write_export(folder / "b", random_tensors(detector))
        ),
        "pretrain/general.pdparams": write_pdparams(folder / "c", random_tensors(rec)),
    }
    return {name: path.read_bytes() for name, path in made.items()}


@pytest.fixture
def server(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Behaviour]:
    monkeypatch.setitem(catalogue.SETS, "pp-shitu-v1", TINY)
    with served(dict(files)) as behaviour:
        yield behaviour


def test_a_system_is_pulled_converted_and_opens_in_a_shop(
    server: Behaviour, tmp_path: Path
) -> None:
    result = run("pull", "pp-shitu-v1", "--cache", tmp_path, "--mirror", server.base_url)

    assert result.exit_code == 0, result.output
    embedder = Embedder.open(tmp_path / "general_infer.onnx")
    assert embedder.dim == 16
    assert Detector.open(tmp_path / "picodet_infer.onnx").preprocessing.input_wh == (640, 640)
    card = (tmp_path / "general_infer.md").read_text(encoding="utf-8")
    assert server.base_url + "inference/general_infer.tar" in card
    assert f'embedder_model = "{(tmp_path / "general_infer.onnx").as_posix()}"' in result.output
    again = run("pull", "pp-shitu-v1", "--cache", tmp_path, "--mirror", server.base_url)
    assert again.exit_code == 0
    assert again.output.count("is here") == 2
    assert len(server.asked) == 2


def test_pretrained_weights_are_converted_without_their_head(
    server: Behaviour, tmp_path: Path
) -> None:
    result = run(
        "pull", "pp-shitu-v1", "--pretrained", "--cache", tmp_path, "--mirror", server.base_url
    )

    assert result.exit_code == 0, result.output
    assert "left out: `head.weight`" in result.output
    assert (tmp_path / "general.onnx").is_file()


def test_without_a_network_it_says_what_to_fetch_and_where_to_put_it(
    server: Behaviour, tmp_path: Path
) -> None:
    server.status = 404

    result = run("pull", "pp-shitu-v1", "--cache", tmp_path, "--mirror", server.base_url)

    assert isinstance(result.exception, DownloadFailed)
    sentence = str(result.exception)
    assert server.base_url + "inference/general_infer.tar" in sentence
    assert f"into {tmp_path}" in sentence
    assert "colugo models import FILE" in sentence
    assert not list(tmp_path.iterdir())


def test_an_unknown_set_is_told_the_known_ones(tmp_path: Path) -> None:
    result = run("pull", "pp-shitu", "--cache", tmp_path)

    assert isinstance(result.exception, OfficialNameUnknown)


def test_the_list_says_what_is_here(server: Behaviour, tmp_path: Path) -> None:
    (tmp_path / "picodet_infer.tar.partial").write_bytes(b"x" * 1_500_000)
    (tmp_path / "general.pdparams").write_bytes(b"\x80" * 2_500_000)

    result = run("list", "--cache", tmp_path)

    assert result.exit_code == 0
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.output.splitlines()]
    states = {row[1]: row[3] for row in rows if row}
    assert states["picodet_infer.tar"] == "begun, 1.5 MB"
    assert states["general.pdparams"] == "2.5 MB, not checked"
    assert states["general_infer.tar"] == "no"
    assert states[catalogue.SETS["pp-shitu-v2"].exported[0].file_name] == "no"  # not cut
    assert "default embedder: colugo-embedder:" in result.output
    assert "pp-shitu-v2" in result.output
    assert str(tmp_path) in result.output


@pytest.mark.parametrize("out", [None, "mine.onnx"])
def test_a_file_is_imported_where_it_is_asked_for(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weights").mkdir()
    file = tmp_path / "weights" / "best_model.pdparams"
    file.write_bytes(files["pretrain/general.pdparams"])

    result = run("import", file, *(["--out", out, "--as", "rec"] if out else []))

    assert result.exit_code == 0, result.output
    written = tmp_path / (out or "best_model.onnx")
    assert Embedder.open(written).model_id.startswith(f"{written.stem}:")
    assert "best_model.pdparams" in written.with_suffix(".md").read_text(encoding="utf-8")


def test_a_folder_of_an_export_is_imported(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_export(tmp_path / "inference", random_tensors(names.rec_model(0.25, 8)))

    of_folder = run("import", "inference")
    of_file = run("import", "inference/inference.pdiparams", "--out", "b.onnx")

    assert (of_folder.exit_code, of_file.exit_code) == (0, 0)
    assert Embedder.open(tmp_path / "inference.onnx").dim == 8
    assert Embedder.open(tmp_path / "b.onnx").dim == 8


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\x80\x04\x95", WeightsDamaged),
        (b"\x80\x02cposix\nsystem\nU\x04trueR.", WeightsUnsafe),
    ],
)
def test_a_file_that_cannot_be_imported_leaves_nothing(
    tmp_path: Path, content: bytes, error: type[Exception]
) -> None:
    (tmp_path / "a.pdparams").write_bytes(content)

    result = run("import", tmp_path / "a.pdparams", "--out", tmp_path / "out.onnx")

    assert isinstance(result.exception, error)
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdparams"]


@pytest.mark.parametrize(
    "options", [("--as", "resnet"), ("--out", "a.bin")], ids=["network", "ending"]
)
def test_a_wrong_option_is_refused_before_anything_is_read(
    tmp_path: Path, options: tuple[str, str]
) -> None:
    result = run("import", tmp_path / "none.pdparams", *options)

    assert result.exit_code == 2
    assert options[1] in result.output


@pytest.fixture(scope="module")
def model(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    (folder / "a.pdparams").write_bytes(files["pretrain/general.pdparams"])
    run("import", folder / "a.pdparams", "--out", folder / "a.onnx")
    return folder / "a.onnx"


@pytest.mark.parametrize(
    ("off", "options", "code"),
    [(0, [], 0), (1e-3, [], 1), (1e-3, ["--tolerance", "0.01"], 0)],
)
def test_a_check_ends_with_1_only_where_the_model_is_off(
    model: Path, tmp_path: Path, off: float, options: list[str], code: int
) -> None:
    batch = np.random.default_rng(0).normal(size=(2, 3, 224, 224)).astype(np.float32)
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    (rows,) = session.run(None, {"image": batch})
    expected: Any = rows + off * np.eye(2, 16)
    np.savez(tmp_path / "pairs.npz", input=batch, output=expected)

    result = run("check", model, tmp_path / "pairs.npz", *options)

    assert result.exit_code == code, result.output
    assert ("OFF" if code else "ok") in result.output
    assert "2 rows" in result.output
    told = float(result.output.split("largest difference: ")[1])
    assert told == pytest.approx(off, abs=max(off, 1e-6))
