"""Value objects of the shop as JSON text, and back by the types of their fields. Runs no code.

What is written is the canonical form that digests are taken of, so a document that comes back
has the digest it had.
"""

import json
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, time
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from colugo.errors import ColugoError, DocumentDamaged
from colugo.shop.canonical import canonical_json
from colugo.shop.currency import Currency
from colugo.shop.people import Store

T = TypeVar("T")

# a digest is never taken of these
_ADDED: Mapping[Any, frozenset[str]] = {Store: frozenset({"place"})}
_PLAIN: dict[Any, Callable[[Any], Any]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
}


def to_document(value: object) -> str:
    """The canonical JSON of a value object.

    Raises:
        TypeError: it holds something that has no one way to be written.
    """
    return canonical_json(value).decode("utf-8", "surrogatepass")


def from_document(kind: type[T], text: str, currency: Currency) -> T:
    """The value object that `to_document` wrote.

    Args:
        kind: its dataclass.
        text: the document.
        currency: of the shop; every amount must be in it.

    Raises:
        DocumentDamaged: the text is not such an object, or breaks a rule of it.
    """
    try:
        value: T = _read(kind, json.loads(text), currency)
    except (ValueError, TypeError, KeyError, AttributeError, ColugoError) as error:
        raise DocumentDamaged(kind.__name__, str(error)) from error
    return value


def _read(kind: Any, value: Any, currency: Currency) -> Any:
    if kind is Currency:
        if value != currency.code:
            raise ValueError(f"it is in {value}, the shop in {currency.code}")
        return currency
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_fields(kind, value, currency)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _read(_choose(arguments, value), value, currency)
    if origin in (tuple, frozenset):
        if origin is tuple and arguments[-1] is not Ellipsis:
            pairs = zip(arguments, value, strict=True)
            return tuple(_read(each, part, currency) for each, part in pairs)
        return origin(_read(arguments[0], part, currency) for part in value)
    if origin in (dict, Mapping):
        return {name: _read(arguments[1], part, currency) for name, part in value.items()}
    return _checked(kind, value)


def _read_fields(kind: Any, value: Any, currency: Currency) -> Any:
    hints = _hints(kind)
    if not set(hints) - _added_since(kind) <= set(value) <= set(hints):
        raise ValueError(f"{kind.__name__} has the fields {sorted(value)}")
    given = {name: hint for name, hint in hints.items() if name in value}
    return kind(**{name: _read(hint, value[name], currency) for name, hint in given.items()})


def _choose(kinds: tuple[Any, ...], value: Any) -> Any:
    """Of several types the one that a value is of; classes are told by their fields."""
    if value is None:
        return types.NoneType
    classes = [each for each in kinds if isinstance(each, type) and is_dataclass(each)]
    if isinstance(value, dict) and classes:
        return next((each for each in classes if set(_hints(each)) == set(value)), classes[0])
    return next(each for each in kinds if each is not types.NoneType)


def _added_since(kind: Any) -> frozenset[str]:
    """Fields that older documents do not have; they come back with the default."""
    return _ADDED.get(kind, frozenset())


def _checked(kind: Any, value: Any) -> Any:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{value!r} is none of {get_args(kind)}")
        return value
    if isinstance(kind, type) and kind is not object and type(value) is not kind:
        raise ValueError(f"expected {kind.__name__}, got {value!r}")
    return value


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    made: Any = kind
    hints = get_type_hints(made)
    return {field.name: hints[field.name] for field in fields(made)}
