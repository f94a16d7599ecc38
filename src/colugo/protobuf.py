"""Walks through the fields of a protobuf message. Knows no schema.

Source: "Encoding", the wire format of Protocol Buffers.
"""

from collections.abc import Iterator

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10
_BITS64 = (1 << 64) - 1

Value = int | memoryview


def fields(message: memoryview) -> Iterator[tuple[int, Value]]:
    """Yield number and value of every field: an int for a varint, else the raw bytes.

    Raises:
        ValueError: it is no protobuf message, or is cut short.
    """
    position = 0
    while position < len(message):
        key, position = varint(message, position)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, position = varint(message, position)
            yield number, value
            continue
        size, position = _size(message, position, wire)
        if number == 0 or position + size > len(message):
            raise ValueError("not a protobuf message, or cut short")
        yield number, message[position : position + size]
        position += size


def varint(message: memoryview, position: int) -> tuple[int, int]:
    """Read one varint; gives its value and the position after it.

    Raises:
        ValueError: it is longer than ten bytes, or cut short.
    """
    value = 0
    for index, octet in enumerate(message[position : position + _LONGEST_VARINT]):
        value |= (octet & 0x7F) << 7 * index
        if octet < 0x80:
            return value & _BITS64, position + index + 1
    raise ValueError("not a protobuf message, or cut short")


def signed(value: int) -> int:
    """Read a varint as int64, where -1 is written as 2^64 - 1."""
    return value - (1 << 64) if value >= 1 << 63 else value


def _size(message: memoryview, position: int, wire: int) -> tuple[int, int]:
    if wire == _BYTES:
        return varint(message, position)
    if wire in (_FIXED32, _FIXED64):
        return (4 if wire == _FIXED32 else 8), position
    raise ValueError("not a protobuf message")
