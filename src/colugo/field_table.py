"""Describes the fields of a pydantic model as a Markdown table, for the manual. Knows no model."""

import types
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen, MultipleOf
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

_KINDS: dict[Any, str] = {
    int: "whole number", float: "number", str: "text", bool: "true or false", Path: "path",
    SecretStr: "text",
}  # fmt: skip


class FieldRow(NamedTuple):
    """One field, in words."""

    name: str
    kind: str
    default: str
    meaning: str


def describe_fields(model: type[BaseModel]) -> list[FieldRow]:
    """Every field of `model`, in the order it is written."""
    return [_describe(name, field) for name, field in model.model_fields.items()]


def markdown_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell is escaped."""
    lines = [_line(heading), _line(["---"] * len(heading)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _describe(name: str, field: FieldInfo) -> FieldRow:
    kind = _kind(field.annotation)
    limits = _limits(field.metadata)
    return FieldRow(
        name, f"{kind}, {limits}" if limits else kind, _default(field), field.description or ""
    )


def _kind(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin is Annotated:
        limits = _limits([part for field in arguments[1:] for part in _metadata(field)])
        return f"{_kind(arguments[0])}, {limits}" if limits else _kind(arguments[0])
    if origin in (Union, types.UnionType):
        return " or ".join(_kind(part) for part in arguments if part is not type(None))
    if origin is list or arguments[-1:] == (...,):
        return f"list of: {_kind(arguments[0])}"
    if origin is tuple:
        return f"{len(arguments)} of: {_kind(arguments[0])}"
    return _KINDS.get(annotation) or f"a {annotation.__name__}, see below"


def _metadata(field: Any) -> list[Any]:
    return list(field.metadata) if isinstance(field, FieldInfo) else [field]


def _limits(metadata: Iterable[Any]) -> str:
    found = {type(part): part for part in metadata}
    words: list[str] = []
    if Ge in found and Le in found:
        words.append(f"{found[Ge].ge:,} to {found[Le].le:,}")
    else:
        words += [f"{found[Ge].ge:,} or more"] if Ge in found else []
        words += [f"above {found[Gt].gt:,}"] if Gt in found else []
        words += [f"at most {found[Le].le:,}"] if Le in found else []
    words += [f"below {found[Lt].lt:,}"] if Lt in found else []
    words += [f"a multiple of {found[MultipleOf].multiple_of}"] if MultipleOf in found else []
    words += [f"at least {found[MinLen].min_length} of them"] if MinLen in found else []
    return ", ".join(words)


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "its defaults"
    if field.default is PydanticUndefined:
        return "must be given"
    if field.default is None:
        return "none"
    value = field.default
    return f"`{list(value) if isinstance(value, tuple) else value}`"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
