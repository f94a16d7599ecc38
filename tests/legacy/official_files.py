"""Writes weights in the documented byte layouts, with random numbers. Reads nothing."""

import io
import pickle
import struct
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = Mapping[str, NDArray[Any]]


def write_pdparams(path: Path, tensors: Tensors, *, protocol: int = 4, pairs: bool = False) -> Path:
    """As paddle.save does; with `pairs` each value is (variable name, array)."""
    table = {name: f"var_{row}.w_0" for row, name in enumerate(tensors)}
    values = {name: (table[name], array) if pairs else array for name, array in tensors.items()}
    content = {**values, "StructuredToParameterName@@": table}
    path.write_bytes(pickle.dumps(content, protocol=protocol))
    return path


def write_export(
    folder: Path, tensors: Tensors, *, model: bool = True, info: bool = True, prefix: str = ""
) -> Path:
    """Writes inference.pdiparams, .pdiparams.info and .pdmodel as paddle.jit.save does.

    Variable names are given out backwards, so that their order is not that of `tensors`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    variables = {f"conv2d_{len(tensors) - row}.w_0": name for row, name in enumerate(tensors)}
    arrays = {variable: tensors[name] for variable, name in variables.items()}
    (folder / "inference.pdiparams").write_bytes(combined(arrays[name] for name in sorted(arrays)))
    if info:
        table = {
            variable: {"structured_name": prefix + name, "stop_gradient": False, "trainable": True}
            for variable, name in variables.items()
        }
        (folder / "inference.pdiparams.info").write_bytes(pickle.dumps(table, protocol=2))
    if model:
        (folder / "inference.pdmodel").write_bytes(program(arrays))
    return folder


def write_tar(path: Path, folder: Path) -> Path:
    """Packs a folder as the official archives are packed."""
    with tarfile.open(path, "w") as archive:
        archive.add(folder, arcname=folder.name)
    return path


def combined(arrays: Iterable[NDArray[Any]]) -> bytes:
    """The body of inference.pdiparams, spec 1.6."""
    out = io.BytesIO()
    for array in arrays:
        described = tensor_desc(array)
        out.write(struct.pack("<IQIi", 0, 0, 0, len(described)) + described + array.tobytes())
    return out.getvalue()


def program(arrays: Tensors) -> bytes:
    """A ProgramDesc with the variables, a feed and a variable that is not kept."""
    feed = field(1, b"feed") + field(2, number(1, 9)) + number(3, 1)
    passing = field(1, b"relu_0.tmp_0") + field(2, number(1, 7)) + number(3, 0)
    kept = [
        field(1, name.encode())
        + field(2, number(1, 7) + field(3, field(1, tensor_desc(array)) + number(2, 0)))
        + number(3, 1)
        for name, array in arrays.items()
    ]
    variables = b"".join(field(3, one) for one in (feed, passing, *kept))
    return field(1, number(1, 0) + number(2, 2**64 - 1) + variables + field(4, field(3, b"conv2d")))


def tensor_desc(array: NDArray[Any]) -> bytes:
    code = {"float32": 5, "int64": 3}[array.dtype.name]
    return number(1, code) + b"".join(number(2, side) for side in array.shape)


def field(place: int, content: bytes) -> bytes:
    return varint(place << 3 | 2) + varint(len(content)) + content


def number(place: int, value: int) -> bytes:
    return varint(place << 3) + varint(value)


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def random_tensors(shapes: Mapping[str, tuple[int, ...]], seed: int = 0) -> dict[str, Any]:
    """Numbers at which features stay about 1; variances are never negative."""
    rng = np.random.default_rng(seed)
    return {name: _random(rng, name, shape) for name, shape in shapes.items()}


def _random(rng: np.random.Generator, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    if name.endswith("_variance"):
        return rng.uniform(0.5, 1.5, shape).astype(np.float32)
    if len(shape) == 1:
        middle = 0.0 if name.endswith(("bias", "_mean")) else 1.0
        return rng.normal(middle, 0.1, shape).astype(np.float32)
    fan_in = shape[0] if len(shape) == 2 else int(np.prod(shape[1:]))
    return rng.normal(0, (2 / fan_in) ** 0.5, shape).astype(np.float32)
