"""Reads `inference.pdiparams`: tensors one after another, without names.

Each is u32 0, u64 number of LoD levels, u32 0, i32 n, n bytes of TensorDesc, raw data, all
little-endian. Source: ../shared/spec/predecessor-interfaces.md, section 1.6.
"""

import struct
from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colugo.errors import WeightsDamaged
from colugo.legacy.weights.program import tensor_type

_HEAD = struct.Struct("<IQIi")
# Source: framework.proto, VarType.Type
_DTYPES = {0: "?", 1: "<i2", 2: "<i4", 3: "<i8", 4: "<f2", 5: "<f4", 6: "<f8", 20: "u1", 21: "i1"}


def parse_combined(content: bytes, names: Sequence[str], path: str) -> dict[str, NDArray[Any]]:
    """Read the tensors and give them their names.

    Args:
        content: the whole file.
        names: of the tensors, in the order of the file.
        path: only names the file in errors.

    Returns:
        Read-only arrays on the memory of `content`.

    Raises:
        WeightsDamaged: it is cut short, has more or fewer tensors, or is another format.
    """
    arrays, position, view = {}, 0, memoryview(content)
    for row, name in enumerate(names):
        try:
            arrays[name], position = _tensor(view, position)
        except (ValueError, struct.error) as error:
            raise WeightsDamaged(
                path, f"tensor {row + 1} of {len(names)} ({name}) is cut short or damaged: {error}"
            ) from error
    if position != len(content):
        left = len(content) - position
        raise WeightsDamaged(path, f"{left} bytes are left after the {len(names)} tensors named")
    return arrays


def _tensor(view: memoryview, position: int) -> tuple[NDArray[Any], int]:
    version, levels, tensor_version, size = _HEAD.unpack_from(view, position)
    if version or levels or tensor_version or size < 0:
        raise ValueError("the head of a tensor is expected here")
    position += _HEAD.size
    described = tensor_type(view[position : position + size])
    position += size
    if described.type_code not in _DTYPES or min(described.shape, default=0) < 0:
        raise ValueError(f"numbers of type {described.type_code}, shape {described.shape}")
    dtype = np.dtype(_DTYPES[described.type_code])
    size_bytes = prod(described.shape) * dtype.itemsize
    if position + size_bytes > len(view):
        raise ValueError(f"{size_bytes} bytes are expected, {len(view) - position} are left")
    values = np.frombuffer(view[position : position + size_bytes], dtype)
    return values.reshape(described.shape), position + size_bytes
