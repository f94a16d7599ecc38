"""Runs a network. One small Protocol, one table of the engines behind it.

Knows no picture and no metadata: named arrays go in, arrays come out.
"""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from colugo.errors import EngineMissing, EngineOptionWrong, ModelInputWrong, ModelMissing
from colugo.vision.onnxruntime_engine import OnnxRuntimeEngine
from colugo.vision.openvino_engine import OpenVinoEngine

Inputs = Mapping[str, NDArray[Any]]

_AUTO = "auto"
_PRECISIONS = ("fp32", "bf16")


class Engine(Protocol):
    """A network, loaded and ready. May be called from several threads at once."""

    @property
    def name(self) -> str:
        """Which engine it is: `onnxruntime` or `openvino`."""
        ...

    def run(self, inputs: Inputs) -> list[NDArray[Any]]:
        """Run the network once; the outputs come in the order of the model file."""
        ...


@dataclass(frozen=True)
class EngineOptions:
    """Which engine runs the networks, and how.

    kind: `auto` takes OpenVINO where it is installed, else ONNX Runtime.
    threads: how many CPU threads one call may use; 0 leaves it to the engine.
    precision: `bf16` is about twice as fast on CPUs that have it, and needs OpenVINO. It is
        part of the model's identity: embeddings of two precisions are not compared.

    Raises:
        EngineOptionWrong: a value that no engine knows.
    """

    kind: str = _AUTO
    threads: int = 0
    precision: str = "fp32"

    def __post_init__(self) -> None:
        kinds = (_AUTO, *_ENGINES)
        if self.kind not in kinds:
            raise EngineOptionWrong("kind", " or ".join(kinds), self.kind)
        if not 0 <= self.threads <= 1024:
            raise EngineOptionWrong("threads", "0 (the engine's choice) to 1024", str(self.threads))
        if self.precision not in _PRECISIONS:
            raise EngineOptionWrong("precision", " or ".join(_PRECISIONS), self.precision)


@dataclass(frozen=True)
class _Variant:
    package: str
    install_command: str
    open: Callable[[Path, int, str], Engine]


_ENGINES: dict[str, _Variant] = {
    "onnxruntime": _Variant("onnxruntime", "pip install onnxruntime", OnnxRuntimeEngine),
    "openvino": _Variant("openvino", "pip install colugo[openvino]", OpenVinoEngine),
}


def open_engine(path: Path, options: EngineOptions | None = None) -> Engine:
    """Load the network at `path` into the engine that the options ask for.

    Raises:
        ModelMissing: no such file.
        ModelUnreadable: the engine cannot load it.
        EngineMissing: the engine asked for is not installed.
        EngineOptionWrong: the engine cannot compute in this precision here.
    """
    options = options or EngineOptions()
    variant = _ENGINES[_choose(options.kind)]
    if importlib.util.find_spec(variant.package) is None:
        raise EngineMissing(variant.package, variant.install_command)
    if not path.is_file():
        raise ModelMissing(str(path))
    return variant.open(path, options.threads, options.precision)


def first_run(path: Path, engine: Engine, inputs: Inputs) -> list[NDArray[Any]]:
    """Run a network that was just loaded: what it takes may not be what its metadata says.

    Raises:
        ModelInputWrong: it refuses these inputs.
    """
    try:
        return engine.run(inputs)
    except Exception as error:  # the engines' errors have no common type of their own
        shapes = ", ".join(f"`{name}` {array.shape}" for name, array in inputs.items())
        raise ModelInputWrong(str(path), shapes, str(error).strip().splitlines()[-1]) from error


def _choose(kind: str) -> str:
    if kind != _AUTO:
        return kind
    return "openvino" if importlib.util.find_spec("openvino") else "onnxruntime"
