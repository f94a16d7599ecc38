"""The models that come with Colugo, loaded once per process and set of options."""

from functools import lru_cache
from importlib import resources
from pathlib import Path

from colugo.vision.detector import Detector
from colugo.vision.embedder import Embedder
from colugo.vision.engine import EngineOptions

_DEFAULT_OPTIONS = EngineOptions()


def default_detector(options: EngineOptions = _DEFAULT_OPTIONS) -> Detector:
    """Load the detector that comes with Colugo; a second call gives the same one.

    Raises:
        ModelMissing: the installation is not complete.
        EngineMissing, EngineOptionWrong: the options cannot be had here.
    """
    return _load_detector(options)


def default_embedder(options: EngineOptions = _DEFAULT_OPTIONS) -> Embedder:
    """Load the embedder that comes with Colugo; a second call gives the same one.

    Raises:
        ModelMissing: the installation is not complete.
        EngineMissing, EngineOptionWrong: the options cannot be had here.
    """
    return _load_embedder(options)


@lru_cache(maxsize=4)
def _load_detector(options: EngineOptions) -> Detector:
    return Detector.open(model_path("detector.onnx"), options)


@lru_cache(maxsize=4)
def _load_embedder(options: EngineOptions) -> Embedder:
    return Embedder.open(model_path("embedder.onnx"), options)


def model_path(file_name: str) -> Path:
    """A wheel is unpacked when installed, so a model is always a file of its own."""
    return Path(str(resources.files("colugo") / "models" / file_name))
