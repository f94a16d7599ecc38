"""One way to write facts as bytes, so that equal facts have equal digests. Knows no subject."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time
from enum import Enum
from uuid import UUID

from colugo.shop.currency import Currency

Facts = Mapping[str, object]


def plain(value: object) -> object:
    """A value object as dicts, lists, text and whole numbers, ready for JSON.

    Dataclasses become objects of their fields, a currency its code, a moment ISO 8601 in UTC,
    a set a sorted list.

    Raises:
        TypeError: a float or anything else that has no one way to be written.
    """
    if value is None or isinstance(value, str | bool | int):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Currency):
        return value.code
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(each) for each in value), key=str)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form: give text or whole numbers")


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same bytes for the same facts.

    Source: RFC 8785 (JSON Canonicalization Scheme), of which whole numbers and text need
    just this; keys of ours are ASCII, so sorting by code point is sorting by UTF-16.
    """
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def digest(value: object) -> str:
    """The SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
