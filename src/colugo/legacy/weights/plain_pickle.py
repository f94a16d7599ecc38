"""Reads a pickle of arrays, numbers, texts and containers; whatever else it asks for is refused.

A pickle is a program. So it is read twice: first its instructions are walked through without
running any, and only those that build plain values may occur; then it is run with harmless
stand-ins in place of numpy's own functions. They believe no size, and together they build no
more than the file holds.
Source: opcodes as documented by Python's `pickletools`; how numpy writes arrays, by its
`__reduce__` in protocols 2 to 5.
"""

import io
import pickle
import pickletools
from collections.abc import Callable, Mapping
from typing import Any

from colugo.errors import WeightsDamaged, WeightsUnsafe
from colugo.legacy.weights.stand_ins import BeingFilled, StandIns

# what stands for plain values, and for calls that `find_class` judges one by one
_ALLOWED = frozenset(
    """
    PROTO FRAME STOP MARK POP POP_MARK DUP
    NONE NEWTRUE NEWFALSE INT LONG LONG1 LONG4 BININT BININT1 BININT2 FLOAT BINFLOAT
    STRING BINSTRING SHORT_BINSTRING UNICODE BINUNICODE SHORT_BINUNICODE BINUNICODE8
    BINBYTES SHORT_BINBYTES BINBYTES8 BYTEARRAY8
    EMPTY_LIST LIST APPEND APPENDS EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3
    EMPTY_DICT DICT SETITEM SETITEMS
    GET BINGET LONG_BINGET PUT BINPUT LONG_BINPUT MEMOIZE
    GLOBAL STACK_GLOBAL REDUCE BUILD
    """.split()  # noqa: SIM905 - a list of 54 texts is harder to read
)
_PUTS = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})
_MAX_MEMO = 1_000_000  # a pickle may ask for a memo of any size; weights have some thousands


def load_plain(content: bytes, path: str) -> Any:
    """Read a pickle; arrays come back as read-only numpy arrays.

    Args:
        content: the whole file.
        path: only names the file in errors.

    Raises:
        WeightsUnsafe: it asks for something else than plain values and arrays.
        WeightsDamaged: it is no pickle, or is cut short, or an array in it is inconsistent.
    """
    stand_ins = StandIns(path, budget_bytes=2 * len(content))
    _walk(content, path, stand_ins)
    try:
        loaded = _Plain(io.BytesIO(content), stand_ins.find).load()
        return _finished(loaded, {})
    except WeightsUnsafe:
        raise
    except Exception as error:  # a damaged pickle fails in a dozen ways, none of them ours
        raise WeightsDamaged(path, f"damaged inside: {error or type(error).__name__}") from error


def _walk(content: bytes, path: str, stand_ins: StandIns) -> None:
    try:
        for opcode, argument, _ in pickletools.genops(content):
            if opcode.name not in _ALLOWED:
                raise WeightsUnsafe(path, f"pickle instruction {opcode.name}")
            if opcode.name == "GLOBAL":
                module, _, name = str(argument).partition(" ")
                stand_ins.find(module, name)
            if opcode.name in _PUTS and not 0 <= int(argument or 0) < _MAX_MEMO:
                raise WeightsUnsafe(path, f"a memo of {argument} values")
    except (ValueError, IndexError, EOFError) as error:
        raise WeightsDamaged(path, f"not a pickle, or cut short: {error}") from error


class _Plain(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, find: Callable[[str, str], Any]) -> None:
        super().__init__(file, encoding="latin1")  # arrays of Python 2 are texts of bytes
        self._find = find

    def find_class(self, module: str, name: str) -> Any:
        return self._find(module, name)


def _finished(value: Any, done: dict[int, Any]) -> Any:
    """Replace the stand-ins of arrays by the arrays, in containers too.

    `done` remembers what stands in several places, so that a small pickle of lists of the
    same lists stays small; a container inside itself is refused.
    """
    if isinstance(value, BeingFilled):
        return value.array()
    if not isinstance(value, Mapping | list | tuple):
        return value
    if id(value) in done:
        if done[id(value)] is None:
            raise ValueError("a container holds itself")
        return done[id(value)]
    done[id(value)] = None
    if isinstance(value, Mapping):
        done[id(value)] = {name: _finished(inner, done) for name, inner in value.items()}
    else:
        done[id(value)] = type(value)(_finished(inner, done) for inner in value)
    return done[id(value)]
