"""Writes a network to ONNX with its facts inside, checked against torch. Knows no network."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from colugo.errors import ExportDiffers

METADATA_KEY = "colugo"  # where colugo.vision looks for the facts
_OPSET = 17
_SMALL = 256  # numbers; smaller tensors are not worth a cast


def export_onnx(
    network: nn.Module,
    example: Tensor,
    path: Path,
    facts: Mapping[str, Any],
    *,
    outputs: Sequence[str],
    allowed: float = 1e-4,
    is_halved: bool = True,
) -> float:
    """Write `network` to `path` with a batch of any size; gives the largest difference.

    Weights are rounded to float16 first, in `network` too, and kept so in the file, which
    halves it; what runs is float32. Where `is_halved` is False they stay float32, so that the
    file computes what its weights computed elsewhere. The file is compared with torch on
    `example` and on a batch of another size, and kept only when no output differs by more
    than `allowed`.

    Args:
        network: takes (n, 3, h, w), gives one tensor or a tuple of them.
        example: (n, 3, h, w) float32, n of 2 or more, real pictures for an honest check.
        path: of the .onnx file.
        facts: JSON object that goes into the metadata, see docs/models.md.
        outputs: name of each output.
        allowed: largest absolute difference, in units of the output.
        is_halved: weights become float16 in the file.

    Raises:
        ExportDiffers: the file does not compute what torch does; it is not kept.
    """
    network = network.eval().half().float() if is_halved else network.eval().float()
    partial = path.with_suffix(".partial.onnx")
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(network, example, partial, outputs)
        _finish(partial, facts, is_halved)
        difference = max(_difference(network, partial, batch) for batch in (example, example[:1]))
        if difference > allowed:
            raise ExportDiffers(str(path), difference, allowed)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return difference


def _write(network: nn.Module, example: Tensor, path: Path, outputs: Sequence[str]) -> None:
    torch.onnx.export(
        network, (example,), str(path), dynamo=False, opset_version=_OPSET,
        input_names=["image"], output_names=list(outputs),
        dynamic_axes={name: {0: "n"} for name in ("image", *outputs)},
    )  # fmt: skip


def _finish(path: Path, facts: Mapping[str, Any], is_halved: bool) -> None:
    model = onnx.load(str(path))
    if is_halved:
        _halve_weights(model.graph)
    onnx.helper.set_model_props(model, {METADATA_KEY: json.dumps(dict(facts), sort_keys=True)})
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _halve_weights(graph: Any) -> None:
    """Keep float32 weights as float16 with a cast behind each; engines fold the casts away."""
    casts = []
    for weight in graph.initializer:
        values = onnx.numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < _SMALL or not _is_half(values):
            continue
        name = weight.name
        weight.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
        casts.append(
            onnx.helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT)
        )
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def _is_half(values: NDArray[np.float32]) -> bool:
    """Whether float16 holds these numbers exactly; folding may have made some that it cannot."""
    return bool((values.astype(np.float16).astype(np.float32) == values).all())


def _difference(network: nn.Module, path: Path, batch: Tensor) -> float:
    with torch.inference_mode():
        expected = network(batch)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    got = session.run(None, {"image": batch.numpy()})
    tensors = expected if isinstance(expected, tuple) else (expected,)
    return max(_largest(tensor.numpy(), array) for tensor, array in zip(tensors, got, strict=True))


def _largest(expected: NDArray[np.float32], got: NDArray[np.float32]) -> float:
    """The largest absolute difference; endless where a shape differs or something is no number."""
    if expected.shape != got.shape:
        return float("inf")
    difference = np.abs(expected - got).max(initial=0.0)
    return float(np.nan_to_num(difference, nan=np.inf))
