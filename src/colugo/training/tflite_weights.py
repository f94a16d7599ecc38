"""Reads the convolutions of a quantised TFLite network as float32. Knows no network of ours.

Only what a warm start needs: the convolutions in the order in which they are run,
with their weights and biases dequantised as (value - zero point) * scale.
Source: the TFLite schema and its quantisation specification.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tflite
from numpy.typing import NDArray

from colugo.errors import WeightsUnreadable

_CONVOLUTIONS = (tflite.BuiltinOperator.CONV_2D, tflite.BuiltinOperator.DEPTHWISE_CONV_2D)
_DTYPES = {
    tflite.TensorType.UINT8: np.uint8,
    tflite.TensorType.INT8: np.int8,
    tflite.TensorType.INT32: np.int32,
    tflite.TensorType.FLOAT32: np.float32,
}


@dataclass(frozen=True)
class Convolution:
    """One convolution with its batch norm already folded in."""

    weight: NDArray[np.float32]  # (out, in, k, k); (channels, 1, k, k) when depthwise
    bias: NDArray[np.float32]  # (out,)
    is_depthwise: bool


def read_convolutions(path: Path) -> list[Convolution]:
    """Read every convolution of the network at `path`, in the order of running.

    Raises:
        WeightsUnreadable: the file is missing, damaged, or not a TFLite network.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsUnreadable(str(path), error.strerror or str(error)) from error
    if content[4:8] != b"TFL3":
        raise WeightsUnreadable(str(path), "it is not a TFLite file")
    try:
        return _convolutions(tflite.Model.GetRootAsModel(content, 0))
    except (struct.error, ValueError, KeyError) as error:  # what flatbuffers meets when lost
        raise WeightsUnreadable(str(path), f"it is damaged or cut short ({error})") from error


def _convolutions(network: "tflite.Model") -> list[Convolution]:
    graph = network.Subgraphs(0)
    operators = (graph.Operators(row) for row in range(graph.OperatorsLength()))
    return [
        _read_convolution(network, graph, operator)
        for operator in operators
        if _code(network, operator) in _CONVOLUTIONS
    ]


def _code(network: "tflite.Model", operator: "tflite.Operator") -> int:
    return int(network.OperatorCodes(operator.OpcodeIndex()).BuiltinCode())


def _read_convolution(
    network: "tflite.Model", graph: "tflite.SubGraph", operator: "tflite.Operator"
) -> Convolution:
    is_depthwise = _code(network, operator) == tflite.BuiltinOperator.DEPTHWISE_CONV_2D
    weight = _dequantised(network, graph.Tensors(operator.Inputs(1)))
    bias = _dequantised(network, graph.Tensors(operator.Inputs(2)))
    # TFLite keeps (out, k, k, in), and (1, k, k, channels) when depthwise
    axes = (3, 0, 1, 2) if is_depthwise else (0, 3, 1, 2)
    return Convolution(np.ascontiguousarray(weight.transpose(axes)), bias, is_depthwise)


def _dequantised(network: "tflite.Model", tensor: "tflite.Tensor") -> NDArray[np.float32]:
    raw = network.Buffers(tensor.Buffer()).DataAsNumpy()
    values = np.frombuffer(raw.tobytes(), _DTYPES[tensor.Type()]).reshape(tensor.ShapeAsNumpy())
    quantization = tensor.Quantization()
    if quantization is None or quantization.ScaleLength() == 0:
        return values.astype(np.float32)
    shape = [1] * values.ndim
    if quantization.ScaleLength() > 1:
        shape[quantization.QuantizedDimension()] = quantization.ScaleLength()
    scale = quantization.ScaleAsNumpy().reshape(shape)
    zero_point = quantization.ZeroPointAsNumpy().reshape(shape)
    return np.asarray((values.astype(np.float64) - zero_point) * scale, np.float32)
