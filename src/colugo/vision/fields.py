"""Reads the fields of a model's metadata, each checked as it is read. Standard library only."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from colugo.errors import ModelMetadataWrong


@dataclass(frozen=True)
class Fields:
    """The metadata of one model; `path` only names the model in errors.

    Every reader raises ModelMetadataWrong when the field is missing or something else.
    """

    path: str
    values: Mapping[str, Any]

    def text(self, field: str, allowed: Collection[str] = ()) -> str:
        """Read a text, one of `allowed` when that is given."""
        value = self.values.get(field)
        if not isinstance(value, str) or not value or (allowed and value not in allowed):
            raise self._wrong(field, " or ".join(allowed) or "a text")
        return value

    def whole(self, field: str, low: int, high: int) -> int:
        """Read a whole number in low..high."""
        value = self.values.get(field)
        if not _is_whole(value) or not low <= value <= high:
            raise self._wrong(field, f"a whole number in {low}..{high}")
        return value

    def number(self, field: str, low: float, high: float) -> float:
        """Read a number in low..high."""
        value = self.values.get(field)
        if not _is_number(value) or not low <= value <= high:
            raise self._wrong(field, f"a number in {low}..{high}")
        return float(value)

    def size_wh(self, field: str) -> tuple[int, int]:
        """Read a width and a height in pixels, 1..4096 each."""
        value = self.values.get(field)
        if not _is_list(value, 2) or not all(_is_whole(v) and 1 <= v <= 4096 for v in value):
            raise self._wrong(field, "[width, height] in pixels, 1..4096")
        return value[0], value[1]

    def rgb(self, field: str) -> tuple[float, float, float]:
        """Read one number each for red, green and blue."""
        value = self.values.get(field)
        if not _is_list(value, 3) or not all(_is_number(v) for v in value):
            raise self._wrong(field, "[red, green, blue]")
        return float(value[0]), float(value[1]), float(value[2])

    def _wrong(self, field: str, expected: str) -> ModelMetadataWrong:
        got = repr(self.values[field]) if field in self.values else "nothing"
        return ModelMetadataWrong(self.path, field, expected, got)


def _is_list(value: Any, length: int) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and len(value) == length


def _is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
