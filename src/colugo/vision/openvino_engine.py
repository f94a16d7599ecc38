"""The faster engine where it is installed: OpenVINO on the CPU, in fp32 or bf16.

The package is imported only when this engine is opened: it is an extra of Colugo.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from colugo.errors import EngineOptionWrong, ModelUnreadable

_HINTS = {"fp32": "f32", "bf16": "bf16"}


class OpenVinoEngine:
    """A network in OpenVINO. Each thread gets its own request, so calls do not wait.

    Raises:
        EngineOptionWrong: bf16 on a CPU that does not have it.
        ModelUnreadable: OpenVINO cannot load the file.
    """

    name = "openvino"

    def __init__(self, path: Path, threads: int, precision: str) -> None:
        import openvino  # an extra: only whoever opens this engine needs it

        core = openvino.Core()
        if precision == "bf16" and "BF16" not in core.get_property(
            "CPU", "OPTIMIZATION_CAPABILITIES"
        ):
            raise EngineOptionWrong("precision", "fp32, as this CPU has no bf16", precision)
        settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": _HINTS[precision]}
        if threads:
            settings["INFERENCE_NUM_THREADS"] = str(threads)
        try:
            self._network = core.compile_model(str(path), "CPU", settings)
        except Exception as error:  # its errors have no common type of their own
            raise ModelUnreadable(str(path), f"OpenVINO refuses it ({error})") from error
        self._local = threading.local()

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Run the network once; the outputs are copies that a later run leaves alone."""
        if not hasattr(self._local, "request"):
            self._local.request = self._network.create_infer_request()
        results = self._local.request.infer(dict(inputs), share_inputs=True)
        return [results[output] for output in self._network.outputs]
