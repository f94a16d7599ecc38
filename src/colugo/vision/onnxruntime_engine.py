"""The default engine: ONNX Runtime on the CPU, in fp32."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnxruntime
from numpy.typing import NDArray

from colugo.errors import EngineOptionWrong, ModelUnreadable

_ERRORS_ONLY = 3


class OnnxRuntimeEngine:
    """A network in ONNX Runtime.

    Raises:
        EngineOptionWrong: a precision other than fp32.
        ModelUnreadable: ONNX Runtime cannot load the file.
    """

    name = "onnxruntime"

    def __init__(self, path: Path, threads: int, precision: str) -> None:
        if precision != "fp32":
            raise EngineOptionWrong("precision", "fp32 with ONNX Runtime", precision)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = _ERRORS_ONLY
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its errors have no common type of their own
            raise ModelUnreadable(str(path), f"ONNX Runtime refuses it ({error})") from error

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Run the network once."""
        outputs: list[NDArray[Any]] = self._session.run(None, dict(inputs))
        return outputs
