"""Writes TFLite files by hand, so that what they hold is known exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import flatbuffers
import numpy as np
import tflite
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from colugo.training.networks.mobilenet_v2 import tail, trunk

_TYPES = {
    "uint8": tflite.TensorType.UINT8,
    "int8": tflite.TensorType.INT8,
    "int32": tflite.TensorType.INT32,
    "float32": tflite.TensorType.FLOAT32,
    "float16": tflite.TensorType.FLOAT16,
}
_CONV, _DEPTHWISE = tflite.BuiltinOperator.CONV_2D, tflite.BuiltinOperator.DEPTHWISE_CONV_2D
_SOFTMAX = tflite.BuiltinOperator.SOFTMAX
_CODES = (_CONV, _DEPTHWISE, _SOFTMAX)


@dataclass(frozen=True)
class Stored:
    """A tensor as the file keeps it; without scales it is not quantised."""

    values: NDArray[Any]
    scales: Sequence[float] = ()
    zero_points: Sequence[int] = ()
    quantised_axis: int = 0


@dataclass(frozen=True)
class Operator:
    code: int
    inputs: Sequence[Stored] = field(default_factory=list)  # after the maps: weight, bias


def conv(weight: Stored, bias: Stored) -> Operator:
    """Weights lie as (out, k, k, in)."""
    return Operator(_CONV, (weight, bias))


def depthwise(weight: Stored, bias: Stored) -> Operator:
    """Weights lie as (1, k, k, channels)."""
    return Operator(_DEPTHWISE, (weight, bias))


def softmax() -> Operator:
    return Operator(_SOFTMAX)


def write_tflite(path: Path, operators: Sequence[Operator]) -> Path:
    """A network of these operators one after the other; only what a reader of weights looks at."""
    builder = flatbuffers.Builder(1024)
    stored = [Stored(np.zeros(1, np.float32)), *(t for one in operators for t in one.inputs)]
    buffers = [_buffer(builder, tensor) for tensor in stored]
    tensors = [_tensor(builder, row, tensor) for row, tensor in enumerate(stored)]
    rows, first = [], 1  # tensor 0 stands for the maps
    for one in operators:
        rows.append(_operator(builder, one.code, [0, *range(first, first + len(one.inputs))]))
        first += len(one.inputs)
    tensors_at, operators_at = (_vector(builder, offsets) for offsets in (tensors, rows))
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensors_at)
    tflite.SubGraphAddOperators(builder, operators_at)
    graphs_at = _vector(builder, [tflite.SubGraphEnd(builder)])
    codes_at = _vector(builder, [_operator_code(builder, code) for code in _CODES])
    buffers_at = _vector(builder, buffers)
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, codes_at)
    tflite.ModelAddSubgraphs(builder, graphs_at)
    tflite.ModelAddBuffers(builder, buffers_at)
    builder.Finish(tflite.ModelEnd(builder), b"TFL3")
    path.write_bytes(bytes(builder.Output()))
    return path


def mobilenet_v2_file(path: Path, seed: int = 0) -> Path:
    """MobileNetV2 1.0 with weights from nothing, in float32, and a classifier at its end.

    Every channel has mean 0 and deviation 1 before its activation, as after batch norm,
    so that its features tell pictures apart.
    """
    torch.manual_seed(seed)
    network = nn.Sequential(trunk(13), tail(13))
    convs = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    handles = [conv.register_forward_hook(_set_statistics) for conv in convs]
    with torch.no_grad():
        network(F.interpolate(torch.randn(16, 3, 3, 3), size=96))
    for handle in handles:
        handle.remove()
    return write_tflite(path, [*map(_operator_of, convs), _operator_of(nn.Conv2d(1280, 10, 1))])


def _set_statistics(conv: nn.Conv2d, _inputs: tuple[Tensor], out: Tensor) -> Tensor:
    assert conv.bias is not None
    mean, deviation = out.mean((0, 2, 3)), out.std((0, 2, 3)) + 1e-3
    conv.weight.div_(deviation[:, None, None, None])
    conv.bias.sub_(mean).div_(deviation)
    return (out - mean[:, None, None]) / deviation[:, None, None]


def _operator_of(layer: nn.Conv2d) -> Operator:
    assert layer.bias is not None
    axes = (1, 2, 3, 0) if layer.groups > 1 else (0, 2, 3, 1)
    weight = Stored(layer.weight.detach().numpy().transpose(axes))
    kind = depthwise if layer.groups > 1 else conv
    return kind(weight, Stored(layer.bias.detach().numpy()))


def mobilenet_v1_file(path: Path, width: float, seed: int = 0) -> Path:
    """MobileNetV1 with weights from nothing, in float32."""
    torch.manual_seed(seed)
    widths = [round(width * c) for c in (32, 64, 128, 128, 256, 256, *[512] * 6, 1024, 1024)]
    layers = [nn.Conv2d(3, widths[0], 3)]
    for channels_in, channels_out in pairwise(widths):
        layers.append(nn.Conv2d(channels_in, channels_in, 3, groups=channels_in))
        layers.append(nn.Conv2d(channels_in, channels_out, 1))
    for layer in layers:
        nn.init.kaiming_normal_(layer.weight)
    return write_tflite(path, [_operator_of(layer) for layer in layers])


def _vector(builder: Any, offsets: Sequence[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())


def _buffer(builder: Any, tensor: Stored) -> int:
    data = builder.CreateByteVector(np.ascontiguousarray(tensor.values).tobytes())
    tflite.BufferStart(builder)
    tflite.BufferAddData(builder, data)
    return int(tflite.BufferEnd(builder))


def _tensor(builder: Any, buffer: int, tensor: Stored) -> int:
    shape = builder.CreateNumpyVector(np.array(tensor.values.shape, np.int32))
    quantisation = _quantisation(builder, tensor) if tensor.scales else None
    tflite.TensorStart(builder)
    tflite.TensorAddShape(builder, shape)
    tflite.TensorAddType(builder, _TYPES[tensor.values.dtype.name])
    tflite.TensorAddBuffer(builder, buffer)
    if quantisation is not None:
        tflite.TensorAddQuantization(builder, quantisation)
    return int(tflite.TensorEnd(builder))


def _quantisation(builder: Any, tensor: Stored) -> int:
    scales = builder.CreateNumpyVector(np.array(tensor.scales, np.float32))
    zero_points = builder.CreateNumpyVector(np.array(tensor.zero_points, np.int64))
    tflite.QuantizationParametersStart(builder)
    tflite.QuantizationParametersAddScale(builder, scales)
    tflite.QuantizationParametersAddZeroPoint(builder, zero_points)
    tflite.QuantizationParametersAddQuantizedDimension(builder, tensor.quantised_axis)
    return int(tflite.QuantizationParametersEnd(builder))


def _operator(builder: Any, code: int, inputs: Sequence[int]) -> int:
    inputs_at = builder.CreateNumpyVector(np.array(inputs, np.int32))
    tflite.OperatorStart(builder)
    tflite.OperatorAddOpcodeIndex(builder, _CODES.index(code))
    tflite.OperatorAddInputs(builder, inputs_at)
    return int(tflite.OperatorEnd(builder))


def _operator_code(builder: Any, code: int) -> int:
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, code)
    return int(tflite.OperatorCodeEnd(builder))
