"""Reads and writes `id_map.pkl`: which line of the data file stands behind each id.

The file is a pickle, and a pickle can call anything. This reader knows a dict, texts and
NumPy's whole numbers, and puts stand-ins of its own in the place of NumPy's functions; any
other name in the file is refused before it is looked up. The writer gives the shape that the
predecessor wrote, byte by byte, since NumPy 2 would write names that NumPy 1 does not know.
Source of the bytes: the predecessor's own file, read with pickletools.
"""

import io
import pickle
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from colugo.errors import IdMapUnreadable

_SCALAR_HOMES = ("numpy.core.multiarray", "numpy._core.multiarray")
_WHOLE_NUMBERS = {f"{sign}{size}": (int(size), sign == "i") for sign in "iu" for size in "1248"}
_BYTE_ORDERS = {"<": "little", ">": "big", "=": "little", "|": "little"}

# The dtype int64, built as NumPy 1 builds it and kept in the memo for every further number.
_FIRST_NUMBER = (
    b"cnumpy.core.multiarray\nscalar\nq\x01"
    b"cnumpy\ndtype\nq\x03X\x02\x00\x00\x00i8\x89\x88\x87R"
    b"(K\x03X\x01\x00\x00\x00<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tbq\x05"
)
_NEXT_NUMBER = b"h\x01h\x05"


def read_id_map(path: Path) -> dict[int, str]:
    """The document of each id.

    Raises:
        IdMapUnreadable: missing, damaged, something else than such a table, or a pickle
            that wants to call something: it is named, and not called.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IdMapUnreadable(str(path), error.strerror or str(error)) from error
    try:
        table = _Reader(io.BytesIO(content)).load()
    except _Refused as error:
        raise IdMapUnreadable(str(path), str(error)) from error
    # what a damaged pickle raises is not limited: the reader trips over its own opcodes
    except Exception as error:
        raise IdMapUnreadable(str(path), "it is damaged or cut short") from error
    return _checked(path, table)


def write_id_map(documents: Mapping[int, str]) -> bytes:
    """The bytes of an `id_map.pkl`, ids as NumPy's int64, for Colugo and the predecessor."""
    parts = [b"\x80\x03}"]
    head = _FIRST_NUMBER
    for number, document in documents.items():
        text = document.encode("utf-8")
        parts += [
            head,
            b"C\x08" + struct.pack("<q", number) + b"\x86R",
            b"X" + struct.pack("<I", len(text)) + text,
            b"s",
        ]
        head = _NEXT_NUMBER
    return b"".join([*parts, b"."])


class _Refused(Exception):
    """The pickle asks for something that no id map needs."""


class _Dtype:
    """Stands in for `numpy.dtype`: a whole number of some bytes, and nothing else."""

    def __init__(self, name: object, *_: object) -> None:
        if name not in _WHOLE_NUMBERS:
            raise _Refused(f"it holds numbers of the type {name!r}")
        self.size, self.is_signed = _WHOLE_NUMBERS[str(name)]
        self.order = "<"

    def __setstate__(self, state: Any) -> None:
        self.order = state[1]


def _scalar(dtype: Any, content: Any) -> int:
    """Stands in for NumPy's `scalar`."""
    if not isinstance(dtype, _Dtype) or not isinstance(content, bytes):
        raise _Refused("it holds an array where an id should be")
    if len(content) != dtype.size:
        raise _Refused("an id has too few or too many bytes")
    order: Any = _BYTE_ORDERS[dtype.order]
    return int.from_bytes(content, order, signed=dtype.is_signed)


class _Reader(pickle.Unpickler):
    """An unpickler that can find nothing but the two stand-ins."""

    def find_class(self, module: str, name: str) -> Any:
        if name == "scalar" and module in _SCALAR_HOMES:
            return _scalar
        if (module, name) == ("numpy", "dtype"):
            return _Dtype
        if (module, name) == ("_codecs", "encode"):  # how protocols below 3 write bytes
            return _latin1
        raise _Refused(f"it wants to call {module}.{name}")


def _latin1(text: Any, encoding: Any) -> bytes:
    if not isinstance(text, str) or encoding != "latin1":
        raise _Refused("it holds bytes in another form than pickle writes them")
    return text.encode("latin1")


def _checked(path: Path, table: Any) -> dict[int, str]:
    if not isinstance(table, dict):
        raise IdMapUnreadable(str(path), f"it holds a {type(table).__name__}")
    for number, document in table.items():
        if type(number) is not int or not isinstance(document, str):
            kinds = f"{type(number).__name__}: {type(document).__name__}"
            raise IdMapUnreadable(str(path), f"it holds an entry {kinds}")
    return table
