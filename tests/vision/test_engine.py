import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from colugo.errors import EngineMissing, EngineOptionWrong, ModelMissing, ModelUnreadable
from colugo.vision import EngineOptions, open_engine

from .tiny_models import embedder_file

_HAS_OPENVINO = importlib.util.find_spec("openvino") is not None
needs_openvino = pytest.mark.skipif(not _HAS_OPENVINO, reason="the extra `openvino` is missing")
_KINDS = ["onnxruntime", pytest.param("openvino", marks=needs_openvino)]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return embedder_file(tmp_path / "模型.onnx")


def _pictures(n: int, seed: int = 0) -> dict[str, Any]:
    return {"image": np.random.default_rng(seed).random((n, 3, 6, 8), np.float32)}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("n", [1, 2, 9])
def test_a_batch_of_any_length_runs(model: Path, kind: str, n: int) -> None:
    engine = open_engine(model, EngineOptions(kind=kind, threads=1))

    (embeddings,) = engine.run(_pictures(n))

    assert embeddings.shape == (n, 5)
    assert embeddings.dtype == np.float32


@needs_openvino
def test_both_engines_give_the_same_numbers(model: Path) -> None:
    first, second = (
        open_engine(model, EngineOptions(kind=kind)) for kind in ("onnxruntime", "openvino")
    )

    pairs = zip(first.run(_pictures(4)), second.run(_pictures(4)), strict=True)

    for ours, theirs in pairs:
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("kind", _KINDS)
def test_a_later_run_leaves_earlier_results_alone(model: Path, kind: str) -> None:
    engine = open_engine(model, EngineOptions(kind=kind))
    (first,) = engine.run(_pictures(1, seed=1))
    before = first.copy()

    engine.run(_pictures(1, seed=2))

    np.testing.assert_array_equal(first, before)


@pytest.mark.parametrize("kind", _KINDS)
def test_threads_may_share_an_engine(model: Path, kind: str) -> None:
    engine = open_engine(model, EngineOptions(kind=kind, threads=1))
    expected = [engine.run(_pictures(1, seed))[0] for seed in range(24)]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda seed: engine.run(_pictures(1, seed))[0], range(24)))

    np.testing.assert_allclose(together, expected, atol=1e-6)


def test_auto_takes_openvino_where_it_is_installed(model: Path) -> None:
    engine = open_engine(model)

    assert engine.name == ("openvino" if _HAS_OPENVINO else "onnxruntime")


def test_auto_takes_onnx_runtime_where_openvino_is_missing(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hide_openvino(monkeypatch)

    assert open_engine(model).name == "onnxruntime"


def test_asking_for_a_missing_engine_names_the_command_that_installs_it(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hide_openvino(monkeypatch)

    with pytest.raises(EngineMissing, match=r"`pip install colugo\[openvino\]`"):
        open_engine(model, EngineOptions(kind="openvino"))


def _hide_openvino(monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "openvino" else find_spec(name)
    )


def test_importing_vision_does_not_import_openvino() -> None:
    import subprocess

    code = "import sys, colugo.vision; raise SystemExit('openvino' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "tensorrt"}, "auto or onnxruntime or openvino, got 'tensorrt'"),
        ({"threads": -1}, "`threads`: expected 0"),
        ({"precision": "int8"}, "fp32 or bf16, got 'int8'"),
    ],
)
def test_an_option_that_no_engine_knows_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(EngineOptionWrong, match=message):
        EngineOptions(**options)


def test_onnx_runtime_computes_in_fp32_only(model: Path) -> None:
    with pytest.raises(EngineOptionWrong, match="fp32 with ONNX Runtime"):
        open_engine(model, EngineOptions(kind="onnxruntime", precision="bf16"))


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"none\.onnx"):
        open_engine(tmp_path / "none.onnx")


@pytest.mark.parametrize("kind", _KINDS)
def test_a_file_that_the_engine_cannot_load_is_unreadable(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"not a model")

    with pytest.raises(ModelUnreadable, match="refuses it"):
        open_engine(path, EngineOptions(kind=kind))
