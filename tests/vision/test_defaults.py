from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from colugo.errors import ModelMissing
from colugo.vision import (
    EngineOptions,
    Image,
    decode,
    default_detector,
    default_embedder,
    defaults,
)

from .tiny_models import brightness_detector_file, embedder_file

_BEVERAGES = Path(__file__).parents[3] / "shared" / "data" / "beverages" / "images"
_ONNX = EngineOptions(kind="onnxruntime", threads=1)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation whose models are tiny."""
    monkeypatch.setattr(defaults, "model_path", lambda name: tmp_path / name)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    defaults._load_detector.cache_clear()
    defaults._load_embedder.cache_clear()


def test_the_defaults_are_loaded_once_for_each_set_of_options(models: Path) -> None:
    embedder_file(models / "embedder.onnx")
    brightness_detector_file(models / "detector.onnx")

    assert default_embedder() is default_embedder()
    assert default_detector(_ONNX) is default_detector(options=EngineOptions("onnxruntime", 1))
    assert default_detector(_ONNX) is not default_detector()


@pytest.mark.parametrize("load", [default_detector, default_embedder])
def test_an_incomplete_installation_is_named(models: Path, load: Callable[[], Any]) -> None:
    with pytest.raises(ModelMissing, match="install Colugo again"):
        load()


def test_the_models_of_the_package_stand_beside_its_code() -> None:
    import colugo

    package = Path(colugo.__file__).parent

    assert defaults.model_path("detector.onnx") == package / "models" / "detector.onnx"


def _skip_without_model(name: str) -> None:
    if not defaults.model_path(name).exists():
        pytest.skip(f"models/{name} is not in this checkout")


def test_the_default_embedder_tells_a_picture_from_another() -> None:
    _skip_without_model("embedder.onnx")
    noise = np.random.default_rng(0).integers(0, 256, (2, 90, 70, 3), dtype=np.uint8)

    rows = default_embedder().embed([Image(noise[0]), Image(noise[0] // 2), Image(noise[1])])

    assert rows.shape == (3, default_embedder().dim)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert rows[0] @ rows[1] < 0.9999


def test_the_default_detector_finds_bottles_in_a_real_picture() -> None:
    _skip_without_model("detector.onnx")
    if not _BEVERAGES.exists():
        pytest.skip("the real pictures of ../shared/data are not here")
    picture = decode(sorted(_BEVERAGES.iterdir())[0])

    found = default_detector().detect(picture)

    assert 1 <= len(found) <= 100
    assert (found.xyxy[:, 2:] <= np.array(picture.size_wh) + 1e-3).all()


def test_the_default_detector_finds_nothing_in_a_grey_wall() -> None:
    _skip_without_model("detector.onnx")
    wall = Image(np.full((480, 640, 3), 128, np.uint8))

    assert len(default_detector().detect(wall)) == 0
