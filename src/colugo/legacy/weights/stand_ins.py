"""Harmless stand-ins for the functions that a pickle of arrays asks for. Reads no file.

A pickle reaches them by name, calls them (REDUCE) and sets their state (BUILD). So each is
an object that refuses to be set, and none hands out anything of numpy's own.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colugo.errors import WeightsUnsafe

_DTYPES = {f"{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)} | {"f2", "f4", "f8", "b1"}
_ORDERS = ("<", ">", "=", "|")


class StandIns:
    """Everything that one pickle may ask for.

    Args:
        path: only names the file in errors.
        budget_bytes: most bytes that arrays and byte texts may have together. Twice the
            file's size is enough: in protocol 2 an array is a text first, and each stands in
            the file once.
    """

    def __init__(self, path: str, budget_bytes: int) -> None:
        self._path = path
        self._left_bytes = budget_bytes
        self._known = {
            name: _Function(function)
            for name, function in (
                ("numpy.dtype", NumberFormat),
                ("numpy.ndarray", _never),  # only handed on to _reconstruct
                ("numpy.core.multiarray._reconstruct", lambda *_: BeingFilled(self.array)),
                (
                    "numpy.core.multiarray.scalar",
                    lambda kind, raw: self.array(kind, (), raw).item(),
                ),
                ("numpy.core.numeric._frombuffer", self._from_buffer),
                ("_codecs.encode", self._encode),
                ("builtins.bytes", lambda: b""),  # no bytes, as protocol 2 writes them
                ("collections.OrderedDict", dict),
                ("builtins.tuple", tuple),  # Paddle writes a tensor as tuple((name, array))
            )
        }

    def find(self, module: str, name: str) -> "_Function":
        """Give the stand-in for `module.name`.

        Raises:
            WeightsUnsafe: it is nothing that weights need.
        """
        known = module.replace("__builtin__", "builtins").replace("numpy._core", "numpy.core")
        found = self._known.get(f"{known}.{name}")
        if found is None:
            raise WeightsUnsafe(self._path, f"{module}.{name}")
        return found

    def array(self, kind: Any, shape: Any, raw: Any, is_fortran: Any = False) -> NDArray[Any]:
        """Build an array when its bytes and its shape agree.

        Raises:
            ValueError: they do not, or the elements are no numbers.
        """
        if not isinstance(kind, NumberFormat) or not isinstance(shape, tuple):
            raise ValueError("an array has no number format or no shape")
        data = self._encode(raw) if isinstance(raw, str) else raw
        count = 1
        for side in shape:
            if not isinstance(side, int) or side < 0:
                raise ValueError(f"an array has the shape {shape}")
            count *= side
        if not isinstance(data, bytes | bytearray) or count * kind.dtype.itemsize != len(data):
            raise ValueError(f"an array of shape {shape} does not have as many bytes as it needs")
        self._spend(len(data))
        flat = np.frombuffer(bytes(data), kind.dtype).astype(kind.dtype.newbyteorder("="))
        flat.flags.writeable = False
        return flat.reshape(shape, order="F" if is_fortran else "C")

    def _from_buffer(self, raw: Any, kind: Any, shape: Any, order: Any) -> NDArray[Any]:
        return self.array(kind, shape, raw, order == "F")

    def _encode(self, text: Any, encoding: Any = "latin1") -> bytes:
        """Protocol 2 writes bytes as a text that is to be encoded."""
        if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
            raise ValueError(f"bytes are written in the encoding {encoding!r}")
        self._spend(len(text))
        return text.encode("latin1")

    def _spend(self, size_bytes: int) -> None:
        self._left_bytes -= size_bytes
        if self._left_bytes < 0:
            raise ValueError("its arrays have more bytes than the file")


class NumberFormat:
    """Stands for numpy.dtype: knows formats of numbers only, never objects or records."""

    def __init__(self, code: Any, *_: object) -> None:
        if code not in _DTYPES:
            raise ValueError(f"an array holds {code!r}, which are no numbers")
        self.dtype = np.dtype(code)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take the byte order; refuse sub-arrays, names and fields."""
        order = state[1]
        if order not in _ORDERS or any(part is not None for part in state[2:5]):
            raise ValueError("an array's number format is not plain")
        if order in ("<", ">"):
            self.dtype = self.dtype.newbyteorder(order)


class BeingFilled:
    """Stands for an array between its making and its filling."""

    def __init__(self, build: Callable[..., NDArray[Any]]) -> None:
        self._build = build
        self._array: NDArray[Any] | None = None

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take version, shape, format, order and bytes, as numpy writes them."""
        _, shape, kind, is_fortran, raw = state
        self._array = self._build(kind, shape, raw, is_fortran)

    def array(self) -> NDArray[Any]:
        """Give the array.

        Raises:
            ValueError: it was never filled.
        """
        if self._array is None:
            raise ValueError("an array was begun and never filled")
        return self._array


class _Function:
    """A callable that cannot be changed from inside a pickle."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def __call__(self, *arguments: Any) -> Any:
        return self._call(*arguments)

    def __setstate__(self, state: object) -> None:
        raise ValueError("it tries to change a function")


def _never(*_: object) -> None:
    raise ValueError("an array is built in an unusual way")
