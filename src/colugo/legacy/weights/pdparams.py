"""Reads `.pdparams`, `.pdopt` and `.pdstates`, the pickles of PaddlePaddle's `paddle.save`.

Source: ../shared/spec/predecessor-interfaces.md, section 1.6.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colugo.errors import WeightsDamaged
from colugo.legacy.weights.files import MAX_BYTES, read_file
from colugo.legacy.weights.plain_pickle import load_plain

_NAME_TABLE = "StructuredToParameterName@@"
_SCHEDULE = "LR_Scheduler"  # of an optimizer: a dict of its own among the arrays


def read_pdparams(path: Path, limit_bytes: int = MAX_BYTES) -> dict[str, NDArray[Any]]:
    """Read the tensors of a network by their structured names.

    Args:
        path: of the `.pdparams` file.
        limit_bytes: a larger file is not read.

    Returns:
        Read-only arrays as they were saved; Linear weights are (in, out).

    Raises:
        WeightsDamaged: the file is missing, cut short, or holds something else.
        WeightsUnsafe: it asks for something else than arrays and plain values.
        WeightsTooLarge: it is larger than `limit_bytes`.
    """
    loaded = _read_dict(path, limit_bytes)
    loaded.pop(_NAME_TABLE, None)
    tensors = {name: _array(path, name, value) for name, value in loaded.items()}
    if not tensors:
        raise WeightsDamaged(str(path), "it holds no tensors")
    return tensors


def read_pdopt(path: Path, limit_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Read an optimizer's state: arrays by name, and `LR_Scheduler`, a dict of plain values.

    Raises:
        WeightsDamaged, WeightsUnsafe, WeightsTooLarge: as `read_pdparams`.
    """
    loaded = _read_dict(path, limit_bytes)
    loaded.pop(_NAME_TABLE, None)
    return {
        name: value if name == _SCHEDULE else _array(path, name, value)
        for name, value in loaded.items()
    }


def read_pdstates(path: Path, limit_bytes: int = 1024**2) -> dict[str, int | float]:
    """Read the numbers beside a checkpoint: `metric` and `epoch`.

    Raises:
        WeightsDamaged, WeightsUnsafe, WeightsTooLarge: as `read_pdparams`.
    """
    loaded = _read_dict(path, limit_bytes)
    numbers = {name: _number(value) for name, value in loaded.items()}
    wrong = [name for name, value in numbers.items() if value is None]
    if wrong:
        raise WeightsDamaged(str(path), f"{wrong[0]} is no number")
    return {name: value for name, value in numbers.items() if value is not None}


def _read_dict(path: Path, limit_bytes: int) -> dict[str, Any]:
    loaded = load_plain(read_file(path, limit_bytes), str(path))
    if not isinstance(loaded, Mapping) or not all(isinstance(name, str) for name in loaded):
        raise WeightsDamaged(str(path), "expected a table of names, got something else")
    return dict(loaded)


def _array(path: Path, name: str, value: Any) -> NDArray[Any]:
    """An array as it is, or out of a pair (name, array), which some versions write."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        value = value[1]
    if not isinstance(value, np.ndarray):
        raise WeightsDamaged(str(path), f"{name} is no array but {type(value).__name__}")
    return value


def _number(value: Any) -> int | float | None:
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(()).item()
    return value if isinstance(value, int | float) else None
