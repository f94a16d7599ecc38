"""Reads which variables an `inference.pdmodel` keeps in the file beside it. Runs no operator.

Source: PaddlePaddle's framework.proto: ProgramDesc.blocks = 1; BlockDesc.vars = 3;
VarDesc.name = 1, .type = 2, .persistable = 3; VarType.type = 1, .lod_tensor = 3;
LoDTensorDesc.tensor = 1; TensorDesc.data_type = 1, .dims = 2.
"""

from dataclasses import dataclass
from pathlib import Path

from colugo.errors import WeightsDamaged
from colugo.legacy.weights.files import read_file
from colugo.protobuf import fields, signed, varint

_LOD_TENSOR = 7  # VarType.Type; feeds, fetches and readers are persistable too, but not kept
_MAX_BYTES = 64 * 1024**2  # the largest known graph has 1.3 MB


@dataclass(frozen=True)
class Variable:
    """A tensor that the program expects in its parameter file."""

    name: str
    shape: tuple[int, ...]
    type_code: int  # VarType.Type of its elements, 5 is float32


@dataclass(frozen=True)
class TensorType:
    """What a TensorDesc says."""

    type_code: int
    shape: tuple[int, ...]


def read_program(path: Path) -> list[Variable]:
    """Read the variables kept in the parameter file, in the order in which they stand there.

    Raises:
        WeightsDamaged: the file is missing, cut short, or no program.
        WeightsTooLarge: it is larger than any program known.
    """
    return parse_program(read_file(path, _MAX_BYTES), str(path))


def parse_program(content: bytes, path: str) -> list[Variable]:
    """Read the same from the bytes of a program; `path` only names it in errors.

    Raises:
        WeightsDamaged: it is cut short, or no program.
    """
    try:
        blocks = _messages(memoryview(content), 1)
        found = [_variable(one) for block in blocks for one in _messages(block, 3)]
    except (ValueError, UnicodeDecodeError) as error:
        raise WeightsDamaged(path, f"not a Paddle program: {error}") from error
    kept = {variable.name: variable for variable in found if variable is not None}
    if not kept:
        raise WeightsDamaged(path, "not a Paddle program: it keeps no tensors")
    return [kept[name] for name in sorted(kept)]


def tensor_type(message: memoryview) -> TensorType:
    """Read a TensorDesc.

    Raises:
        ValueError: it is none.
    """
    code, shape = -1, []
    for number, value in fields(message):
        if number == 1 and isinstance(value, int):
            code = value
        elif number == 2:
            shape += [signed(value)] if isinstance(value, int) else _packed(value)
    return TensorType(code, tuple(shape))


def _variable(message: memoryview) -> Variable | None:
    """A VarDesc as a variable, None where it is not kept in the parameter file."""
    name, kind, is_kept = "", memoryview(b""), False
    for number, value in fields(message):
        if number == 1 and not isinstance(value, int):
            name = bytes(value).decode()
        elif number == 2 and not isinstance(value, int):
            kind = value
        elif number == 3:
            is_kept = bool(value)
    if not is_kept or (1, _LOD_TENSOR) not in fields(kind):
        return None
    inner = tensor_type(_first(_first(kind, 3), 1))
    return Variable(name, inner.shape, inner.type_code)


def _messages(message: memoryview, wanted: int) -> list[memoryview]:
    return [
        value
        for number, value in fields(message)
        if number == wanted and not isinstance(value, int)
    ]


def _first(message: memoryview, wanted: int) -> memoryview:
    found = _messages(message, wanted)
    if not found:
        raise ValueError("a tensor has no description")
    return found[0]


def _packed(values: memoryview) -> list[int]:
    found, position = [], 0
    while position < len(values):
        value, position = varint(values, position)
        found.append(signed(value))
    return found
